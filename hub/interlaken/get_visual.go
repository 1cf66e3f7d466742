package interlaken

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub/query"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// visualHold is how long GetVisual is held while a run goes on: a page has asked for it and for nothing else.
const visualHold = time.Second

// getVisual gives what a visual draws, once its run has succeeded, and its receipt.
func (o operations) getVisual() service.Operation {
	return service.Define("GetVisual",
		service.On("interlaken:GetVisual", func(c *service.Call, in *wire.GetVisualInput) string { return runARN(c, aws.ToString(in.RunId)) }),
		func(c *service.Call, in *wire.GetVisualInput) (*wire.GetVisualOutput, error) {
			caller, run, err := ownRun(c, in.RunId)
			if err != nil {
				return nil, err
			}
			sees, err := detailed(c.Tx, caller, &run)
			if err != nil {
				return nil, err
			}
			out := &wire.GetVisualOutput{State: wire.RunState(run.State)}
			if out.Receipt, err = receipt(c.Tx, &run, sees); err != nil {
				return nil, err
			}
			if out.Failure, err = shownFailure(c.Tx, &run, sees); err != nil {
				return nil, err
			}
			if run.State != query.Succeeded {
				return out, nil
			}
			chart, err := o.Query.Draw(c.Tx, caller, run)
			if err != nil {
				return nil, err
			}
			text, err := json.Marshal(chart)
			if err != nil {
				return nil, fault.Wrap(err, fault.Internal, "The chart cannot be written.")
			}
			if err := o.Query.Serve(c.Tx, run); err != nil {
				return nil, err
			}
			out.Chart = aws.String(string(text))
			return out, nil
		}, service.Reads, service.Awaits(func(ctx context.Context, in *wire.GetVisualInput) {
			o.Query.Wait(ctx, aws.ToString(in.RunId), visualHold)
		}))
}
