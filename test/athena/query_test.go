package athena

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/engine/enginetest"
	"interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
	"interlaken/usage"
)

func TestQueriesOverRealFiles(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.shop(p)
	for query, want := range map[string]string{
		"SELECT 1 AS one, 'x' AS \"Two\", CAST(NULL AS varchar) AS three, 1.5":                              "one|Two|three|_col3/1|x|<null>|1.5",
		"SELECT count(*) AS n, sum(amount) AS s, min(month) AS m FROM sales":                                "n|s|m/3000|8994|2026-01",
		"SELECT month, count(*) AS n FROM sales WHERE n >= 1 GROUP BY month ORDER BY 1":                     "month|n/2026-02|1000/2026-03|1000",
		"SELECT DISTINCT \"$path\" FROM sales WHERE month = '2026-02'":                                      "$path/s3://data/sales/month=2026-02/a b.parquet",
		"SELECT id, shop FROM awsdatacatalog.shop.sales WHERE id IN (7, 2005) ORDER BY id DESC":             "id|shop/2005|shop number 5/7|shop number 7",
		"SELECT id, word, price, day FROM tabs ORDER BY id":                                                 "id|word|price|day/1|said \"hi\"|1.50|2026-01-02/2|<null>|<null>|<null>/3|<null>|<null>|<null>",
		"SELECT id, word FROM quoted ORDER BY id":                                                           "id|word/1|a,b/2|",
		"SELECT id, tags, place, place.city AS city FROM lines ORDER BY id":                                 "id|tags|place|city/1|[a, b]|{city=Bern, zip=3000}|Bern/2|<null>|<null>|<null>",
		"SELECT s.id, t.word FROM sales s JOIN tabs t ON s.id = t.id WHERE s.month = '2026-01' ORDER BY 1":  "id|word/1|said \"hi\"/2|<null>/3|<null>",
		"SELECT date_parse('2026-01-02', '%Y-%m-%d') AS d, timestamp '2026-01-02 03:04:05' AS t, 1e10 AS e": "d|t|e/2026-01-02 00:00:00.000|2026-01-02 03:04:05.000|1.0E10",
	} {
		rows, reason := p.ask(t, query)
		if got := strings.Join(rows, "/"); got != want {
			t.Errorf("%s\n got %s %s\nwant %s", query, got, reason, want)
		}
	}
	// Columns of types that the engine cannot hold stand in no query's way that leaves them out.
	w.table(p, "strange", "s3://data/tabs/", textSerde, []string{"id char(3)", "word uniontype<int,string>", "price string"}, nil, map[string]string{"field.delim": "\t", "skip.header.line.count": "1"})
	if rows, reason := p.ask(t, "SELECT price FROM strange ORDER BY 1"); strings.Join(rows, "/") != "price/1.50/<null>/<null>" {
		t.Errorf("strange: %v %s", rows, reason)
	}
	if _, reason := p.ask(t, "SELECT word FROM strange"); !strings.HasPrefix(reason, "COLUMN_NOT_FOUND: line 1:8") {
		t.Errorf("hidden: %s", reason)
	}
	if rows, reason := p.ask(t, "SELECT id, length(id), id || '.', id = '2', price FROM strange WHERE id = CAST('1' AS char(3)) OR id = '3'"); strings.Join(rows[min(1, len(rows)):], "/") != "1  |3|1  .|false|1.50/3  |3|3  .|false|<null>" {
		t.Errorf("char: %v %s", rows, reason)
	}
	w.table(p, "inside", "s3://data/tabs/", textSerde, []string{"id array<char(3)>", "word string"}, nil, map[string]string{"field.delim": "\t"})
	if _, reason := p.ask(t, "SELECT id FROM inside"); !strings.HasPrefix(reason, "NOT_SUPPORTED: Unsupported type: array(char(3))") {
		t.Errorf("char inside: %s", reason)
	}
	rows, reason := p.ask(t, "SELECT id FROM sales ORDER BY id")
	if len(rows) != 3001 || rows[0] != "id" || rows[1000] != "999" || rows[3000] != "2999" || slices.Contains(rows[1:], "id") {
		t.Errorf("%d rows %s", len(rows), reason)
	}
}

