package trace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/query"
	wire "interlaken/wire/interlaken"
)

// mostEvents is the largest page of ListEvents; a run leaves a few tens.
const mostEvents = 1000

// Events adds to a trace the events of its parts' accounts, read as the person who asks, and those of the hub's account
// where the trace has that and a role is named for it. What cannot be read is said in the trace's notes.
func (t *Tracer) Events(ctx context.Context, to *wire.Trace, run *query.Run, person hub.Person, traceRole string) {
	ctx, cancel := context.WithTimeout(ctx, t.config.Within)
	defer cancel()
	var group sync.WaitGroup
	where := targets(run)
	notes := make([]string, len(to.Parts)+1)
	for i := range to.Parts {
		p := &to.Parts[i]
		group.Go(func() { notes[i+1] = t.spoke(ctx, p, where[aws.ToString(p.Name)], person) })
	}
	if to.HubAccountId != nil {
		group.Go(func() { to.HubEvents, notes[0] = t.hub(ctx, run, where, traceRole) })
	}
	group.Wait()
	for _, note := range notes {
		if note != "" && !slices.Contains(to.Notes, note) {
			to.Notes = append(to.Notes, note)
		}
	}
}

// spoke fills in the events of one part, and the objects that they tell of; the note says why there are none.
func (t *Tracer) spoke(ctx context.Context, p *wire.TracePart, where target, person hub.Person) (note string) {
	if p.QueryExecutionId == nil {
		return ""
	}
	who := aws.ToString(p.AccountName)
	if who == "" {
		who = "account " + aws.ToString(p.AccountId)
	}
	lease, err := t.config.Chain.Lease(ctx, where.source, person)
	if err != nil {
		return fmt.Sprintf("The events of %s cannot be read just now: %s.", who, because(err))
	}
	events, err := t.list(ctx, lease, &wire.ListEventsInput{AttributeKey: aws.String("Run"), AttributeValue: &where.token, Own: aws.Bool(true)})
	if role := where.source.Athena.ConsumerAccountRoleARN; err == nil && role != "" && !where.steps[1].At.IsZero() {
		// The step that let the hub in stands in this account too, as a copy with a request of the other.
		var steps []wire.TrailEvent
		steps, err = t.ask(ctx, lease, question{&wire.ListEventsInput{
			AttributeKey: aws.String("ResourceName"), AttributeValue: &role, EventCategory: wire.ManagementEvents, Own: aws.Bool(true),
			StartTime: aws.Time(where.steps[1].At.Add(-before)), EndTime: aws.Time(where.steps[1].At.Add(after)),
		}, where.steps[1].RequestID})
		events = append(events, steps...)
	}
	switch {
	case fault.Is(err, fault.AccessDenied):
		return fmt.Sprintf("Account %s does not let the hub read what its own sessions did, so that its events are not shown. Its owner can, with this statement on the role that the hub takes there; it opens nothing else: %s",
			lease.Account, statement(arn.Make("interlaken", "", lease.Account, "trail/own")))
	case err != nil:
		return fmt.Sprintf("The events of %s cannot be read just now: %s.", who, because(err))
	}
	p.Events = shown(events)
	p.Objects = objects(events, *p.QueryExecutionId)
	return ""
}

// hub returns the events of the hub's account: of the run itself, and of both steps of each part's chain.
func (t *Tracer) hub(ctx context.Context, run *query.Run, where map[string]target, role string) (all []wire.TraceEvent, note string) {
	trail := statement(arn.Make("interlaken", "", run.Account, "trail"))
	if role == "" {
		return nil, fmt.Sprintf("The events of the hub's account %s are not shown: no role is named for reading them. An administrator can name one in the hub's settings (TraceRoleArn) that trusts %s and has this statement: %s",
			run.Account, hub.ServiceName, trail)
	}
	lease, err := t.config.Chain.Trace(ctx, run.Account, run.Region, role)
	if err != nil {
		return nil, fmt.Sprintf("The events of the hub's account %s are not shown, because the role that is named for reading them cannot be assumed: %s.", run.Account, because(err))
	}
	questions := []question{{in: &wire.ListEventsInput{AttributeKey: aws.String("Run"), AttributeValue: &run.ID}}}
	for _, one := range where {
		questions = append(questions, steps(one.steps)...)
	}
	found := make([][]wire.TrailEvent, len(questions))
	failures := make([]error, len(questions))
	var group sync.WaitGroup
	for i, q := range questions {
		group.Go(func() { found[i], failures[i] = t.ask(ctx, lease, q) })
	}
	group.Wait()
	switch err := errors.Join(failures...); {
	case err != nil && fault.Is(failures[0], fault.AccessDenied):
		return nil, fmt.Sprintf("The events of the hub's account %s are not shown: the role that is named for reading them lacks this statement: %s", run.Account, trail)
	case err != nil:
		note = fmt.Sprintf("Some events of the hub's account %s cannot be read just now.", run.Account)
	}
	return shown(slices.Concat(found...)), note
}

