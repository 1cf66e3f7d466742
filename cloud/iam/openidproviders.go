package iam

import (
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/identity"
	"interlaken/service"
)

// openIDProviders are the operations on the OpenID Connect issuers that an account's roles can trust.
func (s *iam) openIDProviders() []service.Operation {
	return []service.Operation{
		s.createOpenIDConnectProvider(), s.listOpenIDConnectProviders(),
		onProvider(s, "GetOpenIDConnectProvider", func(in *sdk.GetOpenIDConnectProviderInput) *string { return in.OpenIDConnectProviderArn },
			func(c *service.Call, p identity.OIDCProvider, _ *sdk.GetOpenIDConnectProviderInput) (*sdk.GetOpenIDConnectProviderOutput, error) {
				return &sdk.GetOpenIDConnectProviderOutput{
					Url: &p.Issuer, ClientIDList: p.ClientIDs, ThumbprintList: p.Thumbprints, CreateDate: &p.Created, Tags: showTags(p.Tags),
				}, nil
			}, service.Reads),
		onProvider(s, "DeleteOpenIDConnectProvider", func(in *sdk.DeleteOpenIDConnectProviderInput) *string { return in.OpenIDConnectProviderArn },
			func(c *service.Call, p identity.OIDCProvider, _ *sdk.DeleteOpenIDConnectProviderInput) (*sdk.DeleteOpenIDConnectProviderOutput, error) {
				return &sdk.DeleteOpenIDConnectProviderOutput{}, s.directory.DeleteProvider(c.Tx, p.Account, p.Issuer)
			}, silent),
		changesProvider[sdk.UpdateOpenIDConnectProviderThumbprintInput, sdk.UpdateOpenIDConnectProviderThumbprintOutput](s, "UpdateOpenIDConnectProviderThumbprint",
			func(in *sdk.UpdateOpenIDConnectProviderThumbprintInput) *string { return in.OpenIDConnectProviderArn },
			func(in *sdk.UpdateOpenIDConnectProviderThumbprintInput, p *identity.OIDCProvider) error {
				p.Thumbprints = in.ThumbprintList
				return nil
			}),
		changesProvider[sdk.AddClientIDToOpenIDConnectProviderInput, sdk.AddClientIDToOpenIDConnectProviderOutput](s, "AddClientIDToOpenIDConnectProvider",
			func(in *sdk.AddClientIDToOpenIDConnectProviderInput) *string { return in.OpenIDConnectProviderArn },
			func(in *sdk.AddClientIDToOpenIDConnectProviderInput, p *identity.OIDCProvider) error {
				if id := aws.ToString(in.ClientID); !slices.Contains(p.ClientIDs, id) {
					p.ClientIDs = append(p.ClientIDs, id)
				}
				return nil
			}),
		changesProvider[sdk.RemoveClientIDFromOpenIDConnectProviderInput, sdk.RemoveClientIDFromOpenIDConnectProviderOutput](s, "RemoveClientIDFromOpenIDConnectProvider",
			func(in *sdk.RemoveClientIDFromOpenIDConnectProviderInput) *string { return in.OpenIDConnectProviderArn },
			func(in *sdk.RemoveClientIDFromOpenIDConnectProviderInput, p *identity.OIDCProvider) error {
				p.ClientIDs = slices.DeleteFunc(p.ClientIDs, func(id string) bool { return id == aws.ToString(in.ClientID) })
				return nil
			}),
		changesProvider[sdk.TagOpenIDConnectProviderInput, sdk.TagOpenIDConnectProviderOutput](s, "TagOpenIDConnectProvider",
			func(in *sdk.TagOpenIDConnectProviderInput) *string { return in.OpenIDConnectProviderArn },
			func(in *sdk.TagOpenIDConnectProviderInput, p *identity.OIDCProvider) error {
				tags, err := readTags(in.Tags)
				if err != nil {
					return err
				}
				return setTags(&p.Tags, tags)
			}),
		changesProvider[sdk.UntagOpenIDConnectProviderInput, sdk.UntagOpenIDConnectProviderOutput](s, "UntagOpenIDConnectProvider",
			func(in *sdk.UntagOpenIDConnectProviderInput) *string { return in.OpenIDConnectProviderArn },
			func(in *sdk.UntagOpenIDConnectProviderInput, p *identity.OIDCProvider) error {
				unsetTags(p.Tags, in.TagKeys)
				return nil
			}),
		onProvider(s, "ListOpenIDConnectProviderTags", func(in *sdk.ListOpenIDConnectProviderTagsInput) *string { return in.OpenIDConnectProviderArn },
			func(_ *service.Call, p identity.OIDCProvider, in *sdk.ListOpenIDConnectProviderTagsInput) (*sdk.ListOpenIDConnectProviderTagsOutput, error) {
				shown, next, err := tagPage(p.Tags, asked{marker: in.Marker, most: in.MaxItems})
				return &sdk.ListOpenIDConnectProviderTagsOutput{Tags: shown, IsTruncated: next != "", Marker: marker(next)}, err
			}, service.Reads),
	}
}

