package cloudtrail

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"interlaken/service"
	"interlaken/trail"
)

// logging are the operations that begin and end the delivery of events, and tell how it goes.
func (s *cloudtrail) logging() []service.Operation {
	return []service.Operation{s.startLogging(), s.stopLogging(), s.getTrailStatus()}
}

// startLogging has each event from now on delivered.
func (s *cloudtrail) startLogging() service.Operation {
	return service.Define("StartLogging", onTrail("StartLogging", func(in *sdk.StartLoggingInput) *string { return in.Name }),
		func(c *service.Call, in *sdk.StartLoggingInput) (*sdk.StartLoggingOutput, error) {
			t, err := lookUp(c, in.Name)
			if err != nil || t.Logging {
				return &sdk.StartLoggingOutput{}, err
			}
			head, err := trail.HeadOf(c.Tx, t.Account)
			if err != nil {
				return nil, err
			}
			t.Logging, t.Started = true, c.Now
			t.Spans = append(t.Spans, span{From: head.Count})
			return &sdk.StartLoggingOutput{}, trails.Put(c.Tx, t)
		})
}

// stopLogging ends that with the events so far, which are still delivered.
func (s *cloudtrail) stopLogging() service.Operation {
	return service.Define("StopLogging", onTrail("StopLogging", func(in *sdk.StopLoggingInput) *string { return in.Name }),
		func(c *service.Call, in *sdk.StopLoggingInput) (*sdk.StopLoggingOutput, error) {
			t, err := lookUp(c, in.Name)
			if err != nil || !t.Logging {
				return &sdk.StopLoggingOutput{}, err
			}
			head, err := trail.HeadOf(c.Tx, t.Account)
			if err != nil {
				return nil, err
			}
			t.Logging, t.Stopped = false, c.Now
			last := &t.Spans[len(t.Spans)-1]
			last.Until = head.Count + 1 // with the event of this very call
			return &sdk.StopLoggingOutput{}, trails.Put(c.Tx, t)
		})
}

func (s *cloudtrail) getTrailStatus() service.Operation {
	return service.Define("GetTrailStatus", onTrail("GetTrailStatus", func(in *sdk.GetTrailStatusInput) *string { return in.Name }),
		func(c *service.Call, in *sdk.GetTrailStatusInput) (*sdk.GetTrailStatusOutput, error) {
			t, err := lookUp(c, in.Name)
			if err != nil {
				return nil, err
			}
			out := &sdk.GetTrailStatusOutput{
				IsLogging: &t.Logging, StartLoggingTime: moment(t.Started), StopLoggingTime: moment(t.Stopped), LatestDeliveryTime: moment(t.Delivered),
				TimeLoggingStarted: stamp(t.Started), TimeLoggingStopped: stamp(t.Stopped), LatestDeliveryAttemptTime: stamp(t.Attempted),
				LatestDeliveryAttemptSucceeded: stamp(t.Delivered), LatestDeliveryError: text(t.LastFailure),
			}
			return out, nil
		}, service.Reads)
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// stamp is a time as the older members have it: text, "" where there is none.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return aws.String("")
	}
	return aws.String(t.UTC().Format(time.RFC3339))
}
