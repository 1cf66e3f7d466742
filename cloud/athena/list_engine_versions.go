package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/service"
)

// listEngineVersions lists what a workgroup can select.
func listEngineVersions() service.Operation {
	return service.Define("ListEngineVersions", everything[sdk.ListEngineVersionsInput]("athena:ListEngineVersions"),
		func(*service.Call, *sdk.ListEngineVersionsInput) (*sdk.ListEngineVersionsOutput, error) {
			version := engineVersion()
			return &sdk.ListEngineVersionsOutput{EngineVersions: []types.EngineVersion{
				*version, {SelectedEngineVersion: aws.String(*version.EffectiveEngineVersion), EffectiveEngineVersion: version.EffectiveEngineVersion},
			}}, nil
		}, service.Reads)
}
