package organizations

import (
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/organization"
	"interlaken/service"
)

// defaultRole is the role by which the management account enters a new account (API reference, CreateAccount, RoleName).
const defaultRole = "OrganizationAccountAccessRole"

// newAccounts are the operations that make accounts.
func (s *organizations) newAccounts() []service.Operation {
	return []service.Operation{s.createAccount(), s.describeCreateAccountStatus(), s.listCreateAccountStatus()}
}

// createAccount makes an account of the local cloud, with a role that the management account may assume. The answer says
// IN_PROGRESS, as AWS's does; the status says what came of it.
func (s *organizations) createAccount() service.Operation {
	return managing(s, "CreateAccount", nil,
		func(c *service.Call, o *organization.Organization, in *sdk.CreateAccountInput) (*sdk.CreateAccountOutput, error) {
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			record := organization.Creation{Name: aws.ToString(in.AccountName)}
			switch taken, err := s.registry.HasAddress(c.Tx, aws.ToString(in.Email)); {
			case err != nil:
				return nil, err
			case taken:
				record.Failure = string(types.CreateAccountFailureReasonEmailAlreadyExists)
			default:
				if record.Account, err = s.makeAccount(c, o, in, tags); err != nil {
					return nil, err
				}
			}
			if record, err = s.registry.Record(c.Tx, o, record); err != nil {
				return nil, err
			}
			return &sdk.CreateAccountOutput{CreateAccountStatus: &types.CreateAccountStatus{
				Id: aws.String(record.ID), AccountName: in.AccountName, State: types.CreateAccountStateInProgress, RequestedTimestamp: aws.Time(record.Requested),
			}}, nil
		}, service.Shows(withoutAddress, nil))
}

// withoutAddress is what the trail shows of a request: whose address it is stays between the two (CloudTrail User Guide,
// "Logging AWS Organizations API calls": HIDDEN_DUE_TO_SECURITY_REASONS).
func withoutAddress(input any) any {
	in := *input.(*sdk.CreateAccountInput)
	in.Email, in.AccountName = aws.String(hidden), aws.String(hidden)
	return &in
}

const hidden = "HIDDEN_DUE_TO_SECURITY_REASONS"

func (s *organizations) makeAccount(c *service.Call, o *organization.Organization, in *sdk.CreateAccountInput, tags map[string]string) (string, error) {
	id, err := s.freeAccount(c)
	if err != nil {
		return "", err
	}
	if _, err := s.directory.CreateAccount(c.Tx, id, aws.ToString(in.AccountName)); err != nil {
		return "", err
	}
	role := identity.Role{
		Account: id, Name: defaultRole, Path: "/", MaxSession: 3600,
		Trust:    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + o.Management + `:root"},"Action":"sts:AssumeRole"}]}`,
		Policies: map[string]string{"AdministratorAccess": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`},
	}
	if in.RoleName != nil {
		role.Name = *in.RoleName
	}
	if _, err := s.directory.CreateRole(c.Tx, role); err != nil {
		return "", err
	}
	_, err = s.registry.Join(c.Tx, o, organization.Target{
		ID: id, Name: aws.ToString(in.AccountName), Email: aws.ToString(in.Email), Method: organization.Created, Tags: tags,
	})
	return id, err
}

// freeAccount is a random account id that nobody has.
func (s *organizations) freeAccount(c *service.Call) (string, error) {
	for {
		id := strconv.FormatUint(100_000_000_000+c.IDs().Number(900_000_000_000), 10)
		taken, err := s.directory.HasAccount(c.Tx, id)
		if err != nil || !taken {
			return id, err
		}
	}
}

func showCreation(r *organization.Creation) types.CreateAccountStatus {
	out := types.CreateAccountStatus{
		Id: aws.String(r.ID), AccountName: aws.String(r.Name), State: types.CreateAccountStateSucceeded, AccountId: aws.String(r.Account),
		RequestedTimestamp: aws.Time(r.Requested), CompletedTimestamp: aws.Time(r.Completed),
	}
	if r.Failure != "" {
		out.State, out.FailureReason, out.AccountId = types.CreateAccountStateFailed, types.CreateAccountFailureReason(r.Failure), nil
	}
	return out
}

func (s *organizations) describeCreateAccountStatus() service.Operation {
	return managing(s, "DescribeCreateAccountStatus", nil,
		func(c *service.Call, o *organization.Organization, in *sdk.DescribeCreateAccountStatusInput) (*sdk.DescribeCreateAccountStatusOutput, error) {
			r, err := s.registry.Creation(c.Tx, o, aws.ToString(in.CreateAccountRequestId))
			if err != nil {
				return nil, as(err, fault.NotFound, func(m *string) error { return &types.CreateAccountStatusNotFoundException{Message: m} })
			}
			status := showCreation(&r)
			return &sdk.DescribeCreateAccountStatusOutput{CreateAccountStatus: &status}, nil
		}, service.Reads)
}

func (s *organizations) listCreateAccountStatus() service.Operation {
	return managing(s, "ListCreateAccountStatus", nil,
		func(c *service.Call, o *organization.Organization, in *sdk.ListCreateAccountStatusInput) (*sdk.ListCreateAccountStatusOutput, error) {
			all, err := s.registry.Creations(c.Tx, o)
			if err != nil {
				return nil, err
			}
			all = slices.DeleteFunc(all, func(r organization.Creation) bool {
				return len(in.States) > 0 && !slices.Contains(in.States, showCreation(&r).State)
			})
			cut, next, err := page(all, func(r *organization.Creation) string { return r.ID }, in.NextToken, in.MaxResults)
			return &sdk.ListCreateAccountStatusOutput{CreateAccountStatuses: shown(cut, showCreation), NextToken: next}, err
		}, service.Reads)
}
