package quicksight_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub/share"
	"interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
)

func registration(iamARN string) *sdk.RegisterUserInput {
	return &sdk.RegisterUserInput{
		AwsAccountId: aws.String(account), Namespace: aws.String("default"), IdentityType: types.IdentityTypeIam,
		Email: aws.String("e@example.com"), UserRole: types.UserRoleAuthor, IamArn: aws.String(iamARN),
	}
}

func TestRegisterUser(t *testing.T) {
	k := newKit(t)
	role := k.Role(account, "analysts", `{}`, everythingButPassRole)
	in := registration(role.ARN())
	in.SessionName = aws.String("carl")
	out := must[sdk.RegisterUserOutput](k, k.admin, "RegisterUser", in)
	u := out.User
	if *u.UserName != "analysts/carl" || *u.Arn != userARN("analysts/carl") || *u.PrincipalId != "federated/iam/"+role.ID+":carl" ||
		u.Role != types.UserRoleAuthor || u.IdentityType != types.IdentityTypeIam || !u.Active || out.Status != 201 {
		t.Errorf("the user is %+v", u)
	}
	// The session of that name is the user, another one is nobody.
	k.make("d")
	k.shareWith("d", userARN("analysts/carl"), true, share.Viewer(share.DataSources)...)
	if d := k.describe(k.Session(role, "carl", ""), "d"); *d.DataSourceId != "d" {
		t.Errorf("carl sees %s", *d.DataSourceId)
	}
	k.refusedFor(fault.AccessDenied, "is not registered", k.Session(role, "dora", ""), "DescribeDataSource", &sdk.DescribeDataSourceInput{
		AwsAccountId: aws.String(account), DataSourceId: aws.String("d"),
	})
	named := registration(k.User(account, "eve").Principal.ARN)
	named.UserName = aws.String("Eve Example")
	if out := must[sdk.RegisterUserOutput](k, k.admin, "RegisterUser", named); *out.User.UserName != "Eve Example" {
		t.Errorf("the name is %s", *out.User.UserName)
	}
}

// A local user is registered with an invitation, which the event does not show, and is nobody's IAM principal.
func TestRegisterLocalUser(t *testing.T) {
	k := newKit(t)
	register := func(name string) *sdk.RegisterUserOutput {
		return must[sdk.RegisterUserOutput](k, k.admin, "RegisterUser", &sdk.RegisterUserInput{
			AwsAccountId: aws.String(account), Namespace: aws.String("default"), IdentityType: types.IdentityTypeQuicksight,
			Email: aws.String(name + "@example.com"), UserRole: types.UserRoleReader, UserName: aws.String(name),
		})
	}
	out, other := register("lea"), register("leo")
	u := out.User
	if u.IdentityType != types.IdentityTypeQuicksight || u.Active || !strings.HasPrefix(*u.PrincipalId, "local/USER") || *u.Arn != userARN("lea") || *u.PrincipalId == *other.User.PrincipalId {
		t.Errorf("the user is %+v, beside %+v", u, other.User)
	}
	address, code, _ := strings.Cut(aws.ToString(out.UserInvitationUrl), "#")
	if address != "https://bi.example.com/invitation" || len(code) != 43 || out.UserInvitationUrl == other.UserInvitationUrl {
		t.Errorf("the invitation is %s", *out.UserInvitationUrl)
	}
	shown, events := "", 0
	k.View(func(r store.Reader) error {
		entries, _, err := trail.Lookup(r, account, trail.Query{Size: 50})
		for _, e := range entries {
			shown += string(e.JSON)
			if e.Event.EventName == "RegisterUser" {
				events++
			}
		}
		return err
	})
	if events < 2 || strings.Contains(shown, code) || strings.Contains(shown, "invitation#") {
		t.Errorf("%d events show %s", events, shown)
	}
	k.refusedFor(fault.AlreadyExists, "User lea already exists", k.admin, "RegisterUser", &sdk.RegisterUserInput{
		AwsAccountId: aws.String(account), Namespace: aws.String("default"), IdentityType: types.IdentityTypeQuicksight,
		Email: aws.String("lea@example.com"), UserRole: types.UserRoleAdmin, UserName: aws.String("lea"),
	})
}

