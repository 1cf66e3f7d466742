// Package organizations is AWS Organizations of the local cloud: one organization of several accounts in units, invitations
// and new accounts, and the service and resource control policies that bind them. Features of other services, delegated
// administrators and management policies (tags, backup, …) are not offered.
//
// The records are package organization's, because every decision asks it what binds an account. app may import it; no other
// service does.
package organizations

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/organization"
	"interlaken/service"
	registry "interlaken/wire/organizations"
)

// Config is what the service works with. Every field is needed.
type Config struct {
	Registry  *organization.Registry
	Directory *identity.Directory
}

type organizations struct {
	registry  *organization.Registry
	directory *identity.Directory
}

// New makes the service.
func New(c Config) *service.Service {
	s := &organizations{c.Registry, c.Directory}
	return &service.Service{
		Wire: registry.Service, Source: "organizations.amazonaws.com",
		Operations: slices.Concat(
			[]service.Operation{s.createOrganization(), s.describeOrganization(), s.deleteOrganization(), s.listRoots()},
			s.accounts(), s.newAccounts(), s.handshakes(), s.units(), s.policies(), s.attachments(), s.tagging(),
		),
	}
}

// own is the organization of the caller's account.
func (s *organizations) own(c *service.Call) (*organization.Organization, error) {
	o, err := s.registry.Of(c.Tx, c.Account())
	if fault.Is(err, fault.NotFound) {
		return nil, &types.AWSOrganizationsNotInUseException{Message: aws.String("Your account is not a member of an organization.")}
	}
	return &o, err
}

// managed is the organization that the caller's account manages: nobody else may look into it or change it.
func (s *organizations) managed(c *service.Call) (*organization.Organization, error) {
	o, err := s.own(c)
	if err != nil {
		return nil, err
	}
	if o.Management != c.Account() {
		return nil, fault.New(fault.AccessDenied, "You don't have permissions to access this resource.")
	}
	return o, nil
}

// managing declares an operation of the account that manages the organization.
func managing[In, Out any](s *organizations, name string, resources naming[In], do func(*service.Call, *organization.Organization, *In) (*Out, error), options ...service.Option) service.Operation {
	return service.Define(name, on(s, name, resources), func(c *service.Call, in *In) (*Out, error) {
		o, err := s.managed(c)
		if err != nil {
			return nil, err
		}
		return do(c, o, in)
	}, options...)
}

// as puts the API's own exception in the place of an error with a code.
func as(err error, code fault.Code, known func(message *string) error) error {
	if !fault.Is(err, code) {
		return err
	}
	return known(aws.String(fault.Public(err)))
}

func invalid(reason types.InvalidInputExceptionReason, message string) error {
	return &types.InvalidInputException{Message: &message, Reason: reason}
}

func constraint(reason types.ConstraintViolationExceptionReason) func(*string) error {
	return func(message *string) error {
		return &types.ConstraintViolationException{Message: message, Reason: reason}
	}
}

// target finds a root, unit or account, or fails with what known makes.
func (s *organizations) target(c *service.Call, o *organization.Organization, id *string, known func(*string) error, kinds ...organization.TargetKind) (organization.Target, error) {
	t, err := s.registry.Target(c.Tx, o, aws.ToString(id))
	if err == nil && len(kinds) > 0 && !slices.Contains(kinds, t.Kind) {
		err = fault.New(fault.NotFound, "There is no such thing with the id %s in the organization.", aws.ToString(id))
	}
	return t, as(err, fault.NotFound, known)
}

func noTarget(m *string) error { return &types.TargetNotFoundException{Message: m} }
func noParent(m *string) error { return &types.ParentNotFoundException{Message: m} }
func noChild(m *string) error  { return &types.ChildNotFoundException{Message: m} }
func noRoot(m *string) error   { return &types.RootNotFoundException{Message: m} }
func noUnit(m *string) error   { return &types.OrganizationalUnitNotFoundException{Message: m} }
func noAccount(m *string) error {
	return &types.AccountNotFoundException{Message: m}
}
func noPolicy(m *string) error { return &types.PolicyNotFoundException{Message: m} }
