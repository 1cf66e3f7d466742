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
			shown.TraceRoleArn = setText(s.TraceRoleARN)
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
			s.TraceRoleARN = aws.ToString(in.Settings.TraceRoleArn)
			before, err := hub.GetSettings(c.Tx, c.Account())
			if err != nil {
				return nil, err
			}
			s.NotificationEmail, s.TerminationUnprotected = before.NotificationEmail, before.TerminationUnprotected
			if s.TraceRoleARN != "" && s.TraceRoleARN != before.TraceRoleARN {
				if err := passTraceRole(c, s.TraceRoleARN); err != nil {
					return nil, err
				}
			}
			return &wire.PutHubSettingsOutput{}, hub.PutSettings(c.Tx, c.Account(), s)
		})
}

// passTraceRole decides whether the caller may give a role to the hub, as for the roles of data sources (SECURITY S5).
func passTraceRole(c *service.Call, role string) error {
	return c.Authorize(service.Check{
		Action: "iam:PassRole", Resource: role, Account: c.Account(),
		Keys: map[string][]string{"iam:PassedToService": {hub.ServiceName}, "iam:AssociatedResourceArn": {settingsARN(c)}},
		// A role's trust policy says who assumes it and not who passes it.
		Policy: &service.ResourcePolicy{},
	})
}
