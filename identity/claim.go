package identity

import (
	"strings"
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/secret"
)

// ClaimTime is how long a one-time code can be used (SECURITY S20).
const ClaimTime = 15 * time.Minute

// mostFailedClaims is how many requests may be signed with another code than an account's before that one ends: nobody
// finds 130 bits by trying, and who tries is told to the account that often.
const mostFailedClaims = 10

// claimLength is the letters of a one-time code: 130 bits.
const claimLength = 26

// claim is a one-time code for the account's root user. It exists in memory only.
type claim struct {
	principal Principal
	code      secret.Text
	expires   time.Time
	failed    int
}

// ClaimKeyID is the access key id under which an account's one-time code signs.
func ClaimKeyID(account string) string { return "CLAIM" + account }

// NewClaim makes the one-time code of an account that has nobody yet, in place of an earlier one. With it the account's
// root user signs the one request that makes the first administrator; service refuses it everything else. The code is
// a signing secret: it is never sent.
func (d *Directory) NewClaim(account string) (secret.Text, error) {
	if !arn.IsAccount(account) {
		return secret.Text{}, fault.New(fault.Validation, "%q is not an account id: it has to be twelve digits.", account)
	}
	code := d.ids.Letters(claimLength)
	now := d.clock.Now()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.claims[ClaimKeyID(account)] = claim{
		principal: Principal{
			Kind: Root, Account: account, ARN: arn.Make("iam", "", account, "root"), UniqueID: account, Name: "root",
			AccessKeyID: ClaimKeyID(account), Issued: now,
		},
		code: secret.NewText(code), expires: now.Add(ClaimTime),
	}
	return secret.NewText(spread(code)), nil
}

// SpendClaim ends an account's one-time code.
func (d *Directory) SpendClaim(account string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.claims, ClaimKeyID(account))
}

// FailClaim counts a request that was signed in the name of an account's one-time code and was refused; too many, or one
// after the code's time, end it. It returns whom the request was to be of, for its event; ok is false where there is no
// code.
func (d *Directory) FailClaim(accessKeyID string) (p Principal, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, ok := d.claims[accessKeyID]
	if !ok {
		return Principal{}, false
	}
	c.failed++
	d.claims[accessKeyID] = c
	if c.failed >= mostFailedClaims || !d.clock.Now().Before(c.expires) {
		delete(d.claims, accessKeyID)
	}
	return c.principal, true
}

// ClaimSecret is a one-time code, as a person typed it, as the secret that it signs with: hyphens and spaces do not
// count, nor does the case of letters.
func ClaimSecret(typed string) secret.Text {
	return secret.NewText(strings.ToUpper(strings.NewReplacer("-", "", " ", "", "\n", "", "\r", "", "\t", "").Replace(typed)))
}

// spread puts hyphens into a code, so that it can be read out.
func spread(code string) string {
	var groups []string
	for len(code) > 5 {
		groups, code = append(groups, code[:5]), code[5:]
	}
	return strings.Join(append(groups, code), "-")
}

// claimCredential is fault.ExpiredToken, together with the credential, for a code whose time is over.
func (d *Directory) claimCredential(accessKeyID string) (Credential, bool, error) {
	d.mu.RLock()
	c, ok := d.claims[accessKeyID]
	d.mu.RUnlock()
	if !ok {
		return Credential{}, false, nil
	}
	found := Credential{Principal: c.principal, Secret: c.code}
	if !d.clock.Now().Before(c.expires) {
		return found, true, errExpired
	}
	return found, true, nil
}
