package trace

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
	wire "interlaken/wire/interlaken"
)

// book is a trail that gives its events in pages of a size, newest first as they stand, and fails where it is told to.
type book struct {
	events []wire.TrailEvent
	size   int
	// failAt is the page, from 1, that fails with err; 0: none.
	failAt int
	err    error

	mu    sync.Mutex
	asked []wire.ListEventsInput
}

func (b *book) read(_ context.Context, in *wire.ListEventsInput) (*wire.ListEventsOutput, error) {
	b.mu.Lock()
	b.asked = append(b.asked, *in)
	b.mu.Unlock()
	at := 0
	if in.NextToken != nil {
		at, _ = strconv.Atoi(*in.NextToken)
	}
	if b.failAt > 0 && at/b.size+1 == b.failAt {
		return nil, b.err
	}
	end := min(at+b.size, len(b.events))
	out := &wire.ListEventsOutput{Events: slices.Clone(b.events[at:end])}
	if end < len(b.events) {
		out.NextToken = aws.String(strconv.Itoa(end))
	}
	return out, nil
}

// written are n events with request ids r0, r1 and so on.
func written(n int) []wire.TrailEvent {
	var all []wire.TrailEvent
	for i := range n {
		all = append(all, wire.TrailEvent{EventId: aws.String(fmt.Sprintf("e%d", i)), EventName: aws.String("AssumeRole"), RequestId: aws.String(fmt.Sprintf("r%d", i))})
	}
	return all
}

func ids(events []wire.TrailEvent) string {
	var all []string
	for _, e := range events {
		all = append(all, *e.EventId)
	}
	return strings.Join(all, " ")
}

func TestLookReadsPages(t *testing.T) {
	throttled, denied := fault.New(fault.Throttled, "Rate exceeded"), fault.New(fault.AccessDenied, "no")
	for _, c := range []struct {
		name      string
		book      *book
		requestID string
		want      string
		pages     int
		more      bool
		errs      []error
	}{
		{"all of one page", &book{events: written(3), size: 3}, "", "e0 e1 e2", 1, false, nil},
		{"all of three pages", &book{events: written(5), size: 2}, "", "e0 e1 e2 e3 e4", 3, false, nil},
		{"all that five pages hold", &book{events: written(6), size: 1}, "", "e0 e1 e2 e3 e4", 5, true, nil},
		{"exactly five pages", &book{events: written(5), size: 1}, "", "e0 e1 e2 e3 e4", 5, false, nil},
		{"one of the second page, and no page after it", &book{events: written(6), size: 2}, "r3", "e3", 2, false, nil},
		{"one that is not there", &book{events: written(4), size: 2}, "r9", "", 2, false, nil},
		{"one behind five pages", &book{events: written(9), size: 1}, "r8", "", 5, true, nil},
		{"two pages, then a refusal", &book{events: written(6), size: 2, failAt: 3, err: throttled}, "", "e0 e1 e2 e3", 3, false, []error{throttled}},
		{"a refusal", &book{events: written(6), size: 2, failAt: 1, err: denied}, "", "", 1, false, []error{denied}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := &wire.ListEventsInput{AttributeKey: aws.String("Run"), AttributeValue: aws.String("x")}
			got := look(t.Context(), c.book.read, []question{{in, c.requestID}})
			if ids(got.events) != c.want || got.more != c.more || !slices.Equal(got.errs, c.errs) {
				t.Errorf("%q, more %v, %v; want %q, %v, %v", ids(got.events), got.more, got.errs, c.want, c.more, c.errs)
			}
			if len(c.book.asked) != c.pages {
				t.Errorf("%d pages were read, want %d", len(c.book.asked), c.pages)
			}
			for _, asked := range c.book.asked {
				if *asked.MaxResults != pageEvents || *asked.AttributeValue != "x" {
					t.Errorf("asked for %+v", asked)
				}
			}
			if in.NextToken != nil || in.MaxResults != nil {
				t.Error("the question was changed")
			}
		})
	}
}

// What one look finds stays although another one fails.
func TestLookKeepsWhatWasRead(t *testing.T) {
	throttled := fault.New(fault.Throttled, "Rate exceeded")
	read := func(_ context.Context, in *wire.ListEventsInput) (*wire.ListEventsOutput, error) {
		if *in.AttributeKey == "EventName" {
			return nil, throttled
		}
		return &wire.ListEventsOutput{Events: written(2)}, nil
	}
	got := look(t.Context(), read, []question{
		{in: &wire.ListEventsInput{AttributeKey: aws.String("EventName")}, requestID: "r1"},
		{in: &wire.ListEventsInput{AttributeKey: aws.String("Run")}},
	})
	if ids(got.events) != "e0 e1" || !slices.Equal(got.errs, []error{throttled}) {
		t.Errorf("%q, %v", ids(got.events), got.errs)
	}
}

