package trace

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
	wire "interlaken/wire/interlaken"
)

const (
	// pageEvents is the largest page of ListEvents, and mostPages how many of them one question reads. A run leaves a few
	// tens of events, and one for each object that it read.
	pageEvents = 1000
	mostPages  = 5
	// delivery is how late a trail may show an event: CloudTrail "typically delivers events within an average of about 5
	// minutes", LookupEvents shows them "within 15 minutes" (User Guide, "Working with CloudTrail event history").
	delivery = 15 * time.Minute
)

// question is a look into a trail, and the request that is looked for in what it finds; "" for all, where the question
// itself tells them from other people's.
type question struct {
	in        *wire.ListEventsInput
	requestID string
}

// reader reads a page of a trail, as somebody.
type reader func(ctx context.Context, in *wire.ListEventsInput) (*wire.ListEventsOutput, error)

// reader reads as the session of a lease.
func (t *Tracer) reader(lease *chain.Lease) (reader, error) {
	client, err := t.config.Chain.Own(lease)
	return func(ctx context.Context, in *wire.ListEventsInput) (*wire.ListEventsOutput, error) {
		out := &wire.ListEventsOutput{}
		return out, client.Call(ctx, wire.Cloud, "ListEvents", in, out)
	}, err
}

// found is what some looks into one trail have found.
type found struct {
	events []wire.TrailEvent
	more   bool    // than mostPages pages hold
	errs   []error // of the looks that failed; what was read before is there
}

// look asks all questions at once, and puts the answers together in the order of the questions.
func look(ctx context.Context, read reader, questions []question) found {
	each := make([]found, len(questions))
	var group sync.WaitGroup
	for i, q := range questions {
		group.Go(func() { each[i] = q.ask(ctx, read) })
	}
	group.Wait()
	var all found
	for _, f := range each {
		all.events, all.more, all.errs = append(all.events, f.events...), all.more || f.more, append(all.errs, f.errs...)
	}
	return all
}

// ask reads page after page, until the request that is looked for was found.
func (q question) ask(ctx context.Context, read reader) (f found) {
	in := *q.in
	in.MaxResults = aws.Int32(pageEvents)
	for range mostPages {
		out, err := read(ctx, &in)
		if err != nil {
			f.errs = []error{err}
			return f
		}
		if q.requestID == "" {
			f.events = append(f.events, out.Events...)
		} else if i := slices.IndexFunc(out.Events, func(e wire.TrailEvent) bool { return aws.ToString(e.RequestId) == q.requestID }); i >= 0 {
			f.events = append(f.events, out.Events[i])
			return f
		}
		if in.NextToken = out.NextToken; in.NextToken == nil {
			return f
		}
	}
	f.more = true
	return f
}

// notes say what was not read for want of room.
func (f found) notes(who string) []string {
	if !f.more {
		return nil
	}
	return []string{fmt.Sprintf("The trail of %s holds more than the %d events that a trace reads at most; some are not shown.", who, mostPages*pageEvents)}
}

// failures say why looks failed: a refusal in the words of who can mend it, the others in ours.
func (f found) failures(who, refusal string) []string {
	var all []string
	for _, err := range f.errs {
		if fault.Is(err, fault.AccessDenied) {
			all = append(all, refusal)
		} else {
			all = append(all, unread(who, err))
		}
	}
	return all
}

// absent says that the event without which there was no query is not among a part's, and whether it may still come. The
// start is a query's oldest event and pages begin with the newest: where not all was read, its absence tells nothing.
func (f found) absent(who string, age time.Duration) []string {
	if f.more || len(f.errs) > 0 || slices.ContainsFunc(f.events, func(e wire.TrailEvent) bool { return aws.ToString(e.EventName) == "StartQueryExecution" }) {
		return nil
	}
	if age < delivery {
		return []string{fmt.Sprintf("The events of %s are not all there yet: a trail may show them up to %d minutes late.", who, delivery/time.Minute)}
	}
	return []string{fmt.Sprintf("The start of the query is missing in the trail of %s, %s after it. Its owner can verify whether the trail is whole.", who, strings.TrimSuffix(age.Round(time.Minute).String(), "0s"))}
}

// unread says that the events of an account could not be read, or not all.
func unread(who string, err error) string {
	return fmt.Sprintf("The events of %s cannot all be read just now: %s.", who, because(err))
}

// because is why something could not be read, for who sees a trace.
func because(err error) string {
	var f *chain.Failure
	var answer *fault.Error
	switch {
	case errors.As(err, &f) && f.Code == string(hub.Suspended):
		return "its owner has suspended the hub there"
	case errors.As(err, &f):
		return fmt.Sprintf("step %d of the way there was refused or not answered (%s)", f.Step, f.Code)
	case fault.Is(err, fault.Throttled):
		return "it was asked too often; try again in a moment"
	case fault.Is(err, fault.Cancelled), errors.Is(err, context.DeadlineExceeded):
		return "there was no answer in time"
	case errors.As(err, &answer):
		return fmt.Sprintf("the answer was %s", answer.Code)
	}
	return "this cloud has no such trail"
}
