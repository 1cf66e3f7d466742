package wire_test

import (
	"encoding/json"
	"math/rand"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"interlaken/fault"
	"interlaken/wire/quicksight"
)

// TestReadSyntax: a text is read where encoding/json takes it for one JSON value, and nowhere else. It stands where no
// member is known, so that its form alone counts.
func TestReadSyntax(t *testing.T) {
	texts := []string{
		"", " ", "{}", "[]", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "true", "tru", "truex", "null", "nul", "false", "-0", "-", "01", "1.", ".5", "1.5e", "1e+5", "1E-05", "+1", "1 2", "\"a", "\"\\\"\"",
		"\"\\u00e9\"", "\"\\ud800\"", "\"\\x\"", "\"\\u12\"", "\"\t\"", "\"\x7f\"", "\"\xff\"", "[[[1],[2]],{}]", "\v1", "1}", "{\"a\":[}]",
	}
	random := rand.New(rand.NewSource(6))
	const alphabet = `{}[]",:nultrefas019.-+eE\/ `
	for range 20_000 {
		text := make([]byte, random.Intn(12))
		for i := range text {
			text[i] = alphabet[random.Intn(len(alphabet))]
		}
		texts = append(texts, string(text))
	}
	valid := 0
	for _, text := range texts {
		document := []byte(`{"Unknown":` + text + `}`)
		err := quicksight.Service.Unmarshal(document, &types.DashboardVersionDefinition{})
		if json.Valid(document) {
			valid++
		}
		if (err == nil) != json.Valid(document) || err != nil && fault.CodeOf(err) != "SerializationException" {
			t.Errorf("%q: %v, valid %v", document, err, json.Valid(document))
		}
	}
	if valid < 100 || valid > len(texts)-100 {
		t.Errorf("%d of %d texts are valid", valid, len(texts))
	}
}

// TestReadValues: what is read, and the sentence for what does not fit.
func TestReadValues(t *testing.T) {
	sheet := func(s types.SheetDefinition) *types.DashboardVersionDefinition {
		return &types.DashboardVersionDefinition{Sheets: []types.SheetDefinition{s}}
	}
	for text, want := range map[string]*types.DashboardVersionDefinition{
		`null`:                           {},
		`{"Sheets": []}`:                 {Sheets: []types.SheetDefinition{}},
		`{"Sheets": null, "Options":{}}`: {Options: &types.AssetOptions{}},
		"\n{ \"Sheets\" :\t[ { \"SheetId\" : \"a\\\"\\u00e9\xff\" } ] }\r": sheet(types.SheetDefinition{SheetId: aws.String("a\"é\ufffd")}),
		`{"Sheets": [{"sheetId": "other", "SheetId": "own"}]}`:             sheet(types.SheetDefinition{SheetId: aws.String("own")}),
		`{"Sheets": [{"SheetId": "own", "sheetId": "other"}]}`:             sheet(types.SheetDefinition{SheetId: aws.String("own")}),
		`{"Sheets": [{"sheetId": "other", "SheetId": null}]}`:              sheet(types.SheetDefinition{}),
		`{"Sheets": [{"SheetId": "first"}], "Sheets": [{"Name": "last"}]}`: sheet(types.SheetDefinition{Name: aws.String("last")}),
	} {
		got := &types.DashboardVersionDefinition{}
		err := quicksight.Service.Unmarshal([]byte(text), got)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(types.DashboardVersionDefinition{}, types.SheetDefinition{}, types.AssetOptions{})); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", text, err, diff)
		}
	}
	for text, says := range map[string]string{
		`{"Sheets": {}}`:                       "Sheets must be an array.",
		`{"Sheets": [{"SheetId": "a"}, null]}`: "Sheets[1] must be a value, not null.",
		`{"Sheets": [{"Visuals": [{"BarChartVisual": {"VisualId": 5}}]}]}`: "Sheets[0].Visuals[0].BarChartVisual.VisualId must be a string.",
		`[]`:           "The request body must be an object.",
		`package`:      "The request body is not JSON.",
		`{"Sheets": [`: "The request body is not JSON.",
		`{} {}`:        "The request body holds more than one JSON value.",
	} {
		err := quicksight.Service.Unmarshal([]byte(text), &types.DashboardVersionDefinition{})
		if fault.Public(err) != says {
			t.Errorf("%s: %v, want %s", text, err, says)
		}
	}
}
