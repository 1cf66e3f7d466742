package definition

import (
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
)

// Ask is what a reader may say about a dashboard: names of what the definition has, and values for its controls
// (SECURITY S11). Now and Columns come from the hub.
type Ask struct {
	SheetID string
	// VisualID is the visual of Compile, ControlID the control of Values.
	VisualID, ControlID string
	// Part is the one of a visual's questions that is asked, by its name in Parts; "" is the first.
	Part string
	// Values are what controls of the sheet are set to; a control that is not named has its default.
	Values []ControlValue
	// Defaults are the values that the queries of Lookups gave for the person, by parameter. One without a row is there with
	// no values and has its static default; one that is not there has no value, for the static default is not the person's.
	Defaults map[string][]string
	// Now is the moment from which relative dates count. Days are those of UTC.
	Now time.Time
	// Columns returns the names of a data set's output columns. A filter over all data sets holds for those that have a
	// column of its name, so without the names of a data set such a filter cannot be applied, and the visual fails.
	Columns func(dataSetARN string) []string
	// MostValues bounds the values of one control; 0 is 1,000.
	MostValues int
}

// ControlValue is what a control is set to. Which members count depends on the control's kind.
type ControlValue struct {
	ControlID string
	// Texts are the chosen values of a list, what was written, or numbers; none: all values.
	Texts []string
	// From and To are days, 2006-01-02, both inclusive; "" is open. A single day is From alone.
	From, To string
}

// The bounds of what a reader may give.
const (
	mostValues     = 1000
	mostCharacters = 512 // QuickSight API Reference, CategoryValue
)

// check holds a value to what its control may be set to.
func (a Ask) check(v ControlValue, c Control) error {
	switch c.Kind {
	case DateRange:
		if len(v.Texts) > 0 {
			return fault.New(fault.Validation, "Control %q takes a first and a last day, not a list of values.", c.ID)
		}
		for _, day := range []string{v.From, v.To} {
			if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
				return fault.Wrap(err, fault.Validation, "Control %q takes days such as 2021-03-31, not %q.", c.ID, day)
			}
		}
		if v.From != "" && v.To != "" && v.To < v.From {
			return fault.New(fault.Validation, "Control %q is set to a range that ends on %s, before it begins on %s.", c.ID, v.To, v.From)
		}
		return nil
	}
	if c.Kind == Day {
		if _, err := time.Parse(time.DateOnly, v.From); v.To != "" || len(v.Texts) > 0 || v.From != "" && err != nil {
			return fault.New(fault.Validation, "Control %q takes one day such as 2021-03-31, as From.", c.ID)
		}
		return nil
	}
	if v.From != "" || v.To != "" {
		return fault.New(fault.Validation, "Control %q takes a list of values, not a range of days.", c.ID)
	}
	most := a.MostValues
	if most <= 0 {
		most = mostValues
	}
	if len(v.Texts) > most {
		return fault.New(fault.Limit, "Control %q is set to %d values; it may have %d.", c.ID, len(v.Texts), most)
	}
	if len(v.Texts) > 1 && !c.Multiple {
		return fault.New(fault.Validation, "Control %q takes one value, not %d.", c.ID, len(v.Texts))
	}
	if c.Kind == Slider && c.Multiple && len(v.Texts) != 0 && len(v.Texts) != 2 {
		return fault.New(fault.Validation, "Control %q takes a least and a greatest number.", c.ID)
	}
	for _, text := range v.Texts {
		if c.Kind == Slider || c.filter != nil && c.filter.NumericEqualityFilter != nil {
			if n, err := strconv.ParseFloat(text, 64); err != nil || n-n != 0 { // NaN and the infinities
				return fault.New(fault.Validation, "Control %q takes numbers, not %q.", c.ID, text)
			}
		}
		if utf8.RuneCountInString(text) > mostCharacters {
			return fault.New(fault.Limit, "Control %q is set to a value of more than %d characters.", c.ID, mostCharacters)
		}
		if len(c.Options) > 0 && !slices.Contains(c.Options, text) {
			return fault.New(fault.Validation, "Control %q does not offer the value %q.", c.ID, text)
		}
	}
	return nil
}

func findSheet(def *types.DashboardVersionDefinition, sheetID string) (*types.SheetDefinition, error) {
	for i := range def.Sheets {
		if aws.ToString(def.Sheets[i].SheetId) == sheetID {
			return &def.Sheets[i], nil
		}
	}
	return nil, fault.New(fault.NotFound, "The dashboard has no sheet %q.", sheetID)
}
