package iam_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/service"
	. "interlaken/service/servicetest"
)

func allowing(action, resource string) *string {
	return aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"` + resource + `"}]}`)
}

const readerARN = "arn:aws:iam::222222222222:policy/bi/reader"

func createReader(k *Kit, s service.Session) *types.Policy {
	return Must[sdk.CreatePolicyOutput](k, s, "iam", "CreatePolicy", &sdk.CreatePolicyInput{
		PolicyName: aws.String("reader"), Path: aws.String("/bi/"), PolicyDocument: allowing("iam:GetRole", "*"), Description: aws.String("reads"),
		Tags: []types.Tag{{Key: aws.String("Team"), Value: aws.String("bi")}},
	}).Policy
}

func TestManagedPolicyLife(t *testing.T) {
	k, admin := newKit(t)
	p := createReader(k, admin)
	if *p.Arn != readerARN || !strings.HasPrefix(*p.PolicyId, "ANPA") || *p.DefaultVersionId != "v1" || *p.AttachmentCount != 0 || *p.Description != "reads" || len(p.Tags) != 1 {
		t.Errorf("made: %+v", p)
	}
	if got := fails(t, k, admin, "CreatePolicy", &sdk.CreatePolicyInput{PolicyName: aws.String("READER"), PolicyDocument: allowing("iam:GetRole", "*")}, "EntityAlreadyExists"); got != "A policy called READER already exists. Duplicate names are not allowed." {
		t.Errorf("made twice: %q", got)
	}
	fails(t, k, admin, "CreatePolicy", &sdk.CreatePolicyInput{PolicyName: aws.String("bad"), PolicyDocument: aws.String(`{"Statement":[]}`)}, "MalformedPolicyDocument")
	long := allowing("iam:GetRole", "arn:aws:iam::222222222222:role/"+strings.Repeat("x", 6144))
	if got := fails(t, k, admin, "CreatePolicy", &sdk.CreatePolicyInput{PolicyName: aws.String("long"), PolicyDocument: long}, "LimitExceeded"); got != "Cannot exceed quota for PolicySize: 6144" {
		t.Errorf("too long: %q", got)
	}

	// Five versions, one of which counts.
	version := &sdk.CreatePolicyVersionInput{PolicyArn: aws.String(readerARN), PolicyDocument: allowing("iam:ListRoles", "*")}
	for i := 2; i <= 5; i++ {
		version.SetAsDefault = i == 3
		if v := Must[sdk.CreatePolicyVersionOutput](k, admin, "iam", "CreatePolicyVersion", version).PolicyVersion; *v.VersionId != fmt.Sprintf("v%d", i) || v.IsDefaultVersion != (i == 3) {
			t.Errorf("version %d: %+v", i, v)
		}
	}
	if got := fails(t, k, admin, "CreatePolicyVersion", version, "LimitExceeded"); !strings.Contains(got, "up to 5 versions") {
		t.Errorf("a sixth version: %q", got)
	}
	if v := Must[sdk.GetPolicyVersionOutput](k, admin, "iam", "GetPolicyVersion", &sdk.GetPolicyVersionInput{PolicyArn: aws.String(readerARN), VersionId: aws.String("v1")}).PolicyVersion; *v.Document != *allowing("iam:GetRole", "*") || v.IsDefaultVersion {
		t.Errorf("v1: %+v", v)
	}
	fails(t, k, admin, "DeletePolicyVersion", &sdk.DeletePolicyVersionInput{PolicyArn: aws.String(readerARN), VersionId: aws.String("v3")}, "DeleteConflict")
	Must[sdk.SetDefaultPolicyVersionOutput](k, admin, "iam", "SetDefaultPolicyVersion", &sdk.SetDefaultPolicyVersionInput{PolicyArn: aws.String(readerARN), VersionId: aws.String("v4")})
	fails(t, k, admin, "SetDefaultPolicyVersion", &sdk.SetDefaultPolicyVersionInput{PolicyArn: aws.String(readerARN), VersionId: aws.String("v9")}, "NoSuchEntity")
	Must[sdk.DeletePolicyVersionOutput](k, admin, "iam", "DeletePolicyVersion", &sdk.DeletePolicyVersionInput{PolicyArn: aws.String(readerARN), VersionId: aws.String("v3")})
	var ids []string
	for _, v := range Must[sdk.ListPolicyVersionsOutput](k, admin, "iam", "ListPolicyVersions", &sdk.ListPolicyVersionsInput{PolicyArn: aws.String(readerARN)}).Versions {
		ids = append(ids, fmt.Sprintf("%s %v", *v.VersionId, v.IsDefaultVersion))
	}
	if got := strings.Join(ids, ", "); got != "v5 false, v4 true, v2 false, v1 false" {
		t.Errorf("versions: %s", got)
	}

	// Attached, it cannot be deleted.
	k.Role(Retail, "consumer", trusting(quickSight))
	Must[sdk.AttachRolePolicyOutput](k, admin, "iam", "AttachRolePolicy", &sdk.AttachRolePolicyInput{RoleName: aws.String("consumer"), PolicyArn: aws.String(readerARN)})
	Must[sdk.AttachRolePolicyOutput](k, admin, "iam", "AttachRolePolicy", &sdk.AttachRolePolicyInput{RoleName: aws.String("consumer"), PolicyArn: aws.String(readerARN)})
	if got := fails(t, k, admin, "DeletePolicy", &sdk.DeletePolicyInput{PolicyArn: aws.String(readerARN)}, "DeleteConflict"); got != "Cannot delete a policy attached to entities." {
		t.Errorf("attached: %q", got)
	}
	if got := fails(t, k, admin, "DeleteRole", &sdk.DeleteRoleInput{RoleName: aws.String("consumer")}, "DeleteConflict"); got != "Cannot delete entity, must detach all policies first." {
		t.Errorf("a role with a policy: %q", got)
	}
	if held := Must[sdk.ListEntitiesForPolicyOutput](k, admin, "iam", "ListEntitiesForPolicy", &sdk.ListEntitiesForPolicyInput{PolicyArn: aws.String(readerARN)}); len(held.PolicyRoles) != 1 || *held.PolicyRoles[0].RoleName != "consumer" || len(held.PolicyUsers) != 0 {
		t.Errorf("who has it: %+v", held)
	}
	if p := Must[sdk.GetPolicyOutput](k, admin, "iam", "GetPolicy", &sdk.GetPolicyInput{PolicyArn: aws.String(readerARN)}).Policy; *p.AttachmentCount != 1 || *p.DefaultVersionId != "v4" {
		t.Errorf("attached once: %+v", p)
	}
	Must[sdk.DetachRolePolicyOutput](k, admin, "iam", "DetachRolePolicy", &sdk.DetachRolePolicyInput{RoleName: aws.String("consumer"), PolicyArn: aws.String(readerARN)})
	fails(t, k, admin, "DetachRolePolicy", &sdk.DetachRolePolicyInput{RoleName: aws.String("consumer"), PolicyArn: aws.String(readerARN)}, "NoSuchEntity")
	if got := fails(t, k, admin, "DeletePolicy", &sdk.DeletePolicyInput{PolicyArn: aws.String(readerARN)}, "DeleteConflict"); !strings.HasPrefix(got, "This policy has more than one version.") {
		t.Errorf("with versions: %q", got)
	}
	for _, id := range []string{"v1", "v2", "v5"} {
		Must[sdk.DeletePolicyVersionOutput](k, admin, "iam", "DeletePolicyVersion", &sdk.DeletePolicyVersionInput{PolicyArn: aws.String(readerARN), VersionId: aws.String(id)})
	}
	Must[sdk.DeletePolicyOutput](k, admin, "iam", "DeletePolicy", &sdk.DeletePolicyInput{PolicyArn: aws.String(readerARN)})
	fails(t, k, admin, "GetPolicy", &sdk.GetPolicyInput{PolicyArn: aws.String(readerARN)}, "NoSuchEntity")
}

func TestPoliciesOfOthers(t *testing.T) {
	k, admin := newKit(t)
	createReader(k, admin)
	other := k.User(Hub, "admin", Everything)
	// Another account's policy is refused before it is told whether it is there.
	fails(t, k, other, "GetPolicy", &sdk.GetPolicyInput{PolicyArn: aws.String(readerARN)}, "AccessDenied")
	k.Role(Hub, "a", trusting(quickSight))
	fails(t, k, other, "AttachRolePolicy", &sdk.AttachRolePolicyInput{RoleName: aws.String("a"), PolicyArn: aws.String(readerARN)}, "NoSuchEntity")
	// AWS's can be attached and not changed.
	const athena = "arn:aws:iam::aws:policy/AmazonAthenaFullAccess"
	Must[sdk.AttachRolePolicyOutput](k, other, "iam", "AttachRolePolicy", &sdk.AttachRolePolicyInput{RoleName: aws.String("a"), PolicyArn: aws.String(athena)})
	if got := fails(t, k, other, "CreatePolicyVersion", &sdk.CreatePolicyVersionInput{PolicyArn: aws.String(athena), PolicyDocument: allowing("s3:*", "*")}, "AccessDenied"); got != "Policy "+athena+" is AWS's and cannot be changed." {
		t.Errorf("a version of AWS's: %q", got)
	}
	fails(t, k, other, "AttachRolePolicy", &sdk.AttachRolePolicyInput{RoleName: aws.String("a"), PolicyArn: aws.String("arn:aws:iam::aws:policy/NoSuchPolicy")}, "NoSuchEntity")
	list := func(in *sdk.ListPoliciesInput) string {
		var names []string
		for _, p := range Must[sdk.ListPoliciesOutput](k, other, "iam", "ListPolicies", in).Policies {
			names = append(names, *p.PolicyName)
		}
		return strings.Join(names, " ")
	}
	if got := list(&sdk.ListPoliciesInput{}); got != "AdministratorAccess AmazonAthenaFullAccess AmazonS3FullAccess AmazonS3ReadOnlyAccess IAMFullAccess IAMReadOnlyAccess AWSQuicksightAthenaAccess" {
		t.Errorf("all: %s", got)
	}
	if got := list(&sdk.ListPoliciesInput{OnlyAttached: true}); got != "AmazonAthenaFullAccess" {
		t.Errorf("attached: %s", got)
	}
	if got := list(&sdk.ListPoliciesInput{PathPrefix: aws.String("/service-role/")}); got != "AWSQuicksightAthenaAccess" {
		t.Errorf("below a path: %s", got)
	}
	if got := list(&sdk.ListPoliciesInput{Scope: types.PolicyScopeTypeLocal}); got != "" {
		t.Errorf("own: %s", got)
	}
}

// TestWhatPoliciesDo: what a user may do comes from its own policies and its groups', and stays within its boundary.
func TestWhatPoliciesDo(t *testing.T) {
	k, admin := newKit(t)
	ana := k.User(Retail, "ana")
	createReader(k, admin)
	k.Role(Retail, "some", trusting(quickSight))
	get := &sdk.GetRoleInput{RoleName: aws.String("some")}
	may := func(want bool, why string) {
		t.Helper()
		_, err := k.Do(ana, "iam", "GetRole", get)
		if (err == nil) != want {
			t.Errorf("%s: %v", why, err)
		}
	}
	may(false, "no policy")
	Must[sdk.AttachUserPolicyOutput](k, admin, "iam", "AttachUserPolicy", &sdk.AttachUserPolicyInput{UserName: aws.String("ana"), PolicyArn: aws.String(readerARN)})
	may(true, "attached")
	Must[sdk.DetachUserPolicyOutput](k, admin, "iam", "DetachUserPolicy", &sdk.DetachUserPolicyInput{UserName: aws.String("ana"), PolicyArn: aws.String(readerARN)})
	may(false, "detached")
	Must[sdk.CreateGroupOutput](k, admin, "iam", "CreateGroup", &sdk.CreateGroupInput{GroupName: aws.String("Readers")})
	Must[sdk.AddUserToGroupOutput](k, admin, "iam", "AddUserToGroup", &sdk.AddUserToGroupInput{GroupName: aws.String("readers"), UserName: aws.String("Ana")})
	may(false, "in a group without policies")
	Must[sdk.PutGroupPolicyOutput](k, admin, "iam", "PutGroupPolicy", &sdk.PutGroupPolicyInput{GroupName: aws.String("Readers"), PolicyName: aws.String("p"), PolicyDocument: allowing("iam:GetRole", "*")})
	may(true, "by an inline policy of the group")
	Must[sdk.DeleteGroupPolicyOutput](k, admin, "iam", "DeleteGroupPolicy", &sdk.DeleteGroupPolicyInput{GroupName: aws.String("Readers"), PolicyName: aws.String("P")})
	Must[sdk.AttachGroupPolicyOutput](k, admin, "iam", "AttachGroupPolicy", &sdk.AttachGroupPolicyInput{GroupName: aws.String("Readers"), PolicyArn: aws.String(readerARN)})
	may(true, "by an attached policy of the group")
	Must[sdk.UpdateGroupOutput](k, admin, "iam", "UpdateGroup", &sdk.UpdateGroupInput{GroupName: aws.String("Readers"), NewGroupName: aws.String("Lookers")})
	may(true, "the group has another name")
	Must[sdk.PutUserPermissionsBoundaryOutput](k, admin, "iam", "PutUserPermissionsBoundary", &sdk.PutUserPermissionsBoundaryInput{UserName: aws.String("ana"), PermissionsBoundary: aws.String("arn:aws:iam::aws:policy/AmazonS3FullAccess")})
	if got := fails(t, k, ana, "GetRole", get, "AccessDenied"); !strings.HasSuffix(got, "because no permissions boundary allows the iam:GetRole action") {
		t.Errorf("beyond the boundary: %q", got)
	}
	Must[sdk.DeleteUserPermissionsBoundaryOutput](k, admin, "iam", "DeleteUserPermissionsBoundary", &sdk.DeleteUserPermissionsBoundaryInput{UserName: aws.String("ana")})
	may(true, "without the boundary")
	fails(t, k, admin, "DeleteUserPermissionsBoundary", &sdk.DeleteUserPermissionsBoundaryInput{UserName: aws.String("ana")}, "NoSuchEntity")
	Must[sdk.CreatePolicyVersionOutput](k, admin, "iam", "CreatePolicyVersion", &sdk.CreatePolicyVersionInput{PolicyArn: aws.String(readerARN), PolicyDocument: allowing("iam:ListRoles", "*"), SetAsDefault: true})
	may(false, "another version counts")

	// A user who is still in a group, and a group with members, stay.
	fails(t, k, admin, "DeleteGroup", &sdk.DeleteGroupInput{GroupName: aws.String("Lookers")}, "DeleteConflict")
	Must[sdk.RemoveUserFromGroupOutput](k, admin, "iam", "RemoveUserFromGroup", &sdk.RemoveUserFromGroupInput{GroupName: aws.String("Lookers"), UserName: aws.String("ana")})
	fails(t, k, admin, "RemoveUserFromGroup", &sdk.RemoveUserFromGroupInput{GroupName: aws.String("Lookers"), UserName: aws.String("ana")}, "NoSuchEntity")
	fails(t, k, admin, "DeleteGroup", &sdk.DeleteGroupInput{GroupName: aws.String("Lookers")}, "DeleteConflict")
	Must[sdk.DetachGroupPolicyOutput](k, admin, "iam", "DetachGroupPolicy", &sdk.DetachGroupPolicyInput{GroupName: aws.String("Lookers"), PolicyArn: aws.String(readerARN)})
	Must[sdk.DeleteGroupOutput](k, admin, "iam", "DeleteGroup", &sdk.DeleteGroupInput{GroupName: aws.String("Lookers")})
	fails(t, k, admin, "GetGroup", &sdk.GetGroupInput{GroupName: aws.String("Lookers")}, "NoSuchEntity")
}

// TestBoundaryOfTheMade: who may make users and roles only within a boundary is held to it.
func TestBoundaryOfTheMade(t *testing.T) {
	k, _ := newKit(t)
	const bound = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
	maker := k.User(Retail, "maker", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:CreateRole","iam:PutRolePolicy","iam:AttachRolePolicy"],"Resource":"*","Condition":{"StringEquals":{"iam:PermissionsBoundary":"`+bound+`"}}},{"Effect":"Deny","Action":"iam:AttachRolePolicy","Resource":"*","Condition":{"ArnLike":{"iam:PolicyARN":"arn:aws:iam::aws:policy/Administrator*"}}}]}`)
	in := create("made", trusting(quickSight))
	fails(t, k, maker, "CreateRole", in, "AccessDenied")
	in.PermissionsBoundary = aws.String(bound)
	if made := Must[sdk.CreateRoleOutput](k, maker, "iam", "CreateRole", in).Role; made.PermissionsBoundary == nil || *made.PermissionsBoundary.PermissionsBoundaryArn != bound {
		t.Errorf("made: %+v", made.PermissionsBoundary)
	}
	Must[sdk.PutRolePolicyOutput](k, maker, "iam", "PutRolePolicy", &sdk.PutRolePolicyInput{RoleName: aws.String("made"), PolicyName: aws.String("p"), PolicyDocument: aws.String(Everything)})
	k.Role(Retail, "free", trusting(quickSight))
	fails(t, k, maker, "PutRolePolicy", &sdk.PutRolePolicyInput{RoleName: aws.String("free"), PolicyName: aws.String("p"), PolicyDocument: aws.String(Everything)}, "AccessDenied")
	fails(t, k, maker, "AttachRolePolicy", &sdk.AttachRolePolicyInput{RoleName: aws.String("made"), PolicyArn: aws.String("arn:aws:iam::aws:policy/AdministratorAccess")}, "AccessDenied")
	Must[sdk.AttachRolePolicyOutput](k, maker, "iam", "AttachRolePolicy", &sdk.AttachRolePolicyInput{RoleName: aws.String("made"), PolicyArn: aws.String(bound)})
	in = create("other", trusting(quickSight))
	in.PermissionsBoundary = aws.String("arn:aws:iam::aws:policy/NoSuch")
	fails(t, k, k.User(Retail, "admin2", Everything), "CreateRole", in, "NoSuchEntity")
}

