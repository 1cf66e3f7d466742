package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	wire "interlaken/wire/quicksight"
)

const (
	decodeSamples = 40
	// decodeRate is how many bytes of a definition are to be read in a millisecond: 60 MB/s.
	decodeRate = 60_000
	// decodeSize is the size of the largest dashboard that is known.
	decodeSize = 2_800_000
)

// decode measures the reading of dashboards' definitions into the SDK's types: the largest of the corpus, which is
// indented, and a made one of 2.8 MB, which is not.
func (b *bench) decode(context.Context) error {
	corpus, err := os.ReadFile(filepath.Join(b.shared, "corpus", "quicksight", "definitions", "graviton_savings_dashboard-definition.json"))
	if err != nil {
		return err
	}
	for _, d := range []struct {
		name string
		text []byte
	}{{"corpus", corpus}, {"made", madeDefinition(decodeSize)}} {
		taken, err := repeat(decodeSamples, func() error {
			return wire.Service.Unmarshal(d.text, &types.DashboardVersionDefinition{})
		})
		if err != nil {
			return err
		}
		f := figure{Name: "definition_decode_" + d.name + "_p50", Value: taken.percentile(50), Unit: "ms", Work: fmt.Sprintf("a definition of %d bytes, %d times; the aim is 60 MB/s", len(d.text), decodeSamples)}
		b.add(f.within(float64(len(d.text)) / decodeRate))
	}
	return nil
}

// madeDefinition is a definition of so many bytes: a sheet of bar charts.
func madeDefinition(size int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"DataSetIdentifierDeclarations":[{"Identifier":"S","DataSetArn":"arn:s"}],"Sheets":[{"SheetId":"sheet","Visuals":[`)
	for n := 0; b.Len() < size; n++ {
		if n > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"BarChartVisual":{"VisualId":"bar-%d","Title":{"Visibility":"VISIBLE","FormatText":{"RichText":"<visual-title>Cost by service</visual-title>"}},`+
			`"ChartConfiguration":{"FieldWells":{"BarChartAggregatedFieldWells":{"Category":[{"CategoricalDimensionField":{"FieldId":"service.%[1]d","Column":{"DataSetIdentifier":"S","ColumnName":"service"}}}],`+
			`"Values":[{"NumericalMeasureField":{"FieldId":"cost.%[1]d","Column":{"DataSetIdentifier":"S","ColumnName":"cost"},"AggregationFunction":{"SimpleNumericalAggregation":"SUM"}}}]}},`+
			`"SortConfiguration":{"CategorySort":[{"FieldSort":{"FieldId":"cost.%[1]d","Direction":"DESC"}}],"CategoryItemsLimit":{"ItemsLimit":10,"OtherCategories":"INCLUDE"}},`+
			`"Orientation":"HORIZONTAL","Legend":{"Visibility":"HIDDEN","Width":"100px"}}}}`, n)
	}
	b.WriteString(`]}]}`)
	return b.Bytes()
}