// question is a look into a trail, and the request that is looked for in what it finds; "" for all.
type question struct {
	in        *wire.ListEventsInput
	requestID string
}

// An event is older than its answer, by as much as a walk may take; clocks may differ a little. Pages begin with the newest
// event, so that little may come after.
const (
	before = time.Minute
	after  = 2 * time.Second
)

// steps are where the two calls of STS are found: the first by its time, because a service has no key that is shown, the
// second by the key of the session that made it.
func steps(s [2]chain.Step) []question {
	var all []question
	if s[0].RequestID != "" {
		all = append(all, question{&wire.ListEventsInput{
			AttributeKey: aws.String("EventName"), AttributeValue: aws.String("AssumeRole"), EventCategory: wire.ManagementEvents,
			StartTime: aws.Time(s[0].At.Add(-before)), EndTime: aws.Time(s[0].At.Add(after)),
		}, s[0].RequestID})
	}
	if s[1].RequestID != "" {
		all = append(all, question{&wire.ListEventsInput{
			AttributeKey: aws.String("AccessKeyId"), AttributeValue: aws.String(s[0].AccessKeyID), EventCategory: wire.ManagementEvents,
		}, s[1].RequestID})
	}
	return all
}

// ask lists events until the one that is looked for is found.
func (t *Tracer) ask(ctx context.Context, lease *chain.Lease, q question) ([]wire.TrailEvent, error) {
	events, err := t.list(ctx, lease, q.in)
	if q.requestID == "" {
		return events, err
	}
	return slices.DeleteFunc(events, func(e wire.TrailEvent) bool { return aws.ToString(e.RequestId) != q.requestID }), err
}

// list returns what one page of ListEvents holds at most.
func (t *Tracer) list(ctx context.Context, lease *chain.Lease, in *wire.ListEventsInput) ([]wire.TrailEvent, error) {
	client, err := t.config.Chain.Own(lease)
	if err != nil {
		return nil, err
	}
	in.MaxResults = aws.Int32(mostEvents)
	var out wire.ListEventsOutput
	err = client.Call(ctx, wire.Cloud, "ListEvents", in, &out)
	return out.Events, err
}

// because is why something could not be read, for who sees a trace.
func because(err error) string {
	var f *chain.Failure
	switch {
	case errors.As(err, &f) && f.Code == string(hub.Suspended):
		return "its owner has suspended the hub there"
	case errors.As(err, &f):
		return fmt.Sprintf("step %d of the way there was refused or not answered (%s)", f.Step, f.Code)
	}
	return "there was no answer in time"
}

// statement is what would give the right to read a trail.
func statement(trail string) string {
	return fmt.Sprintf(`{"Effect":"Allow","Action":"interlaken:ListEvents","Resource":%q}`, trail)
}

// shown are events in a trace's shape, each once, the oldest first.
func shown(events []wire.TrailEvent) []wire.TraceEvent {
	slices.SortStableFunc(events, func(a, b wire.TrailEvent) int {
		if n := aws.ToTime(a.EventTime).Compare(aws.ToTime(b.EventTime)); n != 0 {
			return n
		}
		return int(aws.ToInt64(a.Sequence) - aws.ToInt64(b.Sequence))
	})
	all := []wire.TraceEvent{}
	for _, e := range events {
		if slices.ContainsFunc(all, func(o wire.TraceEvent) bool { return aws.ToString(o.EventId) == aws.ToString(e.EventId) }) {
			continue
		}
		all = append(all, wire.TraceEvent{
			EventId: e.EventId, EventTime: e.EventTime, EventSource: e.EventSource, EventName: e.EventName, Username: e.Username, ErrorCode: e.ErrorCode, Record: e.Record,
		})
	}
	return all
}

// objects are the addresses of the objects that a query read, by the events that tell of it. Its own result, which is named
// after it and was fetched, is none of them.
func objects(events []wire.TrailEvent, executionID string) []string {
	var all []string
	for _, e := range events {
		if aws.ToString(e.EventName) != "GetObject" || e.ErrorCode != nil {
			continue
		}
		var record struct {
			Resources []struct {
				ARN  string `json:"ARN"`
				Type string `json:"type"`
			} `json:"resources"`
		}
		if err := json.Unmarshal([]byte(aws.ToString(e.Record)), &record); err != nil {
			continue // what cannot be read names no object; the record itself is shown
		}
		for _, r := range record.Resources {
			name, ok := strings.CutPrefix(r.ARN, "arn:aws:s3:::")
			if ok && strings.Contains(name, "/") && !strings.Contains(name, executionID) {
				all = append(all, "s3://"+name)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
