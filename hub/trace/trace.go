// Package trace gathers what the trails of several accounts hold of one run. The hub has no right of its own to read a
// trail: each account gives it as much as it wants to, the hub's by a role that the settings name, a spoke by a statement
// of role B. What is not given is said, with the statement that would give it.
//
// It reads over the wire, with leases of hub/chain. hub/interlaken uses it.
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
	"interlaken/fault"
	"interlaken/hub/chain"
	"interlaken/hub/query"
	"interlaken/wire"
	"interlaken/wire/interlaken"
)

// Found is what one account's trail holds of a run.
type Found struct {
	Events []interlaken.TraceEvent
	// Objects are the s3:// addresses that were read, in order.
	Objects []string
	// Note says in a sentence what is missing and what would give it; "" where nothing is.
	Note string
}

// Time is how long the trails are waited for.
const Time = 3 * time.Second

// Gather asks the hub's account and the account of each part that sees accepts, all at once. parts has one entry a part.
func Gather(ctx context.Context, c *chain.Chain, run *query.Run, traceRole string, sees func(*query.Part) bool) (ofHub Found, parts []Found) {
	ctx, cancel := context.WithTimeout(ctx, Time)
	defer cancel()
	parts = make([]Found, len(run.Parts))
	var group sync.WaitGroup
	group.Go(func() { ofHub = hubEvents(ctx, c, run, traceRole) })
	for i := range run.Parts {
		if p := &run.Parts[i]; sees(p) && p.ExecutionID != "" {
			group.Go(func() { parts[i] = partEvents(ctx, c, run, p) })
		}
	}
	group.Wait()
	return ofHub, parts
}

// hubEvents are the run's own, and of each part both steps of the chain.
func hubEvents(ctx context.Context, c *chain.Chain, run *query.Run, role string) Found {
	if role == "" {
		return Found{Note: fmt.Sprintf("The hub may not read the trail of its own account %s: an administrator names a role for it (TraceRoleArn of the hub's settings).", run.Account)}
	}
	lease, err := c.AssumeTrace(ctx, run.Account, role)
	if err != nil {
		return Found{Note: fmt.Sprintf("The trail of account %s could not be read: the role %s could not be taken.", run.Account, role)}
	}
	client := c.Ledger(lease)
	found, err := list(ctx, client, interlaken.ListEventsInput{AttributeKey: aws.String("Run"), AttributeValue: &run.ID})
	for _, p := range run.Parts {
		if err != nil || p.RoleAKey == "" {
			break
		}
		var first, second []interlaken.TrailEvent
		first, err = list(ctx, client, interlaken.ListEventsInput{AttributeKey: aws.String("ResourceName"), AttributeValue: &p.DataSource.Athena.RoleARN})
		if err == nil {
			second, err = list(ctx, client, interlaken.ListEventsInput{AttributeKey: aws.String("AccessKeyId"), AttributeValue: &p.RoleAKey})
		}
		// Of the walks, the one that made this run's lease: each step hands out the key of its session.
		found = slices.Concat(found, holding(first, p.RoleAKey), holding(second, p.RoleBKey))
	}
	if err != nil {
		return Found{Note: fmt.Sprintf("The trail of account %s could not be read: %s", run.Account, fault.Public(err))}
	}
	return shown(found)
}

// partEvents are those of one query in the account where it ran, and of the step that let the hub in.
func partEvents(ctx context.Context, c *chain.Chain, run *query.Run, p *query.Part) Found {
	account := p.DataSource.Athena.Account()
	lease, err := c.Lease(ctx, p.DataSource, run.Person)
	if err != nil {
		return Found{Note: fmt.Sprintf("The trail of account %s cannot be read just now: the chain to it does not stand.", account)}
	}
	client := c.Ledger(lease)
	token := run.PartToken(p)
	found, err := list(ctx, client, interlaken.ListEventsInput{Own: aws.Bool(true), AttributeKey: aws.String("Run"), AttributeValue: &token})
	if err == nil {
		var steps []interlaken.TrailEvent
		steps, err = list(ctx, client, interlaken.ListEventsInput{Own: aws.Bool(true), AttributeKey: aws.String("ResourceName"), AttributeValue: &p.DataSource.Athena.ConsumerAccountRoleARN})
		found = append(found, holding(steps, p.RoleBKey)...)
	}
	switch {
	case fault.Is(err, fault.AccessDenied):
		return Found{Note: fmt.Sprintf("Account %s does not let the hub read what its own sessions did. Its owner can, with this statement on role B: %s", account, Statement(account))}
	case err != nil:
		return Found{Note: fmt.Sprintf("The trail of account %s could not be read: %s", account, fault.Public(err))}
	}
	return shown(found)
}

// holding are the events that name an access key.
func holding(events []interlaken.TrailEvent, key string) []interlaken.TrailEvent {
	return slices.DeleteFunc(events, func(e interlaken.TrailEvent) bool {
		return key == "" || !strings.Contains(aws.ToString(e.Record), key)
	})
}

// Statement lets role B read what its own sessions did, and nothing else of the account's trail.
func Statement(account string) string {
	text, err := json.Marshal(map[string]string{"Effect": "Allow", "Action": "interlaken:ListEvents", "Resource": arn.Make("interlaken", "", account, "trail/own")})
	if err != nil {
		panic(fmt.Sprintf("trace: %v", err)) // texts always marshal
	}
	return string(text)
}

// mostEvents bounds what one question brings: a run has fewer, unless it reads very many objects.
const mostEvents = 1000

func list(ctx context.Context, client *wire.Client, in interlaken.ListEventsInput) ([]interlaken.TrailEvent, error) {
	in.MaxResults = aws.Int32(mostEvents)
	var out interlaken.ListEventsOutput
	err := client.Call(ctx, interlaken.Cloud, "ListEvents", &in, &out)
	return out.Events, err
}

// shown puts events into order, each once, and finds the objects in them.
func shown(found []interlaken.TrailEvent) Found {
	slices.SortFunc(found, func(a, b interlaken.TrailEvent) int { return int(aws.ToInt64(a.Sequence) - aws.ToInt64(b.Sequence)) })
	found = slices.CompactFunc(found, func(a, b interlaken.TrailEvent) bool { return aws.ToString(a.EventId) == aws.ToString(b.EventId) })
	all := Found{Events: []interlaken.TraceEvent{}}
	for _, e := range found {
		all.Events = append(all.Events, interlaken.TraceEvent{
			EventId: e.EventId, EventTime: e.EventTime, EventSource: e.EventSource, EventName: e.EventName, Username: e.Username, ErrorCode: e.ErrorCode, Record: e.Record,
		})
		if aws.ToString(e.EventName) == "GetObject" {
			all.Objects = append(all.Objects, objects(aws.ToString(e.Record))...)
		}
	}
	slices.Sort(all.Objects)
	all.Objects = slices.Compact(all.Objects)
	return all
}

// objects are the addresses of the objects in an event's resources.
func objects(record string) []string {
	var e struct {
		Resources []struct {
			ARN  string `json:"ARN"`
			Type string `json:"type"`
		} `json:"resources"`
	}
	if err := json.Unmarshal([]byte(record), &e); err != nil {
		return nil // a record that is no JSON has no objects that could be named
	}
	var all []string
	for _, r := range e.Resources {
		if key, ok := strings.CutPrefix(r.ARN, "arn:aws:s3:::"); ok && strings.Contains(key, "/") {
			all = append(all, "s3://"+key)
		}
	}
	return all
}
