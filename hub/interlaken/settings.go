package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// getSettings shows what an administrator has said about the hub.
func (o operations) getSettings() service.Operation {
	return service.Define("GetHubSettings",
		service.On("interlaken:GetHubSettings", func(c *service.Call, _ *wire.GetHubSettingsInput) string { return settingsARN(c) }),
		func(c *service.Call, _ *wire.GetHubSettingsInput) (*wire.GetHubSettingsOutput, error) {
			s, err := hub.GetSettings(c.Tx, c.Account())
			if err != nil {
				return nil, err
			}
			shown := &wire.HubSettings{ConsumerRoleGrants: []wire.ConsumerRoleGrant{}}
			for _, g := range s.RoleBGrants {
				shown.ConsumerRoleGrants = append(shown.ConsumerRoleGrants, wire.ConsumerRoleGrant{Principals: g.Principals, Roles: g.Roles})
			}
			shown.TraceRoleArn = setText(s.TraceRole)
			return &wire.GetHubSettingsOutput{Settings: shown}, nil
		}, service.Reads)
}

// putSettings replaces them. IAM decides who may: the grant is the administrator's.
func (o operations) putSettings() service.Operation {
	return service.Define("PutHubSettings",
		service.On("interlaken:PutHubSettings", func(c *service.Call, _ *wire.PutHubSettingsInput) string { return settingsARN(c) }),
		func(c *service.Call, in *wire.PutHubSettingsInput) (*wire.PutHubSettingsOutput, error) {
			if in.Settings == nil {
				return nil, fault.New(fault.Validation, "Settings is missing.")
			}
			var s hub.Settings
			for _, g := range in.Settings.ConsumerRoleGrants {
				s.RoleBGrants = append(s.RoleBGrants, hub.RoleBGrant{Principals: g.Principals, Roles: g.Roles})
			}
			if s.TraceRole = aws.ToString(in.Settings.TraceRoleArn); s.TraceRole != "" {
				// Like role A, it is given by who may pass it (SECURITY S5).
				err := c.Authorize(service.Check{
					Action: "iam:PassRole", Resource: s.TraceRole, Account: c.Account(), Policy: &service.ResourcePolicy{},
					Keys: map[string][]string{"iam:PassedToService": {hub.ServiceName}},
				})
				if err != nil {
					return nil, err
				}
			}
			return &wire.PutHubSettingsOutput{}, hub.PutSettings(c.Tx, c.Account(), s)
		})
}