func TestGroupsComeInPages(t *testing.T) {
	k, admin := newKit(t)
	Must[sdk.CreateGroupOutput](k, admin, "iam", "CreateGroup", &sdk.CreateGroupInput{GroupName: aws.String("all")})
	for i := range 5 {
		name := fmt.Sprintf("user-%d", i)
		k.User(Retail, name)
		Must[sdk.CreateGroupOutput](k, admin, "iam", "CreateGroup", &sdk.CreateGroupInput{GroupName: aws.String("group-" + name), Path: aws.String("/few/")})
		for _, group := range []string{"all", "group-" + name} {
			Must[sdk.AddUserToGroupOutput](k, admin, "iam", "AddUserToGroup", &sdk.AddUserToGroupInput{GroupName: &group, UserName: &name})
		}
	}
	var members []string
	in := &sdk.GetGroupInput{GroupName: aws.String("all"), MaxItems: aws.Int32(2)}
	for {
		out := Must[sdk.GetGroupOutput](k, admin, "iam", "GetGroup", in)
		for _, u := range out.Users {
			members = append(members, *u.UserName)
		}
		if in.Marker = out.Marker; !out.IsTruncated {
			break
		}
	}
	if got := strings.Join(members, " "); got != "user-0 user-1 user-2 user-3 user-4" {
		t.Errorf("members: %s", got)
	}
	if got := Must[sdk.ListGroupsOutput](k, admin, "iam", "ListGroups", &sdk.ListGroupsInput{PathPrefix: aws.String("/few/"), MaxItems: aws.Int32(3)}); len(got.Groups) != 3 || !got.IsTruncated {
		t.Errorf("groups: %+v", got)
	}
	if got := Must[sdk.ListGroupsForUserOutput](k, admin, "iam", "ListGroupsForUser", &sdk.ListGroupsForUserInput{UserName: aws.String("user-3")}).Groups; len(got) != 2 || *got[0].GroupName != "all" {
		t.Errorf("groups of one: %+v", got)
	}
	// A name changes, and keys, groups and members with it.
	Must[sdk.UpdateUserOutput](k, admin, "iam", "UpdateUser", &sdk.UpdateUserInput{UserName: aws.String("user-3"), NewUserName: aws.String("zoe"), NewPath: aws.String("/p/")})
	u := Must[sdk.GetUserOutput](k, admin, "iam", "GetUser", &sdk.GetUserInput{UserName: aws.String("zoe")}).User
	if *u.Arn != "arn:aws:iam::222222222222:user/p/zoe" {
		t.Errorf("renamed: %s", *u.Arn)
	}
	if keys := Must[sdk.ListAccessKeysOutput](k, admin, "iam", "ListAccessKeys", &sdk.ListAccessKeysInput{UserName: aws.String("zoe")}).AccessKeyMetadata; len(keys) != 1 {
		t.Errorf("%d keys", len(keys))
	}
	if got := Must[sdk.GetGroupOutput](k, admin, "iam", "GetGroup", &sdk.GetGroupInput{GroupName: aws.String("group-user-3")}).Users; len(got) != 1 || *got[0].UserName != "zoe" {
		t.Errorf("members: %+v", got)
	}
	fails(t, k, admin, "UpdateUser", &sdk.UpdateUserInput{UserName: aws.String("zoe"), NewUserName: aws.String("user-1")}, "EntityAlreadyExists")
	// Who may rename below a path is held to it: the path that is not changed counts.
	below := k.User(Retail, "below", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:UpdateUser","iam:UpdateGroup"],"Resource":["arn:aws:iam::222222222222:user/p/*","arn:aws:iam::222222222222:group/few/*"]}]}`)
	Must[sdk.UpdateUserOutput](k, below, "iam", "UpdateUser", &sdk.UpdateUserInput{UserName: aws.String("zoe"), NewUserName: aws.String("zora")})
	fails(t, k, below, "UpdateUser", &sdk.UpdateUserInput{UserName: aws.String("zora"), NewPath: aws.String("/")}, "AccessDenied")
	Must[sdk.UpdateGroupOutput](k, below, "iam", "UpdateGroup", &sdk.UpdateGroupInput{GroupName: aws.String("group-user-0"), NewGroupName: aws.String("g")})
	fails(t, k, below, "UpdateGroup", &sdk.UpdateGroupInput{GroupName: aws.String("g"), NewPath: aws.String("/other/")}, "AccessDenied")
}

func TestTags(t *testing.T) {
	k, admin := newKit(t)
	k.Role(Retail, "some", trusting(quickSight))
	tags := func() string {
		var all []string
		for _, tag := range Must[sdk.ListRoleTagsOutput](k, admin, "iam", "ListRoleTags", &sdk.ListRoleTagsInput{RoleName: aws.String("some")}).Tags {
			all = append(all, *tag.Key+"="+*tag.Value)
		}
		return strings.Join(all, " ")
	}
	Must[sdk.TagRoleOutput](k, admin, "iam", "TagRole", &sdk.TagRoleInput{RoleName: aws.String("some"), Tags: []types.Tag{{Key: aws.String("Team"), Value: aws.String("a")}, {Key: aws.String("unit"), Value: aws.String("b")}}})
	Must[sdk.TagRoleOutput](k, admin, "iam", "TagRole", &sdk.TagRoleInput{RoleName: aws.String("some"), Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("c")}}})
	if got := tags(); got != "team=c unit=b" {
		t.Errorf("tags: %s", got)
	}
	Must[sdk.UntagRoleOutput](k, admin, "iam", "UntagRole", &sdk.UntagRoleInput{RoleName: aws.String("some"), TagKeys: []string{"UNIT", "absent"}})
	if got := tags(); got != "team=c" {
		t.Errorf("tags: %s", got)
	}
	var many []types.Tag
	for i := range 50 {
		many = append(many, types.Tag{Key: aws.String(fmt.Sprint("k", i)), Value: aws.String("v")})
	}
	fails(t, k, admin, "TagRole", &sdk.TagRoleInput{RoleName: aws.String("some"), Tags: many}, "LimitExceeded")
	fails(t, k, admin, "TagRole", &sdk.TagRoleInput{RoleName: aws.String("absent"), Tags: many[:1]}, "NoSuchEntity")
	// Who may tag only so is held to it.
	tagger := k.User(Retail, "tagger", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:TagRole","Resource":"*","Condition":{"StringEquals":{"aws:RequestTag/team":"c"},"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}}]}`)
	Must[sdk.TagRoleOutput](k, tagger, "iam", "TagRole", &sdk.TagRoleInput{RoleName: aws.String("some"), Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("c")}}})
	fails(t, k, tagger, "TagRole", &sdk.TagRoleInput{RoleName: aws.String("some"), Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("d")}}}, "AccessDenied")
	fails(t, k, tagger, "TagRole", &sdk.TagRoleInput{RoleName: aws.String("some"), Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("c")}, {Key: aws.String("x"), Value: aws.String("y")}}}, "AccessDenied")
	createReader(k, admin)
	Must[sdk.TagPolicyOutput](k, admin, "iam", "TagPolicy", &sdk.TagPolicyInput{PolicyArn: aws.String(readerARN), Tags: []types.Tag{{Key: aws.String("x"), Value: aws.String("y")}}})
	Must[sdk.UntagPolicyOutput](k, admin, "iam", "UntagPolicy", &sdk.UntagPolicyInput{PolicyArn: aws.String(readerARN), TagKeys: []string{"TEAM"}})
	if got := Must[sdk.ListPolicyTagsOutput](k, admin, "iam", "ListPolicyTags", &sdk.ListPolicyTagsInput{PolicyArn: aws.String(readerARN)}).Tags; len(got) != 1 || *got[0].Key != "x" {
		t.Errorf("tags of a policy: %+v", got)
	}
}

func TestSimulate(t *testing.T) {
	k, admin := newKit(t)
	decisions := func(results []types.EvaluationResult) string {
		var all []string
		for _, r := range results {
			text := fmt.Sprintf("%s on %s: %s", *r.EvalActionName, *r.EvalResourceName, r.EvalDecision)
			for _, s := range r.MatchedStatements {
				text += fmt.Sprintf(" by %s (%s)", *s.SourcePolicyId, s.SourcePolicyType)
			}
			if len(r.MissingContextValues) > 0 {
				text += " without " + strings.Join(r.MissingContextValues, ",")
			}
			if r.PermissionsBoundaryDecisionDetail != nil {
				text += fmt.Sprintf(" boundary %v", r.PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary)
			}
			all = append(all, text)
		}
		return strings.Join(all, "\n")
	}
	conditioned := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}},{"Effect":"Deny","Action":"s3:PutObject","Resource":"arn:aws:s3:::lake/${aws:username}"}]}`
	in := &sdk.SimulateCustomPolicyInput{
		PolicyInputList: []string{conditioned}, ActionNames: []string{"s3:GetObject", "s3:PutObject"}, ResourceArns: []string{"arn:aws:s3:::lake/ana", "arn:aws:s3:::lake/ben"},
		ContextEntries: []types.ContextEntry{{ContextKeyName: aws.String("aws:username"), ContextKeyType: types.ContextKeyTypeEnumString, ContextKeyValues: []string{"ana"}}},
	}
	want := `s3:GetObject on arn:aws:s3:::lake/ana: implicitDeny without aws:requestedregion
s3:GetObject on arn:aws:s3:::lake/ben: implicitDeny without aws:requestedregion
s3:PutObject on arn:aws:s3:::lake/ana: explicitDeny by PolicyInputList.1 (none) without aws:requestedregion
s3:PutObject on arn:aws:s3:::lake/ben: implicitDeny without aws:requestedregion`
	if got := decisions(Must[sdk.SimulateCustomPolicyOutput](k, admin, "iam", "SimulateCustomPolicy", in).EvaluationResults); got != want {
		t.Errorf("custom:\n%s\nwant\n%s", got, want)
	}
	in.MaxItems = aws.Int32(3)
	if out := Must[sdk.SimulateCustomPolicyOutput](k, admin, "iam", "SimulateCustomPolicy", in); len(out.EvaluationResults) != 3 || !out.IsTruncated {
		t.Errorf("a page: %d, %v", len(out.EvaluationResults), out.IsTruncated)
	}
	if keys := Must[sdk.GetContextKeysForCustomPolicyOutput](k, admin, "iam", "GetContextKeysForCustomPolicy", &sdk.GetContextKeysForCustomPolicyInput{PolicyInputList: []string{conditioned}}).ContextKeyNames; strings.Join(keys, " ") != "aws:requestedregion aws:username" {
		t.Errorf("keys: %v", keys)
	}
	fails(t, k, admin, "SimulateCustomPolicy", &sdk.SimulateCustomPolicyInput{PolicyInputList: []string{"{"}, ActionNames: []string{"s3:GetObject"}}, "InvalidInput")

	k.User(Retail, "ana", *allowing("s3:GetObject", "*"))
	Must[sdk.CreateGroupOutput](k, admin, "iam", "CreateGroup", &sdk.CreateGroupInput{GroupName: aws.String("readers")})
	Must[sdk.AttachGroupPolicyOutput](k, admin, "iam", "AttachGroupPolicy", &sdk.AttachGroupPolicyInput{GroupName: aws.String("readers"), PolicyArn: aws.String("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")})
	Must[sdk.AddUserToGroupOutput](k, admin, "iam", "AddUserToGroup", &sdk.AddUserToGroupInput{GroupName: aws.String("readers"), UserName: aws.String("ana")})
	principal := &sdk.SimulatePrincipalPolicyInput{PolicySourceArn: aws.String("arn:aws:iam::222222222222:user/ana"), ActionNames: []string{"s3:GetObject", "s3:PutObject"}, PermissionsBoundaryPolicyInputList: []string{*allowing("s3:PutObject", "*")}}
	want = `s3:GetObject on *: implicitDeny by p0 (user) by AmazonS3ReadOnlyAccess (aws-managed) boundary false
s3:PutObject on *: implicitDeny by PermissionsBoundaryPolicyInputList.1 (none) boundary true`
	if got := decisions(Must[sdk.SimulatePrincipalPolicyOutput](k, admin, "iam", "SimulatePrincipalPolicy", principal).EvaluationResults); got != want {
		t.Errorf("principal:\n%s\nwant\n%s", got, want)
	}
	principal.PolicySourceArn = aws.String("arn:aws:iam::222222222222:user/nobody")
	fails(t, k, admin, "SimulatePrincipalPolicy", principal, "NoSuchEntity")
	principal.PolicySourceArn = aws.String("arn:aws:iam::111111111111:user/ana")
	fails(t, k, admin, "SimulatePrincipalPolicy", principal, "AccessDenied")
}

func TestAuthorizationDetails(t *testing.T) {
	k, admin := newKit(t)
	k.Role(Retail, "some", trusting(quickSight), *allowing("s3:GetObject", "*"))
	createReader(k, admin)
	Must[sdk.CreateGroupOutput](k, admin, "iam", "CreateGroup", &sdk.CreateGroupInput{GroupName: aws.String("readers")})
	Must[sdk.AddUserToGroupOutput](k, admin, "iam", "AddUserToGroup", &sdk.AddUserToGroupInput{GroupName: aws.String("readers"), UserName: aws.String("admin")})
	Must[sdk.AttachGroupPolicyOutput](k, admin, "iam", "AttachGroupPolicy", &sdk.AttachGroupPolicyInput{GroupName: aws.String("readers"), PolicyArn: aws.String(readerARN)})
	Must[sdk.AttachRolePolicyOutput](k, admin, "iam", "AttachRolePolicy", &sdk.AttachRolePolicyInput{RoleName: aws.String("some"), PolicyArn: aws.String("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")})
	var all []string
	in := &sdk.GetAccountAuthorizationDetailsInput{MaxItems: aws.Int32(2)}
	for {
		out := Must[sdk.GetAccountAuthorizationDetailsOutput](k, admin, "iam", "GetAccountAuthorizationDetails", in)
		for _, u := range out.UserDetailList {
			all = append(all, fmt.Sprintf("user %s in %s with %d", *u.UserName, strings.Join(u.GroupList, ","), len(u.UserPolicyList)))
		}
		for _, g := range out.GroupDetailList {
			all = append(all, fmt.Sprintf("group %s with %s", *g.GroupName, *g.AttachedManagedPolicies[0].PolicyName))
		}
		for _, r := range out.RoleDetailList {
			all = append(all, fmt.Sprintf("role %s with %s and %s, trust %v", *r.RoleName, *r.RolePolicyList[0].PolicyName, *r.AttachedManagedPolicies[0].PolicyName, strings.Contains(*r.AssumeRolePolicyDocument, "quicksight")))
		}
		for _, p := range out.Policies {
			all = append(all, fmt.Sprintf("policy %s %d %v", *p.PolicyName, *p.AttachmentCount, *p.PolicyVersionList[0].Document != ""))
		}
		if in.Marker = out.Marker; !out.IsTruncated {
			break
		}
	}
	want := `user admin in readers with 1
group readers with reader
role some with p0 and AmazonS3ReadOnlyAccess, trust true
policy reader 1 true
policy AmazonS3ReadOnlyAccess 1 true`
	if got := strings.Join(all, "\n"); got != want {
		t.Errorf("all:\n%s\nwant\n%s", got, want)
	}
	only := Must[sdk.GetAccountAuthorizationDetailsOutput](k, admin, "iam", "GetAccountAuthorizationDetails", &sdk.GetAccountAuthorizationDetailsInput{Filter: []types.EntityType{types.EntityTypeRole}})
	if len(only.RoleDetailList) != 1 || len(only.UserDetailList)+len(only.GroupDetailList)+len(only.Policies) != 0 {
		t.Errorf("roles only: %+v", only)
	}
}
