// Package trace ties together what is known of a run: the person, the dashboard, both roles, the query, the objects, the
// price, and the events of both accounts. The hub has no right of its own to read anybody's trail: it uses what each
// account gives it, and says what is missing and which statement would give it.
//
// Who may see a trace, and how much of it, is decided by who calls (hub/interlaken); here is one function for each. It may
// import hub, hub/chain and hub/query.
package trace

import (
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/clock"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/query"
	"interlaken/usage"
	wire "interlaken/wire/interlaken"
)

// Config is what a tracer works with.
type Config struct {
	Chain *chain.Chain
	Clock clock.Clock
	// Within is how long the events of all accounts are waited for; 0 is 3 s.
	Within time.Duration
}

// Tracer makes traces. It is safe for concurrent use.
type Tracer struct{ config Config }

// New makes a tracer.
func New(c Config) *Tracer {
	if c.Within == 0 {
		c.Within = 3 * time.Second
	}
	return &Tracer{c}
}

// Facts are what a trace needs beyond the run.
type Facts struct {
	// Names are what people call the accounts, by number.
	Names   map[string]string
	Failure *wire.RunFailure
	Copies  int64
	Last    time.Time // of the copies
}

// Whole is a run's trace without events, for who may see all of it.
func Whole(run *query.Run, f Facts) *wire.Trace {
	t := outline(run, f)
	t.Person, t.PersonArn = aws.String(run.Person.Name), aws.String(run.Person.ARN)
	t.Dashboard, t.Visual, t.DataSet = asset(run.Dashboard), asset(run.Visual), asset(run.DataSet)
	if v := run.Asked.Visual; v != nil && t.Visual == nil {
		id := v.Visual
		if id == "" {
			id = v.Control
		}
		t.Visual = &wire.TraceAsset{Id: &id}
	}
	if run.Join != "" {
		t.JoinSql = aws.String(run.Join)
		if run.State.Final() {
			t.JoinMillis = aws.Int64(run.JoinTime)
		}
	}
	t.HubAccountId = aws.String(run.Account)
	for i := range run.Parts {
		t.Parts = append(t.Parts, part(&run.Parts[i], f))
	}
	return t
}

// Own is the trace for the owner of some of the accounts: of the others' parts nothing is in it.
func Own(run *query.Run, f Facts, owns func(account string) bool) *wire.Trace {
	t := Whole(run, f)
	t.JoinSql, t.JoinMillis, t.Picodollars, t.Price, t.HubAccountId = nil, nil, nil, nil, nil
	all := len(t.Parts)
	t.Parts = slices.DeleteFunc(t.Parts, func(p wire.TracePart) bool { return !owns(aws.ToString(p.AccountId)) })
	if t.Failure != nil && !owns(aws.ToString(t.Failure.Account)) {
		t.Failure = nil
	}
	if left := all - len(t.Parts); left > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("This is your account's part. What the run did elsewhere (%d more) is for the owners of those accounts, of the data set, and the hub's administrators.", left))
	}
	t.Notes = append(t.Notes, "The events of the hub's account are for its administrators and the owners of the data set.")
	return t
}

// Outline is the trace for a reader: age, accounts and price.
func Outline(run *query.Run, f Facts) *wire.Trace {
	t := outline(run, f)
	for i := range run.Parts {
		p := &run.Parts[i]
		shown := wire.TracePart{AccountId: text(p.DataSource.Athena.Account()), AccountName: text(f.Names[p.DataSource.Athena.Account()]), State: wire.RunState(p.State), Copy: p.Copy.Shown()}
		shown.Picodollars, shown.Price = price(p.Picodollars, p.Known)
		t.Parts = append(t.Parts, shown)
	}
	t.Notes = append(t.Notes, "Roles, query, objects and events are for the owners of the data set, the owners of the accounts (each their own) and the hub's administrators.")
	return t
}

func outline(run *query.Run, f Facts) *wire.Trace {
	t := &wire.Trace{
		RunId: aws.String(run.ID), State: wire.RunState(run.State), SubmittedAt: aws.Time(run.Submitted), Failure: f.Failure, Copies: aws.Int64(f.Copies),
		Parts: []wire.TracePart{}, Notes: []string{},
	}
	if !run.Completed.IsZero() {
		t.CompletedAt = aws.Time(run.Completed)
	}
	if !f.Last.IsZero() && f.Copies > 0 {
		t.LastCopyAt = aws.Time(f.Last)
	}
	total, known := int64(0), true
	for _, p := range run.Parts {
		total, known = total+p.Picodollars, known && p.Known
	}
	t.Picodollars, t.Price = price(total, known)
	return t
}

func part(p *query.Part, f Facts) wire.TracePart {
	account := p.DataSource.Athena.Account()
	shown := wire.TracePart{
		Name: aws.String(p.Name), AccountId: text(account), AccountName: text(f.Names[account]), DataSourceId: aws.String(p.DataSource.ID),
		State: wire.RunState(p.State), RoleA: text(p.RoleASession), RoleB: text(p.RoleBSession), WorkGroup: text(p.DataSource.Athena.WorkGroup),
		QueryExecutionId: text(p.ExecutionID), SqlText: text(p.SQL), Columns: p.Columns, Copy: p.Copy.Shown(),
	}
	if p.Known {
		shown.ScannedBytes, shown.EngineMillis = aws.Int64(p.ScannedBytes), aws.Int64(p.EngineMillis)
	}
	if p.State == query.Succeeded {
		shown.Rows = aws.Int64(p.Rows)
	}
	shown.Picodollars, shown.Price = price(p.Picodollars, p.Known)
	return shown
}

func asset(a query.Asset) *wire.TraceAsset {
	if a.ID == "" {
		return nil
	}
	return &wire.TraceAsset{Id: &a.ID, Name: text(a.Name)}
}

func price(picodollars int64, known bool) (*int64, *string) {
	if !known {
		return nil, aws.String("unknown")
	}
	return &picodollars, aws.String(usage.Picodollars(picodollars).Dollars())
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// target is where the events of a part are looked for.
type target struct {
	source hub.DataSource
	token  string // Athena's ClientRequestToken: by it the account's events are tied together
	steps  [2]chain.Step
}

func targets(run *query.Run) map[string]target {
	all := map[string]target{}
	for i := range run.Parts {
		p := &run.Parts[i]
		all[p.Name] = target{p.DataSource, query.ClientToken(run, p), p.Steps}
	}
	return all
}
