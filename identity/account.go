package identity

import (
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Account is an AWS account of the local cloud.
type Account struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
}

var accounts = store.Collection[Account]{
	Table: "identity.account", Schema: 1,
	Key: func(a *Account) string { return store.Key(a.ID) },
}

// CreateAccount makes an account. Its first user is made by CreateUser; an account of AWS too comes with nobody but
// its owner in it.
func (d *Directory) CreateAccount(tx store.Tx, accountID, name string) (Account, error) {
	if !arn.IsAccount(accountID) {
		return Account{}, fault.New(fault.Validation, "%q is not an account id: it has to be twelve digits.", accountID)
	}
	a := Account{ID: accountID, Name: name, Created: d.clock.Now()}
	if err := accounts.Create(tx, a); err != nil {
		if fault.Is(err, fault.AlreadyExists) {
			return Account{}, fault.New(fault.AlreadyExists, "Account %s exists already.", accountID)
		}
		return Account{}, err
	}
	return a, nil
}

// HasAccount reports whether an account exists.
func (d *Directory) HasAccount(r store.Reader, accountID string) (bool, error) {
	return accounts.Has(r, store.Key(accountID))
}

// Account returns an account, or fault.NotFound.
func (d *Directory) Account(r store.Reader, accountID string) (Account, error) {
	return accounts.Get(r, store.Key(accountID))
}

// Accounts lists all accounts by id.
func (d *Directory) Accounts(r store.Reader) ([]Account, error) {
	var all []Account
	for item, err := range accounts.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		all = append(all, item.Value)
	}
	return all, nil
}
