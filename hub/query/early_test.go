package query

import (
	"strings"
	"testing"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/google/go-cmp/cmp"

	"interlaken/hub"
	"interlaken/hub/definition"
)

// TestFiltersInParts: where a filter holds in a part, the rows that it drops do not leave the account, nor does its column
// where nothing else needs it.
func TestFiltersInParts(t *testing.T) {
	count := []definition.Measure{{Name: "f_n", Aggregation: definition.Count}}
	where := func(kind qstypes.JoinType, f definition.Filter) string {
		set := joined("retail")
		set.Root.Join.Kind = kind
		text := compiledText(t, set, definition.Query{Groups: []definition.Group{{Column: "state", Name: "f_state"}}, Measures: count, Filters: []definition.Filter{f}}, "risk", "retail")
		var found []string
		for _, line := range strings.Split(text, "\n") {
			if _, condition, ok := strings.Cut(line, " WHERE "); ok {
				condition, _, _ = strings.Cut(condition, " GROUP BY")
				found = append(found, condition)
			} else {
				found = append(found, "-")
			}
		}
		return strings.Join(found, "; ")
	}
	bad, region := definition.Filter{Column: "bad", In: []string{"1"}}, definition.Filter{Column: "region", In: []string{"West"}}
	nulls := func(f definition.Filter) definition.Filter { f.Nulls = "ALL_VALUES"; return f }
	const left, leftNulls = "bad IN (1) AND bad IS NOT NULL", "bad IN (1) OR bad IS NULL"
	const right, rightNulls = "region IN ('West') AND region IS NOT NULL", "region IN ('West') OR region IS NULL"
	above := func(condition string) string {
		return strings.NewReplacer("bad I", "base.bad I", "region I", "base.region I").Replace(condition)
	}
	for _, c := range []struct {
		kind   qstypes.JoinType
		filter definition.Filter
		want   string
	}{
		{qstypes.JoinTypeInner, bad, left + "; -; -"},
		{qstypes.JoinTypeInner, nulls(region), "-; " + rightNulls + "; -"},
		{qstypes.JoinTypeLeft, nulls(bad), leftNulls + "; -; -"},
		{qstypes.JoinTypeLeft, region, "-; " + right + "; " + above(right)},
		{qstypes.JoinTypeLeft, nulls(region), "-; -; " + above(rightNulls)},
		{qstypes.JoinTypeRight, bad, left + "; -; " + above(left)},
		{qstypes.JoinTypeRight, nulls(region), "-; " + rightNulls + "; -"},
		{qstypes.JoinTypeOuter, bad, left + "; -; " + above(left)},
		{qstypes.JoinTypeOuter, nulls(bad), "-; -; " + above(leftNulls)},
	} {
		if got := where(c.kind, c.filter); got != c.want {
			t.Errorf("%s, %+v:\n got %s\nwant %s", c.kind, c.filter, got, c.want)
		}
	}

	set := joined("retail")
	set.Root.Join.Left.Columns[1].Cast, set.Root.Join.Left.Columns[1].Type = true, qstypes.ColumnDataTypeDecimal
	set.Root.Columns[1].Type = qstypes.ColumnDataTypeDecimal
	q := definition.Query{Groups: []definition.Group{{Column: "region", Name: "f_region"}}, Measures: count, Filters: []definition.Filter{bad}}
	if text := compiledText(t, set, q, "risk", "retail"); !strings.HasPrefix(text, "loans at risk (bad, state): SELECT bad, state FROM bank.loans\n") {
		t.Errorf("a filter of a column that is cast: %s", text)
	}
	if text := compiledText(t, joined("retail"), q, "risk", "retail"); !strings.HasPrefix(text, "loans at risk (state, bad): SELECT state FROM bank.loans WHERE bad IN (1)") {
		t.Errorf("a column that only the filter reads: %s", text)
	}
}

// TestFiltersInPartsGiveTheSameFigures: over every kind of join, for filters of both sides and each treatment of nulls, the
// rows are those that one account gives; and no more rows leave than without the filters.
func TestFiltersInPartsGiveTheSameFigures(t *testing.T) {
	b := newBench(t, map[string]*Rows{
		"loans":      rowsOf("state varchar, bad bigint", "CA|1", "CA|2", "NY|1", "TX|2", "NULL|1", "NULL|NULL", "ME|NULL", "OH|3"),
		"big states": rowsOf("state varchar, region varchar", "CA|West", "NY|East", "WA|West", "TX|NULL", "NULL|West", "NULL|NULL", "FL|East"),
	})
	fewer := 0
	for _, kind := range []qstypes.JoinType{qstypes.JoinTypeInner, qstypes.JoinTypeLeft, qstypes.JoinTypeRight, qstypes.JoinTypeOuter} {
		for _, nulls := range []string{"", "ALL_VALUES", "NULLS_ONLY"} {
			for what, filters := range map[string][]definition.Filter{
				"left":      {{Column: "bad", In: []string{"1"}, Nulls: nulls}},
				"right":     {{Column: "region", NotIn: []string{"East"}, Nulls: nulls}},
				"both":      {{Column: "bad", Range: &definition.Range{From: "1"}, Nulls: nulls}, {Column: "region", In: []string{"West", "East"}, Nulls: nulls}},
				"one twice": {{Column: "state[States]", MatchOperator: "CONTAINS", Match: "A", Nulls: nulls}, {Column: "region", In: []string{"West"}, Nulls: "ALL_VALUES"}},
			} {
				q := definition.Query{
					Plain: true, Filters: filters, Sort: []definition.Sort{{Name: "f_state"}},
					Measures: []definition.Measure{{Column: "state", Name: "f_state"}, {Column: "region", Name: "f_region"}, {Column: "bad", Name: "f_bad"}},
				}
				of := func(second string) hub.DataSet {
					set := joined(second)
					set.Root.Join.Kind = kind
					return set
				}
				direct, _ := b.answer(of("risk"), q, 100)
				federated, moved := b.answer(of("retail"), q, 100)
				if diff := cmp.Diff(direct, federated); diff != "" {
					t.Errorf("%s, %s, nulls %q (-direct +federated):\n%s", kind, what, nulls, diff)
				}
				if moved > 15 {
					t.Errorf("%s, %s, nulls %q: %d of 15 rows left their accounts", kind, what, nulls, moved)
				}
				if moved < 15 {
					fewer++
				}
			}
		}
	}
	if fewer < 30 {
		t.Errorf("of 48 questions %d took fewer rows out of the accounts", fewer)
	}
}
