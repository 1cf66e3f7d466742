package iam_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/cloud/iam"
	"interlaken/identity"
	"interlaken/internal/shared"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
	registry "interlaken/wire/iam"
)

func newKit(t *testing.T) (*Kit, service.Session) {
	k := New(t)
	k.Mesh.Register(iam.New(iam.Config{Directory: k.Directory}))
	return k, k.User(Retail, "admin", Everything)
}

// fails runs an operation that has to fail with a code as it stands on the wire, and returns its sentence.
func fails(t *testing.T, k *Kit, s service.Session, operation string, in any, code string) string {
	t.Helper()
	_, err := k.Do(s, "iam", operation, in)
	if err == nil {
		t.Fatalf("%s succeeded, want %s", operation, code)
	}
	if got, _ := registry.Service.ErrorCode(err); got != code {
		t.Fatalf("%s: %s (%v), want %s", operation, got, err, code)
	}
	return registry.Service.ErrorMessage(err)
}

func trusting(principal string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"sts:AssumeRole"}]}`
}

func create(name, trust string) *sdk.CreateRoleInput {
	return &sdk.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: &trust}
}

const quickSight = `{"Service":"quicksight.amazonaws.com"}`

func TestRoleLife(t *testing.T) {
	k, admin := newKit(t)
	in := create("Consumer", trusting(`{"AWS":"111111111111"}`))
	in.Path, in.Description, in.MaxSessionDuration = aws.String("/bi/"), aws.String("reads sales"), aws.Int32(7200)
	in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("retail")}}
	made := Must[sdk.CreateRoleOutput](k, admin, "iam", "CreateRole", in).Role
	if *made.Arn != "arn:aws:iam::222222222222:role/bi/Consumer" || !strings.HasPrefix(*made.RoleId, "AROA") || !made.CreateDate.Equal(Start) {
		t.Errorf("made = %s %s %v", *made.Arn, *made.RoleId, made.CreateDate)
	}
	if !strings.Contains(*made.AssumeRolePolicyDocument, `{"AWS":"arn:aws:iam::111111111111:root"}`) {
		t.Errorf("trust = %s", *made.AssumeRolePolicyDocument)
	}
	if got := fails(t, k, admin, "CreateRole", create("consumer", trusting(quickSight)), "EntityAlreadyExists"); got != "Role with name consumer already exists." {
		t.Errorf("made twice: %q", got)
	}
	role := Must[sdk.GetRoleOutput](k, admin, "iam", "GetRole", &sdk.GetRoleInput{RoleName: aws.String("CONSUMER")}).Role
	if *role.RoleName != "Consumer" || *role.MaxSessionDuration != 7200 || *role.Description != "reads sales" || len(role.Tags) != 1 || *role.Tags[0].Value != "retail" {
		t.Errorf("role = %+v", role)
	}
	Must[sdk.UpdateRoleOutput](k, admin, "iam", "UpdateRole", &sdk.UpdateRoleInput{RoleName: aws.String("Consumer")})
	role = Must[sdk.GetRoleOutput](k, admin, "iam", "GetRole", &sdk.GetRoleInput{RoleName: aws.String("Consumer")}).Role
	if *role.MaxSessionDuration != 3600 || *role.Description != "reads sales" {
		t.Errorf("updated = %d %q", *role.MaxSessionDuration, *role.Description)
	}
	Must[sdk.PutRolePolicyOutput](k, admin, "iam", "PutRolePolicy", &sdk.PutRolePolicyInput{
		RoleName: aws.String("Consumer"), PolicyName: aws.String("read"), PolicyDocument: aws.String(Everything),
	})
	if got := fails(t, k, admin, "DeleteRole", &sdk.DeleteRoleInput{RoleName: aws.String("Consumer")}, "DeleteConflict"); got != "Cannot delete entity, must delete policies first." {
		t.Errorf("with policies: %q", got)
	}
	Must[sdk.DeleteRolePolicyOutput](k, admin, "iam", "DeleteRolePolicy", &sdk.DeleteRolePolicyInput{RoleName: aws.String("Consumer"), PolicyName: aws.String("READ")})
	if n := len(Must[sdk.ListAttachedRolePoliciesOutput](k, admin, "iam", "ListAttachedRolePolicies", &sdk.ListAttachedRolePoliciesInput{RoleName: aws.String("Consumer")}).AttachedPolicies); n != 0 {
		t.Errorf("%d attached", n)
	}
	if n := len(Must[sdk.ListInstanceProfilesForRoleOutput](k, admin, "iam", "ListInstanceProfilesForRole", &sdk.ListInstanceProfilesForRoleInput{RoleName: aws.String("Consumer")}).InstanceProfiles); n != 0 {
		t.Errorf("%d profiles", n)
	}
	Must[sdk.DeleteRoleOutput](k, admin, "iam", "DeleteRole", &sdk.DeleteRoleInput{RoleName: aws.String("Consumer")})
	for operation, in := range map[string]any{
		"GetRole":                     &sdk.GetRoleInput{RoleName: aws.String("Consumer")},
		"UpdateRole":                  &sdk.UpdateRoleInput{RoleName: aws.String("Consumer")},
		"DeleteRole":                  &sdk.DeleteRoleInput{RoleName: aws.String("Consumer")},
		"ListRolePolicies":            &sdk.ListRolePoliciesInput{RoleName: aws.String("Consumer")},
		"ListAttachedRolePolicies":    &sdk.ListAttachedRolePoliciesInput{RoleName: aws.String("Consumer")},
		"ListInstanceProfilesForRole": &sdk.ListInstanceProfilesForRoleInput{RoleName: aws.String("Consumer")},
	} {
		if got := fails(t, k, admin, operation, in, "NoSuchEntity"); got != "The role with name Consumer cannot be found." {
			t.Errorf("%s: %q", operation, got)
		}
	}
}

func TestListsComeInPages(t *testing.T) {
	k, admin := newKit(t)
	for i := range 5 {
		name := fmt.Sprintf("r%d", i)
		in := create(name, trusting(quickSight))
		if i == 3 {
			in.Path = aws.String("/bi/")
		}
		Must[sdk.CreateRoleOutput](k, admin, "iam", "CreateRole", in)
		Must[sdk.CreateUserOutput](k, admin, "iam", "CreateUser", &sdk.CreateUserInput{UserName: aws.String("u" + name)})
		Must[sdk.PutRolePolicyOutput](k, admin, "iam", "PutRolePolicy", &sdk.PutRolePolicyInput{
			RoleName: aws.String("r0"), PolicyName: aws.String(fmt.Sprintf("p%d", 4-i)), PolicyDocument: aws.String(Everything),
		})
	}
	var roles, users, policies []string
	for marker := (*string)(nil); ; {
		out := Must[sdk.ListRolesOutput](k, admin, "iam", "ListRoles", &sdk.ListRolesInput{MaxItems: aws.Int32(2), Marker: marker})
		for _, r := range out.Roles {
			roles = append(roles, *r.RoleName)
		}
		if marker = out.Marker; marker == nil {
			break
		}
		if !out.IsTruncated {
			t.Error("a page with a marker is not marked as truncated")
		}
	}
	for marker := (*string)(nil); ; {
		out := Must[sdk.ListUsersOutput](k, admin, "iam", "ListUsers", &sdk.ListUsersInput{MaxItems: aws.Int32(4), Marker: marker})
		for _, u := range out.Users {
			users = append(users, *u.UserName)
		}
		if marker = out.Marker; marker == nil {
			break
		}
	}
	for marker := (*string)(nil); ; {
		out := Must[sdk.ListRolePoliciesOutput](k, admin, "iam", "ListRolePolicies", &sdk.ListRolePoliciesInput{RoleName: aws.String("r0"), MaxItems: aws.Int32(2), Marker: marker})
		policies = append(policies, out.PolicyNames...)
		if marker = out.Marker; marker == nil {
			break
		}
	}
	if !slices.Equal(roles, []string{"r0", "r1", "r2", "r3", "r4"}) || !slices.Equal(users, []string{"admin", "ur0", "ur1", "ur2", "ur3", "ur4"}) ||
		!slices.Equal(policies, []string{"p0", "p1", "p2", "p3", "p4"}) {
		t.Errorf("roles %v, users %v, policies %v", roles, users, policies)
	}
	under := Must[sdk.ListRolesOutput](k, admin, "iam", "ListRoles", &sdk.ListRolesInput{PathPrefix: aws.String("/bi")})
	if len(under.Roles) != 1 || *under.Roles[0].RoleName != "r3" || under.IsTruncated {
		t.Errorf("under /bi: %d", len(under.Roles))
	}
	fails(t, k, admin, "ListRoles", &sdk.ListRolesInput{Marker: aws.String("!")}, "ValidationError")
}

func TestTrustBindsPrincipalsByID(t *testing.T) {
	k, admin := newKit(t)
	ana := k.User(Hub, "ana")
	a := k.Role(Hub, "a", trusting(quickSight))
	named := trusting(`{"AWS":["arn:aws:iam::111111111111:user/ana","arn:aws:iam::111111111111:role/a"]}`)
	Must[sdk.CreateRoleOutput](k, admin, "iam", "CreateRole", create("b", named))
	var kept identity.Role
	read := func() {
		k.View(func(r store.Reader) (err error) { kept, err = k.Directory.Role(r, Retail, "b"); return err })
	}
	read()
	if !strings.Contains(kept.Trust, ana.Principal.UniqueID) || !strings.Contains(kept.Trust, a.ID) || strings.Contains(kept.Trust, "role/a") {
		t.Errorf("kept = %s", kept.Trust)
	}
	shown := func() string {
		return *Must[sdk.GetRoleOutput](k, admin, "iam", "GetRole", &sdk.GetRoleInput{RoleName: aws.String("b")}).Role.AssumeRolePolicyDocument
	}
	if got := shown(); !strings.Contains(got, `["arn:aws:iam::111111111111:user/ana","arn:aws:iam::111111111111:role/a"]`) {
		t.Errorf("shown = %s", got)
	}
	// Deleted and made anew, it is another principal: the trust shows the raw id.
	k.Update(func(tx store.Tx) error { return k.Directory.DeleteRole(tx, Hub, "a") })
	k.Role(Hub, "a", trusting(quickSight))
	if got := shown(); !strings.Contains(got, `"`+a.ID+`"`) || strings.Contains(got, "role/a") {
		t.Errorf("shown after it was made anew = %s", got)
	}
	got := fails(t, k, admin, "UpdateAssumeRolePolicy", &sdk.UpdateAssumeRolePolicyInput{RoleName: aws.String("b"), PolicyDocument: aws.String(shown())}, "MalformedPolicyDocument")
	if got != `Invalid principal in policy: "AWS":"`+a.ID+`"` {
		t.Errorf("written back: %q", got)
	}
	Must[sdk.UpdateAssumeRolePolicyOutput](k, admin, "iam", "UpdateAssumeRolePolicy", &sdk.UpdateAssumeRolePolicyInput{RoleName: aws.String("b"), PolicyDocument: &named})
	if read(); strings.Contains(kept.Trust, a.ID) {
		t.Errorf("kept after the update = %s", kept.Trust)
	}
}

func TestTrustIsChecked(t *testing.T) {
	k, admin := newKit(t)
	k.Role(Hub, "a", trusting(quickSight))
	for principal, want := range map[string]string{
		`{"AWS":"arn:aws:iam::111111111111:role/none"}`:             `Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:role/none"`,
		`{"AWS":"arn:aws:iam::111111111111:role/path/a"}`:           `Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:role/path/a"`,
		`{"AWS":"arn:aws:iam::111111111111:user/a"}`:                `Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:user/a"`,
		`{"AWS":"arn:aws:iam::999999999999:root"}`:                  `Invalid principal in policy: "AWS":"arn:aws:iam::999999999999:root"`,
		`{"AWS":"999999999999"}`:                                    `Invalid principal in policy: "AWS":"999999999999"`,
		`{"AWS":"AROAAAAAAAAAAAAAAAAAA"}`:                           `Invalid principal in policy: "AWS":"AROAAAAAAAAAAAAAAAAAA"`,
		`{"AWS":"arn:aws:sts::111111111111:assumed-role/none/s1"}`:  `Invalid principal in policy: "AWS":"arn:aws:sts::111111111111:assumed-role/none/s1"`,
		`{"AWS":"arn:aws:sts::111111111111:assumed-role/a"}`:        `Invalid principal in policy: "AWS":"arn:aws:sts::111111111111:assumed-role/a"`,
		`{"Service":"quicksight"}`:                                  `Invalid principal in policy: "SERVICE":"quicksight"`,
		`{"Federated":"arn:aws:iam::111111111111:saml-provider/x"}`: `Invalid principal in policy: "FEDERATED":"arn:aws:iam::111111111111:saml-provider/x"`,
		`{"CanonicalUser":"79a59df900b949e55d96a1e698fbaced"}`:      `Invalid principal in policy: "CANONICALUSER":"79a59df900b949e55d96a1e698fbaced"`,
	} {
		if got := fails(t, k, admin, "CreateRole", create("b", trusting(principal)), "MalformedPolicyDocument"); got != want {
			t.Errorf("%s: %q", principal, got)
		}
	}
	for _, principal := range []string{
		`"*"`, `{"AWS":"*"}`, `{"AWS":"444444444444"}`, `{"AWS":"arn:aws:iam::111111111111:role/a"}`, quickSight,
		`{"AWS":"arn:aws:sts::111111111111:assumed-role/a/s1"}`, `{"Federated":"accounts.google.com"}`,
	} {
		Must[sdk.CreateRoleOutput](k, admin, "iam", "CreateRole", create("b", trusting(principal)))
		Must[sdk.DeleteRoleOutput](k, admin, "iam", "DeleteRole", &sdk.DeleteRoleInput{RoleName: aws.String("b")})
	}
	resource := strings.Replace(trusting(quickSight), `"Effect"`, `"Resource":"*","Effect"`, 1)
	if got := fails(t, k, admin, "CreateRole", create("b", resource), "MalformedPolicyDocument"); !strings.HasPrefix(got, "Has prohibited field Resource") {
		t.Errorf("with a resource: %q", got)
	}
	action := strings.Replace(trusting(quickSight), "sts:AssumeRole", "s3:GetObject", 1)
	if got := fails(t, k, admin, "CreateRole", create("b", action), "MalformedPolicyDocument"); got != "AssumeRole policy may only specify STS AssumeRole actions." {
		t.Errorf("with another action: %q", got)
	}
	long := strings.Replace(trusting(quickSight), `"Effect"`, `"Sid":"`+strings.Repeat("x", 2048)+`","Effect"`, 1)
	if got := fails(t, k, admin, "CreateRole", create("b", long), "LimitExceeded"); got != "Cannot exceed quota for ACLSizePerRole: 2048" {
		t.Errorf("too long: %q", got)
	}
}

