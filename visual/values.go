package visual

import "interlaken/fault"

// options are the values that a control offers. A missing value cannot be chosen.
func (t *table) options() ([]ControlOption, error) {
	if len(t.spec.Groups) != 1 {
		return nil, fault.New(fault.Internal, "A control offers the values of one column.")
	}
	field, offered := t.spec.Groups[0], []ControlOption{}
	for _, row := range t.cells {
		if cell := t.cell(row, field); cell != nil {
			option := ControlOption{Value: *cell, Text: field.Format.text(*cell, t.column(field).Type)}
			if option.Text == "" {
				option.Text = "(empty)"
			}
			offered = append(offered, option)
		}
	}
	return offered, nil
}

// Offered makes the chart of values that a definition lists itself, for which no query is needed.
func Offered(values []string) Chart {
	offered := make([]ControlOption, len(values))
	for i, v := range values {
		offered[i] = ControlOption{Value: v, Text: v}
	}
	return Chart{Kind: Values, Values: offered, Empty: len(values) == 0}
}
