package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
)

// getWorkGroup answers with one workgroup.
func getWorkGroup() service.Operation {
	return service.Define("GetWorkGroup",
		onWorkGroup("athena:GetWorkGroup", func(in *sdk.GetWorkGroupInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.GetWorkGroupInput) (*sdk.GetWorkGroupOutput, error) {
			g, err := findWorkGroup(c, in.WorkGroup)
			if err != nil {
				return nil, err
			}
			return &sdk.GetWorkGroupOutput{WorkGroup: &g}, nil
		}, service.Reads)
}
