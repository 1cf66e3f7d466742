package service

import (
	"strconv"
	"time"

	"interlaken/identity"
	"interlaken/policy"
)

// knownKeys are the condition keys that are truly absent when a request lacks them: the global ones that this program
// fills in, and those of the services. A policy that hangs on any other key is not understood and refuses.
var knownKeys = policy.NewKeys(
	// IAM User Guide, "AWS global condition context keys".
	"aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType", "aws:PrincipalTag/", "aws:PrincipalIsAWSService",
	"aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths",
	"aws:userid", "aws:username", "aws:SourceIdentity", "aws:TokenIssueTime", "aws:MultiFactorAuthPresent",
	"aws:MultiFactorAuthAge", "aws:FederatedProvider", "aws:SourceIp", "aws:SourceVpc", "aws:SourceVpce",
	"aws:VpcSourceIp", "aws:SecureTransport", "aws:UserAgent", "aws:Referer", "aws:CurrentTime", "aws:EpochTime",
	"aws:RequestedRegion", "aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:ResourceTag/",
	"aws:RequestTag/", "aws:TagKeys", "aws:ViaAWSService", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast",
	"aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths",
	// Service Authorization Reference, the condition keys of each service.
	"sts:ExternalId", "sts:RoleSessionName", "sts:SourceIdentity", "sts:TransitiveTagKeys", "sts:AWSServiceName",
	"iam:PassedToService", "iam:AssociatedResourceArn", "iam:ResourceTag/", "iam:PermissionsBoundary", "iam:PolicyARN",
	"s3:prefix", "s3:delimiter", "s3:max-keys", "s3:VersionId", "s3:ResourceAccount", "s3:x-amz-acl",
	"s3:x-amz-server-side-encryption", "s3:x-amz-copy-source",
	"s3:ExistingObjectTag/", "s3:RequestObjectTag/", "s3:RequestObjectTagKeys",
	"quicksight:IamArn", "quicksight:SessionName",
)

// fillGlobalKeys sets the keys that come from the verified session, the connection and the clock (SECURITY S2).
func fillGlobalKeys(keys *policy.Context, c *Call, resourceAccount string) {
	s, p := &c.Session, &c.Session.Principal
	switch p.Kind {
	case identity.WebIdentity:
		keys.Set("aws:PrincipalIsAWSService", "false")
		keys.Set("aws:FederatedProvider", p.ARN)
	case identity.Service:
		keys.Set("aws:PrincipalIsAWSService", "true")
		keys.Set("aws:PrincipalServiceName", p.Name)
		keys.Set("aws:PrincipalServiceNamesList", p.Name)
		if s.SourceAccount != "" {
			keys.Set("aws:SourceAccount", s.SourceAccount)
		}
		if s.SourceARN != "" {
			keys.Set("aws:SourceArn", s.SourceARN)
		}
	default:
		keys.Set("aws:PrincipalIsAWSService", "false")
		keys.Set("aws:PrincipalAccount", p.Account)
		keys.Set("aws:PrincipalType", string(p.Kind))
		keys.Set("aws:userid", p.UniqueID)
		arn := p.ARN
		if p.RoleARN != "" {
			arn = p.RoleARN
		}
		keys.Set("aws:PrincipalArn", arn)
		for k, v := range p.Tags {
			keys.Set("aws:PrincipalTag/"+k, v)
		}
	}
	if p.Kind == identity.User {
		keys.Set("aws:username", p.Name)
	}
	if p.Provider != "" {
		keys.Set("aws:FederatedProvider", p.Provider)
	}
	if p.Temporary() {
		keys.Set("aws:TokenIssueTime", p.Issued.UTC().Format(time.RFC3339))
		keys.Set("aws:MultiFactorAuthPresent", "false")
		if p.SourceIdentity != "" {
			keys.Set("aws:SourceIdentity", p.SourceIdentity)
		}
	}
	keys.Set("aws:ResourceAccount", resourceAccount)
	keys.Set("aws:RequestedRegion", s.Region)
	keys.Set("aws:CurrentTime", c.Now.UTC().Format(time.RFC3339))
	keys.Set("aws:EpochTime", strconv.FormatInt(c.Now.Unix(), 10))
	keys.Set("aws:SecureTransport", strconv.FormatBool(s.SecureTransport))
	if s.UserAgent != "" {
		keys.Set("aws:UserAgent", s.UserAgent)
	}
	if s.Referer != "" {
		keys.Set("aws:Referer", s.Referer)
	}
	if s.SourceIP != "" {
		keys.Set("aws:SourceIp", s.SourceIP)
	}
	keys.Set("aws:ViaAWSService", strconv.FormatBool(len(s.Via) > 0))
	if len(s.Via) > 0 {
		keys.Set("aws:CalledVia", s.Via...)
		keys.Set("aws:CalledViaFirst", s.Via[0])
		keys.Set("aws:CalledViaLast", s.Via[len(s.Via)-1])
	}
}
