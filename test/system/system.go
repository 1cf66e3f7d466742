// Package system starts the whole system behind a socket of this machine, for the tests that ask it as its users do. It
// is for the packages in test/ only, which say what is in it; nothing that users link imports it.
package system

import (
	"context"
	"net"
	"path/filepath"
	"testing"

	"interlaken/app"
	"interlaken/secret"
)

// Region is where a started system is.
const Region = "us-east-1"

// Key is an access key of an account's first user.
type Key struct {
	ID     string
	Secret secret.Text
}

// System is a system that serves until its test ends.
type System struct {
	*app.System
	// Keys are those of the accounts' administrators, by account.
	Keys map[string]Key
}

// Start opens and serves a system of the accounts, of which the hub is in one. Nothing waits for the disk. Changes alter
// its configuration; what the system reports, and what fails when it ends, fails the test.
func Start(t testing.TB, accounts []app.Account, hub app.Hub, changes ...func(*app.Config, *app.Options)) *System {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := app.Default()
	c.Listen, c.Region = listener.Addr().String(), Region
	c.Data = filepath.Join(t.TempDir(), "data")
	c.Accounts, c.Hub, c.Volatile = accounts, hub, true
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
	s := &System{opened, map[string]Key{}}
	for _, a := range accounts {
		id, text, created, err := opened.CreateAccount(t.Context(), a.ID, a.Name)
		if err != nil || !created {
			t.Fatalf("administrator of %s: created %t, %v", a.ID, created, err)
		}
		s.Keys[a.ID] = Key{id, text}
	}
	return s
}