func TestRegisterUserRefusals(t *testing.T) {
	k := newKit(t)
	role := k.Role(account, "analysts", `{}`)
	fay := k.User(account, "fay").Principal.ARN
	const invalid = share.InvalidParameterValue
	for name, c := range map[string]struct {
		code   fault.Code
		words  string
		change func(*sdk.RegisterUserInput)
	}{
		"identity type":  {"IdentityTypeNotSupportedException", "IAM_IDENTITY_CENTER", func(in *sdk.RegisterUserInput) { in.IdentityType = types.IdentityTypeIamIdentityCenter }},
		"local with IAM": {invalid, "IamArn and SessionName cannot be given", func(in *sdk.RegisterUserInput) { in.IdentityType = types.IdentityTypeQuicksight }},
		"local unnamed": {invalid, "needs a UserName", func(in *sdk.RegisterUserInput) {
			in.IdentityType, in.IamArn = types.IdentityTypeQuicksight, nil
		}},
		"namespace":      {fault.NotFound, "Namespace other", func(in *sdk.RegisterUserInput) { in.Namespace = aws.String("other") }},
		"role":           {invalid, "RESTRICTED_READER", func(in *sdk.RegisterUserInput) { in.UserRole = types.UserRoleRestrictedReader }},
		"no ARN":         {invalid, "is not the ARN", func(in *sdk.RegisterUserInput) { in.IamArn = nil; in.UserName = aws.String("n") }},
		"elsewhere":      {invalid, "of another account", func(in *sdk.RegisterUserInput) { in.IamArn = aws.String("arn:aws:iam::222222222222:user/fay") }},
		"nobody":         {invalid, "does not exist", func(in *sdk.RegisterUserInput) { in.IamArn = aws.String("arn:aws:iam::111111111111:user/nobody") }},
		"no session":     {invalid, "SessionName", func(in *sdk.RegisterUserInput) { in.IamArn = aws.String(role.ARN()) }},
		"short session":  {fault.Validation, "'s' at 'sessionName' failed to satisfy constraint: Member must have length greater than or equal to 2", func(in *sdk.RegisterUserInput) { in.SessionName = aws.String("s") }},
		"no such role":   {fault.Validation, "'KING' at 'userRole' failed to satisfy constraint: Member must satisfy enum value set: [ADMIN", func(in *sdk.RegisterUserInput) { in.UserRole = "KING" }},
		"session":        {invalid, "is for roles", func(in *sdk.RegisterUserInput) { in.SessionName = aws.String("ss") }},
		"user name":      {invalid, "is not valid", func(in *sdk.RegisterUserInput) { in.UserName = aws.String(" x") }},
		"external login": {fault.Unsupported, "External", func(in *sdk.RegisterUserInput) { in.ExternalLoginId = aws.String("x") }},
		"custom":         {fault.Unsupported, "Custom permissions", func(in *sdk.RegisterUserInput) { in.CustomPermissionsName = aws.String("x") }},
		"same principal": {fault.AlreadyExists, "is registered as user ann", func(in *sdk.RegisterUserInput) {
			in.IamArn, in.UserName = aws.String(k.ann.Principal.ARN), aws.String("second")
		}},
		"same name": {fault.AlreadyExists, "User ann already exists", func(in *sdk.RegisterUserInput) { in.UserName = aws.String("ann") }},
	} {
		t.Run(name, func(t *testing.T) {
			in := registration(fay)
			c.change(in)
			k.t = t
			k.refusedFor(c.code, c.words, k.admin, "RegisterUser", in)
		})
	}
}