func TestInlinePolicies(t *testing.T) {
	k, admin := newKit(t)
	Must[sdk.CreateRoleOutput](k, admin, "iam", "CreateRole", create("b", trusting(quickSight)))
	Must[sdk.CreateUserOutput](k, admin, "iam", "CreateUser", &sdk.CreateUserInput{UserName: aws.String("u")})
	put := func(size int) *string {
		document := `{"Version":"2012-10-17", "Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::"}]}`
		return aws.String(strings.Replace(document, "s3:::", "s3:::"+strings.Repeat("b", size-len(document)+1), 1)) // one blank is free
	}
	role := func(name string, size int) *sdk.PutRolePolicyInput {
		return &sdk.PutRolePolicyInput{RoleName: aws.String("b"), PolicyName: &name, PolicyDocument: put(size)}
	}
	Must[sdk.PutRolePolicyOutput](k, admin, "iam", "PutRolePolicy", role("p", 10240))
	got := Must[sdk.GetRolePolicyOutput](k, admin, "iam", "GetRolePolicy", &sdk.GetRolePolicyInput{RoleName: aws.String("b"), PolicyName: aws.String("P")})
	if *got.PolicyDocument != *put(10240) || *got.PolicyName != "p" || *got.RoleName != "b" {
		t.Errorf("policy = %s of %s", *got.PolicyName, *got.RoleName)
	}
	if got := fails(t, k, admin, "PutRolePolicy", role("q", 120), "LimitExceeded"); got != "Maximum policy size of 10240 bytes exceeded for role b" {
		t.Errorf("together too large: %q", got)
	}
	Must[sdk.PutRolePolicyOutput](k, admin, "iam", "PutRolePolicy", role("P", 200)) // replaces p
	Must[sdk.PutRolePolicyOutput](k, admin, "iam", "PutRolePolicy", role("q", 200))
	if names := Must[sdk.ListRolePoliciesOutput](k, admin, "iam", "ListRolePolicies", &sdk.ListRolePoliciesInput{RoleName: aws.String("b")}).PolicyNames; !slices.Equal(names, []string{"P", "q"}) {
		t.Errorf("names = %v", names)
	}
	user := func(size int) *sdk.PutUserPolicyInput {
		return &sdk.PutUserPolicyInput{UserName: aws.String("u"), PolicyName: aws.String("p"), PolicyDocument: put(size)}
	}
	if got := fails(t, k, admin, "PutUserPolicy", user(2049), "LimitExceeded"); got != "Maximum policy size of 2048 bytes exceeded for user u" {
		t.Errorf("a user's: %q", got)
	}
	Must[sdk.PutUserPolicyOutput](k, admin, "iam", "PutUserPolicy", user(2048))
	if got := Must[sdk.GetUserPolicyOutput](k, admin, "iam", "GetUserPolicy", &sdk.GetUserPolicyInput{UserName: aws.String("u"), PolicyName: aws.String("p")}); *got.PolicyDocument != *put(2048) {
		t.Errorf("a user's policy = %s", *got.PolicyDocument)
	}
	if names := Must[sdk.ListUserPoliciesOutput](k, admin, "iam", "ListUserPolicies", &sdk.ListUserPoliciesInput{UserName: aws.String("u")}).PolicyNames; !slices.Equal(names, []string{"p"}) {
		t.Errorf("names = %v", names)
	}
	Must[sdk.DeleteUserPolicyOutput](k, admin, "iam", "DeleteUserPolicy", &sdk.DeleteUserPolicyInput{UserName: aws.String("u"), PolicyName: aws.String("p")})
	if got := fails(t, k, admin, "DeleteUserPolicy", &sdk.DeleteUserPolicyInput{UserName: aws.String("u"), PolicyName: aws.String("p")}, "NoSuchEntity"); got != "The user policy with name p cannot be found." {
		t.Errorf("deleted twice: %q", got)
	}
	for name, document := range map[string]string{
		"no JSON":        `{`,
		"with principal": trusting(quickSight),
		"no resource":    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject"}]}`,
		"no ARN":         `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"bucket"}]}`,
		"no operator":    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Same":{"aws:username":"x"}}}]}`,
	} {
		in := role("bad", 200)
		in.PolicyDocument = &document
		t.Run(name, func(t *testing.T) { fails(t, k, admin, "PutRolePolicy", in, "MalformedPolicyDocument") })
	}
}

