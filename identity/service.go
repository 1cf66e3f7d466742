package identity

import (
	"interlaken/arn"
	"interlaken/fault"
	"interlaken/secret"
)

// serviceKey is a key of an AWS service principal. It exists in memory only, for as long as the process runs
// (SECURITY S1).
type serviceKey struct {
	principal Principal
	secret    secret.Text
}

// NewServiceKey makes a key for a service principal such as quicksight.amazonaws.com that acts for one account.
// What it may do is sts:AssumeRole and nothing else; service enforces that.
func (d *Directory) NewServiceKey(name, account string) (accessKeyID string, key secret.Text, err error) {
	if !arn.IsAccount(account) {
		return "", secret.Text{}, fault.New(fault.Validation, "A service key needs the twelve-digit account that it acts for, not %q.", account)
	}
	accessKeyID, key = d.ids.AccessKey("ASIA", account), secret.NewText(d.ids.Secret())
	d.mu.Lock()
	defer d.mu.Unlock()
	d.services[accessKeyID] = serviceKey{
		principal: Principal{Kind: Service, Account: account, ARN: name, UniqueID: name, Name: name, AccessKeyID: accessKeyID},
		secret:    key,
	}
	return accessKeyID, key, nil
}

func (d *Directory) serviceCredential(accessKeyID string) (Credential, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	k, ok := d.services[accessKeyID]
	return Credential{Principal: k.principal, Secret: k.secret}, ok
}
