package share_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"pgregory.net/rapid"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service/servicetest"
	"interlaken/store"
)

const (
	ann = "arn:aws:quicksight:us-east-1:111111111111:user/default/ann"
	all = "arn:aws:quicksight:us-east-1:111111111111:namespace/default"
)

// withAnn is a hub with the user ann.
func withAnn(t *testing.T, body func(store.Tx, hub.Caller)) {
	k := servicetest.New(t)
	session := k.User(servicetest.Hub, "ann")
	k.Update(func(tx store.Tx) error {
		u := hub.User{
			Account: servicetest.Hub, Region: "us-east-1", Namespace: "default", Name: "ann", Role: types.UserRoleAuthor,
			IAMARN: session.Principal.ARN, IAMID: session.Principal.UniqueID,
		}
		if err := hub.CreateUser(tx, u); err != nil {
			return err
		}
		c, err := hub.Resolve(tx, session)
		if err != nil {
			return err
		}
		body(tx, c)
		return nil
	})
}

func TestNobodyIsRefused(t *testing.T) {
	withAnn(t, func(tx store.Tx, _ hub.Caller) {
		var nobody hub.Caller
		_, source := share.DataSource(tx, nobody, "d", share.DescribeDataSource)
		_, set := share.DataSet(tx, nobody, "d", share.DescribeDataSet)
		_, list := share.Lists(tx, nobody, share.DescribeDataSet)
		author := share.Author(nobody, "quicksight:CreateDataSet", "a")
		may, _ := share.May(tx, nobody, "", hub.Permissions{ann: {share.PassDataSet}}, share.PassDataSet)
		for name, err := range map[string]error{"source": source, "set": set, "list": list, "author": author} {
			if !fault.Is(err, fault.MissingToken) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if may {
			t.Error("nobody may")
		}
	})
}

func TestMay(t *testing.T) {
	withAnn(t, func(tx store.Tx, c hub.Caller) {
		for _, k := range []struct {
			permissions hub.Permissions
			want        bool
		}{
			{nil, false},
			{hub.Permissions{ann: {share.PassDataSource}}, true},
			{hub.Permissions{all: {share.PassDataSource}}, true},
			{hub.Permissions{ann: {share.DescribeDataSource}}, false},
			{hub.Permissions{ann + "e": {share.PassDataSource}}, false},
			{hub.Permissions{"arn:aws:quicksight:us-east-1:111111111111:user/default/*": {share.PassDataSource}}, false},
			{hub.Permissions{"*": {share.PassDataSource}}, false},
		} {
			if got, err := share.May(tx, c, "", k.permissions, share.PassDataSource); got != k.want || err != nil {
				t.Errorf("%v: %v, %v", k.permissions, got, err)
			}
		}
	})
}

// The owner's set of before is a set too, and with the present one it is the present one.
func TestFormerOwnerSet(t *testing.T) {
	withAnn(t, func(tx store.Tx, _ hub.Caller) {
		owner := share.Owner(share.DataSets)
		former := owner[:10]
		give := func(actions []string) []share.Grant { return []share.Grant{{Principal: ann, Actions: actions}} }
		p, err := share.Change(tx, share.DataSets, servicetest.Hub, nil, give(former), nil)
		if err != nil || len(p[ann]) != 10 || !share.Owned(p) {
			t.Errorf("%v, %v", p, err)
		}
		p, err = share.Change(tx, share.DataSets, servicetest.Hub, p, give(owner), nil)
		if err != nil || len(p[ann]) != 18 {
			t.Errorf("%v, %v", p, err)
		}
		if _, err := share.Change(tx, share.DataSets, servicetest.Hub, nil, give(owner[:9]), nil); !fault.Is(err, share.InvalidParameterValue) {
			t.Errorf("nine actions: %v", err)
		}
	})
}

// Whatever is given and taken: either nothing changes, or everybody has one of the sets, and what was given is there.
func TestChange(t *testing.T) {
	withAnn(t, func(tx store.Tx, _ hub.Caller) {
		sets := [][]string{share.Owner(share.DataSources), share.Viewer(share.DataSources)}
		rapid.Check(t, func(t *rapid.T) {
			grants := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) share.Grant {
				return share.Grant{
					Principal: rapid.SampledFrom([]string{ann, all, "arn:aws:quicksight:us-east-1:111111111111:user/default/zoe"}).Draw(t, "principal"),
					Actions:   rapid.SliceOfN(rapid.SampledFrom(sets[0]), 0, 6).Draw(t, "actions"),
				}
			}), 0, 3)
			current := hub.Permissions{}
			for _, name := range []string{ann, all} {
				if set := rapid.IntRange(0, 2).Draw(t, "current"); set < 2 {
					current[name] = slices.Clone(sets[set])
				}
			}
			before := maps.Clone(current)
			whole := rapid.Bool().Draw(t, "whole")
			give, take := grants.Draw(t, "give"), grants.Draw(t, "take")
			if whole { // half of the draws give whole sets, which succeed
				for i := range give {
					give[i] = share.Grant{Principal: ann, Actions: sets[i%2]}
				}
				take = nil
			}
			next, err := share.Change(tx, share.DataSources, servicetest.Hub, current, give, take)
			if !maps.EqualFunc(before, current, slices.Equal) {
				t.Fatalf("the permissions before became %v", current)
			}
			if err != nil {
				if !fault.Is(err, share.InvalidParameterValue) || whole {
					t.Fatalf("%v", err)
				}
				return
			}
			for name, actions := range next {
				if len(actions) != 6 && len(actions) != 3 {
					t.Fatalf("%s has %v", name, actions)
				}
			}
			for _, g := range give {
				for _, action := range g.Actions {
					if !slices.Contains(next[g.Principal], action) {
						t.Fatalf("%s was given %s and has %v", g.Principal, action, next[g.Principal])
					}
				}
			}
		})
	})
}

