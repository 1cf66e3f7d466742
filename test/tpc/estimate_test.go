package tpc

import (
	"slices"
	"testing"

	"interlaken/sql/analyze"
	"interlaken/sql/estimate"
	"interlaken/sql/parser"
)

// estimate says how much a query will scan.
func (w *world) estimate(query string) *estimate.Estimate {
	w.t.Helper()
	statement, err := parser.ParseStatement(query)
	if err != nil {
		w.t.Fatal(err)
	}
	out, err := w.estimator.Statement(w.t.Context(), statement, analyze.Options{Catalog: "awsdatacatalog", Database: w.database})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// ranges are estimates that were held against what was scanned: the ends as parts of it.
type ranges struct {
	within    int
	low, high []float64
}

func (r *ranges) hold(t *testing.T, e *estimate.Estimate, scanned int64) {
	t.Helper()
	outside := "  outside"
	if e.Unknown == "" && e.LowBytes <= scanned && scanned <= e.HighBytes {
		r.within++
		outside = ""
	}
	r.low, r.high = append(r.low, float64(e.LowBytes)/float64(scanned)), append(r.high, float64(e.HighBytes)/float64(scanned))
	t.Logf("estimated %9d to %9d bytes, scanned %9d%s %s", e.LowBytes, e.HighBytes, scanned, outside, e.Unknown)
}

// report wants the figure within the range for 95 of 100 (PRODUCT.md, Rules), and the upper end near it: it is what a
// budget reserves.
func (r *ranges) report(t *testing.T) {
	t.Helper()
	all := len(r.high)
	slices.Sort(r.low)
	slices.Sort(r.high)
	t.Logf("%d of %d within; upper end by scanned: median %.2f, 90 of 100 %.2f, most %.1f; lower end: median %.2f, 10 of 100 %.2f",
		r.within, all, r.high[all/2], r.high[all*9/10], r.high[all-1], r.low[all/2], r.low[all/10])
	if 100*r.within < 95*all {
		t.Errorf("%d of %d are within the range, and 95 of 100 have to be", r.within, all)
	}
	if r.high[all/2] > 1.5 {
		t.Errorf("the upper end is %.2f times what is scanned for half of them", r.high[all/2])
	}
}
