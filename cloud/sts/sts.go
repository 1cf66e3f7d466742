// Package sts is AWS Security Token Service of the local cloud: a principal assumes a role, of its own account or
// another, who shows a token of a trusted issuer assumes one by it, a user makes temporary credentials of its own, and whoever calls asks who it is, or whose a key is. What else
// the service has is answered as unsupported.
//
// It holds no state: a session is sealed in its own token (package identity), roles belong to IAM, and whether
// somebody may is policy's to decide. app may import it; no other service does.
package sts

import (
	"context"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/openid"
	"interlaken/service"
	wire "interlaken/wire/sts"
)

// Config is what the service works with. Every field is needed.
type Config struct {
	Directory *identity.Directory
	// Tokens believes tokens of OpenID Connect issuers.
	Tokens Tokens
}

// Tokens believes tokens: openid.Verifier.
type Tokens interface {
	Verify(ctx context.Context, issuer, token string) (openid.Claims, error)
}

type sts struct {
	directory *identity.Directory
	tokens    Tokens
}

// New makes the service.
func New(c Config) *service.Service {
	s := &sts{directory: c.Directory, tokens: c.Tokens}
	return &service.Service{
		Wire:   wire.Service,
		Source: "sts.amazonaws.com",
		Refuses: func(p identity.Principal, operation string) error {
			if p.Kind == identity.User && p.Temporary() && operation != "AssumeRole" && operation != "GetCallerIdentity" {
				return fault.New(fault.AccessDenied, "Cannot call %s with session credentials", operation)
			}
			return nil
		},
		Operations: []service.Operation{
			s.assumeRole(), s.assumeRoleWithWebIdentity(), s.getCallerIdentity(), s.getSessionToken(), s.getAccessKeyInfo(), s.decodeAuthorizationMessage(),
		},
	}
}
