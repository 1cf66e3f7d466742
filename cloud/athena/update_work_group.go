package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
)

// updateWorkGroup changes what is given and leaves the rest. Queries that have begun keep what they began with.
func updateWorkGroup() service.Operation {
	return service.Define("UpdateWorkGroup",
		onWorkGroup("athena:UpdateWorkGroup", func(in *sdk.UpdateWorkGroupInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.UpdateWorkGroupInput) (*sdk.UpdateWorkGroupOutput, error) {
			kept, err := keptWorkGroup(c, in.WorkGroup)
			if err != nil {
				return nil, err
			}
			g := &kept.Group
			if in.Description != nil {
				g.Description = in.Description
			}
			if in.State != "" {
				g.State = in.State
			}
			if in.ConfigurationUpdates != nil {
				if err := update(g.Configuration, in.ConfigurationUpdates); err != nil {
					return nil, err
				}
			}
			return &sdk.UpdateWorkGroupOutput{}, workGroups.Put(c.Tx, kept)
		})
}

func update(g *types.WorkGroupConfiguration, u *types.WorkGroupConfigurationUpdates) error {
	switch {
	case u.ManagedQueryResultsConfigurationUpdates != nil && aws.ToBool(u.ManagedQueryResultsConfigurationUpdates.Enabled),
		u.CustomerContentEncryptionConfiguration != nil, u.ExecutionRole != nil, u.EngineConfiguration != nil,
		u.MonitoringConfiguration != nil, u.AdditionalConfiguration != nil, u.QueryResultsS3AccessGrantsConfiguration != nil,
		aws.ToBool(u.EnableMinimumEncryptionConfiguration):
		return fault.New(fault.Unsupported, "Managed results, encryption under keys, identity center, access grants and Spark are not offered here.")
	}
	if err := acceptEngine(u.EngineVersion); err != nil {
		return err
	}
	replace(&g.EnforceWorkGroupConfiguration, u.EnforceWorkGroupConfiguration, false)
	replace(&g.PublishCloudWatchMetricsEnabled, u.PublishCloudWatchMetricsEnabled, false)
	replace(&g.RequesterPaysEnabled, u.RequesterPaysEnabled, false)
	replace(&g.BytesScannedCutoffPerQuery, u.BytesScannedCutoffPerQuery, aws.ToBool(u.RemoveBytesScannedCutoffPerQuery))
	if r := u.ResultConfigurationUpdates; r != nil {
		if g.ResultConfiguration == nil {
			g.ResultConfiguration = &types.ResultConfiguration{}
		}
		to := g.ResultConfiguration
		replace(&to.OutputLocation, r.OutputLocation, aws.ToBool(r.RemoveOutputLocation))
		replace(&to.ExpectedBucketOwner, r.ExpectedBucketOwner, aws.ToBool(r.RemoveExpectedBucketOwner))
		replace(&to.EncryptionConfiguration, r.EncryptionConfiguration, aws.ToBool(r.RemoveEncryptionConfiguration))
		replace(&to.AclConfiguration, r.AclConfiguration, aws.ToBool(r.RemoveAclConfiguration))
	}
	return acceptResults(g.ResultConfiguration)
}

// replace changes a member to what is given, or removes it.
func replace[T any](member **T, given *T, remove bool) {
	switch {
	case remove:
		*member = nil
	case given != nil:
		*member = given
	}
}
