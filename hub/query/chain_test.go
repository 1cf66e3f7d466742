package query

import (
	"fmt"
	"strings"
	"testing"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub/definition"
	"interlaken/store"
)

// compiled is the text of a query's one part.
func compiled(t *testing.T, q definition.Query) string {
	t.Helper()
	kept, set := withSources(t, "risk"), salesSet("risk")
	var parts []Part
	err := kept.View(t.Context(), func(r store.Reader) (err error) {
		parts, _, err = compile(r, &set, &q, 100, asked)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return parts[0].SQL
}

// TestChainOfTableCalculations: each names the one before twice, and is computed once.
func TestChainOfTableCalculations(t *testing.T) {
	fields := []definition.Calculated{{Name: "f0", Expression: "lag(sum(n), [city ASC], 1)"}}
	for i := 1; i <= 40; i++ {
		fields = append(fields, definition.Calculated{
			Name: fmt.Sprintf("f%d", i), Expression: fmt.Sprintf("lag({f%d}, [city ASC], 1) + lag({f%d}, [city ASC], 2)", i-1, i-1),
		})
	}
	text := compiled(t, definition.Query{Calculated: fields, Groups: []definition.Group{by("city")}, Measures: []definition.Measure{of("f40", "")}})
	if n := strings.Count(strings.ToLower(text), "lag("); n != 81 {
		t.Errorf("lag is computed %d times, not 81", n)
	}
}

// TestParametersOfOneName: an expression means the parameter of its very letters, whatever the others are.
func TestParametersOfOneName(t *testing.T) {
	number := func(name, value string) definition.Parameter {
		return definition.Parameter{Name: name, Kind: qstypes.ColumnDataTypeInteger, Values: []string{value}}
	}
	text := compiled(t, definition.Query{
		Calculated: []definition.Calculated{{Name: "f", Expression: "n + ${p} * 100"}}, Measures: []definition.Measure{of("f", definition.Sum)},
		Parameters: []definition.Parameter{number("p", "41"), number("P", "52")},
	})
	if !strings.Contains(text, "41") || strings.Contains(text, "52") {
		t.Errorf("the value of p is 41: %s", text)
	}
}

// TestFilterOfNoLists: a row fits one of no lists never.
func TestFilterOfNoLists(t *testing.T) {
	text := compiled(t, definition.Query{Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{{AnyOf: [][]definition.Filter{}}}})
	if !strings.Contains(text, "WHERE false") && !strings.Contains(text, "WHERE FALSE") {
		t.Errorf("every row is kept: %s", text)
	}
}
