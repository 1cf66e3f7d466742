package query

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/sql/printer"
)

func TestStripRefuses(t *testing.T) {
	s := &Service{}
	s.Limits.complete()
	for name, c := range map[string]struct {
		request Request
		says    string
	}{
		"nothing":           {Request{}, "exactly one"},
		"two sources":       {Request{DataSet: "a", DataSource: "b"}, "exactly one"},
		"SQL on a data set": {Request{DataSet: "a", SQL: "SELECT 1"}, "no SqlText"},
		"no SQL":            {Request{DataSource: "a", SQL: "  "}, "SqlText is missing"},
		"a name with space": {Request{SQL: "SELECT 1", Parts: []RequestPart{{Name: "a b"}}}, `named "a b"`},
		"a name twice":      {Request{SQL: "SELECT 1", Parts: []RequestPart{{Name: "a"}, {Name: "a"}}}, `Two parts are named "a"`},
		"a common database": {Request{SQL: "SELECT 1", Database: "d", Parts: []RequestPart{{Name: "a"}}}, "Database belongs to each part"},
	} {
		err := s.strip(nil, hub.Caller{}, &Run{Asked: c.request})
		if !fault.Is(err, fault.Validation) || !strings.Contains(fault.Public(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimits(t *testing.T) {
	s := &Service{}
	s.Limits.complete()
	run := Run{Parts: make([]Part, 8)}
	if err := s.limit(nil, hub.Caller{}, &run); err != nil || run.MaxRows != 10_000 {
		t.Errorf("%v, MaxRows %d", err, run.MaxRows)
	}
	parts := make([]RequestPart, 9)
	for i := range parts {
		parts[i].Name = string(rune('a' + i))
	}
	for n, code := range map[int]fault.Code{8: "", 9: fault.Limit} {
		if err := s.strip(nil, hub.Caller{}, &Run{Asked: Request{SQL: "SELECT 1", Parts: parts[:n]}}); fault.CodeOf(err) != code {
			t.Errorf("%d parts: %v", n, err)
		}
	}
	for _, rows := range []int{-1, 100_001} {
		if err := s.limit(nil, hub.Caller{}, &Run{Asked: Request{MaxRows: rows}}); !fault.Is(err, fault.Validation) {
			t.Errorf("%d rows: %v", rows, err)
		}
	}
}

func TestPhysicalQuery(t *testing.T) {
	columns := []hub.Column{{Name: "state", Type: types.InputColumnDataTypeString}, {Name: "Odd Name", Type: types.InputColumnDataTypeInteger}}
	for name, c := range map[string]struct {
		physical hub.Physical
		want     string
	}{
		"table":      {hub.Physical{Catalog: "AwsDataCatalog", Schema: "bank", Table: "complaints", Columns: columns}, `SELECT state, "Odd Name" FROM AwsDataCatalog.bank.complaints`},
		"quoted":     {hub.Physical{Schema: "bank", Table: `x"; DROP TABLE y`, Columns: columns[:1]}, `SELECT state FROM bank."x""; DROP TABLE y"`},
		"custom SQL": {hub.Physical{SQL: "SELECT state FROM bank.complaints", Columns: columns[:1]}, `SELECT state FROM (SELECT state FROM bank.complaints) AS physical`},
	} {
		query, err := tableQuery(&c.physical, names(c.physical.Columns), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text, err := printer.Print(query, printer.Options{})
		if err != nil || text != c.want {
			t.Errorf("%s: %q, %v; want %q", name, text, err, c.want)
		}
	}
	if _, err := tableQuery(&hub.Physical{SQL: "DROP TABLE x", Columns: columns}, names(columns), nil); !fault.Is(err, fault.Validation) {
		t.Errorf("a statement that is no query: %v", err)
	}
}

func names(columns []hub.Column) []string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = c.Name
	}
	return all
}

func TestJoinSeesPartsOnly(t *testing.T) {
	for text, ok := range map[string]bool{
		"SELECT a.x FROM retail a JOIN risk b ON a.x = b.x":    true,
		"WITH m AS (SELECT 1 AS x) SELECT * FROM m, retail":    true,
		"SELECT * FROM bank.complaints":                        false,
		"SELECT * FROM awsdatacatalog.bank.complaints":         false,
		"SELECT system.f(x) FROM retail":                       false,
		"SELECT * FROM retail WHERE x = ?":                     false,
		"DELETE FROM retail":                                   false,
		"SELECT (SELECT max(x) FROM information_schema.views)": false,
	} {
		if _, err := parseJoin(text); (err == nil) != ok {
			t.Errorf("%s: %v", text, err)
		}
	}
}
