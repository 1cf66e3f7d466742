package cli

import (
	"strings"
	"testing"
)

// TestDefinitionCheck: a data set is worked out from its tables, and each visual is told whether it compiles.
func TestDefinitionCheck(t *testing.T) {
	const file = "testdata/definitions/complaints.json"
	const wrong = file + `: one: KPI text: understood, not compiled, not run
  The aggregation SUM takes numbers, and "region" is STRING.
`
	const end = `
file                                  visuals  understood  compiled  without data  inferred  drawn
testdata/definitions/complaints.json        5           5         4             1         1      2

property that is not drawn  visuals
KPI: ConditionalFormatting        1

1 over inferred columns, of which 1 compiled
visuals: understood 5, compiled 4 of 5
`
	for line, want := range map[string]outcome{
		"definition check testdata/definitions --datasets testdata/datasets": {exitOK, wrong + end, ""},
		"definition check " + file + " --datasets testdata/datasets/complaints.json -v": {exitOK, file + `: one: KPI cost: understood, compiled, not run
  not drawn: ConditionalFormatting
` + file + `: one: tree map tree: understood, compiled, not run, not drawn
` + wrong + file + `: one: KPI unseen: understood, compiled over inferred columns, not run
` + file + `: one: empty empty: understood, without data
` + end, ""},
		"definition check testdata/strange.json": {exitFailed, `testdata/strange.json: not understood: Moods
testdata/strange.json: one: bar chart b: not understood, not compiled, not run
  Not understood: Sheets[0].Visuals[0].BarChartVisual.ChartConfiguration.Glow
  Not understood: Sheets[0].Visuals[0].BarChartVisual.ChartConfiguration.Orientation="SIDEWAYS"
  The bar chart has no fields.
testdata/strange.json: one: unknown : not understood, not compiled, not run
  Not understood: Sheets[0].Visuals[1].HologramVisual
  Not understood: Sheets[0].Visuals[1]: 0 alternatives of one
  Visuals of the kind "unknown" are not understood.

file                   visuals  understood  compiled  without data  inferred  drawn
testdata/strange.json        2           0         0             0         0      0

visuals: understood 0, compiled 0 of 2
`, ""},
	} {
		if got := runLineOf(t.Context(), "", nil, strings.Fields(line)...); got != want {
			t.Errorf("%s: got\n%s%s\nwant\n%s", line, got.Out, got.Errors, want.Out)
		}
	}
	got := runLineOf(t.Context(), "", nil, "definition", "check", file, "--datasets", "testdata/datasets", "--json")
	if got.Code != exitOK || !strings.Contains(got.Out, `"problems": [`) || !strings.Contains(got.Out, `"inferred": true`) {
		t.Errorf("%+v", got)
	}
	for line, says := range map[string]string{
		"definition check": "takes the files of definitions to check", "definition check testdata/nowhere.json": "cannot be read", "definition check definition_test.go": "is not JSON",
		"definition check " + file + " --datasets definition.go": "is not JSON",
	} {
		if got := runLineOf(t.Context(), "", nil, strings.Fields(line)...); got.Code == exitOK || !strings.Contains(got.Errors, says) {
			t.Errorf("%s: %+v, want %s", line, got, says)
		}
	}
}
