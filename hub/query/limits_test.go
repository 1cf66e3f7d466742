package query_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"interlaken/service/servicetest"
	wire "interlaken/wire/interlaken"
)

// TestACutResultSaysAtWhichLimit: a visual's query asks for one row more than is kept, and the run, the receipt and
// whoever reads them learn the limit by its name and value.
func TestACutResultSaysAtWhichLimit(t *testing.T) {
	k := newKit(t)
	k.board(map[string][]string{"ana": reads})
	for _, c := range []struct {
		rows       int32
		limit      string
		kept       int64
		complaints []string
	}{
		{1, " LIMIT 2", 1, []string{"There are more rows: they end at 1, the limit MaxRows, which a request may set up to 100000."}},
		{2, " LIMIT 3", 2, nil},
	} {
		in := tableOf(1)
		in.MaxRows = aws.Int32(c.rows)
		run := k.end(k.ana, in)
		if text := k.aws.started[*run.RunId]; !strings.HasSuffix(text, c.limit) {
			t.Errorf("MaxRows %d: Athena was asked %q", c.rows, text)
		}
		if diff := cmp.Diff(c.complaints, run.Warnings); diff != "" || *run.Rows != c.kept {
			t.Errorf("MaxRows %d: %d rows, warnings (-want +got):\n%s", c.rows, *run.Rows, diff)
		}
		out := servicetest.Must[wire.GetVisualOutput](k.Kit, k.ana, "interlaken-hub", "GetVisual", &wire.GetVisualInput{RunId: run.RunId})
		if diff := cmp.Diff(c.complaints, out.Receipt.Warnings); diff != "" {
			t.Errorf("MaxRows %d: the receipt's warnings (-want +got):\n%s", c.rows, diff)
		}
	}
}
