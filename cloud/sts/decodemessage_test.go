package sts_test

import (
	"strings"
	"testing"

	"interlaken/identity"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
)

// TestEncodedRefusalKeepsAnotherAccountsSecrets: of a role of another account it tells neither tags nor whether there is
// one, nor what its trust says; of one's own it tells all, in one's own account alone.
func TestEncodedRefusalKeepsAnotherAccountsSecrets(t *testing.T) {
	k := newKit(t)
	const trust = `{"Version":"2012-10-17","Statement":[{"Sid":"Secret","Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}`
	for _, account := range []string{Hub, Retail} {
		role := k.Role(account, "b", trust)
		k.Update(func(tx store.Tx) error {
			return k.Directory.ChangeRole(tx, account, role.Name, func(r *identity.Role) error { r.Tags = map[string]string{"team": "hidden-one"}; return nil })
		})
	}
	ana := k.User(Hub, "ana", mayAssume("sts:AssumeRole"))
	decoded := func(who service.Session, role string) string {
		t.Helper()
		_, err := k.Do(who, "sts", "AssumeRole", request(role, "session"))
		encoded := k.Mesh.EncodedMessage(err)
		if plain, ok := k.Directory.OpenMessage(Retail, encoded); ok {
			t.Errorf("another account decodes %s", plain)
		}
		plain, ok := k.Directory.OpenMessage(Hub, encoded)
		if !ok {
			t.Fatalf("%v has no message", err)
		}
		return string(plain)
	}
	there, absent := decoded(ana, "arn:aws:iam::222222222222:role/b"), decoded(ana, "arn:aws:iam::222222222222:role/c")
	if strings.Contains(there, "hidden-one") || strings.Contains(there, "Secret") || strings.Contains(there, `"key"`) {
		t.Errorf("of another account: %s", there)
	}
	if there = strings.Replace(there, `"explicitDeny":true`, `"explicitDeny":false`, 1); strings.Replace(there, "role/b", "role/c", 1) != absent {
		t.Errorf("there %s, absent %s", there, absent)
	}
	if own := decoded(ana, "arn:aws:iam::111111111111:role/b"); !strings.Contains(own, "hidden-one") || !strings.Contains(own, "Secret") {
		t.Errorf("of one's own: %s", own)
	}
}
