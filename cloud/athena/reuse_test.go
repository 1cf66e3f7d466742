package athena_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/result"
	. "interlaken/service/servicetest"
)

// A result is reused up to its age, by those alone who might have made it and may read it.
func TestResultsAreReused(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "reader", reader())
	w.engine.set(func(e *scripted) { e.rows, e.cost = 2, result.Statistics{ScannedBytes: 100} })
	age := func(minutes int32) func(*sdk.StartQueryExecutionInput) {
		return func(in *sdk.StartQueryExecutionInput) {
			in.ResultReuseConfiguration = &types.ResultReuseConfiguration{ResultReuseByAgeConfiguration: &types.ResultReuseByAgeConfiguration{Enabled: true, MaxAgeInMinutes: &minutes}}
		}
	}
	const query = "SELECT id, product FROM flat"
	first := w.ask(s, query)
	w.Clock.Advance(5 * time.Minute)
	expect := func(name string, e types.QueryExecution, reused bool) {
		t.Helper()
		if e.Status.State != types.QueryExecutionStateSucceeded || e.Statistics.ResultReuseInformation.ReusedPreviousResult != reused {
			t.Fatalf("%s: %s %s, reused %v", name, e.Status.State, aws.ToString(e.Status.StateChangeReason), e.Statistics.ResultReuseInformation.ReusedPreviousResult)
		}
		if same := *e.ResultConfiguration.OutputLocation == *first.ResultConfiguration.OutputLocation; same != reused {
			t.Errorf("%s: the result is at %s", name, *e.ResultConfiguration.OutputLocation)
		}
		if scanned := *e.Statistics.DataScannedInBytes; scanned != map[bool]int64{true: 0, false: 100}[reused] {
			t.Errorf("%s: scanned %d", name, scanned)
		}
	}
	again := w.ask(s, query, age(10))
	expect("in time", again, true)
	if out := Must[sdk.GetQueryResultsOutput](w.Kit, s, "athena", "GetQueryResults", &sdk.GetQueryResultsInput{QueryExecutionId: again.QueryExecutionId}); len(out.ResultSet.Rows) != 3 || len(out.ResultSet.ResultSetMetadata.ColumnInfo) != 2 {
		t.Errorf("results = %+v", out.ResultSet)
	}
	if n := len(w.engine.requests); n != 1 {
		t.Errorf("the engine was asked %d times", n)
	}
	if n := len(w.charged(Retail)); n != 1 {
		t.Errorf("%d charges", n)
	}
	if r := again.ResultReuseConfiguration.ResultReuseByAgeConfiguration; !r.Enabled || *r.MaxAgeInMinutes != 10 {
		t.Errorf("configuration = %+v", r)
	}
	expect("not asked for", w.ask(s, query), false) // which is the newest from now on
	first = w.ask(s, query)
	expect("another text", w.ask(s, query+" ", age(10)), false)
	expect("another place", w.ask(s, query, age(10), func(in *sdk.StartQueryExecutionInput) {
		in.ResultConfiguration.OutputLocation = aws.String("s3://results/there/")
	}), false)
	if e := w.ask(w.User(Retail, "no-table", reader("glue:GetTable")), query, age(10)); e.Status.State != types.QueryExecutionStateFailed {
		t.Errorf("who may not read the table got %s", e.Status.State)
	}
	if e := w.ask(w.User(Retail, "no-data", reader("s3:GetObject")), query, age(10)); e.Status.State != types.QueryExecutionStateFailed {
		t.Errorf("who may not read the files got %s", e.Status.State)
	}
	blind := w.User(Retail, "blind", reader("s3:GetObject"), allow([2]string{"s3:GetObject", "arn:aws:s3:::data/*"}))
	expect("who may not read the result", w.ask(blind, query, age(10)), false)
	w.Clock.Advance(11 * time.Minute)
	expect("too late", w.ask(s, query, age(10)), false)
	for _, volatile := range []string{"SELECT id, CAST(now() AS varchar) FROM flat", "SELECT id, CAST(random() AS varchar) FROM flat", "SELECT id, CAST(current_date AS varchar) FROM flat"} {
		expect(volatile, w.ask(s, volatile), false)
		expect(volatile+" again", w.ask(s, volatile, age(10)), false)
	}
}
