package identity

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/secret"
)

// Session is what AssumeRole and GetSessionToken hand out.
type Session struct {
	AccessKeyID string
	Secret      secret.Text
	Token       secret.Text
	Principal   Principal
}

// token is the sealed content of a session token: the whole session, so that no record of it has to be kept, and
// nothing in it can be changed. The access key id is the seal's associated data (SECURITY S4).
type token struct {
	Account           string            `json:"account"`
	Role              string            `json:"role,omitempty"`
	RoleID            string            `json:"roleId,omitempty"`
	User              string            `json:"user,omitempty"` // of a user's own session, which has no role
	UserID            string            `json:"userId,omitempty"`
	SessionName       string            `json:"session"`
	SourceIdentity    string            `json:"sourceIdentity,omitempty"`
	Tags              map[string]string `json:"tags,omitempty"`
	TransitiveTagKeys []string          `json:"transitive,omitempty"`
	Policy            string            `json:"policy,omitempty"`
	PolicyARNs        []string          `json:"policies,omitempty"`
	Provider          string            `json:"provider,omitempty"`
	Issued            time.Time         `json:"issued"`
	Expires           time.Time         `json:"expires"`
	Secret            string            `json:"secret"`
}

// SessionRequest says which session is to be made.
type SessionRequest struct {
	Role              Role
	SessionName       string
	SourceIdentity    string
	Tags              map[string]string
	TransitiveTagKeys []string
	Policy            string
	PolicyARNs        []string // of managed policies that limit the session too
	Duration          time.Duration
	// Provider is the ARN of the identity provider by whose token the session is made.
	Provider string
}

// NewSession makes credentials for a session of a role. Whether the caller may have them has been decided before.
func (d *Directory) NewSession(r SessionRequest) (Session, error) {
	t := token{
		Account: r.Role.Account, Role: r.Role.Name, RoleID: r.Role.ID, SessionName: r.SessionName,
		SourceIdentity: r.SourceIdentity, Tags: r.Tags, TransitiveTagKeys: r.TransitiveTagKeys, Policy: r.Policy, PolicyARNs: r.PolicyARNs,
		Provider: r.Provider,
	}
	s, err := d.seal(&t, r.Duration)
	s.Principal = t.principal(s.AccessKeyID, r.Role.Path)
	return s, err
}

// NewUserSession makes temporary credentials of a user, with whom they end (STS API, GetSessionToken).
func (d *Directory) NewUserSession(u IAMUser, duration time.Duration) (Session, error) {
	t := token{Account: u.Account, User: u.Name, UserID: u.ID}
	s, err := d.seal(&t, duration)
	s.Principal = t.ofUser(s.AccessKeyID, u)
	return s, err
}

func (t token) ofUser(key string, u IAMUser) Principal {
	return Principal{
		Kind: User, Account: u.Account, ARN: u.ARN(), UniqueID: u.ID, Name: u.Name, Tags: u.Tags, AccessKeyID: key, Issued: t.Issued, Expires: t.Expires,
	}
}

// seal gives a token its times and its secret, and makes credentials of it.
func (d *Directory) seal(t *token, duration time.Duration) (Session, error) {
	t.Issued = d.clock.Now().Truncate(time.Second)
	t.Expires, t.Secret = t.Issued.Add(duration), d.ids.Secret()
	plain, err := json.Marshal(t)
	if err != nil {
		return Session{}, fault.Wrap(err, fault.Internal, "The session could not be made.")
	}
	key := d.ids.AccessKey("ASIA", t.Account)
	sealed := base64.StdEncoding.EncodeToString(d.tokens.Seal(plain, []byte(key)))
	return Session{
		AccessKeyID: key,
		Secret:      secret.NewText(t.Secret),
		Token:       secret.NewText(sealed),
	}, nil
}

func (t token) principal(key, path string) Principal {
	return Principal{
		Kind: AssumedRole, Account: t.Account, ARN: arn.AssumedRole(t.Account, t.Role, t.SessionName),
		UniqueID: t.RoleID + ":" + t.SessionName, Name: t.Role, AccessKeyID: key,
		RoleARN: arn.Role(t.Account, path, t.Role), RoleID: t.RoleID, SessionName: t.SessionName,
		SourceIdentity: t.SourceIdentity, Tags: t.Tags, TransitiveTagKeys: t.TransitiveTagKeys,
		SessionPolicy: t.Policy, SessionPolicyARNs: t.PolicyARNs, Provider: t.Provider, Issued: t.Issued, Expires: t.Expires,
	}
}

// openToken reads a session token that was made for this access key id, whether or not it has expired.
func (d *Directory) openToken(key, text string) (token, error) {
	var t token
	sealed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return t, errUnknownKey
	}
	plain, err := d.tokens.Open(sealed, []byte(key))
	if err != nil {
		return t, errUnknownKey
	}
	if err := json.Unmarshal(plain, &t); err != nil {
		return t, errUnknownKey
	}
	return t, nil
}
