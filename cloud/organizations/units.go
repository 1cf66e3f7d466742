package organizations

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/fault"
	"interlaken/organization"
	"interlaken/service"
)

// units are the operations on organizational units.
func (s *organizations) units() []service.Operation {
	return []service.Operation{
		s.createOrganizationalUnit(), s.describeOrganizationalUnit(), s.updateOrganizationalUnit(), s.deleteOrganizationalUnit(),
		s.listOrganizationalUnitsForParent(),
	}
}

func showUnit(o *organization.Organization, t *organization.Target) *types.OrganizationalUnit {
	return &types.OrganizationalUnit{Arn: aws.String(t.ARN(o)), Id: aws.String(t.ID), Name: aws.String(t.Name)}
}

func sameName(m *string) error { return &types.DuplicateOrganizationalUnitException{Message: m} }

func (s *organizations) createOrganizationalUnit() service.Operation {
	return managing(s, "CreateOrganizationalUnit", func(in *sdk.CreateOrganizationalUnitInput) []*string { return []*string{in.ParentId} },
		func(c *service.Call, o *organization.Organization, in *sdk.CreateOrganizationalUnitInput) (*sdk.CreateOrganizationalUnitOutput, error) {
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			parent, err := s.target(c, o, in.ParentId, noParent, organization.Root, organization.Unit)
			if err != nil {
				return nil, err
			}
			t, err := s.registry.CreateUnit(c.Tx, o, parent, aws.ToString(in.Name), tags)
			err = as(err, fault.AlreadyExists, sameName)
			if err = as(err, fault.Limit, constraint(types.ConstraintViolationExceptionReasonOuDepthLimitExceeded)); err != nil {
				return nil, err
			}
			return &sdk.CreateOrganizationalUnitOutput{OrganizationalUnit: showUnit(o, &t)}, nil
		})
}

func (s *organizations) describeOrganizationalUnit() service.Operation {
	return managing(s, "DescribeOrganizationalUnit", func(in *sdk.DescribeOrganizationalUnitInput) []*string { return []*string{in.OrganizationalUnitId} },
		func(c *service.Call, o *organization.Organization, in *sdk.DescribeOrganizationalUnitInput) (*sdk.DescribeOrganizationalUnitOutput, error) {
			t, err := s.target(c, o, in.OrganizationalUnitId, noUnit, organization.Unit)
			if err != nil {
				return nil, err
			}
			way, err := s.registry.Way(c.Tx, o, t)
			unit := showUnit(o, &t)
			unit.Path = aws.String(organization.Path(o, way))
			return &sdk.DescribeOrganizationalUnitOutput{OrganizationalUnit: unit}, err
		}, service.Reads)
}

func (s *organizations) updateOrganizationalUnit() service.Operation {
	return managing(s, "UpdateOrganizationalUnit", func(in *sdk.UpdateOrganizationalUnitInput) []*string { return []*string{in.OrganizationalUnitId} },
		func(c *service.Call, o *organization.Organization, in *sdk.UpdateOrganizationalUnitInput) (*sdk.UpdateOrganizationalUnitOutput, error) {
			t, err := s.target(c, o, in.OrganizationalUnitId, noUnit, organization.Unit)
			if err != nil {
				return nil, err
			}
			if in.Name != nil {
				if t, err = s.registry.Rename(c.Tx, o, t, *in.Name); err != nil {
					return nil, as(err, fault.AlreadyExists, sameName)
				}
			}
			return &sdk.UpdateOrganizationalUnitOutput{OrganizationalUnit: showUnit(o, &t)}, nil
		})
}

func (s *organizations) deleteOrganizationalUnit() service.Operation {
	return managing(s, "DeleteOrganizationalUnit", func(in *sdk.DeleteOrganizationalUnitInput) []*string { return []*string{in.OrganizationalUnitId} },
		func(c *service.Call, o *organization.Organization, in *sdk.DeleteOrganizationalUnitInput) (*sdk.DeleteOrganizationalUnitOutput, error) {
			t, err := s.target(c, o, in.OrganizationalUnitId, noUnit, organization.Unit)
			if err != nil {
				return nil, err
			}
			err = s.registry.DeleteUnit(c.Tx, o, t)
			return &sdk.DeleteOrganizationalUnitOutput{}, as(err, fault.Conflict, func(m *string) error { return &types.OrganizationalUnitNotEmptyException{Message: m} })
		})
}

func (s *organizations) listOrganizationalUnitsForParent() service.Operation {
	return managing(s, "ListOrganizationalUnitsForParent", func(in *sdk.ListOrganizationalUnitsForParentInput) []*string { return []*string{in.ParentId} },
		func(c *service.Call, o *organization.Organization, in *sdk.ListOrganizationalUnitsForParentInput) (*sdk.ListOrganizationalUnitsForParentOutput, error) {
			all, err := s.children(c, o, in.ParentId, organization.Unit)
			if err != nil {
				return nil, err
			}
			cut, next, err := page(all, idOf, in.NextToken, in.MaxResults)
			return &sdk.ListOrganizationalUnitsForParentOutput{
				OrganizationalUnits: shown(cut, func(t *organization.Target) types.OrganizationalUnit { return *showUnit(o, t) }), NextToken: next,
			}, err
		}, service.Reads)
}
