package sts

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/service"
	"interlaken/store"
)

// assumeRole makes a session of a role. Who calls needs sts:AssumeRole on the role and the trust of the role's own
// policy, and for session tags and a source identity sts:TagSession and sts:SetSourceIdentity on both sides as well
// (IAM User Guide, "Pass session tags in AWS STS", "Monitor and control actions taken with assumed roles"). A service
// principal needs the trust alone.
func (s *sts) assumeRole() service.Operation {
	return service.Define("AssumeRole", s.assumeRoleChecks, s.doAssumeRole,
		service.Reads, service.ServesServices,
		// CloudTrail shows the session's credentials without their secret, although the call only reads (User Guide,
		// "Logging IAM and AWS STS API calls"). trail drops the secret and hashes the token (SECURITY S4).
		service.Shows(nil, func(output any) any { return output }))
}

func (s *sts) assumeRoleChecks(c *service.Call, in *sdk.AssumeRoleInput) ([]service.Check, error) {
	wanted, err := readWishes(&c.Session.Principal, in)
	if err != nil {
		return nil, err
	}
	record(c, in, wanted)
	role, err := s.find(c.Tx, aws.ToString(in.RoleArn))
	if err != nil {
		return nil, err
	}
	return wanted.checks(role, "sts:AssumeRole", wanted.keys(role.role)), nil
}

// record adds to the event what CloudTrail has there beyond the request: the transitive tags that the caller's session
// hands on, and which endpoint served (IAM User Guide, "Logging IAM and AWS STS API calls", role chaining and endpoints).
// There is no global endpoint here, and no role with the trust of before 2022, which alone have explicitTrustGrant.
func record(c *service.Call, in *sdk.AssumeRoleInput, wanted *wishes) {
	if len(wanted.incoming) > 0 {
		c.ShowParameters(struct {
			*sdk.AssumeRoleInput
			IncomingTransitiveTags map[string]string
		}{in, wanted.incoming})
	}
	c.Add("RequestDetails", map[string]string{"endpointType": "regional", "awsServingRegion": c.Session.Region})
}

func (s *sts) doAssumeRole(c *service.Call, in *sdk.AssumeRoleInput) (*sdk.AssumeRoleOutput, error) {
	caller := &c.Session.Principal
	wanted, err := readWishes(caller, in)
	if err != nil {
		return nil, err
	}
	role, err := s.find(c.Tx, aws.ToString(in.RoleArn))
	if err != nil {
		return nil, err
	}
	// MaxSessionDuration says something of the role, so only who may assume it learns of it. It does not bind services
	// (IAM User Guide, "Update the maximum session duration for a role").
	if caller.Kind == identity.User && wanted.duration > time.Duration(role.role.MaxSession)*time.Second {
		return nil, fault.New(fault.Validation, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	}
	session, packed, err := s.grant(c, role, wanted, "")
	if err != nil {
		return nil, err
	}
	c.Share(role.account)
	out := &sdk.AssumeRoleOutput{
		AssumedRoleUser: &types.AssumedRoleUser{
			Arn: aws.String(session.Principal.ARN), AssumedRoleId: aws.String(session.Principal.UniqueID),
		},
		Credentials: credentials(session),
	}
	if packed > 0 {
		out.PackedPolicySize = aws.Int32(packed)
	}
	if wanted.sourceIdentity != "" {
		out.SourceIdentity = aws.String(wanted.sourceIdentity)
	}
	return out, nil
}

// grant makes the session of a role that a caller may have. packed is the percentage of the packed space that it takes.
// provider is the ARN of the identity provider by whose token it is made, "" for none.
func (s *sts) grant(c *service.Call, role target, wanted *wishes, provider string) (session identity.Session, packed int32, err error) {
	if err := s.checkManaged(c.Tx, role.account, wanted.policyARNs); err != nil {
		return session, 0, err
	}
	if packed, err = wanted.packedSize(); err != nil {
		return session, 0, err
	}
	session, err = s.directory.NewSession(identity.SessionRequest{
		Role: role.role, SessionName: wanted.sessionName, SourceIdentity: wanted.sourceIdentity, Tags: wanted.tags, TransitiveTagKeys: wanted.transitive,
		Policy: wanted.policy, PolicyARNs: wanted.policyARNs, Duration: wanted.duration, Provider: provider,
	})
	if err == nil {
		c.Resource(role.arn, "AWS::IAM::Role")
	}
	return session, packed, err
}

// mostPolicies is how many managed policies a session may be limited by (API reference, AssumeRole, PolicyArns).
const mostPolicies = 10

// checkManaged checks that the managed policies of a session are there: of the role's account, or of AWS.
func (s *sts) checkManaged(r store.Reader, account string, policyARNs []string) error {
	if len(policyARNs) > mostPolicies {
		return fault.New(fault.Validation, "A session can be limited by %d managed policies at most.", mostPolicies)
	}
	for _, policyARN := range policyARNs {
		p, err := s.directory.Managed(r, policyARN)
		if fault.Is(err, fault.NotFound) || err == nil && p.Account != account && p.Account != identity.OfAWS {
			return fault.New(policy.MalformedPolicyDocument, "The managed policy %s does not exist or is not attachable.", policyARN)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// credentials are a session's, as they are handed out.
func credentials(s identity.Session) *types.Credentials {
	return &types.Credentials{
		AccessKeyId: aws.String(s.AccessKeyID), SecretAccessKey: aws.String(s.Secret.Reveal()),
		SessionToken: aws.String(s.Token.Reveal()), Expiration: aws.Time(s.Principal.Expires),
	}
}
