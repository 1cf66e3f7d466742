package usage

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/big"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"interlaken/fault"
	"interlaken/id"
	"interlaken/store"
	"interlaken/store/storetest"
)

const hub, spoke = "111111111111", "222222222222"

func scanned(account string, at time.Time, quantity int64, run string) Record {
	return Record{Account: account, Service: Athena, UsageType: AthenaDataScanned, Operation: "RunQuery", Quantity: quantity, Unit: Bytes, Time: at, Run: run}
}

func filled(t *testing.T, records ...Record) store.Store {
	t.Helper()
	s, log := storetest.Open(t), New(id.Seeded(1))
	err := s.Update(context.Background(), func(tx store.Tx) error {
		for _, r := range records {
			if err := log.Append(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func quantities(t *testing.T, s store.Store, scan func(store.Reader) iter.Seq2[Record, error]) []int64 {
	t.Helper()
	found := []int64{}
	err := s.View(context.Background(), func(r store.Reader) error {
		for record, err := range scan(r) {
			if err != nil {
				return err
			}
			if record.ID == "" {
				t.Error("a record without id")
			}
			found = append(found, record.Quantity)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestScan(t *testing.T) {
	at := func(h int) time.Time { return day.Add(time.Duration(h) * time.Hour) }
	s := filled(t, scanned(spoke, at(3), 3, "b"), scanned(hub, at(2), 20, "a"), scanned(spoke, at(1), 1, "a"), scanned(spoke, at(2), 2, ""), scanned(spoke, at(2), 2, "b"))
	for _, c := range []struct {
		name string
		span Span
		want []int64
	}{
		{"all", Span{}, []int64{20, 1, 2, 2, 3}},
		{"an account", Span{Account: spoke}, []int64{1, 2, 2, 3}},
		{"an account from a time on", Span{Account: spoke, From: at(2)}, []int64{2, 2, 3}},
		{"an account up to a time", Span{Account: spoke, To: at(2)}, []int64{1}},
		{"all between times", Span{From: at(2), To: at(3)}, []int64{20, 2, 2}},
		{"an account without records", Span{Account: "333333333333"}, []int64{}},
	} {
		if got := quantities(t, s, func(r store.Reader) iter.Seq2[Record, error] { return Scan(r, c.span) }); !slices.Equal(got, c.want) {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if got := quantities(t, s, func(r store.Reader) iter.Seq2[Record, error] { return OfRun(r, "a") }); !slices.Equal(got, []int64{20, 1}) {
		t.Errorf("the run has %d", got)
	}
}

func TestAppendRefusesWhatIsNoUsage(t *testing.T) {
	s, log := storetest.Open(t), New(id.Seeded(1))
	for name, spoil := range map[string]func(*Record){
		"no account": func(r *Record) { r.Account = "" }, "no service": func(r *Record) { r.Service = "" },
		"no usage type": func(r *Record) { r.UsageType = "" }, "no unit": func(r *Record) { r.Unit = "" },
		"no time": func(r *Record) { r.Time = time.Time{} }, "negative": func(r *Record) { r.Quantity = -1 },
	} {
		r := scanned(hub, day, 1, "")
		spoil(&r)
		if err := s.Update(context.Background(), func(tx store.Tx) error { return log.Append(tx, r) }); !fault.Is(err, fault.Internal) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func sequence(records ...Record) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func TestSum(t *testing.T) {
	get := Record{Account: spoke, Service: S3, UsageType: S3ReadRequests, Operation: "GetObject", Quantity: 5, Unit: Requests, Time: day.Add(25 * time.Hour)}
	records := sequence(get, scanned(spoke, day, 1<<40, ""), scanned(hub, day.Add(time.Hour), 1, ""), scanned(spoke, day.Add(2*time.Hour), 1<<39, ""))
	for _, c := range []struct {
		name string
		by   []Dimension
		want []string
	}{
		{"at all", nil, []string{" 4 0  7.500049683716"}},
		{"by account", []Dimension{ByAccount}, []string{hub + " 1 1 bytes 0.000047683716", spoke + " 3 0  7.500002"}},
		{"by usage type", []Dimension{ByUsageType}, []string{S3ReadRequests + " 1 5 requests 0.000002", AthenaDataScanned + " 3 1649267441665 bytes 7.500047683716"}},
		{"by service and account", []Dimension{ByService, ByAccount}, []string{
			hub + Athena + " 1 1 bytes 0.000047683716", spoke + Athena + " 2 1649267441664 bytes 7.50", spoke + S3 + " 1 5 requests 0.000002",
		}},
		{"by day", []Dimension{ByDay}, []string{"2026-03-01 3 1649267441665 bytes 7.500047683716", "2026-03-02 1 5 requests 0.000002"}},
		{"by month", []Dimension{ByMonth}, []string{"2026-03-01 4 0  7.500049683716"}},
	} {
		lines, err := Published().Sum(records, c.by...)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, l := range lines {
			name := l.Account + l.Service + l.UsageType
			if !l.Start.IsZero() {
				name += l.Start.Format(time.DateOnly)
			}
			got = append(got, fmt.Sprintf("%s %d %d %s %s", name, l.Records, l.Quantity, l.Unit, l.Cost))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestSumsThatDoNotFit(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct {
		name    string
		records iter.Seq2[Record, error]
		is      func(error) bool
	}{
		{"money", sequence(scanned(hub, day, 1<<60, ""), scanned(hub, day, 1<<60, "")), func(err error) bool { return fault.Is(err, fault.Limit) }},
		{"quantity", sequence(Record{UsageType: S3ReadRequests, Unit: Requests, Quantity: math.MaxInt64 / 400_000, Time: day},
			Record{UsageType: S3ReadRequests, Unit: Requests, Quantity: math.MaxInt64, Time: day}), func(err error) bool { return fault.Is(err, fault.Limit) }},
		{"no price", sequence(Record{UsageType: "x", Time: day}), func(err error) bool { return fault.Is(err, fault.NotFound) }},
		{"the store", func(yield func(Record, error) bool) { yield(Record{}, broken) }, func(err error) bool { return errors.Is(err, broken) }},
	} {
		if lines, err := Published().Sum(c.records, ByAccount); !c.is(err) || lines != nil {
			t.Errorf("%s: %v, %v", c.name, lines, err)
		}
	}
}

// However a sum is split, its parts add up to the same; and it is refused only where it does not fit.
func TestPartsAddUp(t *testing.T) {
	types := []Record{
		{Service: Athena, UsageType: AthenaDataScanned, Unit: Bytes},
		{Service: S3, UsageType: S3ReadRequests, Unit: Requests},
		{Service: Glue, UsageType: GlueCatalogRequests, Unit: Requests},
	}
	rapid.Check(t, func(t *rapid.T) {
		var records []Record
		want := new(big.Int) // thirty large bills may be more than Picodollars hold
		for range rapid.IntRange(0, 30).Draw(t, "n") {
			r := rapid.SampledFrom(types).Draw(t, "type")
			r.Account = rapid.SampledFrom([]string{hub, spoke}).Draw(t, "account")
			r.Quantity = rapid.Int64Range(0, 1<<42).Draw(t, "quantity")
			r.Time = day.Add(time.Duration(rapid.IntRange(0, 1e6).Draw(t, "seconds")) * time.Second)
			r.Run = rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "run")
			cost, err := Published().Price(r)
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, r)
			want.Add(want, big.NewInt(int64(cost)))
		}
		by := rapid.SliceOfDistinct(rapid.SampledFrom([]Dimension{ByAccount, ByService, ByUsageType, ByOperation, ByDay, ByMonth, ByPrincipal, ByResource, ByRun}),
			func(d Dimension) Dimension { return d }).Draw(t, "by")
		lines, err := Published().Sum(sequence(records...), by...)
		if fault.Is(err, fault.Limit) && !want.IsInt64() {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		cost := new(big.Int)
		var n int64
		for i, l := range lines {
			cost.Add(cost, big.NewInt(int64(l.Cost)))
			n += l.Records
			if i > 0 && lines[i-1].Group.compare(l.Group) >= 0 {
				t.Fatalf("lines are out of order: %+v, %+v", lines[i-1], l)
			}
		}
		if cost.Cmp(want) != 0 || n != int64(len(records)) {
			t.Fatalf("by %v: %d records for %s, want %d for %s", by, n, cost, len(records), want)
		}
	})
}
