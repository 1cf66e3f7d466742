package query

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/google/go-cmp/cmp"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
	"interlaken/store"
	"interlaken/store/sqlite"
)

const testAccount = "111111111111"

// withSources is a store with data sources that are ready.
func withSources(t *testing.T, ids ...string) store.Store {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), sqlite.Config{Dir: t.TempDir(), Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	err = kept.Update(context.Background(), func(tx store.Tx) error {
		for _, id := range ids {
			d := hub.DataSource{Account: testAccount, Region: "us-east-1", ID: id, Status: qstypes.ResourceStatusCreationSuccessful}
			if _, err := hub.CreateDataSource(tx, hub.Caller{}, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func sourceARN(id string) string { return hub.DataSourceARN("us-east-1", testAccount, id) }

func table(id, source string, columns ...hub.Column) hub.Physical {
	return hub.Physical{ID: id, DataSourceARN: sourceARN(source), Schema: "bank", Table: id, Columns: columns}
}

func text(name string) hub.Column {
	return hub.Column{Name: name, Type: qstypes.InputColumnDataTypeString}
}

func number(name string) hub.Column {
	return hub.Column{Name: name, Type: qstypes.InputColumnDataTypeInteger}
}

func date(name string) hub.Column {
	return hub.Column{Name: name, Type: qstypes.InputColumnDataTypeDatetime}
}

// complaints is a data set of one table, with a column renamed and one cast.
func complaints() hub.DataSet {
	t := table("complaints", "retail", number("id"), date("received_on"), text("state"), text("amount"))
	root := hub.Relation{ID: "l", Alias: "l", Table: "complaints", Columns: t.Output()}
	root.Columns[1].Name = "day"
	root.Columns[3].Type, root.Columns[3].Cast = qstypes.ColumnDataTypeDecimal, true
	return hub.DataSet{Account: testAccount, Region: "us-east-1", ID: "complaints", Tables: []hub.Physical{t}, Root: root}
}

// joined is a data set of two tables, of two data sources or of one.
func joined(second string) hub.DataSet {
	left, right := table("loans", "risk", text("state"), number("bad")), table("Big States", second, text("state"), text("region"))
	l := &hub.Relation{ID: "a", Alias: "Loans", Table: left.ID, Columns: left.Output()}
	r := &hub.Relation{ID: "b", Alias: "States", Table: right.ID, Columns: right.Output()}
	return hub.DataSet{
		Account: testAccount, Region: "us-east-1", ID: "joined", Tables: []hub.Physical{right, left},
		Root: hub.Relation{ID: "c", Alias: "Both", Join: &hub.Join{
			Kind: qstypes.JoinTypeLeft, Left: l, Right: r, On: []hub.Match{{Left: "state", Right: "state"}},
		}, Columns: []hub.RelationColumn{
			{Name: "state", Side: hub.LeftSide, From: "state", Type: qstypes.ColumnDataTypeString},
			{Name: "bad", Side: hub.LeftSide, From: "bad", Type: qstypes.ColumnDataTypeInteger},
			{Name: "state[States]", Side: hub.RightSide, From: "state", Type: qstypes.ColumnDataTypeString},
			{Name: "region", Side: hub.RightSide, From: "region", Type: qstypes.ColumnDataTypeString},
		}},
	}
}

// compiled is what a query comes to: a line a part, with its columns, and the join.
func compiledText(t *testing.T, set hub.DataSet, q definition.Query, sources ...string) string {
	t.Helper()
	var lines []string
	err := withSources(t, sources...).View(context.Background(), func(r store.Reader) error {
		parts, join, err := compile(r, &set, &q, 100, time.Time{})
		for _, p := range parts {
			lines = append(lines, fmt.Sprintf("%s at %s (%s): %s", p.Name, p.DataSource.ID, strings.Join(p.Columns, ", "), p.SQL))
		}
		if join != "" {
			lines = append(lines, join)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// TestOneSource: everything is pushed down whole, and no column is read that is not used.
func TestOneSource(t *testing.T) {
	got := compiledText(t, complaints(), definition.Query{
		Groups:   []definition.Group{{Column: "Day", Name: "month", Granularity: "MONTH"}, {Column: "day", Name: "week", Granularity: "WEEK"}},
		Measures: []definition.Measure{{Column: "id", Name: "n", Aggregation: definition.Count}, {Column: "amount", Name: "mean", Aggregation: definition.Average}, {Column: "state", Name: "states", Aggregation: definition.DistinctCount}},
		Filters:  []definition.Filter{{Column: "day", Range: &definition.Range{From: "2018-01-01T00:00:00", To: "2022-01-01T00:00:00", IncludeFrom: true, Date: true}}},
		Sort:     []definition.Sort{{Name: "n", Descending: true}, {Name: "month"}},
		Limit:    10,
	}, "retail")
	want := `rows at retail (received_on, id, amount, state): SELECT date_trunc('month', base.day) AS month, ` +
		`date_add('day', -1, date_trunc('week', date_add('day', 1, base.day))) AS week, count(base.id) AS n, avg(CAST(base.amount AS double)) AS mean, count(DISTINCT base.state) AS states ` +
		`FROM (SELECT received_on AS day, id, CAST(amount AS double) AS amount, state FROM bank.complaints) AS base ` +
		`WHERE base.day >= TIMESTAMP '2018-01-01 00:00:00.000' AND base.day < TIMESTAMP '2022-01-01 00:00:00.000' AND base.day IS NOT NULL ` +
		`GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 11`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCalculatedColumns: a calculated column is computed over the columns that its expression named, filters of a data set
// hold below everything, and only what they need is read. Over several accounts both are the hub's.
func TestCalculatedColumns(t *testing.T) {
	set := complaints()
	half := hub.RelationColumn{Name: "half", Type: qstypes.ColumnDataTypeDecimal, Formula: &hub.Formula{Expression: "{amount} / 2", Inputs: set.Root.Columns[3:4:4]}}
	large := hub.RelationColumn{Name: "large", Type: qstypes.ColumnDataTypeInteger, Formula: &hub.Formula{Expression: "half > 10 AND state <> 'x'", Inputs: []hub.RelationColumn{half, set.Root.Columns[2]}, Truth: true}}
	set.Root.Columns = append(set.Root.Columns, large)
	set.Root.Filters = []hub.Formula{{Expression: "day < now()", Inputs: set.Root.Columns[1:2:2]}}
	got := compiledText(t, set, definition.Query{
		Groups: []definition.Group{{Column: "large", Name: "large"}}, Measures: []definition.Measure{{Name: "n", Aggregation: definition.Count}},
	}, "retail")
	want := `rows at retail (amount, state, received_on): SELECT base.large AS large, count(*) AS n ` +
		`FROM (SELECT CAST(CAST(CAST(amount AS double) AS double) / nullif(CAST(2 AS double), 0E0) > 10 AND state <> 'x' AS bigint) AS large ` +
		`FROM bank.complaints WHERE received_on < TIMESTAMP '0001-01-01 00:00:00.000') AS base GROUP BY 1 ORDER BY 1 LIMIT 101`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	both := joined("retail")
	both.Root.Columns = append(both.Root.Columns, hub.RelationColumn{Name: "known", Type: qstypes.ColumnDataTypeString, Formula: &hub.Formula{
		Expression: "coalesce(region, state)", Inputs: []hub.RelationColumn{both.Root.Columns[3], both.Root.Columns[0]},
	}})
	got = compiledText(t, both, definition.Query{Plain: true, Measures: []definition.Measure{{Column: "known", Name: "known"}}}, "retail", "risk")
	want = "loans at risk (state): SELECT state FROM bank.loans\n" +
		"big_states at retail (region, state): SELECT region, state FROM bank.\"Big States\"\n" +
		"SELECT coalesce(r.region, l.state) AS known FROM (SELECT state FROM loans) AS l LEFT JOIN (SELECT region, state FROM big_states) AS r ON l.state = r.state"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestNamesAndNumberOfRows: rows as they are have the names that are asked for, and rows are counted without a column.
func TestNamesAndNumberOfRows(t *testing.T) {
	got := compiledText(t, complaints(), definition.Query{Plain: true, Measures: []definition.Measure{{Column: "id", Name: "f_id"}}}, "retail")
	want := `rows at retail (id): SELECT base.id AS f_id FROM (SELECT id FROM bank.complaints) AS base LIMIT 101`
	if got != want {
		t.Errorf("renamed: %s\nwant:    %s", got, want)
	}
	got = compiledText(t, complaints(), definition.Query{
		Groups: []definition.Group{{Column: "state", Name: "f_state"}}, Measures: []definition.Measure{{Name: "f_records", Aggregation: definition.Count}},
	}, "retail")
	want = `rows at retail (state): SELECT base.state AS f_state, count(*) AS f_records FROM (SELECT state FROM bank.complaints) AS base GROUP BY 1 ORDER BY 1 LIMIT 101`
	if got != want {
		t.Errorf("counted: %s\nwant:    %s", got, want)
	}
}

// TestSeveralSources: each table gives what is used of it, in its own account, and the rest is the hub's.
func TestSeveralSources(t *testing.T) {
	q := definition.Query{
		Groups:   []definition.Group{{Column: "region", Name: "region"}},
		Measures: []definition.Measure{{Column: "bad", Name: "bad", Aggregation: definition.Sum}},
		Filters:  []definition.Filter{{Column: "state", In: []string{"CA", "O'Hio"}, Nulls: "ALL_VALUES"}},
	}
	want := `loans at risk (bad, state): SELECT bad, state FROM bank.loans WHERE state IN ('CA', 'O''Hio') OR state IS NULL
big_states at retail (region, state): SELECT region, state FROM bank."Big States"
SELECT base.region AS region, sum(base.bad) AS bad FROM (SELECT r.region, l.bad FROM (SELECT bad, state FROM loans) AS l LEFT JOIN (SELECT region, state FROM big_states) AS r ON l.state = r.state) AS base GROUP BY 1 ORDER BY 1 LIMIT 101`
	got := compiledText(t, joined("retail"), q, "risk", "retail")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	whole := compiledText(t, joined("risk"), q, "risk")
	if !strings.HasPrefix(whole, "rows at risk (region, state, bad): SELECT base.region AS region") || strings.Contains(whole, "\n") {
		t.Errorf("of one data source: %s", whole)
	}
}

// TestFilterValues: every kind of filter, with typed literals.
func TestFilterValues(t *testing.T) {
	set := complaints()
	for _, c := range []struct {
		filter definition.Filter
		want   string
	}{
		{definition.Filter{Column: "state", In: []string{}}, "FALSE AND base.state IS NOT NULL"},
		{definition.Filter{Column: "state", NotIn: []string{}}, "base.state IS NOT NULL"},
		{definition.Filter{Column: "state", NotIn: []string{"CA"}, Nulls: "ALL_VALUES"}, "base.state NOT IN ('CA') OR base.state IS NULL"},
		{definition.Filter{Column: "state", Nulls: "NULLS_ONLY", In: []string{"CA"}}, "base.state IS NULL"},
		{definition.Filter{Column: "id", In: []string{"1", "-2"}}, "base.id IN (1, -2) AND base.id IS NOT NULL"},
		{definition.Filter{Column: "amount", Range: &definition.Range{From: "1.5"}}, "base.amount > 1.5E+00 AND base.amount IS NOT NULL"},
		{definition.Filter{Column: "day", In: []string{"2020-03-01"}}, "base.day IN (TIMESTAMP '2020-03-01 00:00:00.000') AND base.day IS NOT NULL"},
		{definition.Filter{Column: "state", MatchOperator: "CONTAINS", Match: "%"}, "strpos(base.state, '%') > 0 AND base.state IS NOT NULL"},
		{definition.Filter{Column: "state", MatchOperator: "DOES_NOT_CONTAIN", Match: "A"}, "strpos(base.state, 'A') = 0 AND base.state IS NOT NULL"},
		{definition.Filter{Column: "state", MatchOperator: "STARTS_WITH", Match: "Ça"}, "substr(base.state, 1, 2) = 'Ça' AND base.state IS NOT NULL"},
		{definition.Filter{Column: "state", MatchOperator: "ENDS_WITH", Match: "A"}, "length(base.state) >= 1 AND substr(base.state, length(base.state) - 1 + 1) = 'A' AND base.state IS NOT NULL"},
	} {
		got := compiledText(t, set, definition.Query{Plain: true, Measures: []definition.Measure{{Column: "id", Name: "id"}}, Filters: []definition.Filter{c.filter}}, "retail")
		where, ok := strings.CutSuffix(got[strings.Index(got, " WHERE ")+len(" WHERE "):], " LIMIT 101")
		if !ok || where != c.want {
			t.Errorf("%+v:\n got %s\nwant %s", c.filter, where, c.want)
		}
	}
	for _, bad := range []definition.Filter{
		{Column: "id", In: []string{"1; DROP TABLE x"}},
		{Column: "amount", In: []string{"NaN"}},
		{Column: "day", Range: &definition.Range{From: "yesterday"}},
		{Column: "id", MatchOperator: "CONTAINS", Match: "1"},
		{Column: "nothing", In: []string{"1"}},
	} {
		q := &definition.Query{Plain: true, Measures: []definition.Measure{{Column: "id", Name: "f_id"}}, Filters: []definition.Filter{bad}}
		if _, err := whole(q, newScope(q, &set, time.Time{}), &ast.Query{}, 0); !fault.Is(err, fault.Validation) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestPartNames(t *testing.T) {
	names := namesOf([]hub.Physical{{ID: "Big-States"}, {ID: "big_states"}, {ID: "1st"}})
	var got []string
	for _, id := range []string{"1st", "Big-States", "big_states", "Big-States", "big_states"} {
		got = append(got, names.next(id))
	}
	want := []string{"t_1st", "big_states", "big_states_2", "big_states_3", "big_states_2_2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
