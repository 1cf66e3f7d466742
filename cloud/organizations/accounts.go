package organizations

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/fault"
	"interlaken/organization"
	"interlaken/service"
)

// accounts are the operations on accounts that are there, and on what stands above and below them.
func (s *organizations) accounts() []service.Operation {
	return []service.Operation{
		s.listAccounts(), s.listAccountsForParent(), s.describeAccount(), s.listChildren(), s.listParents(), s.moveAccount(),
		s.removeAccountFromOrganization(), s.leaveOrganization(),
	}
}

func idOf(t *organization.Target) string { return t.ID }

// showAccount is an account, with its way where it is known.
func showAccount(o *organization.Organization, t *organization.Target) types.Account {
	return types.Account{
		Arn: aws.String(t.ARN(o)), Id: aws.String(t.ID), Name: aws.String(t.Name), Email: aws.String(t.Email), JoinedMethod: types.AccountJoinedMethod(t.Method),
		JoinedTimestamp: aws.Time(t.Joined), Status: types.AccountStatusActive, State: types.AccountStateActive,
	}
}

func (s *organizations) listAccounts() service.Operation {
	return managing(s, "ListAccounts", nil,
		func(c *service.Call, o *organization.Organization, in *sdk.ListAccountsInput) (*sdk.ListAccountsOutput, error) {
			all, err := s.registry.Accounts(c.Tx, o)
			if err != nil {
				return nil, err
			}
			cut, next, err := page(all, idOf, in.NextToken, in.MaxResults)
			return &sdk.ListAccountsOutput{
				Accounts: shown(cut, func(t *organization.Target) types.Account { return showAccount(o, t) }), NextToken: next,
			}, err
		}, service.Reads)
}

func (s *organizations) listAccountsForParent() service.Operation {
	return managing(s, "ListAccountsForParent", func(in *sdk.ListAccountsForParentInput) []*string { return []*string{in.ParentId} },
		func(c *service.Call, o *organization.Organization, in *sdk.ListAccountsForParentInput) (*sdk.ListAccountsForParentOutput, error) {
			all, err := s.children(c, o, in.ParentId, organization.Account)
			if err != nil {
				return nil, err
			}
			cut, next, err := page(all, idOf, in.NextToken, in.MaxResults)
			return &sdk.ListAccountsForParentOutput{
				Accounts: shown(cut, func(t *organization.Target) types.Account { return showAccount(o, t) }), NextToken: next,
			}, err
		}, service.Reads)
}

// children are what stands directly below a root or unit.
func (s *organizations) children(c *service.Call, o *organization.Organization, parent *string, kind organization.TargetKind) ([]organization.Target, error) {
	above, err := s.target(c, o, parent, noParent, organization.Root, organization.Unit)
	if err != nil {
		return nil, err
	}
	return s.registry.Children(c.Tx, o, above.ID, kind)
}

func (s *organizations) describeAccount() service.Operation {
	return managing(s, "DescribeAccount", func(in *sdk.DescribeAccountInput) []*string { return []*string{in.AccountId} },
		func(c *service.Call, o *organization.Organization, in *sdk.DescribeAccountInput) (*sdk.DescribeAccountOutput, error) {
			t, err := s.target(c, o, in.AccountId, noAccount, organization.Account)
			if err != nil {
				return nil, err
			}
			way, err := s.registry.Way(c.Tx, o, t)
			account := showAccount(o, &t)
			account.Paths = []string{organization.Path(o, way) + t.ID + "/"}
			return &sdk.DescribeAccountOutput{Account: &account}, err
		}, service.Reads)
}

