package interlaken

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/store"
	"interlaken/store/sqlite"
	wire "interlaken/wire/interlaken"
)

// TestAReceiptListsAnAccountOnce: an account with several parts stands there once, with the sums of what is known of all
// of them.
func TestAReceiptListsAnAccountOnce(t *testing.T) {
	part := func(account string, picodollars, bytes, rows int64, known bool) query.Part {
		p := query.Part{State: query.Succeeded, Known: known, Picodollars: picodollars, ScannedBytes: bytes, Rows: rows}
		p.DataSource.Athena = hub.Athena{ConsumerAccountRoleARN: "arn:aws:iam::" + account + ":role/b"}
		return p
	}
	const retail, risk = "222222222222", "333333333333"
	parts := []query.Part{part(retail, 1_000_000_000, 10, 1, true), part(risk, 7_000_000_000, 70, 7, true), part(retail, 2_000_000_000, 20, 2, true)}
	unknown := append([]query.Part{part(retail, 0, 0, 3, false)}, parts...)
	failed := append([]query.Part{}, parts...)
	failed[2].State, failed[2].Rows = query.Failed, 0
	for _, c := range []struct {
		what  string
		parts []query.Part
		sees  bool
		want  string
	}{
		{"two parts of one account", parts, true, "222222222222 3000000000 $0.003 30 3; 333333333333 7000000000 $0.007 70 7; all $0.01"},
		{"for a reader", parts, false, "222222222222 3000000000 $0.003 - -; 333333333333 7000000000 $0.007 - -; all $0.01"},
		{"a price that is unknown", unknown, true, "222222222222 - unknown - 6; 333333333333 7000000000 $0.007 70 7; all unknown"},
		{"a part that failed", failed, true, "222222222222 3000000000 $0.003 30 -; 333333333333 7000000000 $0.007 70 7; all $0.01"},
	} {
		r := receiptOf(t, &query.Run{Account: "111111111111", Parts: c.parts}, c.sees)
		text := ""
		for _, a := range r.Accounts {
			text += fmt.Sprintf("%s %s %s %s %s; ", *a.AccountId, figureText(a.Picodollars), *a.Price, figureText(a.ScannedBytes), figureText(a.Rows))
		}
		text += "all " + *r.Price
		if diff := cmp.Diff(c.want, text); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func figureText(n *int64) string {
	if n == nil {
		return "-"
	}
	return fmt.Sprint(aws.ToInt64(n))
}

func receiptOf(t *testing.T, run *query.Run, sees bool) (r *wire.Receipt) {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), sqlite.Config{Dir: t.TempDir(), Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	if err := kept.View(t.Context(), func(reader store.Reader) error { r, err = receipt(reader, run, sees); return err }); err != nil {
		t.Fatal(err)
	}
	return r
}
