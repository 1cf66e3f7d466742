package trace

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/query"
	wire "interlaken/wire/interlaken"
)

// Events adds to a trace the events of its parts' accounts, read as the person who asks, and those of the hub's account
// where the trace has that and a role is named for it. What cannot be read is said in the trace's notes.
func (t *Tracer) Events(ctx context.Context, to *wire.Trace, run *query.Run, person hub.Person, traceRole string) {
	ctx, cancel := context.WithTimeout(ctx, t.config.Within)
	defer cancel()
	var group sync.WaitGroup
	where := targets(run)
	notes := make([][]string, len(to.Parts)+1)
	for i := range to.Parts {
		p := &to.Parts[i]
		group.Go(func() { notes[i+1] = t.spoke(ctx, p, where[aws.ToString(p.Name)], person, run.Submitted) })
	}
	if to.HubAccountId != nil {
		group.Go(func() { to.HubEvents, notes[0] = t.hub(ctx, run, where, traceRole) })
	}
	group.Wait()
	for _, note := range slices.Concat(notes...) {
		if !slices.Contains(to.Notes, note) {
			to.Notes = append(to.Notes, note)
		}
	}
}

// spoke fills in the events of one part, and the objects that they tell of; the notes say what is not there, and why.
func (t *Tracer) spoke(ctx context.Context, p *wire.TracePart, where target, person hub.Person, asked time.Time) []string {
	if p.QueryExecutionId == nil {
		return nil
	}
	who := aws.ToString(p.AccountName)
	if who == "" {
		who = "account " + aws.ToString(p.AccountId)
	}
	lease, err := t.config.Chain.Lease(ctx, where.source, person)
	if err != nil {
		return []string{unread(who, err)}
	}
	read, err := t.reader(lease)
	if err != nil {
		return []string{unread(who, err)}
	}
	found := look(ctx, read, partQuestions(where))
	p.Events = shown(found.events)
	p.Objects = objects(found.events, *p.QueryExecutionId)
	notes := found.failures(who, fmt.Sprintf("Account %s does not let the hub read what its own sessions did, so that its events are not shown. Its owner can, with this statement on the role that the hub takes there; it opens nothing else: %s",
		lease.Account, statement(arn.Make("interlaken", "", lease.Account, "trail/own"))))
	return slices.Concat(notes, found.notes(who), found.absent(who, t.config.Clock.Now().Sub(asked)))
}

// partQuestions are where the events of a part stand in its account: all of the query, and the step that let the hub in,
// which stands there as a copy with a request of the hub's account.
func partQuestions(where target) []question {
	all := []question{{in: &wire.ListEventsInput{AttributeKey: aws.String("Run"), AttributeValue: &where.token, Own: aws.Bool(true)}}}
	step := where.steps[1]
	if role := where.source.Athena.ConsumerAccountRoleARN; role != "" && step.RequestID != "" {
		all = append(all, question{&wire.ListEventsInput{
			AttributeKey: aws.String("ResourceName"), AttributeValue: &role, EventCategory: wire.ManagementEvents, Own: aws.Bool(true),
			StartTime: aws.Time(step.At.Add(-before)), EndTime: aws.Time(step.At.Add(after)),
		}, step.RequestID})
	}
	return all
}

// hub returns the events of the hub's account: of the run itself, and of both steps of each part's chain.
func (t *Tracer) hub(ctx context.Context, run *query.Run, where map[string]target, role string) ([]wire.TraceEvent, []string) {
	trail := statement(arn.Make("interlaken", "", run.Account, "trail"))
	if role == "" {
		return nil, []string{fmt.Sprintf("The events of the hub's account %s are not shown: no role is named for reading them. An administrator can name one in the hub's settings (TraceRoleArn) that trusts %s and has this statement: %s",
			run.Account, hub.ServiceName, trail)}
	}
	lease, err := t.config.Chain.Trace(ctx, run.Account, run.Region, role)
	if err != nil {
		return nil, []string{fmt.Sprintf("The events of the hub's account %s are not shown, because the role that is named for reading them cannot be assumed: %s.", run.Account, because(err))}
	}
	who := "the hub's account " + run.Account
	read, err := t.reader(lease)
	if err != nil {
		return nil, []string{unread(who, err)}
	}
	questions := []question{{in: &wire.ListEventsInput{AttributeKey: aws.String("Run"), AttributeValue: &run.ID}}}
	for _, one := range where {
		questions = append(questions, steps(one.steps)...)
	}
	found := look(ctx, read, questions)
	notes := found.failures(who, fmt.Sprintf("The events of the hub's account %s are not shown: the role that is named for reading them lacks this statement: %s", run.Account, trail))
	return shown(found.events), append(notes, found.notes(who)...)
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
