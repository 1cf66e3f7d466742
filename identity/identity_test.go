package identity_test

import (
	"strings"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service/servicetest"
	"interlaken/store"
)

func TestSessionTokenIsBoundToItsKeyRoleAndTime(t *testing.T) {
	k := servicetest.New(t)
	role := k.Role(servicetest.Retail, "analyst", `{"Version":"2012-10-17","Statement":[]}`, servicetest.Everything)
	session, err := k.Directory.NewSession(identity.SessionRequest{Role: role, SessionName: "ana", Duration: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	other, err := k.Directory.NewSession(identity.SessionRequest{Role: role, SessionName: "ben", Duration: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	look := func(key, token string) (c identity.Credential, err error) {
		k.View(func(r store.Reader) error { c, err = k.Directory.Credential(r, key, token); return nil })
		return c, err
	}
	c, err := look(session.AccessKeyID, session.Token.Reveal())
	if err != nil || c.Principal.ARN != "arn:aws:sts::222222222222:assumed-role/analyst/ana" || !c.Secret.Equal(session.Secret) {
		t.Fatalf("credential = %+v, %v", c.Principal, err)
	}
	for name, wrong := range map[string][2]string{
		"token of another session": {session.AccessKeyID, other.Token.Reveal()},
		"no token":                 {session.AccessKeyID, ""},
		"cut token":                {session.AccessKeyID, session.Token.Reveal()[:40]},
		"not base 64":              {session.AccessKeyID, "!!"},
		"unknown key":              {"AKIAAAAAAAAAAAAAAAAA", ""},
	} {
		if _, err := look(wrong[0], wrong[1]); !fault.Is(err, fault.UnknownKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	k.Clock.Advance(time.Hour - time.Second)
	if _, err := look(session.AccessKeyID, session.Token.Reveal()); err != nil {
		t.Errorf("a second before its end: %v", err)
	}
	k.Clock.Advance(time.Second)
	if _, err := look(session.AccessKeyID, session.Token.Reveal()); !fault.Is(err, fault.ExpiredToken) {
		t.Errorf("at its end: %v", err)
	}
}

func TestSessionOfARoleThatWasMadeAnewIsNotOneOfIt(t *testing.T) {
	k := servicetest.New(t)
	role := k.Role(servicetest.Retail, "analyst", `{}`)
	session, err := k.Directory.NewSession(identity.SessionRequest{Role: role, SessionName: "ana", Duration: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	k.Update(func(tx store.Tx) error { return k.Directory.DeleteRole(tx, role.Account, role.Name) })
	k.Role(servicetest.Retail, "analyst", `{}`)
	k.View(func(r store.Reader) error {
		if _, err := k.Directory.Credential(r, session.AccessKeyID, session.Token.Reveal()); !fault.Is(err, fault.UnknownKey) {
			t.Errorf("error = %v", err)
		}
		return nil
	})
}

// TestDocumentsAreOfThisUserAndNotOfItsName: a principal that was authenticated before its user was deleted, such as
// that of a job, does not get the policies of a user who came later under the name.
func TestDocumentsAreOfThisUserAndNotOfItsName(t *testing.T) {
	k := servicetest.New(t)
	before := k.User(servicetest.Hub, "ana").Principal
	k.Update(func(tx store.Tx) error {
		if err := k.Directory.DeleteAccessKey(tx, servicetest.Hub, "ana", before.AccessKeyID); err != nil {
			return err
		}
		return k.Directory.ChangeUser(tx, servicetest.Hub, "ana", func(u *identity.IAMUser) error { u.Policies = nil; return nil })
	})
	k.Update(func(tx store.Tx) error { return k.Directory.DeleteUser(tx, servicetest.Hub, "ana") })
	after := k.User(servicetest.Hub, "ana", servicetest.Everything).Principal
	k.View(func(r store.Reader) error {
		if docs, err := k.Directory.Documents(r, before); !fault.Is(err, fault.UnknownKey) || len(docs.Identity) != 0 {
			t.Errorf("the former user: %d documents, %v", len(docs.Identity), err)
		}
		if docs, err := k.Directory.Documents(r, after); err != nil || len(docs.Identity) != 1 {
			t.Errorf("the present one: %d documents, %v", len(docs.Identity), err)
		}
		return nil
	})
}

func TestAccessKeys(t *testing.T) {
	k := servicetest.New(t)
	k.Update(func(tx store.Tx) error {
		if _, err := k.Directory.CreateUser(tx, identity.IAMUser{Account: servicetest.Hub, Name: "Ana", Path: "/"}); err != nil {
			return err
		}
		key, plain, err := k.Directory.CreateAccessKey(tx, servicetest.Hub, "ana")
		if err != nil {
			return err
		}
		if key.User != "Ana" || !strings.HasPrefix(key.ID, "AKIA") || len(plain.Reveal()) != 40 {
			t.Errorf("key = %+v", key)
		}
		if strings.Contains(string(key.Sealed), plain.Reveal()) {
			t.Error("the secret is kept in clear")
		}
		c, err := k.Directory.Credential(tx, key.ID, "")
		if err != nil || !c.Secret.Equal(plain) || c.Principal.ARN != "arn:aws:iam::111111111111:user/Ana" {
			t.Errorf("credential = %+v, %v", c.Principal, err)
		}
		if err := k.Directory.ChangeAccessKey(tx, servicetest.Hub, "ana", key.ID, false); err != nil {
			return err
		}
		if _, err := k.Directory.Credential(tx, key.ID, ""); !fault.Is(err, fault.UnknownKey) {
			t.Errorf("an inactive key: %v", err)
		}
		if err := k.Directory.DeleteUser(tx, servicetest.Hub, "ana"); !fault.Is(err, fault.Conflict) {
			t.Errorf("deleting a user with a key: %v", err)
		}
		if _, _, err := k.Directory.CreateAccessKey(tx, servicetest.Hub, "ana"); err != nil {
			return err
		}
		if _, _, err := k.Directory.CreateAccessKey(tx, servicetest.Hub, "ana"); !fault.Is(err, fault.Limit) {
			t.Errorf("a third key: %v", err)
		}
		return nil
	})
}

func TestServiceKey(t *testing.T) {
	k := servicetest.New(t)
	key, plain, err := k.Directory.NewServiceKey("quicksight.amazonaws.com", servicetest.Hub)
	if err != nil {
		t.Fatal(err)
	}
	k.View(func(r store.Reader) error {
		c, err := k.Directory.Credential(r, key, "")
		if err != nil || c.Principal.Kind != identity.Service || c.Principal.Account != servicetest.Hub || !c.Secret.Equal(plain) {
			t.Errorf("credential = %+v, %v", c.Principal, err)
		}
		if _, err := k.Directory.Credential(r, key, "token"); !fault.Is(err, fault.UnknownKey) {
			t.Errorf("with a token: %v", err)
		}
		return nil
	})
	if _, _, err := k.Directory.NewServiceKey("quicksight.amazonaws.com", "hub"); !fault.Is(err, fault.Validation) {
		t.Errorf("for no account: %v", err)
	}
}
