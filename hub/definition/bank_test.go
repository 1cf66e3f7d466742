package definition

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/google/go-cmp/cmp"

	"interlaken/examples/bank"
	"interlaken/visual"
	wire "interlaken/wire/quicksight"
)

var update = flag.Bool("update", false, "write the golden files anew")

// now is a Thursday.
var now = time.Date(2021, 7, 15, 13, 45, 30, 0, time.UTC)

func decode(t *testing.T, text string) *types.DashboardVersionDefinition {
	t.Helper()
	def := &types.DashboardVersionDefinition{}
	if err := wire.Service.Unmarshal([]byte(text), def); err != nil {
		t.Fatal(err)
	}
	return def
}

// bankColumns are the output columns of the example's data sets.
func bankColumns(arn string) []string {
	_, id, _ := strings.Cut(arn, ":dataset/")
	return map[string][]string{
		"nervous-markets": {"state", "month", "day", "markets", "complaints_per_day", "bad_loans"},
		"complaints":      {"complaint_id", "day", "state", "product", "company"},
		"market":          {"day", "close"},
		"bad-loans":       {"loan_id", "state", "grade", "funded_amnt", "day"},
	}[id]
}

func bankDefinition(t *testing.T) *types.DashboardVersionDefinition {
	t.Helper()
	dashboard, err := bank.ShowDashboard("111122223333", "eu-central-2", "")
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, string(dashboard.Definition))
}

// golden compares with a file that has been read and found right.
func golden(t *testing.T, name string, got any) {
	t.Helper()
	text, err := json.MarshalIndent(got, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, text) {
		t.Errorf("%s differs (-want +got):\n%s", file, cmp.Diff(string(want), string(text)))
	}
}

// TestBankDashboard: everything that the example's dashboard asks for is drawn, and the queries and charts are those of
// the golden file.
func TestBankDashboard(t *testing.T) {
	def := bankDefinition(t)
	ask := Ask{Now: now, Columns: bankColumns}
	view := Lay(def, ask)
	golden(t, "bank-view.json", view)
	type compiled struct {
		Query Query
		Spec  visual.Spec
	}
	all := map[string]compiled{}
	for _, sheet := range view.Sheets {
		for _, e := range sheet.Elements {
			if len(e.NotDrawn) > 0 {
				t.Errorf("%s: not drawn: %v", e.ID, e.NotDrawn)
			}
			if e.Kind == TextElement {
				continue
			}
			ask.SheetID, ask.VisualID = sheet.ID, e.ID
			query, spec, err := Compile(def, ask)
			if err != nil {
				t.Errorf("%s: %v", e.ID, err)
				continue
			}
			whole(t, e.ID, query)
			all[e.ID] = compiled{query, spec}
		}
	}
	if len(all) != 9 {
		t.Errorf("compiled %d visuals, want 9", len(all))
	}
	golden(t, "bank-compiled.json", all)
}

// TestFilterOverAllDataSets: the dates hold for each data set with that column, the states not for the index, which has
// none; and where the columns of a data set are not known, its visuals fail.
func TestFilterOverAllDataSets(t *testing.T) {
	def := bankDefinition(t)
	columns := func(sheet, id string, columns func(string) []string) ([]string, error) {
		query, _, err := Compile(def, Ask{SheetID: sheet, VisualID: id, Now: now, Columns: columns})
		var names []string
		for _, f := range query.Filters {
			names = append(names, f.Column)
		}
		return names, err
	}
	for id, want := range map[string][]string{
		"complaints-headline": {"day", "state"}, "index-by-month": {"day"}, "index-headline": {"day"}, "complaints-by-product": {"day", "state"},
	} {
		if got, err := columns("overview", id, bankColumns); err != nil || !slices.Equal(got, want) {
			t.Errorf("filters of %s are of %v (%v), want %v", id, got, err, want)
		}
	}
	_, err := columns("overview", "index-by-month", nil)
	wantError(t, err, "Unsupported", `Whether filter group "dates" holds for data set "Volatility index" is not known, because its columns are not.`)
}

