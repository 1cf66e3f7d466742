package organizations

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/organization"
	"interlaken/policy"
	"interlaken/service"
)

func (s *organizations) createOrganization() service.Operation {
	return service.Define("CreateOrganization", on[sdk.CreateOrganizationInput](s, "CreateOrganization", nil),
		func(c *service.Call, in *sdk.CreateOrganizationInput) (*sdk.CreateOrganizationOutput, error) {
			if in.FeatureSet == types.OrganizationFeatureSetConsolidatedBilling {
				return nil, fault.New(fault.Unsupported, "An organization for billing alone is not offered here: leave FeatureSet out, or say ALL.")
			}
			name, err := s.accountName(c, c.Account())
			if err != nil {
				return nil, err
			}
			o, err := s.registry.Create(c.Tx, c.Account(), name, addressOf(c.Account()))
			if err != nil {
				return nil, as(err, fault.AlreadyExists, func(m *string) error { return &types.AlreadyInOrganizationException{Message: m} })
			}
			return &sdk.CreateOrganizationOutput{Organization: showOrganization(&o)}, nil
		})
}

// accountName is what an account of the local cloud is called.
func (s *organizations) accountName(c *service.Call, account string) (string, error) {
	a, err := s.directory.Account(c.Tx, account)
	return a.Name, err
}

// addressOf is the address of an account that came without one: every account of an organization has one.
func addressOf(account string) string { return "account-" + account + "@interlaken.invalid" }

func showOrganization(o *organization.Organization) *types.Organization {
	return &types.Organization{
		Arn: aws.String(o.ARN()), Id: aws.String(o.ID), FeatureSet: types.OrganizationFeatureSetAll,
		MasterAccountId: aws.String(o.Management), MasterAccountEmail: aws.String(addressOf(o.Management)),
		MasterAccountArn:     aws.String(arn.Make("organizations", "", o.Management, "account/"+o.ID+"/"+o.Management)),
		AvailablePolicyTypes: showTypes(o),
	}
}

func showTypes(o *organization.Organization) []types.PolicyTypeSummary {
	return shown(o.Enabled, func(k *policy.Kind) types.PolicyTypeSummary {
		return types.PolicyTypeSummary{Type: typeOf(*k), Status: types.PolicyTypeStatusEnabled}
	})
}

// describeOrganization tells each member of its organization.
func (s *organizations) describeOrganization() service.Operation {
	return service.Define("DescribeOrganization", on[sdk.DescribeOrganizationInput](s, "DescribeOrganization", nil),
		func(c *service.Call, _ *sdk.DescribeOrganizationInput) (*sdk.DescribeOrganizationOutput, error) {
			o, err := s.own(c)
			if err != nil {
				return nil, err
			}
			return &sdk.DescribeOrganizationOutput{Organization: showOrganization(o)}, nil
		}, service.Reads)
}

func (s *organizations) deleteOrganization() service.Operation {
	return managing(s, "DeleteOrganization", nil,
		func(c *service.Call, o *organization.Organization, _ *sdk.DeleteOrganizationInput) (*sdk.DeleteOrganizationOutput, error) {
			err := s.registry.Delete(c.Tx, o)
			return &sdk.DeleteOrganizationOutput{}, as(err, fault.Conflict, func(m *string) error { return &types.OrganizationNotEmptyException{Message: m} })
		})
}

func (s *organizations) listRoots() service.Operation {
	return managing(s, "ListRoots", nil,
		func(c *service.Call, o *organization.Organization, in *sdk.ListRootsInput) (*sdk.ListRootsOutput, error) {
			root, err := s.target(c, o, &o.Root, noRoot)
			if err != nil {
				return nil, err
			}
			return &sdk.ListRootsOutput{Roots: []types.Root{*showRoot(o, &root)}}, nil
		}, service.Reads)
}

func showRoot(o *organization.Organization, t *organization.Target) *types.Root {
	return &types.Root{Arn: aws.String(t.ARN(o)), Id: aws.String(t.ID), Name: aws.String(t.Name), PolicyTypes: showTypes(o)}
}