func TestUsersAndKeys(t *testing.T) {
	k, admin := newKit(t)
	user := Must[sdk.CreateUserOutput](k, admin, "iam", "CreateUser", &sdk.CreateUserInput{UserName: aws.String("Ana"), Path: aws.String("/bi/")}).User
	if *user.Arn != "arn:aws:iam::222222222222:user/bi/Ana" || !strings.HasPrefix(*user.UserId, "AIDA") {
		t.Errorf("user = %s %s", *user.Arn, *user.UserId)
	}
	if got := Must[sdk.GetUserOutput](k, admin, "iam", "GetUser", &sdk.GetUserInput{}).User; *got.UserName != "admin" {
		t.Errorf("the caller = %s", *got.UserName)
	}
	key := Must[sdk.CreateAccessKeyOutput](k, admin, "iam", "CreateAccessKey", &sdk.CreateAccessKeyInput{UserName: aws.String("ana")}).AccessKey
	if *key.UserName != "Ana" || key.Status != "Active" || len(*key.SecretAccessKey) != 40 {
		t.Errorf("key = %s %s", *key.UserName, key.Status)
	}
	k.View(func(r store.Reader) error {
		page, _, err := trail.Lookup(r, Retail, trail.Query{Attribute: trail.ByEventName, Value: "CreateAccessKey"})
		if err != nil || len(page) != 1 || strings.Contains(string(page[0].JSON), *key.SecretAccessKey) || !strings.Contains(string(page[0].JSON), *key.AccessKeyId) {
			t.Errorf("event: %s, %v", page[0].JSON, err)
		}
		return nil
	})
	Must[sdk.UpdateAccessKeyOutput](k, admin, "iam", "UpdateAccessKey", &sdk.UpdateAccessKeyInput{UserName: aws.String("Ana"), AccessKeyId: key.AccessKeyId, Status: "Inactive"})
	keys := Must[sdk.ListAccessKeysOutput](k, admin, "iam", "ListAccessKeys", &sdk.ListAccessKeysInput{UserName: aws.String("Ana")}).AccessKeyMetadata
	if len(keys) != 1 || keys[0].Status != "Inactive" || *keys[0].AccessKeyId != *key.AccessKeyId {
		t.Errorf("keys = %+v", keys)
	}
	fails(t, k, admin, "UpdateAccessKey", &sdk.UpdateAccessKeyInput{AccessKeyId: key.AccessKeyId, Status: "Active"}, "NoSuchEntity") // not the caller's own
	if got := fails(t, k, admin, "DeleteUser", &sdk.DeleteUserInput{UserName: aws.String("Ana")}, "DeleteConflict"); got != "Cannot delete entity, must delete access keys first." {
		t.Errorf("with a key: %q", got)
	}
	Must[sdk.CreateAccessKeyOutput](k, admin, "iam", "CreateAccessKey", &sdk.CreateAccessKeyInput{UserName: aws.String("Ana")})
	if got := fails(t, k, admin, "CreateAccessKey", &sdk.CreateAccessKeyInput{UserName: aws.String("Ana")}, "LimitExceeded"); got != "Cannot exceed quota for AccessKeysPerUser: 2" {
		t.Errorf("a third key: %q", got)
	}
	for _, held := range Must[sdk.ListAccessKeysOutput](k, admin, "iam", "ListAccessKeys", &sdk.ListAccessKeysInput{UserName: aws.String("Ana")}).AccessKeyMetadata {
		Must[sdk.DeleteAccessKeyOutput](k, admin, "iam", "DeleteAccessKey", &sdk.DeleteAccessKeyInput{UserName: aws.String("Ana"), AccessKeyId: held.AccessKeyId})
	}
	Must[sdk.DeleteUserOutput](k, admin, "iam", "DeleteUser", &sdk.DeleteUserInput{UserName: aws.String("Ana")})
	fails(t, k, admin, "GetUser", &sdk.GetUserInput{UserName: aws.String("Ana")}, "NoSuchEntity")

	session := k.Session(k.Role(Retail, "r", trusting(quickSight), Everything), "s1", "")
	if got := fails(t, k, session, "GetUser", &sdk.GetUserInput{}, "ValidationError"); got != "Must specify userName when calling with non-User credentials" {
		t.Errorf("a role session: %q", got)
	}
}

