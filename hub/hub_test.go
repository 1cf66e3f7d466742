package hub_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/identity"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
)

const region = "us-east-1"

// user registers a user for the principal of a session.
func user(t *testing.T, tx store.Tx, s service.Session, name string, role types.UserRole) hub.User {
	t.Helper()
	p := s.Principal
	u := hub.User{Account: p.Account, Region: region, Namespace: "default", Name: name, Role: role, IAMARN: p.ARN, IAMID: p.UniqueID}
	if p.Kind == identity.AssumedRole {
		u.IAMARN, u.IAMID, u.SessionName = p.RoleARN, p.RoleID, p.SessionName
	}
	if err := hub.CreateUser(tx, u); err != nil {
		t.Fatal(err)
	}
	return u
}

func resolve(t *testing.T, r store.Reader, s service.Session) hub.Caller {
	t.Helper()
	c, err := hub.Resolve(r, s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestResolveOfThePages: who signed in on the web is the user of that id, and the next one of the name is not.
func TestResolveOfThePages(t *testing.T) {
	k := servicetest.New(t)
	k.Update(func(tx store.Tx) error {
		first := hub.User{Account: servicetest.Hub, Region: region, Namespace: "default", Name: "lea", Role: types.UserRoleAuthor, LocalID: "USERA"}
		if err := hub.CreateUser(tx, first); err != nil {
			return err
		}
		signedIn := service.Session{Principal: first.Principal(), Region: region}
		if c := resolve(t, tx, signedIn); c.User == nil || c.User.StableID() != "USERA" || c.Person().ID != "USERA" {
			t.Errorf("the caller is %+v", c)
		}
		if err := hub.DeleteUser(tx, servicetest.Hub, "default", "lea"); err != nil {
			return err
		}
		if c := resolve(t, tx, signedIn); c.User != nil {
			t.Errorf("a user who is gone is %+v", c.User)
		}
		next := first
		next.LocalID = "USERB"
		if err := hub.CreateUser(tx, next); err != nil {
			return err
		}
		if c := resolve(t, tx, signedIn); c.User != nil {
			t.Errorf("the session before is %+v", c.User)
		}
		if c := resolve(t, tx, service.Session{Principal: next.Principal(), Region: region}); c.User == nil || c.User.LocalID != "USERB" {
			t.Errorf("the next one is %+v", c.User)
		}
		return nil
	})
}

func TestResolve(t *testing.T) {
	k := servicetest.New(t)
	ann := k.User(servicetest.Hub, "ann")
	bob := k.User(servicetest.Hub, "bob")
	role := k.Role(servicetest.Hub, "analysts", `{}`)
	carl, dora := k.Session(role, "carl", ""), k.Session(role, "dora", "")
	elsewhere := k.User(servicetest.Retail, "ann")
	k.Update(func(tx store.Tx) error {
		user(t, tx, ann, "ann", types.UserRoleAuthor)
		user(t, tx, carl, "analysts/carl", types.UserRoleReader)
		if err := hub.CreateUser(tx, hub.User{
			Account: servicetest.Hub, Namespace: "default", Name: "second", IAMARN: ann.Principal.ARN, IAMID: ann.Principal.UniqueID,
		}); !fault.Is(err, fault.AlreadyExists) {
			t.Errorf("a principal was registered twice: %v", err)
		}
		for _, c := range []struct {
			session      service.Session
			name, person string
		}{
			{ann, "ann", "ann"},
			{bob, "", "bob"},
			{carl, "analysts/carl", "analysts/carl"},
			{dora, "", "analysts/dora"},
			{elsewhere, "", "ann"},
		} {
			caller := resolve(t, tx, c.session)
			name := ""
			if caller.User != nil {
				name = caller.User.Name
			}
			p := caller.Person()
			if name != c.name || p.Name != c.person || p.ID != c.session.Principal.UniqueID || (p.Namespace != "") != (c.name != "") {
				t.Errorf("%s is user %q and person %+v", c.session.Principal.ARN, name, p)
			}
		}
		if _, err := hub.Resolve(tx, service.Session{}); err == nil {
			t.Error("nobody was resolved")
		}
		// A principal that was deleted and made anew under its name is nobody.
		again := ann
		again.Principal.UniqueID = "AIDAANOTHER"
		if c := resolve(t, tx, again); c.User != nil {
			t.Errorf("another principal of the same name is user %s", c.User.Name)
		}
		return nil
	})
}

func TestGroupsGiveTheirPrincipals(t *testing.T) {
	k := servicetest.New(t)
	ann := k.User(servicetest.Hub, "ann")
	k.Update(func(tx store.Tx) error {
		u := user(t, tx, ann, "ann", types.UserRoleAuthor)
		for _, name := range []string{"a", "b"} {
			if err := hub.CreateGroup(tx, hub.Group{Account: servicetest.Hub, Region: region, Namespace: "default", Name: name}); err != nil {
				return err
			}
		}
		m := hub.Membership{Account: servicetest.Hub, Namespace: "default", Group: "b", User: "ann"}
		if err := hub.AddMember(tx, m); err != nil {
			return err
		}
		if err := hub.AddMember(tx, hub.Membership{Account: servicetest.Hub, Namespace: "default", Group: "b", User: "zoe"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a user who does not exist became a member: %v", err)
		}
		got, err := resolve(t, tx, ann).Principals(tx)
		want := []string{
			u.ARN(), "arn:aws:quicksight:us-east-1:111111111111:group/default/b", "arn:aws:quicksight:us-east-1:111111111111:namespace/default",
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("the principals are %q, %v", got, err)
		}
		if err := hub.DeleteGroup(tx, servicetest.Hub, "default", "b"); err != nil {
			return err
		}
		if in, err := hub.GroupsOf(tx, servicetest.Hub, "default", "ann"); err != nil || len(in) > 0 {
			t.Errorf("still in %v, %v", in, err)
		}
		return nil
	})
}

func source(id string, permissions hub.Permissions) hub.DataSource {
	return hub.DataSource{Account: servicetest.Hub, Region: region, ID: id, Permissions: permissions}
}

// SECURITY S5: what an account out there trusts is the ARN, so an id does not go to somebody else.
func TestDeletedIDComesBackForItsOwnersOnly(t *testing.T) {
	k := servicetest.New(t)
	ann, bob, eve := k.User(servicetest.Hub, "ann"), k.User(servicetest.Hub, "bob"), k.User(servicetest.Hub, "eve")
	k.Update(func(tx store.Tx) error {
		u := user(t, tx, ann, "ann", types.UserRoleAuthor)
		user(t, tx, bob, "bob", types.UserRoleAuthor)
		user(t, tx, eve, "eve", types.UserRoleAdmin)
		owned := hub.Permissions{u.ARN(): {"quicksight:DeleteDataSource"}}
		remake := func(s service.Session) (hub.DataSource, error) {
			if err := hub.DeleteDataSource(tx, servicetest.Hub, region, "d", servicetest.Start); err != nil {
				return hub.DataSource{}, err
			}
			return hub.CreateDataSource(tx, resolve(t, tx, s), source("d", owned))
		}
		first, err := hub.CreateDataSource(tx, resolve(t, tx, bob), source("d", owned))
		if err != nil || first.Epoch != 1 {
			t.Fatalf("epoch %d, %v", first.Epoch, err)
		}
		if _, err := hub.CreateDataSource(tx, resolve(t, tx, ann), source("d", owned)); !fault.Is(err, fault.AlreadyExists) {
			t.Errorf("made twice: %v", err)
		}
		if _, err := remake(bob); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("bob, who owned nothing, got the id: %v", err)
		}
		// The refusal leaves the memory of the id alone.
		again, err := hub.CreateDataSource(tx, resolve(t, tx, ann), source("d", owned))
		if err != nil || again.Epoch != 2 {
			t.Errorf("ann, its owner: epoch %d, %v", again.Epoch, err)
		}
		if err := hub.ChangeDataSource(tx, servicetest.Hub, region, "d", func(*hub.DataSource) error { return nil }); err != nil {
			t.Error(err)
		}
		if d, err := remake(eve); err != nil || d.Epoch != 4 {
			t.Errorf("eve, an administrator: epoch %d, %v", d.Epoch, err)
		}
		// Whoever is registered as ann later did not own it.
		if err := hub.DeleteUser(tx, servicetest.Hub, "default", "ann"); err != nil {
			t.Error(err)
		}
		if d, err := hub.GetDataSource(tx, servicetest.Hub, region, "d"); err != nil || len(d.Permissions) > 0 {
			t.Errorf("permissions of a deleted user: %v, %v", d.Permissions, err)
		}
		user(t, tx, ann, "ann", types.UserRoleAuthor)
		if _, err := remake(ann); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("a later ann got the id: %v", err)
		}
		return nil
	})
}

func TestSettleLeavesLaterEpochsAlone(t *testing.T) {
	k := servicetest.New(t)
	ann := k.User(servicetest.Hub, "ann")
	k.Update(func(tx store.Tx) error {
		d, err := hub.CreateDataSource(tx, resolve(t, tx, ann), source("d", nil))
		if err != nil {
			return err
		}
		if err := hub.ChangeDataSource(tx, d.Account, d.Region, d.ID, func(d *hub.DataSource) error {
			d.Status = types.ResourceStatusUpdateInProgress
			return nil
		}); err != nil {
			return err
		}
		for _, c := range []struct {
			epoch  int64
			wrote  bool
			status types.ResourceStatus
		}{
			{1, false, types.ResourceStatusUpdateInProgress},
			{2, true, types.ResourceStatusUpdateSuccessful},
		} {
			wrote, err := hub.SettleDataSource(tx, d.Account, d.Region, d.ID, c.epoch, nil, servicetest.Start)
			if err != nil || wrote != c.wrote {
				t.Errorf("epoch %d: %v, %v", c.epoch, wrote, err)
			}
			if now, err := hub.GetDataSource(tx, d.Account, d.Region, d.ID); err != nil || now.Status != c.status || now.Epoch != 2 {
				t.Errorf("after epoch %d: %s, epoch %d, %v", c.epoch, now.Status, now.Epoch, err)
			}
		}
		if wrote, err := hub.SettleDataSource(tx, d.Account, d.Region, "gone", 1, nil, servicetest.Start); wrote || err != nil {
			t.Errorf("one that is gone: %v, %v", wrote, err)
		}
		return nil
	})
}

func TestRoleBGrants(t *testing.T) {
	k := servicetest.New(t)
	ann := k.User(servicetest.Hub, "ann")
	role := k.Role(servicetest.Hub, "analysts", `{}`)
	carl := k.Session(role, "carl", "")
	const b = "arn:aws:iam::222222222222:role/consumer"
	k.Update(func(tx store.Tx) error {
		user(t, tx, ann, "annie", types.UserRoleAuthor)
		grant := func(principals, roles string) hub.Settings {
			return hub.Settings{RoleBGrants: []hub.RoleBGrant{{Principals: []string{principals}, Roles: []string{roles}}}}
		}
		for _, c := range []struct {
			settings  hub.Settings
			ann, carl bool
		}{
			{hub.Settings{}, false, false},
			{grant("*", "*"), true, true},
			{grant("*", b), true, true},
			{grant("*", "arn:aws:iam::222222222222:role/consume?"), true, true},
			{grant("*", "arn:aws:iam::333333333333:role/*"), false, false},
			{grant("*", b+"-more"), false, false},
			{grant("arn:aws:iam::111111111111:user/ann", "*"), true, false},
			{grant("arn:aws:iam::111111111111:user/an", "*"), false, false},
			{grant("arn:aws:quicksight:*:user/default/annie", "*"), true, false},
			{grant("arn:aws:iam::111111111111:role/analysts", "*:role/consumer"), false, true},
			{grant("arn:aws:sts::111111111111:assumed-role/analysts/*", "*"), false, true},
		} {
			if err := hub.PutSettings(tx, servicetest.Hub, c.settings); err != nil {
				t.Error(err)
			}
			kept, err := hub.GetSettings(tx, servicetest.Hub)
			if err != nil {
				t.Error(err)
			}
			if got := kept.MayNameRoleB(resolve(t, tx, ann), b); got != c.ann {
				t.Errorf("%+v: ann %v", c.settings, got)
			}
			if got := kept.MayNameRoleB(resolve(t, tx, carl), b); got != c.carl {
				t.Errorf("%+v: carl %v", c.settings, got)
			}
			if kept.MayNameRoleB(hub.Caller{}, b) {
				t.Errorf("%+v: nobody may", c.settings)
			}
		}
		if err := hub.PutSettings(tx, servicetest.Hub, hub.Settings{RoleBGrants: []hub.RoleBGrant{{Principals: []string{"*"}}}}); !fault.Is(err, fault.Validation) {
			t.Errorf("half a grant was kept: %v", err)
		}
		if other, err := hub.GetSettings(tx, servicetest.Retail); err != nil || len(other.RoleBGrants) > 0 {
			t.Errorf("another account's settings: %+v, %v", other, err)
		}
		return nil
	})
}

func TestGetDataSourceByARN(t *testing.T) {
	k := servicetest.New(t)
	ann := k.User(servicetest.Hub, "ann")
	k.Update(func(tx store.Tx) error {
		d, err := hub.CreateDataSource(tx, resolve(t, tx, ann), source("d", nil))
		if err != nil {
			return err
		}
		if got, err := hub.GetDataSourceByARN(tx, d.ARN()); err != nil || got.ID != "d" {
			t.Errorf("%s: %v, %v", d.ARN(), got.ID, err)
		}
		for _, text := range []string{
			"", "d", "arn:aws:quicksight:us-east-1:111111111111:dataset/d", "arn:aws:quicksight:us-east-1:111111111111:datasource/e",
			"arn:aws-cn:quicksight:us-east-1:111111111111:datasource/d", "arn:aws:quicksight:us-east-1:111111111111:datasource:d",
			"arn:aws:quicksight:eu-west-1:111111111111:datasource/d", "arn:aws:quicksight:us-east-1:222222222222:datasource/d",
		} {
			if _, err := hub.GetDataSourceByARN(tx, text); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", text, err)
			}
		}
		return nil
	})
}

func TestValidID(t *testing.T) {
	for id, want := range map[string]bool{"a-B_9": true, "": false, "a*": false, "a?": false, "a/b": false, "a b": false, "a:b": false, "ä": false, "a\n": false} {
		if got := hub.ValidID(id); got != want {
			t.Errorf("%q: %v", id, got)
		}
	}
}

func TestAthenaAccount(t *testing.T) {
	const a, b = "arn:aws:iam::111111111111:role/a", "arn:aws:iam::222222222222:role/b"
	for _, c := range []struct {
		athena hub.Athena
		want   string
	}{
		{hub.Athena{RoleARN: a, ConsumerAccountRoleARN: b}, "222222222222"}, {hub.Athena{RoleARN: a}, "111111111111"}, {hub.Athena{}, ""},
	} {
		if got := c.athena.Account(); got != c.want {
			t.Errorf("%+v: %q", c.athena, got)
		}
	}
}