func TestUsers(t *testing.T) {
	k := newKit(t)
	a, ns := aws.String(account), aws.String("default")
	first := must[sdk.ListUsersOutput](k, k.admin, "ListUsers", &sdk.ListUsersInput{AwsAccountId: a, Namespace: ns, MaxResults: aws.Int32(1)})
	second := must[sdk.ListUsersOutput](k, k.admin, "ListUsers", &sdk.ListUsersInput{AwsAccountId: a, Namespace: ns, NextToken: first.NextToken})
	if *first.UserList[0].UserName != "ann" || len(second.UserList) != 1 || *second.UserList[0].UserName != "bob" || second.NextToken != nil {
		t.Errorf("the pages are %v and %v", first.UserList, second.UserList)
	}
	changed := must[sdk.UpdateUserOutput](k, k.admin, "UpdateUser", &sdk.UpdateUserInput{
		AwsAccountId: a, Namespace: ns, UserName: aws.String("bob"), Email: aws.String("b@example.com"), Role: types.UserRoleReader,
	})
	shown := must[sdk.DescribeUserOutput](k, k.admin, "DescribeUser", &sdk.DescribeUserInput{AwsAccountId: a, Namespace: ns, UserName: aws.String("bob")})
	if changed.User.Role != types.UserRoleReader || shown.User.Role != types.UserRoleReader || *shown.User.Email != "b@example.com" {
		t.Errorf("bob is %+v, shown as %+v", changed.User, shown.User)
	}
	must[sdk.DeleteUserOutput](k, k.admin, "DeleteUser", &sdk.DeleteUserInput{AwsAccountId: a, Namespace: ns, UserName: aws.String("bob")})
	k.refusedFor(fault.NotFound, "User bob is not found", k.admin, "DescribeUser", &sdk.DescribeUserInput{AwsAccountId: a, Namespace: ns, UserName: aws.String("bob")})
	k.refusedFor(fault.NotFound, "Namespace other", k.admin, "ListUsers", &sdk.ListUsersInput{AwsAccountId: a, Namespace: aws.String("other")})
}

