package identity

import (
	"interlaken/fault"
	"interlaken/secret"
	"interlaken/store"
)

// Administrator is the name of an account's first user, as whom its owner begins.
const Administrator = "admin"

// everything is what the first user of an account may do: what its root user may on AWS.
const everything = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`

// HasUsers reports whether somebody is in an account.
func (d *Directory) HasUsers(r store.Reader, account string) (bool, error) {
	users, _, err := d.Users(r, account, "", "", 1)
	return len(users) > 0, err
}

// CreateFirstAdministrator makes the first user of an account, with a key, or fails with fault.AlreadyExists where
// somebody is in it.
func (d *Directory) CreateFirstAdministrator(tx store.Tx, account string) (AccessKey, secret.Text, error) {
	has, err := d.HasUsers(tx, account)
	if err == nil && has {
		err = fault.New(fault.AlreadyExists, "Account %s has its first administrator already.", account)
	}
	if err != nil {
		return AccessKey{}, secret.Text{}, err
	}
	_, err = d.CreateUser(tx, IAMUser{
		Account: account, Name: Administrator, Path: "/", Policies: map[string]string{"AdministratorAccess": everything},
	})
	if err != nil {
		return AccessKey{}, secret.Text{}, err
	}
	return d.CreateAccessKey(tx, account, Administrator)
}
