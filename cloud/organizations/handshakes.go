package organizations

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/fault"
	"interlaken/organization"
	"interlaken/service"
)

// handshakes are the operations on invitations.
func (s *organizations) handshakes() []service.Operation {
	return []service.Operation{
		s.inviteAccountToOrganization(), s.acceptHandshake(), s.declineHandshake(), s.cancelHandshake(), s.describeHandshake(),
		s.listHandshakesForAccount(), s.listHandshakesForOrganization(),
	}
}

func showHandshake(h *organization.Handshake) types.Handshake {
	resources := []types.HandshakeResource{
		{Type: types.HandshakeResourceTypeOrganization, Value: aws.String(h.Org), Resources: []types.HandshakeResource{
			{Type: types.HandshakeResourceTypeMasterEmail, Value: aws.String(addressOf(h.Management))},
			{Type: types.HandshakeResourceTypeOrganizationFeatureSet, Value: aws.String(string(types.OrganizationFeatureSetAll))},
		}},
		{Type: types.HandshakeResourceTypeAccount, Value: aws.String(h.Account)},
	}
	if h.Notes != "" {
		resources = append(resources, types.HandshakeResource{Type: types.HandshakeResourceTypeNotes, Value: aws.String(h.Notes)})
	}
	return types.Handshake{
		Id: aws.String(h.ID), Arn: aws.String(h.ARN()), Action: types.ActionTypeInviteAccountToOrganization, State: types.HandshakeState(h.State),
		RequestedTimestamp: aws.Time(h.Requested), ExpirationTimestamp: aws.Time(h.Expires), Resources: resources,
		Parties: []types.HandshakeParty{
			{Id: aws.String(h.Org), Type: types.HandshakePartyTypeOrganization}, {Id: aws.String(h.Account), Type: types.HandshakePartyTypeAccount},
		},
	}
}

func (s *organizations) inviteAccountToOrganization() service.Operation {
	return managing(s, "InviteAccountToOrganization", func(in *sdk.InviteAccountToOrganizationInput) []*string { return []*string{in.Target.Id} },
		func(c *service.Call, o *organization.Organization, in *sdk.InviteAccountToOrganizationInput) (*sdk.InviteAccountToOrganizationOutput, error) {
			if in.Target.Type != types.HandshakePartyTypeAccount {
				return nil, invalid(types.InvalidInputExceptionReasonInvalidPartyTypeTarget, "Accounts are invited by their ids here: Type has to be ACCOUNT.")
			}
			account := aws.ToString(in.Target.Id)
			there, err := s.directory.HasAccount(c.Tx, account)
			if err != nil {
				return nil, err
			}
			if !there {
				return nil, invalid(types.InvalidInputExceptionReasonInvalidPatternTargetId, "There is no account "+account+".")
			}
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			switch _, err := s.registry.Of(c.Tx, account); {
			case err == nil:
				return nil, &types.HandshakeConstraintViolationException{
					Message: aws.String("The account is already a member of an organization."), Reason: types.HandshakeConstraintViolationExceptionReasonAlreadyInAnOrganization,
				}
			case !fault.Is(err, fault.NotFound):
				return nil, err
			}
			h, err := s.registry.Invite(c.Tx, o, organization.Handshake{Account: account, Email: addressOf(account), Notes: aws.ToString(in.Notes), Tags: tags})
			if err != nil {
				return nil, as(err, fault.AlreadyExists, func(m *string) error { return &types.DuplicateHandshakeException{Message: m} })
			}
			made := showHandshake(&h)
			return &sdk.InviteAccountToOrganizationOutput{Handshake: &made}, nil
		})
}

// onHandshake is the check of an operation on one handshake. It is the caller's account that decides, whichever party it is.
func (s *organizations) onHandshake(c *service.Call, operation string, id *string) ([]service.Check, error) {
	h, err := s.registry.Handshake(c.Tx, aws.ToString(id))
	if fault.Is(err, fault.NotFound) {
		h, err = organization.Handshake{ID: aws.ToString(id), Org: "o-none", Management: c.Account()}, nil
	}
	return []service.Check{{Action: "organizations:" + operation, Resource: h.ARN(), Account: c.Account()}}, err
}

// party finds a handshake of which the caller's account is the party that is asked for; nobody else is told of it.
func (s *organizations) party(c *service.Call, id *string, is func(*organization.Handshake) bool) (organization.Handshake, error) {
	h, err := s.registry.Handshake(c.Tx, aws.ToString(id))
	if err == nil && !is(&h) {
		err = fault.New(fault.NotFound, "There is no handshake %s.", aws.ToString(id))
	}
	return h, as(err, fault.NotFound, func(m *string) error { return &types.HandshakeNotFoundException{Message: m} })
}

func invited(c *service.Call) func(*organization.Handshake) bool {
	return func(h *organization.Handshake) bool { return h.Account == c.Account() }
}

func inviter(c *service.Call) func(*organization.Handshake) bool {
	return func(h *organization.Handshake) bool { return h.Management == c.Account() }
}

// settle ends a handshake and shows it.
func (s *organizations) settle(c *service.Call, h organization.Handshake, state organization.State) (*types.Handshake, error) {
	if h.State == state {
		return nil, &types.HandshakeAlreadyInStateException{Message: aws.String("The specified handshake is already in the requested state.")}
	}
	h, err := s.registry.Settle(c.Tx, h, state)
	if err != nil {
		return nil, as(err, fault.Conflict, func(m *string) error { return &types.InvalidHandshakeTransitionException{Message: m} })
	}
	settled := showHandshake(&h)
	return &settled, nil
}