// Every kind has the sets that its documents name, and an owner's holds a user's.
func TestSetsOfKinds(t *testing.T) {
	for k, want := range map[share.Kind][2]int{
		share.DataSources: {6, 3}, share.DataSets: {18, 5}, share.Dashboards: {9, 3}, share.Analyses: {7, 2}, share.Templates: {11, 4},
		share.Themes: {11, 4}, share.Folders: {8, 1},
	} {
		owner, viewer := share.Owner(k), share.Viewer(k)
		if len(owner) != want[0] || len(viewer) != want[1] {
			t.Errorf("a %s has %d and %d actions, not %v", k, len(owner), len(viewer), want)
		}
		for _, action := range append(viewer, k.ChangesPermissions(), k.Describes(), k.Deletes(), k.Changes(), k.DescribesPermissions()) {
			if !slices.Contains(owner, action) {
				t.Errorf("the owner of a %s may not %s", k, action)
			}
		}
		if !share.Owned(hub.Permissions{ann: owner}) || share.Owned(hub.Permissions{ann: viewer}) {
			t.Errorf("who owns a %s is not told from who uses it", k)
		}
		if got := share.KindOf(hub.AssetARN(k.Type(), "us-east-1", servicetest.Hub, "x")); got != k {
			t.Errorf("the ARN of a %s is taken for one of a %q", k, got)
		}
	}
}

// What a folder gives on what is in it: an owner's set to who owns it, a user's to who fills or sees it, nothing of what is
// granted on the folder itself; folders pass it on to those in them.
func TestResolved(t *testing.T) {
	withAnn(t, func(tx store.Tx, _ hub.Caller) {
		folder := func(id, parent string, p hub.Permissions) {
			f := hub.Folder{Asset: hub.Asset{Type: hub.FolderType, Account: servicetest.Hub, Region: "us-east-1", ID: id, Permissions: p}, Parent: parent}
			if err := hub.Folders.Create(tx, f); err != nil {
				t.Fatal(err)
			}
		}
		folder("top", "", hub.Permissions{all: share.Viewer(share.Folders)})
		folder("in", "top", hub.Permissions{ann: share.Owner(share.Folders)})
		board := hub.DashboardARN("us-east-1", servicetest.Hub, "b")
		m, ok := hub.FolderMemberOf("in", board)
		if !ok {
			t.Fatal("a dashboard is no member")
		}
		if err := hub.PutFolderMember(tx, m); err != nil {
			t.Fatal(err)
		}
		own := hub.Permissions{}
		got, err := share.Resolved(tx, board, own)
		if err != nil || len(own) != 0 || len(got) != 2 || len(got[ann]) != 9 || len(got[all]) != 3 || slices.Contains(got[ann], share.UpdateFolder) {
			t.Errorf("on the dashboard: %v, %v", got, err)
		}
		got, err = share.Resolved(tx, hub.AssetARN(hub.FolderType, "us-east-1", servicetest.Hub, "in"), hub.Permissions{})
		if err != nil || len(got[all]) != 1 {
			t.Errorf("on the folder: %v, %v", got, err)
		}
		if got, err = share.Resolved(tx, hub.DashboardARN("us-east-1", servicetest.Hub, "other"), own); err != nil || len(got) != 0 {
			t.Errorf("outside: %v, %v", got, err)
		}
	})
}
