package query

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/google/go-cmp/cmp"

	"interlaken/clock"
	"interlaken/engine"
	"interlaken/engine/duck"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/id"
	"interlaken/result"
	"interlaken/sql/analyze"
	"interlaken/sql/parser"
	"interlaken/sql/translate"
	"interlaken/sql/types"
	"interlaken/store"
)

// bench answers what compile makes, on an engine in this process: the queries of parts over tables that the test gives,
// and the join over their rows as a run does it.
type bench struct {
	*Service
	t      *testing.T
	store  store.Store
	tables map[string]*Rows // by name in small letters, all of the schema bank
}

func newBench(t *testing.T, tables map[string]*Rows) *bench {
	t.Helper()
	e, err := duck.New(duck.Config{Slots: 1, Warm: 1, Threads: 1, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	c := Config{Engine: e, Clock: clock.NewManual(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)), IDs: id.Seeded(1)}
	c.Limits.complete()
	return &bench{Service: &Service{Config: c}, t: t, store: withSources(t, "risk", "retail"), tables: tables}
}

// rowsOf are rows of columns such as "bad bigint"; a cell NULL is null.
func rowsOf(columns string, cells ...string) *Rows {
	r := &Rows{}
	for _, column := range strings.Split(columns, ", ") {
		name, kind, _ := strings.Cut(column, " ")
		known := map[string]types.Kind{
			"varchar": types.Varchar, "bigint": types.Bigint, "boolean": types.Boolean, "double": types.Double, "date": types.Date, "timestamp": types.Timestamp,
		}
		r.Columns = append(r.Columns, result.Column{Name: name, Type: types.Simple(known[kind])})
	}
	for _, line := range cells {
		var row []*string
		for _, cell := range strings.Split(line, "|") {
			if cell == "NULL" {
				row = append(row, nil)
			} else {
				row = append(row, &cell)
			}
		}
		r.Cells = append(r.Cells, row)
	}
	return r
}

// Table implements analyze.Catalog.
func (b *bench) Table(_ context.Context, _, _, name string) (*analyze.TableInfo, error) {
	rows := b.tables[strings.ToLower(name)]
	if rows == nil {
		return nil, fault.New(fault.NotFound, "There is no table %s.", name)
	}
	info := &analyze.TableInfo{}
	for _, c := range rows.Columns {
		info.Columns = append(info.Columns, analyze.Column{Name: c.Name, Type: c.Type})
	}
	return info, nil
}

// queried is what Athena would give for the query of a part.
func (b *bench) queried(text string) *Rows {
	b.t.Helper()
	const catalog = "awsdatacatalog"
	query, err := parser.ParseQuery(text)
	if err != nil {
		b.t.Fatalf("%s: %v", text, err)
	}
	now := b.Clock.Now()
	meaning, err := analyze.Analyze(b.t.Context(), query, b, analyze.Options{Catalog: catalog, Database: "bank", Now: now, Text: text})
	if err != nil {
		b.t.Fatalf("%s: %v", text, err)
	}
	// The tables of a bench stay, so that one instance answers for all of them.
	request := engine.Request{Catalog: catalog, Schema: "bank", Key: engine.Key{Account: testAccount, Objects: "bank"}}
	if request.Statement, err = translate.Statement(meaning, translate.Options{Now: now, Random: b.IDs}); err != nil {
		b.t.Fatalf("%s: %v", text, err)
	}
	for name, rows := range b.tables {
		table, err := inline(name, rows)
		if err != nil {
			b.t.Fatal(err)
		}
		table.Catalog, table.Schema = catalog, "bank"
		request.Tables = append(request.Tables, table)
	}
	open, err := b.Engine.Run(b.t.Context(), request)
	if err != nil {
		b.t.Fatalf("%s: %v", text, err)
	}
	defer open.Close()
	rows, err := b.collect(b.t.Context(), open, translate.Columns(meaning), b.Limits.PartRows)
	if err != nil {
		b.t.Fatalf("%s: %v", text, err)
	}
	return rows
}

// ask is the rows of a query, and what was run for them.
func (b *bench) ask(set hub.DataSet, q definition.Query) (cells [][]*string, text string, err error) {
	b.t.Helper()
	run := &Run{MaxRows: 1000}
	err = b.store.View(context.Background(), func(r store.Reader) (err error) {
		run.Parts, run.Join, err = compile(r, &set, &q, run.MaxRows, asked)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	var parts []*Rows
	text = run.Join
	for _, p := range run.Parts {
		text += "\n" + p.SQL
		parts = append(parts, b.queried(p.SQL))
	}
	rows, err := b.Service.answer(b.t.Context(), run, parts)
	if err != nil {
		return nil, text, err
	}
	if q.Limit > 0 && len(q.Totals) == 0 { // a run keeps what the query's own bound keeps
		rows.Cells = rows.Cells[:min(len(rows.Cells), q.Limit)]
	}
	return rows.Cells, text, nil
}

// answer is the rows of a query, a text a row, and how many rows left accounts for it.
func (b *bench) answer(set hub.DataSet, q definition.Query, limit int) (lines []string, moved int) {
	b.t.Helper()
	run := &Run{MaxRows: limit}
	err := b.store.View(context.Background(), func(r store.Reader) (err error) {
		run.Parts, run.Join, err = compile(r, &set, &q, limit, time.Time{})
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	var parts []*Rows
	for _, p := range run.Parts {
		rows := b.queried(p.SQL)
		moved += len(rows.Cells)
		parts = append(parts, rows)
	}
	rows, err := b.Service.answer(b.t.Context(), run, parts)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, row := range rows.Cells[:min(len(rows.Cells), limit)] {
		var cells []string
		for _, cell := range row {
			text := "NULL"
			if cell != nil {
				text = *cell
			}
			cells = append(cells, text)
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return lines, moved
}

// alike asks of one data source and of two, and wants the same rows, in this order where the query has one.
func (b *bench) alike(what string, set func(second string) hub.DataSet, q definition.Query, want ...string) {
	b.t.Helper()
	for how, second := range map[string]string{"direct": "risk", "federated": "retail"} {
		got, _ := b.answer(set(second), q, 100)
		if len(q.Sort) == 0 {
			slices.Sort(got)
			slices.Sort(want)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			b.t.Errorf("%s, %s (-want +got):\n%s", what, how, diff)
		}
	}
}

func truth(name string, kind qstypes.InputColumnDataType) hub.Column {
	return hub.Column{Name: name, Type: kind}
}

// flagged are loans with columns that are true or false, and the regions of states.
func flagged(second string) hub.DataSet {
	set := joined(second)
	set.Tables[1].Columns = []hub.Column{text("state"), truth("bad", "BOOLEAN"), truth("late", "BIT")}
	left := set.Root.Join.Left
	left.Columns = set.Tables[1].Output()
	set.Root.Columns = append(set.Root.Columns, hub.RelationColumn{Name: "late", Side: hub.LeftSide, From: "late", Type: qstypes.ColumnDataTypeInteger})
	return set
}

// TestTruthIsAnInteger: what a data set calls an integer is summed up and filtered as one, also where the table has true
// and false, or an integer already.
func TestTruthIsAnInteger(t *testing.T) {
	b := newBench(t, map[string]*Rows{
		"loans":      rowsOf("state varchar, bad boolean, late bigint", "CA|true|1", "CA|false|0", "CA|true|1", "NY|false|1", "NY|NULL|NULL"),
		"big states": rowsOf("state varchar, region varchar", "CA|West", "NY|East"),
	})
	sum := func(column string) definition.Measure {
		return definition.Measure{Column: column, Name: "f_" + column, Aggregation: definition.Sum}
	}
	region := []definition.Group{{Column: "region", Name: "f_region"}}
	b.alike("sums", flagged, definition.Query{Groups: region, Measures: []definition.Measure{sum("bad"), sum("late")}}, "West|2|2", "East|0|1")
	b.alike("a filter", flagged, definition.Query{
		Groups: region, Measures: []definition.Measure{{Name: "f_n", Aggregation: definition.Count}},
		Filters: []definition.Filter{{Column: "bad", In: []string{"0"}}, {Column: "late", Range: &definition.Range{From: "1", IncludeFrom: true}}},
	}, "East|1")
	b.alike("groups", flagged, definition.Query{
		Groups: []definition.Group{{Column: "bad", Name: "f_bad"}}, Measures: []definition.Measure{{Name: "f_n", Aggregation: definition.Count}},
	}, "1|2", "0|2", "NULL|1")
}

// twice are loans of a state beside those of the state that is its neighbour: one physical table under two logical ones,
// with the regions of states from the second data source.
func twice(second string) hub.DataSet {
	loans := table("loans", "risk", text("state"), text("next"), number("bad"))
	states := table("Big States", second, text("state"), text("region"))
	on := func(id string, t hub.Physical) *hub.Relation {
		return &hub.Relation{ID: id, Alias: id, Table: t.ID, Columns: t.Output()}
	}
	column := func(name string, side hub.Side, from string, kind qstypes.ColumnDataType) hub.RelationColumn {
		return hub.RelationColumn{Name: name, Side: side, From: from, Type: kind}
	}
	pairs := &hub.Relation{ID: "pairs", Alias: "pairs", Join: &hub.Join{
		Kind: qstypes.JoinTypeInner, Left: on("own", loans), Right: on("other", loans), On: []hub.Match{{Left: "next", Right: "state"}},
	}, Columns: []hub.RelationColumn{
		column("state", hub.LeftSide, "state", qstypes.ColumnDataTypeString), column("bad", hub.LeftSide, "bad", qstypes.ColumnDataTypeInteger),
		column("bad[other]", hub.RightSide, "bad", qstypes.ColumnDataTypeInteger),
	}}
	return hub.DataSet{
		Account: testAccount, Region: "us-east-1", ID: "twice", Tables: []hub.Physical{loans, states},
		Root: hub.Relation{ID: "c", Alias: "c", Join: &hub.Join{
			Kind: qstypes.JoinTypeInner, Left: pairs, Right: on("states", states), On: []hub.Match{{Left: "state", Right: "state"}},
		}, Columns: []hub.RelationColumn{
			column("region", hub.RightSide, "region", qstypes.ColumnDataTypeString), column("bad", hub.LeftSide, "bad", qstypes.ColumnDataTypeInteger),
			column("bad[other]", hub.LeftSide, "bad[other]", qstypes.ColumnDataTypeInteger),
		}},
	}
}

// TestOneTableUnderTwoLogicalOnes: each is a part of its own name with the columns that are used of it.
func TestOneTableUnderTwoLogicalOnes(t *testing.T) {
	b := newBench(t, map[string]*Rows{
		"loans":      rowsOf("state varchar, next varchar, bad bigint", "CA|NV|1", "NV|CA|20", "NY|CA|300"),
		"big states": rowsOf("state varchar, region varchar", "CA|West", "NV|West", "NY|East"),
	})
	q := definition.Query{Groups: []definition.Group{{Column: "region", Name: "f_region"}}, Measures: []definition.Measure{
		{Column: "bad", Name: "f_own", Aggregation: definition.Sum}, {Column: "bad[other]", Name: "f_other", Aggregation: definition.Sum},
	}}
	b.alike("sums", twice, q, "East|300|1", "West|21|21")
	parts := strings.Split(compiledText(t, twice("retail"), q, "risk", "retail"), "\n")[:3]
	want := []string{
		"loans at risk (bad, state, next): SELECT bad, state, next FROM bank.loans", "loans_2 at risk (bad, state): SELECT bad, state FROM bank.loans",
		`big_states at retail (region, state): SELECT region, state FROM bank."Big States"`,
	}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

// TestTiesAreDetermined: what is equal by the order that is asked for is ordered by the groups, and rows as they are by
// all their columns, so that the same rows are kept everywhere where a limit cuts.
func TestTiesAreDetermined(t *testing.T) {
	var loans, states []string
	for _, state := range []string{"WY", "CA", "TX", "AL", "NY", "OH", "AK", "ME"} {
		loans, states = append(loans, state+"|1"), append(states, state+"|"+state+" region")
	}
	b := newBench(t, map[string]*Rows{"loans": rowsOf("state varchar, bad bigint", loans...), "big states": rowsOf("state varchar, region varchar", states...)})
	group := func(column string) definition.Group { return definition.Group{Column: column, Name: "f_" + column} }
	bad := definition.Measure{Column: "bad", Name: "f_bad", Aggregation: definition.Sum}
	for what, c := range map[string]struct {
		query definition.Query
		order string
		want  []string
	}{
		"two groups": {
			definition.Query{Groups: []definition.Group{group("state"), group("region")}, Measures: []definition.Measure{bad}, Sort: []definition.Sort{{Name: "f_bad", Descending: true}}, Limit: 3},
			" ORDER BY 3 DESC, 1, 2 LIMIT 4",
			[]string{"AK|AK region|1", "AL|AL region|1", "CA|CA region|1"},
		},
		"a group that is sorted falling": {
			definition.Query{Groups: []definition.Group{group("region"), group("state")}, Measures: []definition.Measure{bad}, Sort: []definition.Sort{{Name: "f_bad"}, {Name: "f_state", Descending: true}}, Limit: 2},
			" ORDER BY 3, 2 DESC, 1 LIMIT 3",
			[]string{"WY region|WY|1", "TX region|TX|1"},
		},
		"no order at all": {
			definition.Query{Groups: []definition.Group{group("state")}, Measures: []definition.Measure{bad}, Limit: 2},
			" ORDER BY 1 LIMIT 3",
			[]string{"AK|1", "AL|1"},
		},
		"rows as they are": {
			definition.Query{Plain: true, Measures: []definition.Measure{{Column: "bad", Name: "f_bad"}, {Column: "state", Name: "f_state"}}, Sort: []definition.Sort{{Name: "f_bad"}}, Limit: 2},
			" ORDER BY 1, 2 LIMIT 3",
			[]string{"1|AK", "1|AL"},
		},
	} {
		for _, second := range []string{"risk", "retail"} {
			if text := compiledText(t, joined(second), c.query, "risk", "retail"); !strings.HasSuffix(text, c.order) {
				t.Errorf("%s: %s", what, text)
			}
			if got, _ := b.answer(joined(second), c.query, c.query.Limit); cmp.Diff(c.want, got) != "" {
				t.Errorf("%s, with %s: %v, want %v", what, second, got, c.want)
			}
		}
	}
}

// dated are loans by a day and a moment, and the regions of states.
func dated(second string) hub.DataSet {
	set := joined(second)
	set.Tables[1].Columns = []hub.Column{text("state"), date("day"), date("moment")}
	set.Root.Join.Left.Columns = set.Tables[1].Output()
	for _, name := range []string{"day", "moment"} {
		set.Root.Columns = append(set.Root.Columns, hub.RelationColumn{Name: name, Side: hub.LeftSide, From: name, Type: qstypes.ColumnDataTypeDatetime})
	}
	return set
}

// TestGranularities: dates and timestamps are grouped by every unit, whichever of them the table has; a day begins at
// midnight, and no second is rounded up.
func TestGranularities(t *testing.T) {
	b := newBench(t, map[string]*Rows{
		"loans": rowsOf("state varchar, day date, moment timestamp",
			"CA|2024-02-29|2024-02-29 23:59:59.9996", "CA|2024-02-29|2024-02-29 23:59:58", "NY|2024-03-03|2024-03-03 00:00:00", "NY|NULL|NULL"),
		"big states": rowsOf("state varchar, region varchar", "CA|West", "NY|East"),
	})
	for unit, want := range map[string][2][]string{
		"YEAR":    {{"2024-01-01|3", "NULL|1"}, {"2024-01-01 00:00:00|3", "NULL|1"}},
		"QUARTER": {{"2024-01-01|3", "NULL|1"}, {"2024-01-01 00:00:00|3", "NULL|1"}},
		"MONTH":   {{"2024-02-01|2", "2024-03-01|1", "NULL|1"}, {"2024-02-01 00:00:00|2", "2024-03-01 00:00:00|1", "NULL|1"}},
		"WEEK":    {{"2024-02-25|2", "2024-03-03|1", "NULL|1"}, {"2024-02-25 00:00:00|2", "2024-03-03 00:00:00|1", "NULL|1"}},
		"DAY":     {{"2024-02-29|2", "2024-03-03|1", "NULL|1"}, {"2024-02-29 00:00:00|2", "2024-03-03 00:00:00|1", "NULL|1"}},
		"HOUR":    {{"2024-02-29 00:00:00|2", "2024-03-03 00:00:00|1", "NULL|1"}, {"2024-02-29 23:00:00|2", "2024-03-03 00:00:00|1", "NULL|1"}},
		"MINUTE":  {{"2024-02-29 00:00:00|2", "2024-03-03 00:00:00|1", "NULL|1"}, {"2024-02-29 23:59:00|2", "2024-03-03 00:00:00|1", "NULL|1"}},
		"SECOND":  {{"2024-02-29 00:00:00|2", "2024-03-03 00:00:00|1", "NULL|1"}, {"2024-02-29 23:59:58|1", "2024-02-29 23:59:59|1", "2024-03-03 00:00:00|1", "NULL|1"}},
	} {
		for i, column := range []string{"day", "moment"} {
			for _, second := range []string{"risk", "retail"} {
				got, _ := b.answer(dated(second), definition.Query{
					Groups:   []definition.Group{{Column: column, Name: "f_at", Granularity: unit}},
					Measures: []definition.Measure{{Name: "f_n", Aggregation: definition.Count}}, Sort: []definition.Sort{{Name: "f_at"}},
				}, 100)
				for n := range got {
					at, count, _ := strings.Cut(got[n], "|")
					whole, fraction, _ := strings.Cut(at, ".")
					if strings.Trim(fraction, "0") != "" {
						t.Errorf("%s by %s, with %s: %s has a fraction", column, unit, second, at)
					}
					got[n] = whole + "|" + count
				}
				if diff := cmp.Diff(want[i], got); diff != "" {
					t.Errorf("%s by %s, with %s (-want +got):\n%s", column, unit, second, diff)
				}
			}
		}
	}
}

// TestOneOfSeveralFilters: rows are kept for which one of the filters holds, whichever table its column is of.
func TestOneOfSeveralFilters(t *testing.T) {
	b := newBench(t, map[string]*Rows{
		"loans":      rowsOf("state varchar, bad bigint", "CA|1", "CA|2", "NY|3", "TX|4", "ME|NULL"),
		"big states": rowsOf("state varchar, region varchar", "CA|West", "NY|East", "TX|NULL"),
	})
	q := definition.Query{
		Groups: []definition.Group{{Column: "state", Name: "f_state"}}, Measures: []definition.Measure{{Column: "bad", Name: "f_bad", Aggregation: definition.Sum}},
		Filters: []definition.Filter{
			{AnyOf: [][]definition.Filter{
				{{Column: "region", In: []string{"East"}}}, {{Column: "bad", Range: &definition.Range{From: "1"}}, {Column: "region", NotIn: []string{}}},
			}},
			{Column: "state", NotIn: []string{"TX"}},
		},
	}
	b.alike("one of two", joined, q, "NY|3", "CA|2")
	text := compiledText(t, joined("risk"), q, "risk")
	const where = " WHERE (base.region IN ('East') AND base.region IS NOT NULL OR base.bad > 1 AND base.bad IS NOT NULL AND base.region IS NOT NULL) AND base.state NOT IN ('TX') AND base.state IS NOT NULL GROUP BY"
	if !strings.Contains(text, where) {
		t.Errorf("one of two: %s", text)
	}
}