func TestGroups(t *testing.T) {
	k := newKit(t)
	a, ns, name := aws.String(account), aws.String("default"), aws.String("analysts")
	g := must[sdk.CreateGroupOutput](k, k.admin, "CreateGroup", &sdk.CreateGroupInput{AwsAccountId: a, Namespace: ns, GroupName: name, Description: aws.String("d")})
	if *g.Group.Arn != "arn:aws:quicksight:us-east-1:111111111111:group/default/analysts" || g.Status != 201 || *g.Group.Description != "d" {
		t.Errorf("the group is %+v", g.Group)
	}
	k.refusedFor(fault.AlreadyExists, "already exists", k.admin, "CreateGroup", &sdk.CreateGroupInput{AwsAccountId: a, Namespace: ns, GroupName: name})
	member := &sdk.CreateGroupMembershipInput{AwsAccountId: a, Namespace: ns, GroupName: name, MemberName: aws.String("bob")}
	for range 2 { // the second time changes nothing
		if out := must[sdk.CreateGroupMembershipOutput](k, k.admin, "CreateGroupMembership", member); *out.GroupMember.Arn != userARN("bob") {
			t.Errorf("the member is %s", *out.GroupMember.Arn)
		}
	}
	k.refusedFor(fault.NotFound, "User zoe", k.admin, "CreateGroupMembership", &sdk.CreateGroupMembershipInput{AwsAccountId: a, Namespace: ns, GroupName: name, MemberName: aws.String("zoe")})
	members := must[sdk.ListGroupMembershipsOutput](k, k.admin, "ListGroupMemberships", &sdk.ListGroupMembershipsInput{AwsAccountId: a, Namespace: ns, GroupName: name})
	in := must[sdk.ListUserGroupsOutput](k, k.admin, "ListUserGroups", &sdk.ListUserGroupsInput{AwsAccountId: a, Namespace: ns, UserName: aws.String("bob")})
	if len(members.GroupMemberList) != 1 || len(in.GroupList) != 1 || *in.GroupList[0].GroupName != "analysts" {
		t.Errorf("members %v, groups of bob %v", members.GroupMemberList, in.GroupList)
	}
	must[sdk.UpdateGroupOutput](k, k.admin, "UpdateGroup", &sdk.UpdateGroupInput{AwsAccountId: a, Namespace: ns, GroupName: name, Description: aws.String("e")})
	if g := must[sdk.DescribeGroupOutput](k, k.admin, "DescribeGroup", &sdk.DescribeGroupInput{AwsAccountId: a, Namespace: ns, GroupName: name}); *g.Group.Description != "e" {
		t.Errorf("the description is %s", *g.Group.Description)
	}
	// What is shared with the group, its member has while it is one.
	k.make("d")
	k.shareWith("d", *g.Group.Arn, true, share.Viewer(share.DataSources)...)
	see := &sdk.DescribeDataSourceInput{AwsAccountId: a, DataSourceId: aws.String("d")}
	must[sdk.DescribeDataSourceOutput](k, k.bob, "DescribeDataSource", see)
	leave := &sdk.DeleteGroupMembershipInput{AwsAccountId: a, Namespace: ns, GroupName: name, MemberName: aws.String("bob")}
	must[sdk.DeleteGroupMembershipOutput](k, k.admin, "DeleteGroupMembership", leave)
	k.refused(fault.NotFound, k.bob, "DescribeDataSource", see)
	k.refusedFor(fault.NotFound, "Member bob", k.admin, "DeleteGroupMembership", leave)
	// A group that is deleted takes its permissions along.
	must[sdk.DeleteGroupOutput](k, k.admin, "DeleteGroup", &sdk.DeleteGroupInput{AwsAccountId: a, Namespace: ns, GroupName: name})
	p := must[sdk.DescribeDataSourcePermissionsOutput](k, k.ann, "DescribeDataSourcePermissions", &sdk.DescribeDataSourcePermissionsInput{AwsAccountId: a, DataSourceId: aws.String("d")})
	if len(p.Permissions) != 1 || *p.Permissions[0].Principal != userARN("ann") {
		t.Errorf("the permissions are %v", p.Permissions)
	}
	if out := must[sdk.ListGroupsOutput](k, k.admin, "ListGroups", &sdk.ListGroupsInput{AwsAccountId: a, Namespace: ns}); len(out.GroupList) != 0 {
		t.Errorf("still there: %v", out.GroupList)
	}
}

func TestNamespacesAndSubscription(t *testing.T) {
	k := newKit(t)
	a := aws.String(account)
	n := must[sdk.DescribeNamespaceOutput](k, k.admin, "DescribeNamespace", &sdk.DescribeNamespaceInput{AwsAccountId: a, Namespace: aws.String("default")}).Namespace
	all := must[sdk.ListNamespacesOutput](k, k.admin, "ListNamespaces", &sdk.ListNamespacesInput{AwsAccountId: a}).Namespaces
	if *n.Name != "default" || n.CreationStatus != types.NamespaceStatusCreated || len(all) != 1 || *all[0].Arn != *n.Arn {
		t.Errorf("the namespace is %+v of %v", n, all)
	}
	k.refused(fault.NotFound, k.admin, "DescribeNamespace", &sdk.DescribeNamespaceInput{AwsAccountId: a, Namespace: aws.String("other")})
	s := must[sdk.DescribeAccountSubscriptionOutput](k, k.admin, "DescribeAccountSubscription", &sdk.DescribeAccountSubscriptionInput{AwsAccountId: a})
	if *s.AccountInfo.AccountSubscriptionStatus != "ACCOUNT_CREATED" || s.AccountInfo.Edition != types.EditionEnterprise {
		t.Errorf("the subscription is %+v", s.AccountInfo)
	}
}

