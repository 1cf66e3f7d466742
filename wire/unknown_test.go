package wire_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/google/go-cmp/cmp"

	"interlaken/wire/quicksight"
)

// TestUnknown: members that a type has not are listed by path, wherever they stand, and what they hold is not looked into.
func TestUnknown(t *testing.T) {
	for document, want := range map[string][]string{
		`{"Sheets": [{"SheetId": "s"}], "Glow": {"Glow": 1}, "Aura": null}`: {"Glow"},
		`{"Sheets": [{"sheetId": "s"}, {"Mood": "glad", "Age": 3, "Visuals": [{"BarChartVisual": {"VisualId": "v", "Z": [1]}}]}]}`: {
			"Sheets[1].Age", "Sheets[1].Mood", "Sheets[1].Visuals[0].BarChartVisual.Z",
		},
	} {
		got, err := quicksight.Service.Unknown([]byte(document), &types.DashboardVersionDefinition{})
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", document, err, diff)
		}
	}
	table := `{"PhysicalTableMap": {"t": {"CustomSql": {"SqlQuery": "q", "Dialect": "x"}}, "u": {"Paper": {}}}}`
	got, err := quicksight.Service.Unknown([]byte(table), &types.DataSet{})
	if diff := cmp.Diff([]string{"PhysicalTableMap.t.CustomSql.Dialect", "PhysicalTableMap.u.Paper"}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := quicksight.Service.Unknown([]byte(`{"Sheets"`), &types.DataSet{}); err == nil {
		t.Error("half a document was read")
	}
	if _, err := quicksight.Service.Unknown([]byte(`{}`), types.DataSet{}); err == nil {
		t.Error("a value was taken for a pointer")
	}
}
