package definition

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFilterGroupOfSeveral: of the filters of one group one has to hold; one that keeps every row lets the group keep every
// row, and one that is not understood fails the visual.
func TestFilterGroupOfSeveral(t *testing.T) {
	list := func(id, column, values, nulls string) string {
		return fmt.Sprintf(`{"CategoryFilter": {"FilterId": %q, "Column": {"DataSetIdentifier": "S", "ColumnName": %q},
			"Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS"%s, "NullOption": %q}}}}`, id, column, values, nulls)
	}
	state, product := list("f", "state", `, "CategoryValues": ["CA"]`, nonNulls), list("g", "product", `, "CategoryValues": ["loan"]`, "ALL_VALUES")
	every := list("h", "channel", `, "SelectAllOptions": "FILTER_ALL_VALUES"`, "ALL_VALUES")
	caOrLoan := []Filter{{AnyOf: [][]Filter{
		{{Column: "state", In: []string{"CA"}, Nulls: nonNulls}}, {{Column: "product", In: []string{"loan"}, Nulls: "ALL_VALUES"}},
	}}}
	for _, test := range []struct {
		name, filters string
		want          []Filter
	}{
		{"two", state + "," + product, caOrLoan},
		{"one that keeps everything", state + "," + every, nil},
	} {
		got, err := kpiFilters(t, oneKPI(group(test.filters), ""))
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", test.name, err, diff)
		}
	}
	_, err := kpiFilters(t, oneKPI(group(state+`, {"TopBottomFilter": {`+on("state")+`, "Limit": 5}}`), ""))
	wantError(t, err, "Unsupported", `The filter of "state" for its first or last values does not say by what.`)
	got, err := kpiFilters(t, oneKPI(group(state+","+product)+","+group(state), ""))
	if diff := cmp.Diff(append(caOrLoan, Filter{Column: "state", In: []string{"CA"}, Nulls: nonNulls}), got); diff != "" || err != nil {
		t.Errorf("two groups: %v (-want +got):\n%s", err, diff)
	}
}
