package wire_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/wire/quicksight"
)

func TestSpelled(t *testing.T) {
	for document, want := range map[string]bool{
		`{"Sheets": [{"SheetId": "s"}], "Glow": {"sheetId": 1}}`: true,
		`{"Sheets": null}`:               true,
		`{"sheets": [{"SheetId": "s"}]}`: false,
		`{"Sheets": [{"sheetId": "s"}]}`: false,
		`{"ParameterDeclarations": [{"DateTimeParameterDeclaration": {"Name": "p", "DefaultValues": {"StaticValues": [1704067200]}}}]}`:             true,
		`{"ParameterDeclarations": [{"DateTimeParameterDeclaration": {"Name": "p", "DefaultValues": {"StaticValues": ["2024-01-01T00:00:00Z"]}}}]}`: false,
		`{"FilterGroups": [{"Filters": [{"TimeRangeFilter": {"RangeMinimumValue": {"StaticValue": 1704067200}}}]}]}`:                                true,
		`{"FilterGroups": [{"Filters": [{"TimeRangeFilter": {"RangeMinimumValue": {"StaticValue": "2024-01-01T00:00:00Z"}}}]}]}`:                    false,
	} {
		got, err := quicksight.Service.Spelled([]byte(document), &types.DashboardVersionDefinition{})
		if err != nil || got != want {
			t.Errorf("%s is spelled: %v, %v; it should be %v", document, got, err, want)
		}
	}
	table := map[string]bool{`{"PhysicalTableMap": {"t": {"CustomSql": {"SqlQuery": "q"}}}}`: true, `{"PhysicalTableMap": {"t": {"customSql": {"SqlQuery": "q"}}}}`: false, `{"PhysicalTableMap": {"t": {"CustomSql": {"sqlQuery": "q"}}}}`: false}
	for document, want := range table {
		if got, err := quicksight.Service.Spelled([]byte(document), &types.DataSet{}); err != nil || got != want {
			t.Errorf("%s is spelled: %v, %v; it should be %v", document, got, err, want)
		}
	}
	if _, err := quicksight.Service.Spelled([]byte(`{"Sheets"`), &types.DataSet{}); err == nil {
		t.Error("half a document was read")
	}
	if _, err := quicksight.Service.Spelled([]byte(`{}`), types.DataSet{}); err == nil {
		t.Error("a value was taken for a pointer")
	}
}