func TestPermissions(t *testing.T) {
	k := newKit(t)
	k.make("d")
	owner, viewer := share.Owner(share.DataSources), share.Viewer(share.DataSources)
	if len(owner) != 6 || len(viewer) != 3 || len(share.Owner(share.DataSets)) != 18 || len(share.Viewer(share.DataSets)) != 5 {
		t.Errorf("the sets have %d, %d, %d and %d actions", len(owner), len(viewer), len(share.Owner(share.DataSets)), len(share.Viewer(share.DataSets)))
	}
	update := func(grant, revoke []types.ResourcePermission) *sdk.UpdateDataSourcePermissionsInput {
		return &sdk.UpdateDataSourcePermissionsInput{AwsAccountId: aws.String(account), DataSourceId: aws.String("d"), GrantPermissions: grant, RevokePermissions: revoke}
	}
	one := func(principal string, actions ...string) []types.ResourcePermission {
		return []types.ResourcePermission{{Principal: aws.String(principal), Actions: actions}}
	}
	for name, in := range map[string]*sdk.UpdateDataSourcePermissionsInput{
		"unknown principal":   update(one(userARN("zoe"), viewer...), nil),
		"another account":     update(one("arn:aws:quicksight:us-east-1:222222222222:user/default/ann", viewer...), nil),
		"an IAM principal":    update(one(k.bob.Principal.ARN, viewer...), nil),
		"another namespace":   update(one("arn:aws:quicksight:us-east-1:111111111111:namespace/other", viewer...), nil),
		"unknown action":      update(one(userARN("bob"), "quicksight:Everything"), nil),
		"half a set":          update(one(userARN("bob"), viewer[:2]...), nil),
		"a data set's action": update(one(userARN("bob"), share.DescribeDataSet), nil),
		"half a revocation":   update(nil, one(userARN("ann"), share.PassDataSource)),
	} {
		if _, err := k.Do(k.ann, "quicksight", "UpdateDataSourcePermissions", in); !fault.Is(err, share.InvalidParameterValue) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// One call makes an owner a viewer: what is revoked goes first.
	k.shareWith("d", userARN("bob"), true, owner...)
	must[sdk.UpdateDataSourcePermissionsOutput](k, k.ann, "UpdateDataSourcePermissions", update(one(userARN("bob"), viewer...), one(userARN("bob"), owner...)))
	p := must[sdk.DescribeDataSourcePermissionsOutput](k, k.ann, "DescribeDataSourcePermissions", &sdk.DescribeDataSourcePermissionsInput{
		AwsAccountId: aws.String(account), DataSourceId: aws.String("d"),
	}).Permissions
	slices.Sort(viewer)
	if len(p) != 2 || *p[1].Principal != userARN("bob") || !slices.Equal(p[1].Actions, viewer) {
		t.Errorf("the permissions are %v", p)
	}
	k.shareWith("d", userARN("bob"), false, viewer...)
	k.refused(fault.NotFound, k.bob, "DescribeDataSource", &sdk.DescribeDataSourceInput{AwsAccountId: aws.String(account), DataSourceId: aws.String("d")})
}

func TestAnotherAccountInThePath(t *testing.T) {
	k := newKit(t)
	k.refusedFor(fault.AccessDenied, "arn:aws:quicksight:us-east-1:222222222222:datasource/d", k.admin, "DescribeDataSource", &sdk.DescribeDataSourceInput{
		AwsAccountId: aws.String(servicetest.Retail), DataSourceId: aws.String("d"),
	})
	stranger := k.User(servicetest.Retail, "stranger", servicetest.Everything)
	k.refused(fault.AccessDenied, stranger, "ListUsers", &sdk.ListUsersInput{AwsAccountId: aws.String(account), Namespace: aws.String("default")})
}
