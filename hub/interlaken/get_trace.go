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

// getTrace leads from a person to objects and money. Owners of the data set and administrators see all of a run, owners of
// accounts their part, the reader who made it age, accounts and price. For everybody else there is no such run.
func (o operations) getTrace() service.Operation {
	return service.Define("GetTrace",
		service.On("interlaken:GetTrace", func(c *service.Call, in *wire.GetTraceInput) string { return runARN(c, aws.ToString(in.RunId)) }),
		func(c *service.Call, in *wire.GetTraceInput) (*wire.GetTraceOutput, error) {
			caller, err := hub.Resolve(c.Tx, c.Session)
			if err != nil {
				return nil, err
			}
			if aws.ToString(in.RunId) == "" {
				return nil, fault.New(fault.Validation, "RunId is missing.")
			}
			missing := fault.New(fault.NotFound, "Run %s is not found.", *in.RunId)
			run, err := query.GetRun(c.Tx, *in.RunId)
			if err != nil {
				return nil, err
			}
			if run.Account != o.Account || run.Region != c.Session.Region {
				return nil, missing
			}
			out, err := o.traceFor(c, caller, &run)
			if err != nil {
				return nil, err
			}
			if out == nil {
				return nil, missing
			}
			return &wire.GetTraceOutput{Trace: out}, nil
		}, service.Reads)
}

// traceFor is as much of a run's trace as a caller may see; nil for nothing. The events are read once the transaction is
// over.
func (o operations) traceFor(c *service.Call, caller hub.Caller, run *query.Run) (*wire.Trace, error) {
	inHub := caller.Account() == o.Account
	sees := false
	var err error
	if inHub {
		if sees, err = detailed(c.Tx, caller, run); err != nil {
			return nil, err
		}
	}
	owned, err := o.ownedAccounts(c, caller, run)
	if err != nil {
		return nil, err
	}
	mine := inHub && caller.Person().ID == run.Person.ID
	if !sees && len(owned) == 0 && !mine {
		return nil, nil
	}
	facts, err := o.facts(c, run, sees || len(owned) > 0)
	if err != nil {
		return nil, err
	}
	var t *wire.Trace
	switch {
	case sees:
		t = trace.Whole(run, facts)
	case len(owned) > 0:
		t = trace.Own(run, facts, func(account string) bool { return owned[account] })
	default:
		return trace.Outline(run, facts), nil
	}
	settings, err := hub.GetSettings(c.Tx, o.Account)
	if err != nil {
		return nil, err
	}
	c.Finish(func(done bool) error {
		if done {
			o.Trace.Events(c.Context, t, run, caller.Person(), settings.TraceRoleARN)
		}
		return nil
	})
	return t, nil
}

// ownedAccounts are those of a run's accounts whose switch the caller holds.
func (o operations) ownedAccounts(c *service.Call, caller hub.Caller, run *query.Run) (map[string]bool, error) {
	owned := map[string]bool{}
	for _, p := range run.Parts {
		account := p.DataSource.Athena.Account()
		if account == "" {
			continue
		}
		s, err := o.stand(c, &account)
		if err != nil {
			return nil, err
		}
		if s.owns {
			owned[account] = true
		}
	}
	return owned, nil
}

func (o operations) facts(c *service.Call, run *query.Run, sees bool) (trace.Facts, error) {
	f := trace.Facts{Names: map[string]string{}}
	for i := range run.Parts {
		spoke, err := hub.GetSpoke(c.Tx, run.Account, run.Parts[i].DataSource.Athena.Account())
		if err != nil {
			return f, err
		}
		f.Names[spoke.Account] = spoke.Name
	}
	times, last, err := query.Servings(c.Tx, run.ID)
	if err != nil {
		return f, err
	}
	f.Copies, f.Last = max(0, times-1), last
	f.Failure, err = shownFailure(c.Tx, run, sees)
	return f, err
}