// TestWhatAQueryLeaves: the events of one query on both sides of the trail, the object list in one event, and the
// bytes on the bill.
func TestWhatAQueryLeaves(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.shop(p)
	id, err := p.start(t.Context(), "SELECT sum(amount) AS s FROM sales WHERE month >= '2026-02'")
	if err != nil {
		t.Fatal(err)
	}
	e, err := p.wait(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	w.View(func(r store.Reader) error {
		events, _, err := trail.Lookup(r, servicetest.Retail, trail.Query{Category: "Data", OldestFirst: true, Size: 1000})
		var names []string
		for _, e := range events {
			if e.Event.Run == "" || e.Event.UserIdentity.InvokedBy != "athena.amazonaws.com" {
				continue
			}
			names = append(names, e.Event.EventName)
			if e.Event.EventName == "GetObject" {
				objects := 0
				for _, o := range e.Event.Resources {
					if o.Type == "AWS::S3::Object" {
						objects++
					}
				}
				if objects != 2 {
					t.Errorf("the event lists %d objects: %+v", objects, e.Event.Resources)
				}
			}
		}
		if got := strings.Join(names, " "); got != "ListObjectsV2 GetObject PutObject PutObject" {
			t.Errorf("data events = %s", got)
		}
		var bytes int64
		for record, failed := range usage.Scan(r, usage.Span{Account: servicetest.Retail}) {
			if failed != nil {
				return failed
			}
			if record.UsageType == usage.AthenaDataScanned {
				bytes += record.Quantity
			}
		}
		if bytes == 0 || bytes != *e.Statistics.DataScannedInBytes {
			t.Errorf("%d bytes are billed, %d shown", bytes, *e.Statistics.DataScannedInBytes)
		}
		return err
	})
}

// TestFilesOfAnotherAccount: the border is S3's, whatever the catalog says.
func TestFilesOfAnotherAccount(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.shop(p)
	other := w.person(servicetest.Risk, "bob", servicetest.Everything)
	w.bucket(other, "vault")
	w.put(other, "vault", "x.csv", []byte("1\n"))
	w.table(p, "stolen", "s3://vault/", textSerde, []string{"id int"}, nil, nil)
	_, reason := p.ask(t, "SELECT * FROM stolen")
	if !strings.HasPrefix(reason, "PERMISSION_DENIED: User: arn:aws:iam::222222222222:user/ana is not authorized to perform: s3:ListBucket on resource") {
		t.Errorf("reason = %q", reason)
	}
	if _, reason = other.ask(t, "SELECT 1"); !strings.Contains(reason, "Unable to verify/create output bucket results") {
		t.Errorf("another's result bucket: %q", reason)
	}
}

func TestStopReachesTheEngine(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.shop(p)
	id, err := p.start(t.Context(), "SELECT count(*) AS n FROM sales a CROSS JOIN sales b CROSS JOIN sales c CROSS JOIN sales d WHERE a.id + b.id + c.id + d.id = 5")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.StopQueryExecution(t.Context(), &sdk.StopQueryExecutionInput{QueryExecutionId: &id}); err != nil {
		t.Fatal(err)
	}
	e, err := p.wait(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if e.Status.State != "CANCELLED" || aws.ToString(e.Status.StateChangeReason) != "Query cancelled by user" {
		t.Errorf("status = %+v", e.Status)
	}
}

// BenchmarkStartToRows is one statement over one file from StartQueryExecution to its rows, by a client that asks once
// and once again, beside the time that the engine reports for it.
func BenchmarkStartToRows(b *testing.B) {
	w := newWorld(b)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.shop(p)
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if rows, reason := p.ask(b, "SELECT sum(amount) AS s FROM sales WHERE month = '2026-02'"); len(rows) != 2 {
			b.Fatal(reason)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkPartitions is a query over 48 partitions of one small file each, as the demo's are.
func BenchmarkPartitions(b *testing.B) {
	w := newWorld(b)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.shop(p)
	w.table(p, "months", "s3://data/months", parquetSerde, []string{"id bigint", "amount int", "shop string"}, []string{"month string"}, nil)
	file := enginetest.WriteSales(b, b.TempDir(), "x", 0, 1000)
	content, err := os.ReadFile(file.Path)
	if err != nil {
		b.Fatal(err)
	}
	for i := range 48 {
		month := fmt.Sprintf("%d-%02d", 2018+i/12, i%12+1)
		w.put(p, "data", "months/month="+month+"/a.parquet", content)
		w.partition(p, "months", "s3://data/months/month="+month+"/", month)
	}
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if rows, reason := p.ask(b, "SELECT month, sum(amount) AS s FROM months GROUP BY month"); len(rows) != 49 {
			b.Fatal(reason)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
}
