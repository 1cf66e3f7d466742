package walkthrough

import (
	"testing"

	"interlaken/app"
	"interlaken/service"
	shared "interlaken/test/system"
)

// The accounts of the documents.
const (
	hubAccount   = "111111111111"
	spokeAccount = "222222222222"
	region       = "us-east-1"
)

// system is a hub and a consumer account behind a socket of this machine, with nothing in them but their
// administrators.
type system struct {
	endpoint string
	keys     map[string]shared.Key       // of the administrators, by account
	services map[string]*service.Service // by wire id
}

// newSystem starts a system that ends with the test.
func newSystem(t *testing.T, changes ...func(*app.Config, *app.Options)) *system {
	t.Helper()
	accounts := []app.Account{{ID: hubAccount, Name: "hub"}, {ID: spokeAccount, Name: "consumer"}}
	deliver := func(c *app.Config, _ *app.Options) { c.Trail.DeliverySeconds = 1 }
	// The hub's own rule about who may name which role B is left open: the procedure knows none (SECURITY S5).
	opened := shared.Start(t, accounts, app.Hub{Account: hubAccount, AnyRoleB: true}, append([]func(*app.Config, *app.Options){deliver}, changes...)...)
	return &system{endpoint: opened.Endpoint(), keys: opened.Keys, services: opened.Mesh().Services()}
}
