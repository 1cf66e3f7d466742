package identity

import (
	"time"

	"interlaken/secret"
)

// Kind is the kind of a principal, as aws:PrincipalType and CloudTrail's userIdentity name them.
type Kind string

// The kinds of principal that can sign a request here.
const (
	User        Kind = "User"
	AssumedRole Kind = "AssumedRole"
	Service     Kind = "Service"
	// Root is the account itself, for as long as nobody else is in it: see NewClaim.
	Root Kind = "Account"
	// WebIdentity is who showed a token of an OpenID Connect issuer in place of a signature. It may assume roles by it and
	// do nothing else.
	WebIdentity Kind = "WebIdentityUser"
)

// Principal is an authenticated caller. Its zero value is nobody and is refused everywhere.
type Principal struct {
	Kind    Kind
	Account string
	// ARN is the caller's own: a user's, a role session's (arn:aws:sts::…:assumed-role/…), or for a service its
	// principal name.
	ARN string
	// UniqueID is aws:userid: AIDA… for a user, AROA…:session for a role session.
	UniqueID string
	// Name is the user's or the role's name, or the service principal's (quicksight.amazonaws.com).
	Name        string
	AccessKeyID string

	// Of a role session only.
	RoleARN, RoleID, SessionName string
	SourceIdentity               string
	Tags                         map[string]string
	TransitiveTagKeys            []string
	SessionPolicy                string   // the document passed to AssumeRole, "" for none
	SessionPolicyARNs            []string // the managed policies passed with it
	// Provider is the ARN of the identity provider by whose token the session was made, "" for none.
	Provider string
	// Web is what the token of a web identity says; nil for every other principal.
	Web *WebClaims
	// BuiltIn is set for people who signed in on the web; "" for every session that STS made.
	BuiltIn         BuiltIn
	Issued, Expires time.Time // of a user too, where its credentials are temporary
}

// WebClaims are what a token says that was believed.
type WebClaims struct {
	Issuer            string // without https://
	Audience, Subject string
	Methods           []string
	Expires           time.Time
}

// Temporary reports whether the credentials are those of a session.
func (p Principal) Temporary() bool {
	return !p.Issued.IsZero() && (p.Kind == User || p.Kind == AssumedRole)
}

// IsZero reports whether there is no principal.
func (p Principal) IsZero() bool { return p.Kind == "" }

// Credential is what a signature is verified with, and whom it then stands for.
type Credential struct {
	Principal Principal
	Secret    secret.Text
}
