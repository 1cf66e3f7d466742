package service

import (
	"strings"

	"interlaken/arn"
	"interlaken/identity"
	"interlaken/organization"
	"interlaken/policy"
)

// Controls is what organizations bind an account with.
func (c *Call) Controls(account string) (*organization.Controls, error) {
	return c.mesh.organizations.Controls(c.Tx, account)
}

// control adds what organizations say: service control policies of the caller's account, resource control policies of the
// resource's, and the condition keys that tell where both belong.
func (m *Mesh) control(c *Call, request *policy.Request, set *policy.Set) error {
	p, keys := &c.Session.Principal, &request.Context
	if p.Kind == identity.Service {
		if c.Session.SourceAccount == "" {
			return m.controlResource(c, request, set)
		}
		source, err := m.organizations.Controls(c.Tx, c.Session.SourceAccount)
		if err != nil {
			return err
		}
		place(keys, "aws:Source", source)
		return m.controlResource(c, request, set)
	}
	if p.Kind == identity.WebIdentity {
		return m.controlResource(c, request, set) // it is of no account yet
	}
	own, err := m.organizations.Controls(c.Tx, p.Account)
	if err != nil {
		return err
	}
	set.SCPs, request.Principal.ManagementAccount = own.SCPs, own.Management
	place(keys, "aws:Principal", own)
	return m.controlResource(c, request, set)
}

// controlResource adds what binds the resource. "*" is a resource of the account that was asked in.
func (m *Mesh) controlResource(c *Call, request *policy.Request, set *policy.Set) error {
	if !arn.IsAccount(request.ResourceAccount) {
		return nil
	}
	of, err := m.organizations.Controls(c.Tx, request.ResourceAccount)
	if err != nil {
		return err
	}
	place(&request.Context, "aws:Resource", of)
	if service, _, _ := strings.Cut(request.Action, ":"); organization.BindsResources(service) {
		set.RCPs, request.ResourceInManagementAccount = of.RCPs, of.Management
	}
	return nil
}

// place sets the keys that tell an account's organization: of the principal, the resource, or who a service calls for.
func place(keys *policy.Context, whose string, of *organization.Controls) {
	if of.Organization != "" {
		keys.Set(whose+"OrgID", of.Organization)
		keys.Set(whose+"OrgPaths", of.Path)
	}
}