// onProvider declares an operation on one provider of the caller's account.
func onProvider[In, Out any](s *iam, name string, providerARN func(*In) *string, do func(*service.Call, identity.OIDCProvider, *In) (*Out, error), options ...service.Option) service.Operation {
	return service.Define(name,
		func(c *service.Call, in *In) ([]service.Check, error) {
			account, issuer, ok := identity.ReadProviderARN(aws.ToString(providerARN(in)))
			if !ok {
				return nil, &types.InvalidInputException{Message: aws.String("Invalid ARN of an OpenID Connect provider: " + aws.ToString(providerARN(in)))}
			}
			check := service.Check{Action: "iam:" + name, Resource: aws.ToString(providerARN(in)), Account: account}
			if p, err := s.directory.Provider(c.Tx, account, issuer); err == nil {
				check.Keys = resourceTags(p.Tags)
			}
			return []service.Check{check}, nil
		},
		func(c *service.Call, in *In) (*Out, error) {
			account, issuer, _ := identity.ReadProviderARN(aws.ToString(providerARN(in)))
			p, err := s.directory.Provider(c.Tx, account, issuer)
			if err != nil {
				return nil, err
			}
			return do(c, p, in)
		}, options...)
}

// changesProvider declares an operation that changes one.
func changesProvider[In, Out any](s *iam, name string, providerARN func(*In) *string, change func(*In, *identity.OIDCProvider) error) service.Operation {
	return onProvider(s, name, providerARN, func(c *service.Call, p identity.OIDCProvider, in *In) (*Out, error) {
		return new(Out), s.directory.ChangeProvider(c.Tx, p.Account, p.Issuer, func(p *identity.OIDCProvider) error { return change(in, p) })
	}, silent)
}

// readIssuer checks an issuer's URL and returns it without its scheme, as providers are named (API reference,
// CreateOpenIDConnectProvider, Url: it begins with https://, has no query and is what tokens have as iss, a last slash
// included).
func readIssuer(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery {
		return "", &types.InvalidInputException{Message: aws.String("Invalid Open ID Connect Provider URL")}
	}
	return strings.TrimPrefix(text, "https://"), nil
}

func (s *iam) createOpenIDConnectProvider() service.Operation {
	return service.Define("CreateOpenIDConnectProvider",
		func(c *service.Call, in *sdk.CreateOpenIDConnectProviderInput) ([]service.Check, error) {
			issuer, err := readIssuer(aws.ToString(in.Url))
			if err != nil {
				return nil, err
			}
			tags, err := readTags(in.Tags)
			p := identity.OIDCProvider{Account: c.Account(), Issuer: issuer}
			return createChecks("iam:CreateOpenIDConnectProvider", "iam:TagOpenIDConnectProvider", p.ARN(), tags), err
		},
		func(c *service.Call, in *sdk.CreateOpenIDConnectProviderInput) (*sdk.CreateOpenIDConnectProviderOutput, error) {
			issuer, err := readIssuer(aws.ToString(in.Url))
			if err != nil {
				return nil, err
			}
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			p, err := s.directory.CreateProvider(c.Tx, identity.OIDCProvider{
				Account: c.Account(), Issuer: issuer, ClientIDs: in.ClientIDList, Thumbprints: in.ThumbprintList, Tags: tags,
			})
			return &sdk.CreateOpenIDConnectProviderOutput{OpenIDConnectProviderArn: aws.String(p.ARN()), Tags: showTags(p.Tags)}, err
		})
}

func (s *iam) listOpenIDConnectProviders() service.Operation {
	return service.Define("ListOpenIDConnectProviders", onAll[sdk.ListOpenIDConnectProvidersInput]("iam:ListOpenIDConnectProviders"),
		func(c *service.Call, _ *sdk.ListOpenIDConnectProvidersInput) (*sdk.ListOpenIDConnectProvidersOutput, error) {
			all, err := s.directory.Providers(c.Tx, c.Account())
			out := &sdk.ListOpenIDConnectProvidersOutput{OpenIDConnectProviderList: []types.OpenIDConnectProviderListEntry{}}
			for i := range all {
				out.OpenIDConnectProviderList = append(out.OpenIDConnectProviderList, types.OpenIDConnectProviderListEntry{Arn: aws.String(all[i].ARN())})
			}
			return out, err
		}, service.Reads)
}
