package hub_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service/servicetest"
	"interlaken/store"
)

// An owner who is deleted owns nothing, whoever is registered under the name later.
func TestDeletedUsersOwnNothing(t *testing.T) {
	k := servicetest.New(t)
	ana := hub.User{Account: servicetest.Hub, Region: "us-east-1", Namespace: "default", Name: "ana", Role: "READER", IAMARN: "arn:aws:iam::111111111111:user/ana", IAMID: "AIDAANA"}
	k.Update(func(tx store.Tx) error { return hub.CreateUser(tx, ana) })
	put := func(s hub.Spoke) (err error) {
		s.Hub = servicetest.Hub
		_ = k.Store.Update(t.Context(), func(tx store.Tx) error { err = hub.PutSpoke(tx, s); return err })
		return err
	}
	if err := put(hub.Spoke{Account: servicetest.Retail, Name: "retail", Owners: []string{ana.ARN(), ana.ARN()}}); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]hub.Spoke{
		"no account": {Account: "2", Name: "x"}, "no name": {Account: servicetest.Risk}, "two lines": {Account: servicetest.Risk, Name: "a\nb"},
		"a contact with an escape": {Account: servicetest.Risk, Name: "x", Contact: "\x1b[31m"},
	} {
		if err := put(s); !fault.Is(err, fault.Validation) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := put(hub.Spoke{Account: servicetest.Risk, Name: "risk", Owners: []string{ana.ARN() + "x"}}); !fault.Is(err, fault.NotFound) {
		t.Errorf("an owner who is no user: %v", err)
	}
	get := func() (s hub.Spoke) {
		k.View(func(r store.Reader) (err error) {
			s, err = hub.GetSpoke(r, servicetest.Hub, servicetest.Retail)
			return err
		})
		return s
	}
	if got := get().Owners; !slices.Equal(got, []string{ana.ARN()}) {
		t.Errorf("the owners are %v", got)
	}
	if !get().IsOwner(hub.Caller{User: &ana}) {
		t.Error("the named owner is none")
	}
	k.Update(func(tx store.Tx) error { return hub.DeleteUser(tx, ana.Account, ana.Namespace, ana.Name) })
	if got := get().Owners; len(got) != 0 {
		t.Errorf("a deleted user owns it still: %v", got)
	}
}

// Reads add up to what runs were, whatever their order, and are found by the time of the last.
func TestReadsAddUp(t *testing.T) {
	k := servicetest.New(t)
	at := func(minute int) time.Time { return servicetest.Start.Add(time.Duration(minute) * time.Minute) }
	add := func(person string, minute int, runs, copies int64, columns ...string) {
		k.Update(func(tx store.Tx) error {
			return hub.AddRead(tx, hub.Read{
				Account: servicetest.Retail, Hub: servicetest.Hub, Person: hub.Person{ID: person, ARN: "arn/" + person, Name: person}, DataSourceID: "retail",
				Columns: columns, Runs: runs, Copies: copies, ScannedBytes: 10 * runs, Picodollars: 7 * runs, Last: at(minute), LastRun: fmt.Sprint(minute),
			})
		})
	}
	add("ana", 1, 1, 0, "state", "n")
	add("ben", 2, 1, 0, "n")
	add("ana", 4, 1, 0, "product", "state")
	add("ana", 3, 0, 1, "state")
	var page []hub.Read
	var next string
	k.View(func(r store.Reader) (err error) {
		page, next, err = hub.Reads(r, servicetest.Hub, servicetest.Retail, "", 1)
		return err
	})
	if len(page) != 1 || next == "" {
		t.Fatalf("the first page: %+v, %q", page, next)
	}
	first := page[0]
	if first.Person.Name != "ana" || first.Runs != 2 || first.Copies != 1 || first.ScannedBytes != 20 || first.Picodollars != 14 || first.LastRun != "4" || !first.Last.Equal(at(4)) ||
		!slices.Equal(first.Columns, []string{"n", "product", "state"}) {
		t.Errorf("ana's reads: %+v", first)
	}
	k.View(func(r store.Reader) (err error) {
		page, next, err = hub.Reads(r, servicetest.Hub, servicetest.Retail, next, 1)
		return err
	})
	if len(page) != 1 || page[0].Person.Name != "ben" || next != "" {
		t.Errorf("the second page: %+v, %q", page, next)
	}
	k.View(func(r store.Reader) error {
		for account, want := range map[string]int{servicetest.Retail: 1, servicetest.Risk: 0} {
			if found, err := hub.Readers(r, servicetest.Hub, account, "arn/ana"); err != nil || len(found) != want {
				t.Errorf("readers of %s: %v, %v", account, found, err)
			}
		}
		return nil
	})
}