// acceptHandshake puts the caller's account into the organization that invited it.
func (s *organizations) acceptHandshake() service.Operation {
	return service.Define("AcceptHandshake",
		func(c *service.Call, in *sdk.AcceptHandshakeInput) ([]service.Check, error) {
			return s.onHandshake(c, "AcceptHandshake", in.HandshakeId)
		},
		func(c *service.Call, in *sdk.AcceptHandshakeInput) (*sdk.AcceptHandshakeOutput, error) {
			h, err := s.party(c, in.HandshakeId, invited(c))
			if err != nil {
				return nil, err
			}
			settled, err := s.settle(c, h, organization.Accepted)
			if err != nil {
				return nil, err
			}
			o, err := s.registry.Of(c.Tx, h.Management)
			if err != nil {
				return nil, err
			}
			name, err := s.accountName(c, h.Account)
			if err != nil {
				return nil, err
			}
			_, err = s.registry.Join(c.Tx, &o, organization.Target{ID: h.Account, Name: name, Email: h.Email, Method: organization.Invited, Tags: h.Tags})
			return &sdk.AcceptHandshakeOutput{Handshake: settled}, as(err, fault.AlreadyExists, func(m *string) error {
				return &types.HandshakeConstraintViolationException{Message: m, Reason: types.HandshakeConstraintViolationExceptionReasonAlreadyInAnOrganization}
			})
		})
}

func (s *organizations) declineHandshake() service.Operation {
	return service.Define("DeclineHandshake",
		func(c *service.Call, in *sdk.DeclineHandshakeInput) ([]service.Check, error) {
			return s.onHandshake(c, "DeclineHandshake", in.HandshakeId)
		},
		func(c *service.Call, in *sdk.DeclineHandshakeInput) (*sdk.DeclineHandshakeOutput, error) {
			h, err := s.party(c, in.HandshakeId, invited(c))
			if err != nil {
				return nil, err
			}
			settled, err := s.settle(c, h, organization.Declined)
			return &sdk.DeclineHandshakeOutput{Handshake: settled}, err
		})
}

func (s *organizations) cancelHandshake() service.Operation {
	return service.Define("CancelHandshake",
		func(c *service.Call, in *sdk.CancelHandshakeInput) ([]service.Check, error) {
			return s.onHandshake(c, "CancelHandshake", in.HandshakeId)
		},
		func(c *service.Call, in *sdk.CancelHandshakeInput) (*sdk.CancelHandshakeOutput, error) {
			h, err := s.party(c, in.HandshakeId, inviter(c))
			if err != nil {
				return nil, err
			}
			settled, err := s.settle(c, h, organization.Canceled)
			return &sdk.CancelHandshakeOutput{Handshake: settled}, err
		})
}

func (s *organizations) describeHandshake() service.Operation {
	return service.Define("DescribeHandshake",
		func(c *service.Call, in *sdk.DescribeHandshakeInput) ([]service.Check, error) {
			return s.onHandshake(c, "DescribeHandshake", in.HandshakeId)
		},
		func(c *service.Call, in *sdk.DescribeHandshakeInput) (*sdk.DescribeHandshakeOutput, error) {
			h, err := s.party(c, in.HandshakeId, func(h *organization.Handshake) bool { return invited(c)(h) || inviter(c)(h) })
			if err != nil {
				return nil, err
			}
			out := showHandshake(&h)
			return &sdk.DescribeHandshakeOutput{Handshake: &out}, nil
		}, service.Reads)
}

func (s *organizations) listHandshakesForAccount() service.Operation {
	return service.Define("ListHandshakesForAccount", on[sdk.ListHandshakesForAccountInput](s, "ListHandshakesForAccount", nil),
		func(c *service.Call, in *sdk.ListHandshakesForAccountInput) (*sdk.ListHandshakesForAccountOutput, error) {
			all, err := s.registry.HandshakesOf(c.Tx, c.Account(), "")
			if err != nil {
				return nil, err
			}
			cut, next, err := page(filtered(all, in.Filter), handshakeID, in.NextToken, in.MaxResults)
			return &sdk.ListHandshakesForAccountOutput{Handshakes: shown(cut, showHandshake), NextToken: next}, err
		}, service.Reads)
}

func (s *organizations) listHandshakesForOrganization() service.Operation {
	return managing(s, "ListHandshakesForOrganization", nil,
		func(c *service.Call, o *organization.Organization, in *sdk.ListHandshakesForOrganizationInput) (*sdk.ListHandshakesForOrganizationOutput, error) {
			all, err := s.registry.Handshakes(c.Tx, o)
			if err != nil {
				return nil, err
			}
			cut, next, err := page(filtered(all, in.Filter), handshakeID, in.NextToken, in.MaxResults)
			return &sdk.ListHandshakesForOrganizationOutput{Handshakes: shown(cut, showHandshake), NextToken: next}, err
		}, service.Reads)
}

func handshakeID(h *organization.Handshake) string { return h.ID }

// filtered are the handshakes that a filter lets through: all here are invitations, which have no parent.
func filtered(all []organization.Handshake, filter *types.HandshakeFilter) []organization.Handshake {
	if filter == nil {
		return all
	}
	other := filter.ActionType != "" && filter.ActionType != types.ActionTypeInviteAccountToOrganization || filter.ParentHandshakeId != nil
	return slices.DeleteFunc(all, func(organization.Handshake) bool { return other })
}
