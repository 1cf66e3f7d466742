package query

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/hub/share"
	"interlaken/sql/ast"
	"interlaken/sql/printer"
	"interlaken/store"
)

// Request is what a person asks. Exactly one of DataSet, DataSource, Parts and Visual is given.
type Request struct {
	Token      string        `json:"token,omitempty"`
	Visual     *Visual       `json:"visual,omitempty"`
	DataSet    string        `json:"dataSet,omitempty"`    // id
	DataSource string        `json:"dataSource,omitempty"` // id
	SQL        string        `json:"sql,omitempty"`        // the query of DataSource, or the join over Parts
	Parts      []RequestPart `json:"parts,omitempty"`
	Database   string        `json:"database,omitempty"`
	MaxRows    int           `json:"maxRows,omitempty"`
}

// RequestPart is a query whose rows are a relation of its name in the join.
type RequestPart struct {
	Name       string `json:"name"`
	DataSource string `json:"dataSource"` // id
	SQL        string `json:"sql"`
	Database   string `json:"database,omitempty"`
}

func (r Request) same(o Request) bool { return reflect.DeepEqual(r, o) }

// onlyPart is the name of the part of a run that has one.
const onlyPart = "rows"

var partName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,63}$`)

// strip is the first pass: it takes what the request has to say and nothing else, and refuses what it must not say. It
// counts the parts, so that nobody has the store wait while very many of them are looked up and parsed.
func (s *Service) strip(_ store.Reader, _ hub.Caller, run *Run) error {
	asked := &run.Asked
	given := 0
	for _, is := range []bool{asked.DataSet != "", asked.DataSource != "", len(asked.Parts) > 0, asked.Visual != nil} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return fault.New(fault.Validation, "A run is of a data set, of a data source, of parts or of a visual: give exactly one of DataSetId, DataSourceId, Parts and Visual.")
	case asked.DataSet != "" && (asked.SQL != "" || asked.Database != ""):
		return fault.New(fault.Validation, "A run of a data set has no SqlText and no Database: the data set says what is read.")
	case asked.Visual != nil && (asked.SQL != "" || asked.Database != ""):
		return fault.New(fault.Validation, "A run of a visual has no SqlText and no Database: the dashboard's definition says what is asked.")
	case asked.DataSet == "" && asked.Visual == nil && strings.TrimSpace(asked.SQL) == "":
		return fault.New(fault.Validation, "SqlText is missing.")
	case len(asked.Parts) > 0 && asked.Database != "":
		return fault.New(fault.Validation, "Database belongs to each part.")
	}
	if n := len(asked.Parts); n > s.Limits.Parts {
		return fault.New(fault.Limit, "The run has %d parts; it may have %d, the limit Parts.", n, s.Limits.Parts)
	}
	for i := range asked.Parts {
		p := &asked.Parts[i]
		if !partName.MatchString(p.Name) {
			return fault.New(fault.Validation, "Part %d is named %q: a part's name is a lower-case SQL name of at most 64 characters.", i+1, p.Name)
		}
		if slices.ContainsFunc(asked.Parts[:i], func(o RequestPart) bool { return o.Name == p.Name }) {
			return fault.New(fault.Validation, "Two parts are named %q.", p.Name)
		}
	}
	return nil
}

// resolve is the last pass: names become data sources with which the caller may do this, texts become trees. Every
// query is parsed here, before any credential is leased (SECURITY S8).
func (s *Service) resolve(r store.Reader, caller hub.Caller, run *Run) error {
	asked := &run.Asked
	switch {
	case asked.DataSet != "":
		return s.dataSet(r, caller, run)
	case asked.Visual != nil:
		return s.visual(r, caller, run)
	case asked.DataSource != "":
		part, err := sourcePart(r, caller, RequestPart{Name: onlyPart, DataSource: asked.DataSource, SQL: asked.SQL, Database: asked.Database})
		run.Parts = []Part{part}
		return err
	}
	for _, p := range asked.Parts {
		part, err := sourcePart(r, caller, p)
		if err != nil {
			return inPart(p.Name, err)
		}
		run.Parts = append(run.Parts, part)
	}
	run.Join = asked.SQL
	if _, err := parseJoin(run.Join); err != nil {
		return inPart("the join", err)
	}
	return nil
}

func inPart(name string, err error) error {
	return fault.Wrap(err, fault.CodeOf(err), "%s: %s", name, fault.Public(err))
}

// sourcePart is a query of one's own: it needs PassDataSource (SECURITY S11).
func sourcePart(r store.Reader, caller hub.Caller, p RequestPart) (Part, error) {
	source, err := share.DataSource(r, caller, p.DataSource, share.PassDataSource)
	if err != nil {
		return Part{}, err
	}
	query, err := hub.ParseSQL(p.SQL)
	if err != nil {
		return Part{}, err
	}
	return newPart(p.Name, source, p.Database, query)
}

// dataSet is all rows of a data set, whose definition the server has.
func (s *Service) dataSet(r store.Reader, caller hub.Caller, run *Run) error {
	set, err := share.DataSet(r, caller, run.Asked.DataSet, share.PassDataSet)
	if err != nil {
		return err
	}
	all := &definition.Query{DataSetARN: set.ARN(), Plain: true}
	for _, name := range set.ColumnNames() {
		all.Measures = append(all.Measures, definition.Measure{Column: name, Name: name})
	}
	run.DataSet = Asset{set.ID, set.Name}
	run.Parts, run.Join, err = compile(r, &set, all, 0, run.Submitted)
	return err
}

func newPart(name string, source hub.DataSource, database string, query *ast.Query) (Part, error) {
	if !source.Ready() {
		return Part{}, fault.New(fault.Conflict, "The data source %s cannot be used while it is %s.", source.ID, source.Status)
	}
	text, err := printer.Print(query, printer.Options{})
	if err != nil {
		return Part{}, fault.Wrap(err, fault.Validation, "%s", fault.Public(err))
	}
	return Part{Name: name, DataSource: source, Database: database, SQL: text, State: Queued}, nil
}

// limit is the second pass: it bounds the rows, before a query is made with the bound in it.
func (s *Service) limit(_ store.Reader, _ hub.Caller, run *Run) error {
	run.MaxRows = run.Asked.MaxRows
	switch {
	case run.MaxRows == 0:
		run.MaxRows = s.Limits.Rows
	case run.MaxRows < 0 || run.MaxRows > s.Limits.MostRows:
		return fault.New(fault.Validation, "MaxRows is %d; it may be 1 to %d, the limit MostRows.", run.MaxRows, s.Limits.MostRows)
	}
	return nil
}
