package policy

import (
	"strings"

	"interlaken/arn"
)

// PrincipalKind is what a caller is. The zero value is no caller and is always refused.
type PrincipalKind uint8

const (
	NoPrincipal       PrincipalKind = iota
	UserPrincipal                   // an IAM user with its own key
	RoleSession                     // a session of a role, from any AssumeRole operation
	RootUser                        // an account's root user
	FederatedUser                   // a session from GetFederationToken
	ServicePrincipal                // an AWS service on its own behalf, not through a role
	IdentityProvider                // a SAML or OIDC identity that is about to assume a role
	AnonymousIdentity               // nobody: an unsigned request
)

// Principal is who makes a request.
type Principal struct {
	Kind    PrincipalKind
	Account string // twelve digits; empty for a service, an identity provider and nobody
	// ARN of the user, session or root user; a service's name (quicksight.amazonaws.com); an identity provider's ARN
	// or name.
	ARN string
	// IssuerARN is the ARN, path included, of the role whose session this is, or of the user who made the federated
	// session. Empty for all others.
	IssuerARN string
	// ID is the unique id: AIDA… of a user, AROA…:session of a role session. IssuerID is that of the role or user
	// behind a session. A policy that names either (a stored policy binds names to them) matches by it.
	ID, IssuerID string
	// CanonicalID is the account's canonical user id, which S3 bucket policies may name.
	CanonicalID string
	// ServiceLinkedRole: the session is one of a service-linked role, which no SCP and no RCP binds.
	ServiceLinkedRole bool
	// ManagementAccount: the account manages its organization, so that no SCP binds its principals.
	ManagementAccount bool
}

// resourceSideOnly reports whether the caller belongs to no account, so that only what is attached to the resource
// decides.
func (p *Principal) resourceSideOnly() bool {
	return p.Kind == ServicePrincipal || p.Kind == IdentityProvider || p.Kind == AnonymousIdentity
}

// grant is how a resource-based policy names a caller, which decides what its allow survives (User Guide,
// "Permissions boundaries" and "Session policies": resource-based policies).
type grant uint8

const (
	noGrant   grant = iota
	toAccount       // the account: delegation; within the account an identity policy must allow too
	toIssuer        // the role or user behind the session: boundary and session policies limit it
	toCaller        // the caller itself, or everyone: nothing limits it but an explicit deny
)

type nameKind uint8

const (
	everyoneName nameKind = iota
	accountName
	arnName
	idName
	serviceName
	federatedName
	canonicalName
	brokenName
)

type principalName struct {
	kind    nameKind
	value   string
	problem string
}

// principalSet is a compiled Principal or NotPrincipal.
type principalSet []principalName

func compilePrincipals(p *Principals) principalSet {
	if p == nil {
		return nil
	}
	if p.Everyone {
		return principalSet{{kind: everyoneName}}
	}
	var set principalSet
	for _, v := range p.AWS {
		set = append(set, compileAWSPrincipal(v))
	}
	named := func(kind nameKind, values Values) {
		for _, v := range values {
			if v == "" || strings.ContainsAny(v, "*?$") {
				set = append(set, principalName{brokenName, v, "wildcards cannot stand in a principal"})
			} else {
				set = append(set, principalName{kind: kind, value: v})
			}
		}
	}
	named(serviceName, p.Service)
	named(federatedName, p.Federated)
	named(canonicalName, p.CanonicalUser)
	return set
}

// compileAWSPrincipal reads a value of Principal.AWS: "*", an account id, an ARN, or a unique id.
func compileAWSPrincipal(v string) principalName {
	switch {
	case v == "*":
		return principalName{kind: everyoneName}
	case arn.IsAccount(v):
		return principalName{kind: accountName, value: v}
	case isUniqueID(v):
		return principalName{kind: idName, value: v}
	case strings.ContainsAny(v, "*?$"):
		return principalName{brokenName, v, "wildcards cannot stand in a principal"}
	}
	parts, ok := splitARN(v)
	service, account, name := parts[2], parts[4], parts[5]
	switch {
	case !ok || service != "iam" && service != "sts" || name == "",
		!arn.IsAccount(account) && account != "cloudfront": // origin access identities are users of that "account"
		return principalName{brokenName, v, "a principal is an account, an ARN of IAM or STS, a unique id or *"}
	case service == "iam" && name == "root":
		return principalName{kind: accountName, value: account}
	}
	return principalName{kind: arnName, value: v}
}

// isUniqueID reports whether v looks like AROA… or AIDA… and the like (User Guide, "IAM identifiers").
func isUniqueID(v string) bool {
	if len(v) < 16 || len(v) > 128 || v[0] != 'A' {
		return false
	}
	for i := range len(v) {
		if c := v[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// grant returns how the set names the caller at its strongest, and whether it may name it more strongly in a way
// that is not understood.
func (set principalSet) grant(p *Principal) (best grant, broken bool) {
	for i := range set {
		name := &set[i]
		if name.kind == brokenName {
			broken = true
			continue
		}
		best = max(best, name.grant(p))
	}
	return best, broken && best < toCaller
}

func (n *principalName) grant(p *Principal) grant {
	given := func(matches bool, g grant) grant {
		if matches && n.value != "" {
			return g
		}
		return noGrant
	}
	switch n.kind {
	case everyoneName:
		return toCaller
	case accountName:
		if p.Kind == RootUser {
			return given(n.value == p.Account, toCaller)
		}
		return given(n.value == p.Account && !p.resourceSideOnly(), toAccount)
	case arnName:
		if p.resourceSideOnly() {
			return noGrant
		}
		return max(given(n.value == p.ARN, toCaller), given(n.value == p.IssuerARN, toIssuer))
	case idName:
		return max(given(n.value == p.ID, toCaller), given(n.value == p.IssuerID, toIssuer))
	case serviceName:
		return given(p.Kind == ServicePrincipal && n.value == p.ARN, toCaller)
	case federatedName:
		return given(p.Kind == IdentityProvider && n.value == p.ARN, toCaller)
	case canonicalName:
		return given(n.value == p.CanonicalID, toAccount)
	}
	return noGrant
}

// exempts reports whether NotPrincipal spares the caller. A session is spared only when its account, its role and
// the session itself are all listed, a user when its account and the user are (User Guide, "NotPrincipal").
func (set principalSet) exempts(p *Principal) truth {
	var caller, issuer, account, broken bool
	for i := range set {
		name := &set[i]
		switch name.kind {
		case everyoneName:
			return yes
		case brokenName:
			broken = true
			continue
		}
		switch name.grant(p) {
		case toCaller:
			caller = true
		case toIssuer:
			issuer = true
		case toAccount:
			account = true
		}
	}
	all := caller
	switch p.Kind {
	case UserPrincipal:
		all = caller && account
	case RoleSession, FederatedUser:
		all = caller && issuer && account
	}
	if !all && broken {
		return unknown
	}
	return truthOf(all)
}
