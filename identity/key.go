package identity

import (
	"time"

	"interlaken/fault"
	"interlaken/secret"
	"interlaken/store"
)

// AccessKey is a long-term key of a user. Its secret is kept sealed, with the key's id as associated data.
type AccessKey struct {
	ID      string    `json:"id"` // AKIA…
	Account string    `json:"account"`
	User    string    `json:"user"`
	Active  bool      `json:"active"`
	Created time.Time `json:"created"`
	Sealed  []byte    `json:"sealed"`
}

var accessKeys = store.Collection[AccessKey]{
	Table: "identity.access-key", Schema: 1,
	Key: func(k *AccessKey) string { return store.Key(k.ID) },
	Indexes: map[string]func(*AccessKey) []string{
		"user": func(k *AccessKey) []string { return []string{store.Key(k.Account, fold(k.User))} },
	},
}

// newKeySealer is what seals access keys under a root key.
func newKeySealer(root secret.RootKey) *secret.Sealer {
	return secret.NewSealer(root, "identity/access-key")
}

// maxAccessKeys is the quota of keys a user (IAM User Guide, "IAM and AWS STS quotas").
const maxAccessKeys = 2

// CreateAccessKey makes a key; the secret is returned this once.
func (d *Directory) CreateAccessKey(tx store.Tx, account, user string) (AccessKey, secret.Text, error) {
	owner, err := d.User(tx, account, user)
	if err != nil {
		return AccessKey{}, secret.Text{}, err
	}
	existing, err := d.AccessKeys(tx, account, user)
	if err != nil {
		return AccessKey{}, secret.Text{}, err
	}
	if len(existing) >= maxAccessKeys {
		return AccessKey{}, secret.Text{}, fault.New(fault.Limit, "Cannot exceed quota for AccessKeysPerUser: %d", maxAccessKeys)
	}
	k := AccessKey{ID: d.ids.AccessKey("AKIA", account), Account: account, User: owner.Name, Active: true, Created: d.clock.Now().Truncate(time.Second)}
	plain := secret.NewText(d.ids.Secret())
	k.Sealed = d.keys.Seal([]byte(plain.Reveal()), []byte(k.ID))
	return k, plain, accessKeys.Create(tx, k)
}

// AccessKeys lists a user's keys.
func (d *Directory) AccessKeys(r store.Reader, account, user string) ([]AccessKey, error) {
	var all []AccessKey
	for item, err := range accessKeys.ScanIndex(r, "user", store.Range{Prefix: store.Key(account, fold(user))}) {
		if err != nil {
			return nil, err
		}
		all = append(all, item.Value)
	}
	return all, nil
}

// ChangeAccessKey makes a key active or inactive.
func (d *Directory) ChangeAccessKey(tx store.Tx, account, user, keyID string, active bool) error {
	return d.ownKey(accessKeys.Modify(tx, store.Key(keyID), func(k *AccessKey) error {
		if k.Account != account || fold(k.User) != fold(user) {
			return fault.New(fault.NotFound, "")
		}
		k.Active = active
		return nil
	}), keyID)
}

// DeleteAccessKey removes a key.
func (d *Directory) DeleteAccessKey(tx store.Tx, account, user, keyID string) error {
	k, err := accessKeys.Get(tx, store.Key(keyID))
	if err == nil && (k.Account != account || fold(k.User) != fold(user)) {
		err = fault.New(fault.NotFound, "")
	}
	if err != nil {
		return d.ownKey(err, keyID)
	}
	return accessKeys.Delete(tx, store.Key(keyID))
}

func (d *Directory) ownKey(err error, keyID string) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "The Access Key with id %s cannot be found.", keyID)
	}
	return err
}
