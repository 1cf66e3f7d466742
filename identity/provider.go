package identity

import (
	"slices"
	"strings"
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Quotas of identity providers (IAM User Guide, "IAM and AWS STS quotas").
const (
	mostProviders   = 100 // of an account
	mostClientIDs   = 100 // of a provider
	mostThumbprints = 5
)

// OIDCProvider is an OpenID Connect issuer that an account has roles trust.
type OIDCProvider struct {
	Account string `json:"account"`
	// Issuer is the issuer's URL without https://.
	Issuer string `json:"issuer"`
	// ClientIDs are the audiences that are accepted. Thumbprints are kept as they were given: the issuer's certificate is
	// held to the machine's authorities.
	ClientIDs   []string          `json:"clientIds,omitempty"`
	Thumbprints []string          `json:"thumbprints,omitempty"`
	Tags        map[string]string `json:"tags,omitempty"`
	Created     time.Time         `json:"created"`
}

// ARN is the provider's ARN.
func (p *OIDCProvider) ARN() string { return arn.Make("iam", "", p.Account, "oidc-provider/"+p.Issuer) }

var providers = store.Collection[OIDCProvider]{
	Table: "identity.provider", Schema: 1,
	Key: func(p *OIDCProvider) string { return store.Key(p.Account, p.Issuer) },
}

// CreateProvider makes a provider. It fails with fault.AlreadyExists for an issuer that has one, and with fault.Limit.
func (d *Directory) CreateProvider(tx store.Tx, p OIDCProvider) (OIDCProvider, error) {
	all, err := d.Providers(tx, p.Account)
	if err != nil {
		return p, err
	}
	if len(all) >= mostProviders {
		return p, fault.New(fault.Limit, "Cannot exceed quota for OpenIdConnectProvidersPerAccount: %d", mostProviders)
	}
	if err := p.check(); err != nil {
		return p, err
	}
	p.Created = d.clock.Now().Truncate(time.Second)
	err = providers.Create(tx, p)
	if fault.Is(err, fault.AlreadyExists) {
		err = fault.New(fault.AlreadyExists, "Provider with url https://%s already exists.", p.Issuer)
	}
	return p, err
}

func (p *OIDCProvider) check() error {
	switch {
	case len(p.ClientIDs) > mostClientIDs:
		return fault.New(fault.Limit, "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: %d", mostClientIDs)
	case len(p.Thumbprints) > mostThumbprints:
		return fault.New(fault.Limit, "Thumbprint list must contain fewer than %d entries.", mostThumbprints+1)
	}
	return nil
}

// Provider returns the provider of an account with an issuer, or fault.NotFound.
func (d *Directory) Provider(r store.Reader, account, issuer string) (OIDCProvider, error) {
	p, err := providers.Get(r, store.Key(account, issuer))
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "OpenIDConnect Provider not found for arn %s", (&OIDCProvider{Account: account, Issuer: issuer}).ARN())
	}
	return p, err
}

// ReadProviderARN returns the account and the issuer that the ARN of a provider names.
func ReadProviderARN(text string) (account, issuer string, ok bool) {
	a, err := arn.Parse(text)
	if err != nil || a.Service != "iam" || a.Type() != "oidc-provider" || !arn.IsAccount(a.Account) {
		return "", "", false
	}
	_, issuer, ok = strings.Cut(a.Resource, "/")
	return a.Account, issuer, ok && issuer != ""
}

// Providers are an account's providers by issuer.
func (d *Directory) Providers(r store.Reader, account string) ([]OIDCProvider, error) {
	var all []OIDCProvider
	err := gather(&all, providers.Scan(r, store.Range{Prefix: store.Key(account)}))
	return all, err
}

// ChangeProvider changes a provider's record.
func (d *Directory) ChangeProvider(tx store.Tx, account, issuer string, change func(*OIDCProvider) error) error {
	p, err := d.Provider(tx, account, issuer)
	if err != nil {
		return err
	}
	p.ClientIDs, p.Thumbprints = slices.Clone(p.ClientIDs), slices.Clone(p.Thumbprints)
	if err := change(&p); err != nil {
		return err
	}
	if err := p.check(); err != nil {
		return err
	}
	return providers.Put(tx, p)
}

// DeleteProvider removes a provider, if there is one: roles that trust it trust nobody by it any more.
func (d *Directory) DeleteProvider(tx store.Tx, account, issuer string) error {
	if _, err := d.Provider(tx, account, issuer); err != nil {
		return err
	}
	return providers.Delete(tx, store.Key(account, issuer))
}
