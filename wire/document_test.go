package wire_test

import (
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/wire/quicksight"
)

func TestDocument(t *testing.T) {
	text := func(s string) *string { return &s }
	in := &sdk.CreateDataSetInput{
		DataSetId: text("d"), ImportMode: types.DataSetImportModeDirectQuery,
		PhysicalTableMap: map[string]types.PhysicalTable{"t": &types.PhysicalTableMemberCustomSql{Value: types.CustomSql{
			DataSourceArn: text("arn"), Name: text("n"), SqlQuery: text("SELECT 1"),
			Columns: []types.InputColumn{{Name: text("c"), Type: types.InputColumnDataTypeInteger}},
		}}},
	}
	document, err := quicksight.Service.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"DataSetId":"d","ImportMode":"DIRECT_QUERY","PhysicalTableMap":{"t":{"CustomSql":` +
		`{"DataSourceArn":"arn","Name":"n","SqlQuery":"SELECT 1","Columns":[{"Name":"c","Type":"INTEGER"}]}}}}`
	if string(document) != want {
		t.Errorf("the document is\n%s\nnot\n%s", document, want)
	}
	// Members with the same names are read into another type: a definition given to Create is what Describe shows.
	var shown types.DataSet
	if err := quicksight.Service.Unmarshal(document, &shown); err != nil {
		t.Fatal(err)
	}
	custom, ok := shown.PhysicalTableMap["t"].(*types.PhysicalTableMemberCustomSql)
	if !ok || *custom.Value.SqlQuery != "SELECT 1" || *custom.Value.Columns[0].Name != "c" {
		t.Errorf("read back as %+v", shown.PhysicalTableMap["t"])
	}
	if err := quicksight.Service.Unmarshal([]byte(`{"PhysicalTableMap":[]}`), &shown); fault.CodeOf(err) == "" {
		t.Error("an array was read as a map")
	}
	if err := quicksight.Service.Unmarshal(document, shown); err == nil {
		t.Error("a document was read into a value")
	}
}