func TestWhatIsAskedOfPolicy(t *testing.T) {
	k, admin := newKit(t)
	tagged := create("b", trusting(quickSight))
	tagged.Path, tagged.Tags = aws.String("/bi/"), []types.Tag{{Key: aws.String("team"), Value: aws.String("retail")}}
	allow := func(action, resource, condition string) string {
		return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":%q,"Resource":%q,"Condition":%s}]}`, action, resource, condition)
	}
	maker := k.User(Retail, "maker", allow("iam:CreateRole", "arn:aws:iam::222222222222:role/bi/*", "{}"))
	if got := fails(t, k, maker, "CreateRole", tagged, "AccessDenied"); !strings.Contains(got, "iam:TagRole on resource: arn:aws:iam::222222222222:role/bi/b") {
		t.Errorf("tags without iam:TagRole: %q", got)
	}
	Must[sdk.CreateRoleOutput](k, admin, "iam", "CreateRole", tagged)
	reader := k.User(Retail, "reader", allow("iam:GetRole", "*", `{"StringEquals":{"aws:ResourceTag/team":"retail"}}`))
	Must[sdk.GetRoleOutput](k, reader, "iam", "GetRole", &sdk.GetRoleInput{RoleName: aws.String("b")})
	if got := fails(t, k, reader, "GetRole", &sdk.GetRoleInput{RoleName: aws.String("none")}, "AccessDenied"); !strings.Contains(got, "role/none") {
		t.Errorf("a role that is not there: %q", got)
	}
	if got := fails(t, k, maker, "ListRoles", &sdk.ListRolesInput{}, "AccessDenied"); got != "User: arn:aws:iam::222222222222:user/maker is not authorized to perform: iam:ListRoles on resource: * because no identity-based policy allows the iam:ListRoles action" {
		t.Errorf("list: %q", got)
	}
	// A name with a slash would be the ARN of another role.
	fails(t, k, admin, "GetRole", &sdk.GetRoleInput{RoleName: aws.String("bi/b")}, "ValidationError")
	fails(t, k, admin, "CreateRole", create("", trusting(quickSight)), "ValidationError")
	twice := create("c", trusting(quickSight))
	twice.Tags = []types.Tag{{Key: aws.String("a"), Value: aws.String("1")}, {Key: aws.String("A"), Value: aws.String("2")}}
	fails(t, k, admin, "CreateRole", twice, "InvalidInput")
}

// TestPublishedTrustPolicies writes the trust policies of public templates. What they name does not exist here, so
// each is either kept or refused for a principal, and for nothing else.
func TestPublishedTrustPolicies(t *testing.T) {
	folder := shared.Path(t, "cases", "iam", "policies", "trust")
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has %d policies (%v)", folder, len(files), err)
	}
	k, admin := newKit(t)
	kept, refused := 0, 0
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var document json.RawMessage
		if json.Unmarshal(text, &document) != nil {
			t.Fatalf("%s is no JSON", file)
		}
		_, err = k.Do(admin, "iam", "CreateRole", create(fmt.Sprintf("r%d", i), string(text)))
		switch code, _ := registry.Service.ErrorCode(err); {
		case err == nil:
			kept++
		case code == "MalformedPolicyDocument" && strings.Contains(registry.Service.ErrorMessage(err), "Invalid principal"):
			refused++
		default:
			t.Logf("%s: %v", filepath.Base(file), err)
		}
	}
	if kept < 60 || kept+refused < len(files)-10 {
		t.Errorf("of %d documents %d were kept and %d refused for a principal", len(files), kept, refused)
	}
	t.Logf("of %d documents %d were kept and %d refused for a principal", len(files), kept, refused)
}
