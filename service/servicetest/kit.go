// Package servicetest is a mesh to test services in: a store in a temporary folder, a clock that stands still, seeded
// ids, and helpers that make accounts, users, roles and sessions. It is for tests only; nothing that users link
// imports it.
package servicetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"interlaken/clock"
	"interlaken/id"
	"interlaken/identity"
	"interlaken/organization"
	"interlaken/secret"
	"interlaken/service"
	"interlaken/store"
	"interlaken/store/sqlite"
	"interlaken/trail"
	"interlaken/usage"
)

// Start is where the clock stands when a kit is made.
var Start = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// Everything is a policy document that allows all.
const Everything = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`

// The accounts of the example, which New makes.
const (
	Hub        = "111111111111"
	Retail     = "222222222222"
	Investment = "333333333333"
	Risk       = "444444444444"
)

// Kit is a mesh and what it works with.
type Kit struct {
	Mesh          *service.Mesh
	Store         store.Store
	Directory     *identity.Directory
	Organizations *organization.Registry
	Clock         *clock.Manual
	IDs           *id.Source
	Trail         *trail.Trail
	Usage         *usage.Log

	t        testing.TB
	requests int
	mu       sync.Mutex
	reported []error
}

// New makes a kit with the four accounts. Services are registered by the caller before the first call:
// kit.Mesh.Register(x.New(x.Config{Mesh: kit.Mesh, …})).
func New(t testing.TB) *Kit {
	t.Helper()
	s, err := sqlite.Open(t.Context(), sqlite.Config{Dir: t.TempDir() + "/store", Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	root, err := secret.RootKeyFromBytes([]byte("servicetest: thirty-two bytes..."))
	if err != nil {
		t.Fatal(err)
	}
	k := &Kit{Store: s, Clock: clock.NewManual(Start), IDs: id.Seeded(1), t: t}
	k.Directory = identity.NewDirectory(root, k.Clock, k.IDs)
	k.Organizations = organization.New(k.Clock, k.IDs)
	k.Trail = trail.New(k.Clock, k.IDs)
	k.Usage = usage.New(k.IDs)
	k.Mesh = service.NewMesh(service.Config{
		Store: s, Directory: k.Directory, Organizations: k.Organizations, Trail: k.Trail, Usage: k.Usage, Clock: k.Clock, IDs: k.IDs, Report: k.report,
	})
	k.Update(func(tx store.Tx) error {
		for i, account := range []string{Hub, Retail, Investment, Risk} {
			if _, err := k.Directory.CreateAccount(tx, account, []string{"hub", "retail", "investment", "risk"}[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return k
}

// User makes an IAM user with inline policy documents and returns a session of it.
func (k *Kit) User(account, name string, documents ...string) service.Session {
	k.t.Helper()
	k.Update(func(tx store.Tx) error {
		_, err := k.Directory.CreateUser(tx, identity.IAMUser{Account: account, Name: name, Path: "/", Policies: numbered(documents)})
		return err
	})
	var session service.Session
	k.Update(func(tx store.Tx) error {
		key, _, err := k.Directory.CreateAccessKey(tx, account, name)
		if err != nil {
			return err
		}
		c, err := k.Directory.Credential(tx, key.ID, "")
		session = k.session(c.Principal)
		return err
	})
	return session
}

// Role makes a role with a trust policy and inline policy documents.
func (k *Kit) Role(account, name, trust string, documents ...string) identity.Role {
	k.t.Helper()
	var role identity.Role
	k.Update(func(tx store.Tx) (err error) {
		role, err = k.Directory.CreateRole(tx, identity.Role{
			Account: account, Name: name, Path: "/", MaxSession: 3600, Trust: trust, Policies: numbered(documents),
		})
		return err
	})
	return role
}

// Session returns a session of a role as if it had been assumed, with an optional session policy.
func (k *Kit) Session(role identity.Role, name, sessionPolicy string) service.Session {
	k.t.Helper()
	s, err := k.Directory.NewSession(identity.SessionRequest{Role: role, SessionName: name, Policy: sessionPolicy, Duration: time.Hour})
	if err != nil {
		k.t.Fatal(err)
	}
	return k.session(s.Principal)
}

func (k *Kit) session(p identity.Principal) service.Session {
	return service.Session{Principal: p, Region: "us-east-1", SourceIP: "127.0.0.1", SecureTransport: true, UserAgent: "servicetest"}
}

// Do runs an operation, as Mesh.Do.
func (k *Kit) Do(session service.Session, serviceID, operation string, input any) (any, error) {
	k.requests++
	return k.Mesh.Do(context.Background(), session, fmt.Sprintf("request-%d", k.requests), serviceID, operation, input)
}

func (k *Kit) report(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.reported = append(k.reported, err)
}

// Reported are the defects that calls have run into so far.
func (k *Kit) Reported() []error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.reported)
}

// Must runs an operation that has to succeed and returns its output.
func Must[Out any](k *Kit, session service.Session, serviceID, operation string, input any) *Out {
	k.t.Helper()
	output, err := k.Do(session, serviceID, operation, input)
	if err != nil {
		k.t.Fatalf("%s: %v", operation, err)
	}
	return output.(*Out)
}

// Update runs a transaction that has to succeed.
func (k *Kit) Update(body func(store.Tx) error) {
	k.t.Helper()
	if err := k.Store.Update(context.Background(), body); err != nil {
		k.t.Fatal(err)
	}
}

// View runs a read that has to succeed.
func (k *Kit) View(body func(store.Reader) error) {
	k.t.Helper()
	if err := k.Store.View(context.Background(), body); err != nil {
		k.t.Fatal(err)
	}
}

func numbered(documents []string) map[string]string {
	named := make(map[string]string, len(documents))
	for i, d := range documents {
		named[fmt.Sprintf("p%d", i)] = d
	}
	return named
}