func (s *organizations) listChildren() service.Operation {
	return managing(s, "ListChildren", func(in *sdk.ListChildrenInput) []*string { return []*string{in.ParentId} },
		func(c *service.Call, o *organization.Organization, in *sdk.ListChildrenInput) (*sdk.ListChildrenOutput, error) {
			all, err := s.children(c, o, in.ParentId, organization.TargetKind(in.ChildType))
			if err != nil {
				return nil, err
			}
			cut, next, err := page(all, idOf, in.NextToken, in.MaxResults)
			return &sdk.ListChildrenOutput{Children: shown(cut, func(t *organization.Target) types.Child {
				return types.Child{Id: aws.String(t.ID), Type: types.ChildType(t.Kind)}
			}), NextToken: next}, err
		}, service.Reads)
}

// listParents tells the one parent that a unit or account has.
func (s *organizations) listParents() service.Operation {
	return managing(s, "ListParents", func(in *sdk.ListParentsInput) []*string { return []*string{in.ChildId} },
		func(c *service.Call, o *organization.Organization, in *sdk.ListParentsInput) (*sdk.ListParentsOutput, error) {
			t, err := s.target(c, o, in.ChildId, noChild, organization.Unit, organization.Account)
			if err != nil {
				return nil, err
			}
			return &sdk.ListParentsOutput{Parents: []types.Parent{{Id: aws.String(t.Parent), Type: types.ParentType(kindOf(t.Parent))}}}, nil
		}, service.Reads)
}

func (s *organizations) moveAccount() service.Operation {
	return managing(s, "MoveAccount", func(in *sdk.MoveAccountInput) []*string {
		return []*string{in.AccountId, in.SourceParentId, in.DestinationParentId}
	}, func(c *service.Call, o *organization.Organization, in *sdk.MoveAccountInput) (*sdk.MoveAccountOutput, error) {
		t, err := s.target(c, o, in.AccountId, noAccount, organization.Account)
		if err != nil {
			return nil, err
		}
		to, err := s.target(c, o, in.DestinationParentId, func(m *string) error { return &types.DestinationParentNotFoundException{Message: m} }, organization.Root, organization.Unit)
		switch {
		case err != nil:
			return nil, err
		case t.Parent == to.ID:
			return nil, &types.DuplicateAccountException{Message: aws.String("The account is already in the destination.")}
		case t.Parent != aws.ToString(in.SourceParentId):
			return nil, &types.SourceParentNotFoundException{Message: aws.String("The account is not in the source parent.")}
		}
		return &sdk.MoveAccountOutput{}, s.registry.Move(c.Tx, t, to.ID)
	})
}

func mayNotLeave(m *string) error { return &types.MasterCannotLeaveOrganizationException{Message: m} }

func (s *organizations) removeAccountFromOrganization() service.Operation {
	return managing(s, "RemoveAccountFromOrganization", func(in *sdk.RemoveAccountFromOrganizationInput) []*string { return []*string{in.AccountId} },
		func(c *service.Call, o *organization.Organization, in *sdk.RemoveAccountFromOrganizationInput) (*sdk.RemoveAccountFromOrganizationOutput, error) {
			t, err := s.target(c, o, in.AccountId, noAccount, organization.Account)
			if err != nil {
				return nil, err
			}
			return &sdk.RemoveAccountFromOrganizationOutput{}, as(s.registry.Leave(c.Tx, o, t), fault.Conflict, mayNotLeave)
		})
}

// leaveOrganization takes the caller's own account out.
func (s *organizations) leaveOrganization() service.Operation {
	return service.Define("LeaveOrganization", on[sdk.LeaveOrganizationInput](s, "LeaveOrganization", nil),
		func(c *service.Call, _ *sdk.LeaveOrganizationInput) (*sdk.LeaveOrganizationOutput, error) {
			o, err := s.own(c)
			if err != nil {
				return nil, err
			}
			t, err := s.target(c, o, aws.String(c.Account()), noAccount)
			if err != nil {
				return nil, err
			}
			return &sdk.LeaveOrganizationOutput{}, as(s.registry.Leave(c.Tx, o, t), fault.Conflict, mayNotLeave)
		})
}
