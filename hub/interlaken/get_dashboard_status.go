package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/pulse"
	"interlaken/hub/remedy"
	"interlaken/service"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

// getDashboardStatus answers at once, from memory, whether the data sources of a dashboard can be read by the caller; and
// has them watched for as long as somebody asks.
func (o operations) getDashboardStatus() service.Operation {
	return service.Define("GetDashboardStatus",
		service.On("interlaken:GetDashboardStatus", func(c *service.Call, in *wire.GetDashboardStatusInput) string {
			return dashboardARN(c, in.DashboardId)
		}),
		func(c *service.Call, in *wire.GetDashboardStatusInput) (*wire.GetDashboardStatusOutput, error) {
			caller, err := hub.Resolve(c.Tx, c.Session)
			if err != nil {
				return nil, err
			}
			board, number, err := o.Query.Board(c.Tx, caller, aws.ToString(in.DashboardId), aws.ToInt64(in.VersionNumber))
			if err != nil {
				return nil, err
			}
			version, err := hub.GetDashboardVersion(c.Tx, board.Account, board.Region, board.ID, number)
			if err != nil {
				return nil, err
			}
			sources, err := sourcesOf(c.Tx, version.DataSets)
			if err != nil {
				return nil, err
			}
			out := &wire.GetDashboardStatusOutput{Sources: []wire.SourceStatus{}}
			for i := range sources.all {
				status, err := o.status(c.Tx, &sources.all[i], caller.Person())
				if err != nil {
					return nil, err
				}
				out.Sources = append(out.Sources, status)
			}
			return out, nil
		}, service.Reads, service.DataEvent) // open pages ask all the time
}

// status is what is known of one data source for a person. The owner's switch is looked up and not waited for.
func (o operations) status(r store.Reader, source *hub.DataSource, person hub.Person) (wire.SourceStatus, error) {
	known := o.Pulse.Watch(*source, person)
	refused := hub.CheckSuspended(r, source, person)
	if refused != nil && !fault.Is(refused, hub.Suspended) {
		return wire.SourceStatus{}, refused
	}
	spoke, err := hub.GetSpoke(r, source.Account, source.Athena.Account())
	if err != nil {
		return wire.SourceStatus{}, err
	}
	shown := wire.SourceStatus{
		DataSourceId: aws.String(source.ID), AccountId: setText(source.Athena.Account()), AccountName: aws.String(spoke.Name),
		State: wire.SourceState(known.State), CheckedAt: setTime(known.Checked), Mark: aws.String(known.Mark),
	}
	sentences := known.Sentences
	if refused != nil {
		sentences = fault.Public(refused)
		if known.State != pulse.Suspended {
			shown.State, shown.Mark = wire.SourceSuspended, aws.String(known.Mark+".suspended")
		}
	}
	switch {
	case shown.State == wire.SourceSuspended:
		shown.Failure = &wire.RunFailure{
			Code: aws.String(string(hub.Suspended)), Message: aws.String(sentences), Account: shown.AccountId,
			Ask: aws.String(spoke.Ask()), Request: aws.String(resumeRequest(sentences, "")),
		}
	case shown.State == wire.SourceRefused && known.Refusal != nil:
		shown.Failure = shownCase(remedy.Case{Refusal: *known.Refusal, Source: *source, Spoke: spoke, At: known.Checked}, false)
	}
	return shown, nil
}
