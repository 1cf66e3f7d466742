// Package interlaken serves the hub's own operations, which QuickSight's API has not: runs of queries, what the owners of
// accounts see and switch, traces, and the hub's settings. Like every other they are declared, authorized by IAM and
// recorded; within that, a run belongs to the person who started it, and an account's switch to its owners. The command
// line is their client. It may import hub/*; app registers it.
package interlaken

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/pulse"
	"interlaken/hub/query"
	"interlaken/hub/trace"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// Config is what the operations work with.
type Config struct {
	Query *query.Service
	// Account is the hub account. Owners of other accounts call too, each signed in their own.
	Account string
	Pulse   *pulse.Pulse
	Trace   *trace.Tracer
	// Inviter makes the invitations of local users.
	Inviter hub.Inviter
}

// hold is how long GetRun is held while a run goes on, as Athena holds GetQueryExecution.
const hold = 200 * time.Millisecond

type operations struct{ Config }

// New declares the service.
func New(c Config) *service.Service {
	o := operations{c}
	return &service.Service{
		Wire: wire.Hub, Source: hub.Source,
		Operations: []service.Operation{
			o.startRun(), o.getRun(), o.getRunResults(), o.listRuns(), o.stopRun(), o.getSettings(), o.putSettings(),
			o.getDashboardView(), o.getVisual(), o.getDashboardStatus(),
			o.getCaller(), o.putSpoke(), o.listSpokes(), o.deleteSpoke(),
			o.suspendAccess(), o.resumeAccess(), o.listSuspensions(), o.getSwitch(), o.listReads(), o.listProblems(), o.getTrace(), o.inviteUser(),
		},
	}
}

// runARN is what IAM policies name: every run of an account and Region, or one.
func runARN(c *service.Call, runID string) string {
	return arn.Make("interlaken", c.Session.Region, c.Account(), "run/"+runID)
}

// dashboardARN is the dashboard's own, so that one statement covers QuickSight's operations on it and ours.
func dashboardARN(c *service.Call, id *string) string {
	return hub.DashboardARN(c.Session.Region, c.Account(), aws.ToString(id))
}

func settingsARN(c *service.Call) string {
	return arn.Make("interlaken", c.Session.Region, c.Account(), "hub-settings")
}

// ownRun returns a run of the caller, or any of the account for an administrator. Another person's and an unknown one
// have one answer.
func ownRun(c *service.Call, runID *string) (hub.Caller, query.Run, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return caller, query.Run{}, err
	}
	if runID == nil || *runID == "" {
		return caller, query.Run{}, fault.New(fault.Validation, "RunId is missing.")
	}
	run, err := query.GetRun(c.Tx, *runID)
	if err != nil {
		return caller, query.Run{}, err
	}
	if run.Account != c.Account() || run.Region != c.Session.Region || run.Person.ID != caller.Person().ID && !caller.Administers() {
		return caller, query.Run{}, fault.New(fault.NotFound, "Run %s is not found.", *runID)
	}
	return caller, run, nil
}
