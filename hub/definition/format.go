package definition

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/visual"
)

// configured returns the format of a column in the whole definition; nil where there is none.
func (c *compiler) configured(id *types.ColumnIdentifier) *types.FormatConfiguration {
	if id == nil {
		return nil
	}
	for _, k := range c.def.ColumnConfigurations {
		if k.Column != nil && aws.ToString(k.Column.ColumnName) == aws.ToString(id.ColumnName) && aws.ToString(k.Column.DataSetIdentifier) == aws.ToString(id.DataSetIdentifier) {
			return k.FormatConfiguration
		}
	}
	return nil
}

// numberFormat is the field's own format, else that of its column.
func (c *compiler) numberFormat(own *types.NumberFormatConfiguration, column *types.ColumnIdentifier) visual.Format {
	if own == nil {
		if k := c.configured(column); k != nil {
			own = k.NumberFormatConfiguration
		}
	}
	if own == nil {
		return visual.Format{}
	}
	return numericFormat(own.FormatConfiguration)
}

func (c *compiler) dateFormat(own *types.DateTimeFormatConfiguration, column *types.ColumnIdentifier) visual.Format {
	if own == nil {
		if k := c.configured(column); k != nil {
			own = k.DateTimeFormatConfiguration
		}
	}
	format := visual.Format{Kind: visual.Date}
	if own != nil {
		format.Pattern, format.Null = aws.ToString(own.DateTimeFormat), nullText(own.NullValueFormatConfiguration)
	}
	return format
}

func (c *compiler) textFormat(own *types.StringFormatConfiguration, column *types.ColumnIdentifier) visual.Format {
	if own == nil {
		if k := c.configured(column); k != nil {
			own = k.StringFormatConfiguration
		}
	}
	if own == nil {
		return visual.Format{}
	}
	return visual.Format{Null: nullText(own.NullValueFormatConfiguration)}
}

// columnFormat is the format of a field of a table that is not summed up.
func (c *compiler) columnFormat(f types.UnaggregatedField) visual.Format {
	k := f.FormatConfiguration
	if k == nil {
		k = c.configured(f.Column)
	}
	switch {
	case k == nil:
	case k.NumberFormatConfiguration != nil:
		return numericFormat(k.NumberFormatConfiguration.FormatConfiguration)
	case k.DateTimeFormatConfiguration != nil:
		return c.dateFormat(k.DateTimeFormatConfiguration, nil)
	case k.StringFormatConfiguration != nil:
		return c.textFormat(k.StringFormatConfiguration, nil)
	}
	return visual.Format{}
}

func numericFormat(k *types.NumericFormatConfiguration) visual.Format {
	switch {
	case k == nil:
	case k.CurrencyDisplayFormatConfiguration != nil:
		f := k.CurrencyDisplayFormatConfiguration
		return visual.Format{
			Kind: visual.Currency, Symbol: aws.ToString(f.Symbol), Decimals: decimalPlaces(f.DecimalPlacesConfiguration), Scale: scaleName(f.NumberScale),
			Prefix: aws.ToString(f.Prefix), Suffix: aws.ToString(f.Suffix), NoGrouping: ungrouped(f.SeparatorConfiguration), Null: nullText(f.NullValueFormatConfiguration),
		}
	case k.PercentageDisplayFormatConfiguration != nil:
		f := k.PercentageDisplayFormatConfiguration
		return visual.Format{
			Kind: visual.Percentage, Decimals: decimalPlaces(f.DecimalPlacesConfiguration), Prefix: aws.ToString(f.Prefix), Suffix: aws.ToString(f.Suffix),
			NoGrouping: ungrouped(f.SeparatorConfiguration), Null: nullText(f.NullValueFormatConfiguration),
		}
	case k.NumberDisplayFormatConfiguration != nil:
		f := k.NumberDisplayFormatConfiguration
		return visual.Format{
			Kind: visual.Number, Decimals: decimalPlaces(f.DecimalPlacesConfiguration), Scale: scaleName(f.NumberScale), Prefix: aws.ToString(f.Prefix),
			Suffix: aws.ToString(f.Suffix), NoGrouping: ungrouped(f.SeparatorConfiguration), Null: nullText(f.NullValueFormatConfiguration),
		}
	}
	return visual.Format{}
}

// mostPlaces is the most that QuickSight takes (API Reference, DecimalPlacesConfiguration: 20).
const mostPlaces = 20

func decimalPlaces(k *types.DecimalPlacesConfiguration) *int {
	if k == nil || k.DecimalPlaces == nil {
		return nil
	}
	n := int(min(mostPlaces, max(0, *k.DecimalPlaces)))
	return &n
}

// scaleName leaves the choice to the place where a number is printed, where the definition does.
func scaleName(s types.NumberScale) string {
	switch s {
	case types.NumberScaleNone, types.NumberScaleThousands, types.NumberScaleMillions, types.NumberScaleBillions, types.NumberScaleTrillions:
		return string(s)
	}
	return ""
}

func ungrouped(k *types.NumericSeparatorConfiguration) bool {
	return k != nil && k.ThousandsSeparator != nil && k.ThousandsSeparator.Visibility == types.VisibilityHidden
}

func nullText(k *types.NullValueFormatConfiguration) string {
	if k == nil {
		return ""
	}
	return aws.ToString(k.NullString)
}
