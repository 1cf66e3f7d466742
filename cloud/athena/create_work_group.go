package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
)

// createWorkGroup makes a workgroup. What a configuration leaves out has CloudFormation's documented defaults: its
// settings are enforced and metrics are published (here nobody reads them).
func createWorkGroup() service.Operation {
	return service.Define("CreateWorkGroup",
		tagged(onWorkGroup("athena:CreateWorkGroup", func(in *sdk.CreateWorkGroupInput) *string { return in.Name }),
			func(in *sdk.CreateWorkGroupInput) []types.Tag { return in.Tags }),
		func(c *service.Call, in *sdk.CreateWorkGroupInput) (*sdk.CreateWorkGroupOutput, error) {
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			configuration, err := completed(in.Configuration)
			if err != nil {
				return nil, err
			}
			g := workGroup{Account: c.Account(), Tags: tags, Group: types.WorkGroup{
				Name: in.Name, Description: in.Description, State: types.WorkGroupStateEnabled, CreationTime: &c.Now, Configuration: configuration,
			}}
			err = workGroups.Create(c.Tx, g)
			if *in.Name == primary || fault.Is(err, fault.AlreadyExists) {
				return nil, invalid("INVALID_INPUT", "WorkGroup is already created")
			}
			return &sdk.CreateWorkGroupOutput{}, err
		})
}

// completed is a configuration with its defaults, and refuses what could not be kept.
func completed(asked *types.WorkGroupConfiguration) (*types.WorkGroupConfiguration, error) {
	g := types.WorkGroupConfiguration{}
	if asked != nil {
		g = *asked
	}
	switch {
	case g.ManagedQueryResultsConfiguration != nil && g.ManagedQueryResultsConfiguration.Enabled,
		g.CustomerContentEncryptionConfiguration != nil, g.ExecutionRole != nil, g.EngineConfiguration != nil,
		g.IdentityCenterConfiguration != nil, g.MonitoringConfiguration != nil, g.AdditionalConfiguration != nil,
		g.QueryResultsS3AccessGrantsConfiguration != nil, aws.ToBool(g.EnableMinimumEncryptionConfiguration):
		return nil, fault.New(fault.Unsupported, "Managed results, encryption under keys, identity center, access grants and Spark are not offered here.")
	}
	if err := acceptResults(g.ResultConfiguration); err != nil {
		return nil, err
	}
	if err := acceptEngine(g.EngineVersion); err != nil {
		return nil, err
	}
	if g.ResultConfiguration == nil {
		g.ResultConfiguration = &types.ResultConfiguration{}
	}
	setDefault(&g.EnforceWorkGroupConfiguration, true)
	setDefault(&g.PublishCloudWatchMetricsEnabled, true)
	setDefault(&g.RequesterPaysEnabled, false)
	g.EngineVersion = engineVersion()
	return &g, nil
}

func setDefault(field **bool, value bool) {
	if *field == nil {
		*field = &value
	}
}
