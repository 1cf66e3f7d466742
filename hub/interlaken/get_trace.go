package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/hub/trace"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// getTrace leads from the person of a run to objects and money. The run's person, the owners of its data set and
// administrators see all accounts where they see how the run was made at all; the owner of an account sees that account's
// part; a reader sees accounts, age and price.
func (o operations) getTrace() service.Operation {
	return service.Define("GetTrace",
		service.On("interlaken:GetTrace", func(c *service.Call, in *wire.GetTraceInput) string { return runARN(c, aws.ToString(in.RunId)) }),
		func(c *service.Call, in *wire.GetTraceInput) (*wire.GetTraceOutput, error) {
			caller, run, err := o.traced(c, in.RunId)
			if err != nil {
				return nil, err
			}
			sees, err := detailed(c.Tx, caller, &run)
			if err != nil {
				return nil, err
			}
			mine, err := o.ownParts(c, caller, &run)
			if err != nil {
				return nil, err
			}
			visible := func(p *query.Part) bool { return sees || mine[p.DataSource.Athena.Account()] }
			shown, err := o.shownTrace(c, &run, sees, visible)
			if err != nil {
				return nil, err
			}
			settings, err := hub.GetSettings(c.Tx, o.Account)
			if err != nil {
				return nil, err
			}
			if !sees && len(mine) == 0 {
				shown.Notes = append(shown.Notes, "Roles, queries, objects and events are for the owners of the data set, the owners of the accounts and administrators of the hub.")
				return &wire.GetTraceOutput{Trace: shown}, nil
			}
			c.Finish(func(done bool) error {
				if !done {
					return nil
				}
				role := ""
				if sees {
					role = settings.TraceRole
				}
				ofHub, parts := trace.Gather(c.Context, o.Query.Chain, &run, role, visible)
				if sees {
					shown.HubEvents = ofHub.Events
					shown.Notes = appendNote(shown.Notes, ofHub.Note)
				}
				for i, found := range parts {
					shown.Parts[i].Events, shown.Parts[i].Objects = found.Events, found.Objects
					shown.Notes = appendNote(shown.Notes, found.Note)
				}
				return nil
			})
			return &wire.GetTraceOutput{Trace: shown}, nil
		}, service.Reads)
}

func appendNote(notes []string, note string) []string {
	if note == "" {
		return notes
	}
	return append(notes, note)
}

// traced returns a run of the caller, of the hub for an administrator, or of which a part ran in an account of the
// caller's. Another's and an unknown one have one answer.
func (o operations) traced(c *service.Call, runID *string) (hub.Caller, query.Run, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return caller, query.Run{}, err
	}
	run, err := query.GetRun(c.Tx, aws.ToString(runID))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return caller, run, err
	}
	hidden := fault.New(fault.NotFound, "Run %s is not found.", aws.ToString(runID))
	if err != nil || run.Region != c.Session.Region {
		return caller, run, hidden
	}
	mine, err := o.ownParts(c, caller, &run)
	if err != nil {
		return caller, run, err
	}
	atHub := c.Account() == run.Account && (caller.Administers() || run.Person.ID == caller.Person().ID)
	if !atHub && c.Account() == run.Account {
		if atHub, err = detailed(c.Tx, caller, &run); err != nil {
			return caller, run, err
		}
	}
	if !atHub && len(mine) == 0 {
		return caller, run, hidden
	}
	return caller, run, nil
}

// ownParts are the accounts of a run's parts that are the caller's.
func (o operations) ownParts(c *service.Call, caller hub.Caller, run *query.Run) (map[string]bool, error) {
	mine := map[string]bool{}
	for _, p := range run.Parts {
		spoke, err := hub.GetSpoke(c.Tx, o.Account, p.DataSource.Athena.Account())
		if err != nil {
			return nil, err
		}
		if hub.Owns(caller, spoke) {
			mine[spoke.Account] = true
		}
	}
	return mine, nil
}

// shownTrace is what the hub itself knows of a run.
func (o operations) shownTrace(c *service.Call, run *query.Run, sees bool, visible func(*query.Part) bool) (*wire.Trace, error) {
	t := &wire.Trace{
		RunId: aws.String(run.ID), State: wire.RunState(run.State), Person: aws.String(run.Person.Name), PersonArn: aws.String(run.Person.ARN),
		SubmittedAt: aws.Time(run.Submitted), CompletedAt: setTime(run.Completed), Dashboard: traceAsset(run.Dashboard), Visual: traceAsset(run.Visual),
		DataSet: traceAsset(run.DataSet), HubAccountId: aws.String(run.Account),
	}
	if sees && run.Join != "" {
		t.JoinSql, t.JoinMillis = aws.String(run.Join), aws.Int64(run.JoinTime)
	}
	var err error
	if t.Failure, err = o.failure(c.Tx, run, sees); err != nil {
		return nil, err
	}
	total, known := int64(0), true
	for i := range run.Parts {
		p := &run.Parts[i]
		spoke, err := hub.GetSpoke(c.Tx, run.Account, p.DataSource.Athena.Account())
		if err != nil {
			return nil, err
		}
		part := wire.TracePart{Name: aws.String(p.Name), AccountId: aws.String(spoke.Account), AccountName: aws.String(spoke.Name), State: wire.RunState(p.State)}
		part.Picodollars, part.Price = price(p.Picodollars, p.Known)
		total, known = total+p.Picodollars, known && p.Known
		if visible(p) {
			part.DataSourceId, part.RoleA, part.RoleB, part.WorkGroup = aws.String(p.DataSource.ID), setText(p.RoleASession), setText(p.RoleBSession), setText(p.DataSource.Athena.WorkGroup)
			part.QueryExecutionId, part.SqlText, part.Columns, part.Rows, part.EngineMillis = setText(p.ExecutionID), aws.String(p.SQL), p.Columns, aws.Int64(p.Rows), aws.Int64(p.EngineMillis)
			if p.Known {
				part.ScannedBytes = aws.Int64(p.ScannedBytes)
			}
		}
		t.Parts = append(t.Parts, part)
	}
	t.Picodollars, t.Price = price(total, known)
	return t, nil
}

func traceAsset(a query.Asset) *wire.TraceAsset {
	if a.ID == "" {
		return nil
	}
	name := a.Name
	if name == "" {
		name = a.ID
	}
	return &wire.TraceAsset{Id: aws.String(a.ID), Name: aws.String(name)}
}
