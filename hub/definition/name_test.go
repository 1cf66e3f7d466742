package definition

import "testing"

// TestName: visuals and controls are called as on the page; one whose title is hidden by what its fields say.
func TestName(t *testing.T) {
	d := decode(t, oneSheet(`"Visuals": [
			{"KPIVisual": {"VisualId": "titled", "Title": {"Visibility": "VISIBLE", "FormatText": {"PlainText": "Bad loans"}}}},
			{"KPIVisual": {"VisualId": "hidden", "Title": {"Visibility": "HIDDEN"}, "ChartConfiguration": {"FieldWells": {"Values": [
				{"NumericalMeasureField": {"FieldId": "v", "Column": {"DataSetIdentifier": "S", "ColumnName": "amount"}}}]}}}}]`))
	for ask, want := range map[[3]string]string{
		{"sheet", "titled", ""}: "Bad loans", {"sheet", "hidden", ""}: "Sum of amount", {"sheet", "none", ""}: "", {"none", "titled", ""}: "",
		{"sheet", "", "none"}: "",
	} {
		if got := Name(d, Ask{SheetID: ask[0], VisualID: ask[1], ControlID: ask[2], Now: now}); got != want {
			t.Errorf("%v is called %q, want %q", ask, got, want)
		}
	}
	withFilter := decode(t, oneSheet(`"FilterControls": [{"List": {"FilterControlId": "states", "Title": "State", "SourceFilterId": "f", "Type": "SINGLE_SELECT"}}], "Visuals": []`))
	withFilter.FilterGroups = decode(t, oneKPI(group(`{"CategoryFilter": {`+on("state")+`, "Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS"}}}}`), "")).FilterGroups
	if got := Name(withFilter, Ask{SheetID: "sheet", ControlID: "states", Now: now}); got != "State" {
		t.Errorf("the control is called %q", got)
	}
}