// TestControlReplacesFilter: what a control is set to stands in the place of the filter's own values, day for day.
func TestControlReplacesFilter(t *testing.T) {
	def := bankDefinition(t)
	ask := Ask{SheetID: "overview", VisualID: "complaints-by-month", Now: now, Columns: bankColumns, Values: []ControlValue{
		{ControlID: "overview-states", Texts: []string{"CA", "NY"}}, {ControlID: "overview-dates", From: "2020-03-01", To: "2020-03-31"},
	}}
	query, _, err := Compile(def, ask)
	if err != nil {
		t.Fatal(err)
	}
	want := []Filter{
		{Column: "day", Range: &Range{From: "2020-03-01T00:00:00", To: "2020-04-01T00:00:00", IncludeFrom: true, Date: true}, Nulls: "NON_NULLS_ONLY"},
		{Column: "state", In: []string{"CA", "NY"}, Nulls: "NON_NULLS_ONLY"},
	}
	if diff := cmp.Diff(want, query.Filters); diff != "" {
		t.Errorf("filters (-want +got):\n%s", diff)
	}
	ask.Values = []ControlValue{{ControlID: "overview-states"}, {ControlID: "overview-dates"}}
	if query, _, err = Compile(def, ask); err != nil {
		t.Fatal(err)
	}
	want = []Filter{{Column: "day", NotIn: []string{}, Nulls: "NON_NULLS_ONLY"}, {Column: "state", NotIn: []string{}, Nulls: "NON_NULLS_ONLY"}}
	if diff := cmp.Diff(want, query.Filters); diff != "" {
		t.Errorf("filters of open controls (-want +got):\n%s", diff)
	}
}

// TestReaderGivesValuesOnly: a reader names what the definition has, and gives values of the right kind (S11).
func TestReaderGivesValuesOnly(t *testing.T) {
	def := bankDefinition(t)
	many := make([]string, 11)
	for i, test := range []struct {
		sheet, visual string
		values        []ControlValue
		code, says    string
	}{
		{"nowhere", "complaints-by-month", nil, "NotFound", `The dashboard has no sheet "nowhere".`},
		{"overview", "states-table", nil, "NotFound", `Sheet "overview" has no visual "states-table".`},
		{"overview", "complaints-by-month", []ControlValue{{ControlID: "states-states"}}, "Validation", `Sheet "overview" has no control "states-states" that can be set.`},
		{"overview", "complaints-by-month", []ControlValue{{ControlID: "states"}}, "Validation", `Sheet "overview" has no control "states" that can be set.`},
		{"overview", "complaints-by-month", []ControlValue{{ControlID: "overview-states", From: "2020-01-01"}}, "Validation", `Control "overview-states" takes a list of values, not a range of days.`},
		{"overview", "complaints-by-month", []ControlValue{{ControlID: "overview-dates", Texts: []string{"CA"}}}, "Validation", `Control "overview-dates" takes a first and a last day, not a list of values.`},
		{"overview", "complaints-by-month", []ControlValue{{ControlID: "overview-dates", From: "' OR 1=1"}}, "Validation", `Control "overview-dates" takes days such as 2021-03-31, not "' OR 1=1".`},
		{"overview", "complaints-by-month", []ControlValue{{ControlID: "overview-dates", From: "2021-01-02", To: "2021-01-01"}}, "Validation", `Control "overview-dates" is set to a range that ends on 2021-01-01, before it begins on 2021-01-02.`},
		{"overview", "complaints-by-month", []ControlValue{{ControlID: "overview-states", Texts: many}}, "Limit", `Control "overview-states" is set to 11 values; it may have 10.`},
		{"overview", "complaints-by-month", []ControlValue{{ControlID: "overview-states"}, {ControlID: "overview-states"}}, "Validation", `Control "overview-states" is set twice.`},
		{"overview", "complaints-by-month", []ControlValue{{ControlID: "overview-states", Texts: []string{strings.Repeat("x", 513)}}}, "Limit", `Control "overview-states" is set to a value of more than 512 characters.`},
	} {
		_, _, err := Compile(def, Ask{SheetID: test.sheet, VisualID: test.visual, Values: test.values, Now: now, Columns: bankColumns, MostValues: 10})
		if err == nil {
			t.Errorf("case %d: compiled", i)
			continue
		}
		wantError(t, err, test.code, test.says)
	}
}

// TestValuesOfControl: a list offers the distinct values of its filter's column.
func TestValuesOfControl(t *testing.T) {
	def := bankDefinition(t)
	offer, err := Values(def, Ask{SheetID: "states", ControlID: "states-states", Now: now, Columns: bankColumns})
	if err != nil {
		t.Fatal(err)
	}
	want := Query{
		DataSetARN: "arn:aws:quicksight:eu-central-2:111122223333:dataset/nervous-markets",
		Groups:     []Group{{Column: "state", Name: "f_value"}}, Sort: []Sort{{Name: "f_value"}}, Limit: 1000,
	}
	if diff := cmp.Diff(want, offer.Query); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	if offer.Spec.Kind != visual.Values || offer.Spec.Groups[0].Column != "f_value" {
		t.Errorf("spec = %+v", offer.Spec)
	}
	_, err = Values(def, Ask{SheetID: "states", ControlID: "states-dates", Now: now})
	wantError(t, err, "Validation", `Control "states-dates" offers no list of values.`)
	_, err = Values(def, Ask{SheetID: "states", ControlID: "states", Now: now})
	wantError(t, err, "NotFound", `Sheet "states" has no control "states".`)
}
