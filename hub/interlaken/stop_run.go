package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// stopRun asks a run to end; its queries are stopped at Athena.
func (o operations) stopRun() service.Operation {
	return service.Define("StopRun",
		service.On("interlaken:StopRun", func(c *service.Call, in *wire.StopRunInput) string { return runARN(c, aws.ToString(in.RunId)) }),
		func(c *service.Call, in *wire.StopRunInput) (*wire.StopRunOutput, error) {
			_, run, err := ownRun(c, in.RunId)
			if err != nil {
				return nil, err
			}
			return &wire.StopRunOutput{}, o.Query.Stop(c.Tx, run)
		})
}