// A look that was throttled does not hide that another was refused, and by what that is mended.
func TestEachFailureIsTold(t *testing.T) {
	read := func(_ context.Context, in *wire.ListEventsInput) (*wire.ListEventsOutput, error) {
		if *in.AttributeKey == "Run" {
			return nil, fault.New(fault.Throttled, "Rate exceeded")
		}
		return nil, fault.New(fault.AccessDenied, "no")
	}
	got := look(t.Context(), read, []question{
		{in: &wire.ListEventsInput{AttributeKey: aws.String("Run")}},
		{in: &wire.ListEventsInput{AttributeKey: aws.String("ResourceName")}, requestID: "r1"},
	}).failures("retail", "Its owner can.")
	if want := []string{"The events of retail cannot all be read just now: it was asked too often; try again in a moment.", "Its owner can."}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// The start of a query that stands behind the last page that is read is not called missing: the trail has it.
func TestNothingIsMissingBehindTheLastPage(t *testing.T) {
	events := written(mostPages + 1)
	events[mostPages].EventName = aws.String("StartQueryExecution")
	got := look(t.Context(), (&book{events: events, size: 1}).read, []question{{in: &wire.ListEventsInput{}}})
	if notes := got.absent("retail", 24*time.Hour); !got.more || notes != nil {
		t.Errorf("more %v, %q", got.more, notes)
	}
	if notes := (found{errs: []error{context.DeadlineExceeded}}).absent("retail", 24*time.Hour); notes != nil {
		t.Errorf("after a failure: %q", notes)
	}
}

// A step whose request is not known is not looked for: its time alone would find other people's.
func TestStrangersAreNotLookedFor(t *testing.T) {
	at := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	source := hub.DataSource{Athena: hub.Athena{ConsumerAccountRoleARN: "arn:aws:iam::222222222222:role/role-b"}}
	for _, c := range []struct {
		name        string
		steps       [2]chain.Step
		inHub, part int
	}{
		{"both requests", [2]chain.Step{{At: at, RequestID: "r1", AccessKeyID: "ASIA1"}, {At: at, RequestID: "r2"}}, 2, 2},
		{"none", [2]chain.Step{{At: at}, {At: at}}, 0, 1},
		{"the first", [2]chain.Step{{At: at, RequestID: "r1"}, {}}, 1, 1},
	} {
		if got := steps(c.steps); len(got) != c.inHub || slices.ContainsFunc(got, func(q question) bool { return q.requestID == "" }) {
			t.Errorf("%s: %d looks into the hub's trail, want %d: %+v", c.name, len(got), c.inHub, got)
		}
		got := partQuestions(target{source: source, token: "token", steps: c.steps})
		if len(got) != c.part || *got[0].in.AttributeValue != "token" {
			t.Errorf("%s: %d looks into the spoke's, want %d", c.name, len(got), c.part)
		}
		for _, q := range got {
			if !*q.in.Own || *q.in.AttributeKey != "Run" && q.requestID != "r2" {
				t.Errorf("%s: looks for %+v", c.name, q)
			}
		}
	}
}

func TestWhatIsAbsent(t *testing.T) {
	start := []wire.TrailEvent{{EventName: aws.String("GetTable")}, {EventName: aws.String("StartQueryExecution")}}
	for _, c := range []struct {
		events []wire.TrailEvent
		age    time.Duration
		want   string
	}{
		{start, time.Minute, ""},
		{start, 24 * time.Hour, ""},
		{start[:1], 14 * time.Minute, "The events of retail are not all there yet: a trail may show them up to 15 minutes late."},
		{nil, 0, "The events of retail are not all there yet: a trail may show them up to 15 minutes late."},
		{start[:1], 15 * time.Minute, "The start of the query is missing in the trail of retail, 15m after it. Its owner can verify whether the trail is whole."},
	} {
		if got := strings.Join(found{events: c.events}.absent("retail", c.age), "; "); got != c.want {
			t.Errorf("%s after %d events: %q, want %q", c.age, len(c.events), got, c.want)
		}
	}
	if got := (found{more: true}).notes("retail"); len(got) != 1 || got[0] != "The trail of retail holds more than the 5000 events that a trace reads at most; some are not shown." {
		t.Errorf("with more: %q", got)
	}
	if got := (found{}).notes("retail"); got != nil {
		t.Errorf("with all: %q", got)
	}
}

func TestWhyUnread(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&chain.Failure{Code: string(hub.Suspended)}, "its owner has suspended the hub there"},
		{&chain.Failure{Step: 2, Code: "AccessDenied"}, "step 2 of the way there was refused or not answered (AccessDenied)"},
		{fault.New(fault.Throttled, "Rate exceeded"), "it was asked too often; try again in a moment"},
		{fault.Wrap(context.DeadlineExceeded, fault.Cancelled, "gone"), "there was no answer in time"},
		{context.DeadlineExceeded, "there was no answer in time"},
		{fault.New(fault.Unavailable, "No answer from http://10.0.0.1."), "the answer was Unavailable"},
		{fault.New(fault.Internal, "x"), "the answer was Internal"},
		{fmt.Errorf("no operations"), "this cloud has no such trail"},
	} {
		if got, want := unread("retail", c.err), "The events of retail cannot all be read just now: "+c.want+"."; got != want {
			t.Errorf("%v: %q, want %q", c.err, got, want)
		}
	}
}
