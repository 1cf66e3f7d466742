package interlaken

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/query"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// getDashboardStatus says whether the data sources of a dashboard can be read by the caller just now. It answers at once
// with what was seen last, and has the chains watched while pages ask.
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
			for _, d := range sources.all {
				status, err := o.sourceStatus(c, caller, d)
				if err != nil {
					return nil, err
				}
				out.Sources = append(out.Sources, status)
			}
			return out, nil
		}, service.Reads, service.DataEvent)
}

// sourceStatus is one data source for one person: suspended, refused, ready, or not known yet.
func (o operations) sourceStatus(c *service.Call, caller hub.Caller, d hub.DataSource) (wire.SourceStatus, error) {
	account := d.Athena.Account()
	spoke, err := hub.GetSpoke(c.Tx, d.Account, account)
	status := wire.SourceStatus{DataSourceId: aws.String(d.ID), AccountId: setText(account), AccountName: aws.String(spoke.Name), State: wire.SourceUnknown}
	if err != nil {
		return status, err
	}
	off, err := hub.SuspensionOf(c.Tx, d, caller.Person())
	if err != nil {
		return status, err
	}
	beat := o.Pulse.Look(d, caller.Person())
	switch {
	case off != nil:
		status.State, status.CheckedAt = wire.SourceSuspended, aws.Time(c.Now)
		status.Failure = &wire.RunFailure{
			Code: aws.String(string(hub.Suspended)), Account: setText(account), Message: aws.String(off.Message(spoke)), Ask: aws.String(spoke.Ask()),
			Request: aws.String(fmt.Sprintf("Please resume the access of %s to the data source %s (%s), which was suspended with the reason: %s", caller.Person().Name, d.Name, d.ARN(), off.Reason)),
		}
	case beat.Failure != nil:
		status.State, status.CheckedAt = wire.SourceRefused, aws.Time(beat.At)
		status.Failure = refusal(beat.Failure, d, spoke)
	case !beat.At.IsZero():
		status.State, status.CheckedAt = wire.SourceReady, aws.Time(beat.At)
	}
	status.Mark = aws.String(fmt.Sprintf("%d-%s", d.Epoch, status.State))
	return status, nil
}

// refusal is a step of a chain that was refused, as a reader is told it.
func refusal(f *chain.Failure, d hub.DataSource, spoke hub.Spoke) *wire.RunFailure {
	run := &query.Run{Account: d.Account, Parts: []query.Part{{DataSource: d}}}
	failed := &query.Failure{Code: f.Code, Account: f.Account, Step: f.Step}
	shown := &wire.RunFailure{Code: aws.String(f.Code), Account: setText(f.Account), Message: aws.String(plain(run, failed, spoke)), Ask: aws.String(spoke.Ask())}
	if f.Step > 0 {
		shown.Step = aws.Int32(int32(f.Step))
	}
	shown.Request = aws.String(request(run, failed))
	return shown
}
