package definition

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/internal/shared"
	wire "interlaken/wire/quicksight"
)

// BenchmarkDecode reads the largest definition of the corpus and a made one of 2.8 MB, the size of the largest dashboard
// that is known.
func BenchmarkDecode(b *testing.B) {
	text, err := os.ReadFile(shared.Path(b, "corpus", "quicksight", "definitions", "graviton_savings_dashboard-definition.json"))
	if err != nil {
		b.Fatal(err)
	}
	for name, document := range map[string][]byte{"corpus": text, "made": made(2_800_000)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(document)))
			for b.Loop() {
				if err := wire.Service.Unmarshal(document, &types.DashboardVersionDefinition{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// made is a definition of so many bytes: sheets with visuals of each kind.
func made(size int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"DataSetIdentifierDeclarations":[{"Identifier":"S","DataSetArn":"arn:s"}],"Sheets":[{"SheetId":"sheet","Visuals":[`)
	for n := 0; b.Len() < size; n++ {
		if n > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"BarChartVisual":{"VisualId":"bar-%d","Title":{"Visibility":"VISIBLE","FormatText":{"RichText":"<visual-title>Cost by service</visual-title>"}},"ChartConfiguration":{"FieldWells":{"BarChartAggregatedFieldWells":{"Category":[%s],"Values":[%s]}},"SortConfiguration":{"CategorySort":[{"FieldSort":{"FieldId":"amount","Direction":"DESC"}}],"CategoryItemsLimit":{"ItemsLimit":10,"OtherCategories":"INCLUDE"}},"Orientation":"HORIZONTAL","Legend":{"Visibility":"HIDDEN","Width":"100px"}}}}`,
			n, category("product"), number("amount"))
	}
	b.WriteString(`]}]}`)
	return b.Bytes()
}
