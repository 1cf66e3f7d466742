package sts

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/openid"
	"interlaken/service"
	"interlaken/store"
)

// withWebIdentity is the action of assumeRoleWithWebIdentity.
const withWebIdentity = "sts:AssumeRoleWithWebIdentity"

// assumeRoleWithWebIdentity makes a session of a role for who shows a token of an OpenID Connect issuer that the role's
// account has as a provider. Nobody signs the request: the token, which is believed before the transaction, says who calls,
// and the role's trust policy decides (STS API reference, AssumeRoleWithWebIdentity).
func (s *sts) assumeRoleWithWebIdentity() service.Operation {
	return service.Define("AssumeRoleWithWebIdentity", s.webIdentityChecks, s.doAssumeRoleWithWebIdentity,
		service.Reads, service.Identifies(s.identify),
		service.Shows(func(input any) any {
			in := *input.(*sdk.AssumeRoleWithWebIdentityInput)
			in.WebIdentityToken = nil // CloudTrail leaves the token out
			return &in
		}, func(output any) any { return output }))
}

// identify believes the token of a request.
func (s *sts) identify(ctx context.Context, r store.Store, in *sdk.AssumeRoleWithWebIdentityInput) (identity.Principal, error) {
	if in.ProviderId != nil {
		return identity.Principal{}, fault.New(fault.Validation, "ProviderId is for access tokens of OAuth 2.0, which are not accepted here: send an ID token, without ProviderId.")
	}
	a, err := arn.Parse(aws.ToString(in.RoleArn))
	if err != nil || a.Service != "iam" || a.Type() != "role" || !arn.IsAccount(a.Account) {
		return identity.Principal{}, fault.New(fault.Validation, "Request ARN is invalid")
	}
	issuer, err := openid.Issuer(aws.ToString(in.WebIdentityToken))
	if err != nil {
		return identity.Principal{}, err
	}
	var provider identity.OIDCProvider
	err = r.View(ctx, func(r store.Reader) (err error) {
		provider, err = s.directory.Provider(r, a.Account, strings.TrimPrefix(issuer, "https://"))
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && !strings.HasPrefix(issuer, "https://") {
		return identity.Principal{}, fault.New(openid.Invalid, "No OpenIDConnect provider found in your account for %.200s", issuer)
	}
	if err != nil {
		return identity.Principal{}, err
	}
	claims, err := s.tokens.Verify(ctx, issuer, aws.ToString(in.WebIdentityToken))
	if err != nil {
		return identity.Principal{}, err
	}
	audience, ok := accepted(&provider, &claims)
	if !ok {
		return identity.Principal{}, fault.New(openid.Invalid, "Incorrect token audience")
	}
	tagged, err := taggedBy(&claims)
	if err != nil {
		return identity.Principal{}, err
	}
	return identity.Principal{
		Kind: identity.WebIdentity, Account: a.Account, ARN: provider.ARN(), Name: claims.Subject, UniqueID: provider.Issuer + ":" + audience + ":" + claims.Subject,
		Web:  &identity.WebClaims{Issuer: provider.Issuer, Audience: audience, Subject: claims.Subject, Methods: claims.Methods, Expires: claims.Expires},
		Tags: tagged.tags, TransitiveTagKeys: tagged.transitive, SourceIdentity: tagged.source,
	}, nil
}

// accepted is the audience by which a provider accepts a token: the authorized party where there is one, else one of its
// audiences (IAM User Guide, "Available keys for AWS OIDC federation": aud).
func accepted(p *identity.OIDCProvider, c *openid.Claims) (string, bool) {
	candidates := c.Audience
	if c.AuthorizedParty != "" {
		candidates = []string{c.AuthorizedParty}
	}
	for _, audience := range candidates {
		if slices.Contains(p.ClientIDs, audience) {
			return audience, true
		}
	}
	return "", false
}

// tagging are what claims ask of the session.
type tagging struct {
	tags       map[string]string
	transitive []string
	source     string
}

// The claims that carry it (IAM User Guide, "Pass session tags in AWS STS", "Monitor and control actions taken with assumed
// roles").
const (
	tagsClaim   = "https://aws.amazon.com/tags"
	sourceClaim = "https://aws.amazon.com/source_identity"
)

// taggedBy reads session tags and source identity out of claims.
func taggedBy(c *openid.Claims) (tagging, error) {
	var claims map[string]json.RawMessage
	var t tagging
	if err := json.Unmarshal(c.All, &claims); err != nil {
		return t, fault.New(openid.Invalid, "The claims of the token cannot be read.")
	}
	if raw, ok := claims[sourceClaim]; ok {
		if err := json.Unmarshal(raw, &t.source); err != nil || len(t.source) < 2 || len(t.source) > 64 {
			return t, fault.New(openid.Invalid, "The source identity in the token has to be 2 to 64 characters.")
		}
	}
	raw, ok := claims[tagsClaim]
	if !ok {
		return t, nil
	}
	var given struct {
		Tags       map[string][]string `json:"principal_tags"`
		Transitive []string            `json:"transitive_tag_keys"`
	}
	if err := json.Unmarshal(raw, &given); err != nil {
		return t, fault.New(openid.Invalid, "The session tags in the token cannot be read.")
	}
	t.tags, t.transitive = map[string]string{}, given.Transitive
	for key, values := range given.Tags {
		if len(values) != 1 || strings.HasPrefix(strings.ToLower(key), "aws:") || len(key) > 128 || len(values[0]) > 256 {
			return t, fault.New(openid.Invalid, "The session tag %.128q in the token has to have one value of at most 256 characters, and a key that is not AWS's.", key)
		}
		t.tags[key] = values[0]
	}
	for _, key := range t.transitive {
		if _, ok := t.tags[key]; !ok {
			return t, fault.New(openid.Invalid, "The transitive tag key %.128q in the token names no session tag.", key)
		}
	}
	return t, nil
}

// webWishes are what a request and its token ask of a session.
func webWishes(caller *identity.Principal, in *sdk.AssumeRoleWithWebIdentityInput) (*wishes, error) {
	w := &wishes{
		sessionName: aws.ToString(in.RoleSessionName), policy: aws.ToString(in.Policy), duration: defaultDuration,
		sourceIdentity: caller.SourceIdentity, passed: caller.Tags, tags: caller.Tags, passedTransitive: caller.TransitiveTagKeys, transitive: caller.TransitiveTagKeys,
	}
	for _, p := range in.PolicyArns {
		w.policyARNs = append(w.policyARNs, aws.ToString(p.Arn))
	}
	if in.DurationSeconds != nil {
		w.duration = time.Duration(*in.DurationSeconds) * time.Second
	}
	return w, checkPolicy(w.policy)
}

func (s *sts) webIdentityChecks(c *service.Call, in *sdk.AssumeRoleWithWebIdentityInput) ([]service.Check, error) {
	caller := &c.Session.Principal
	wanted, err := webWishes(caller, in)
	if err != nil {
		return nil, err
	}
	c.Add("identityProviderConnectionVerificationMethod", "IAMTrustStore")
	role, err := s.find(c.Tx, aws.ToString(in.RoleArn))
	if err != nil {
		return nil, err
	}
	keys := wanted.keys(role.role)
	if web := caller.Web; web != nil {
		keys[web.Issuer+":aud"], keys[web.Issuer+":sub"] = []string{web.Audience}, []string{web.Subject}
		if len(web.Methods) > 0 {
			keys[web.Issuer+":amr"] = web.Methods
		}
	}
	return wanted.checks(role, withWebIdentity, keys), nil
}

func (s *sts) doAssumeRoleWithWebIdentity(c *service.Call, in *sdk.AssumeRoleWithWebIdentityInput) (*sdk.AssumeRoleWithWebIdentityOutput, error) {
	caller := &c.Session.Principal
	wanted, err := webWishes(caller, in)
	if err != nil {
		return nil, err
	}
	role, err := s.find(c.Tx, aws.ToString(in.RoleArn))
	if err != nil {
		return nil, err
	}
	if wanted.duration > time.Duration(role.role.MaxSession)*time.Second {
		return nil, fault.New(fault.Validation, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	}
	session, packed, err := s.grant(c, role, wanted, caller.ARN)
	if err != nil {
		return nil, err
	}
	out := &sdk.AssumeRoleWithWebIdentityOutput{
		AssumedRoleUser: &types.AssumedRoleUser{Arn: aws.String(session.Principal.ARN), AssumedRoleId: aws.String(session.Principal.UniqueID)},
		Audience:        aws.String(caller.Web.Audience), SubjectFromWebIdentityToken: aws.String(caller.Web.Subject), Provider: aws.String(caller.ARN),
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
