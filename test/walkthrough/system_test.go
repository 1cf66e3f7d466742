package walkthrough

import (
	"context"
	"net"
	"path/filepath"
	"testing"

	"interlaken/app"
	"interlaken/secret"
	"interlaken/service"
)

// The accounts of the documents.
const (
	hubAccount   = "111111111111"
	spokeAccount = "222222222222"
	region       = "us-east-1"
)

// administratorKey is an access key of an account's first user.
type administratorKey struct {
	id     string
	secret secret.Text
}

// system is a hub and a consumer account behind a socket of this machine, with nothing in them but their
// administrators.
type system struct {
	endpoint string
	keys     map[string]administratorKey // by account
	services map[string]*service.Service // by wire id
}

// newSystem starts a system that ends with the test.
func newSystem(t *testing.T, changes ...func(*app.Config, *app.Options)) *system {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := app.Default()
	c.Listen, c.Region = listener.Addr().String(), region
	c.Data = filepath.Join(t.TempDir(), "data")
	c.Accounts = []app.Account{{ID: hubAccount, Name: "hub"}, {ID: spokeAccount, Name: "consumer"}}
	// The hub's own rule about who may name which role B is left open: the procedure knows none (SECURITY S5).
	c.Hub = app.Hub{Account: hubAccount, AnyRoleB: true}
	c.Volatile, c.Trail.DeliverySeconds = true, 1

	options := app.Options{Report: func(err error) { t.Errorf("the system reports: %v", err) }}
	for _, change := range changes {
		change(&c, &options)
	}
	opened, err := app.Open(t.Context(), c, options)
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- opened.Serve(serving, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("serving ended: %v", err)
		}
		if err := opened.Close(context.Background()); err != nil {
			t.Errorf("closing: %v", err)
		}
	})

	s := &system{endpoint: opened.Endpoint(), keys: map[string]administratorKey{}, services: opened.Mesh().Services()}
	for _, a := range c.Accounts {
		id, text, created, err := opened.CreateAccount(t.Context(), a.ID, a.Name)
		if err != nil || !created {
			t.Fatalf("administrator of %s: created %t, %v", a.ID, created, err)
		}
		s.keys[a.ID] = administratorKey{id, text}
	}
	return s
}
