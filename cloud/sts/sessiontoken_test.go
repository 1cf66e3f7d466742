package sts_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkiam "github.com/aws/aws-sdk-go-v2/service/iam"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"interlaken/cloud/iam"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
)

// own is the session that a user has with its temporary credentials.
func own(t *testing.T, k *Kit, c *types.Credentials) (service.Session, error) {
	t.Helper()
	var found identity.Credential
	var err error
	k.View(func(r store.Reader) error {
		found, err = k.Directory.Credential(r, *c.AccessKeyId, *c.SessionToken)
		return nil
	})
	return service.Session{Principal: found.Principal, Region: "us-east-1"}, err
}

func TestSessionToken(t *testing.T) {
	k := newKit(t)
	k.Mesh.Register(iam.New(iam.Config{Directory: k.Directory}))
	ana := k.User(Hub, "ana", Everything)
	role := k.Role(Hub, "r", trusts(hubRoot, ""))
	c := Must[sdk.GetSessionTokenOutput](k, ana, "sts", "GetSessionToken", &sdk.GetSessionTokenInput{DurationSeconds: aws.Int32(900)}).Credentials
	if !c.Expiration.Equal(Start.Add(15 * time.Minute)) {
		t.Errorf("expires %v", c.Expiration)
	}
	temporary, err := own(t, k, c)
	if err != nil {
		t.Fatal(err)
	}
	if who := Must[sdk.GetCallerIdentityOutput](k, temporary, "sts", "GetCallerIdentity", &sdk.GetCallerIdentityInput{}); *who.Arn != "arn:aws:iam::111111111111:user/ana" {
		t.Errorf("it is %s", *who.Arn)
	}
	Must[sdk.AssumeRoleOutput](k, temporary, "sts", "AssumeRole", request(role.ARN(), "ana"))
	all := events(k, Hub)
	if last := all[len(all)-1].UserIdentity; last.Type != "IAMUser" || last.SessionContext == nil || !last.SessionContext.Attributes.CreationDate.Equal(Start) {
		t.Errorf("userIdentity = %+v", last)
	}
	// Neither IAM nor another session by them, nor by a role's.
	if _, err := k.Do(temporary, "iam", "ListUsers", &sdkiam.ListUsersInput{}); !fault.Is(err, fault.UnknownKey) {
		t.Errorf("IAM: %v", err)
	}
	for name, s := range map[string]service.Session{"temporary credentials": temporary, "a role's": k.Session(role, "s", "")} {
		if _, err := k.Do(s, "sts", "GetSessionToken", &sdk.GetSessionTokenInput{}); !fault.Is(err, fault.AccessDenied) || fault.Public(err) != "Cannot call GetSessionToken with session credentials" {
			t.Errorf("by %s: %v", name, err)
		}
	}
	// They end with their time and with the user.
	k.Clock.Advance(15 * time.Minute)
	if _, err := own(t, k, c); !fault.Is(err, fault.ExpiredToken) {
		t.Errorf("after its time: %v", err)
	}
	c = Must[sdk.GetSessionTokenOutput](k, ana, "sts", "GetSessionToken", &sdk.GetSessionTokenInput{}).Credentials
	k.Update(func(tx store.Tx) error {
		if err := k.Directory.DeleteAccessKey(tx, Hub, "ana", ana.Principal.AccessKeyID); err != nil {
			return err
		}
		return k.Directory.ChangeUser(tx, Hub, "ana", func(u *identity.IAMUser) error { u.Policies = nil; return nil })
	})
	k.Update(func(tx store.Tx) error { return k.Directory.DeleteUser(tx, Hub, "ana") })
	if _, err := own(t, k, c); !fault.Is(err, fault.UnknownKey) {
		t.Errorf("the user is gone: %v", err)
	}
	k.User(Hub, "ana", Everything)
	if _, err := own(t, k, c); !fault.Is(err, fault.UnknownKey) {
		t.Errorf("another user has the name: %v", err)
	}
}

func TestAccessKeyInfo(t *testing.T) {
	k := newKit(t)
	ana := k.User(Retail, "ana", Everything)
	role := k.Role(Hub, "r", trusts(hubRoot, ""))
	for key, account := range map[string]string{
		ana.Principal.AccessKeyID: Retail, k.Session(role, "s", "").Principal.AccessKeyID: Hub,
		"ASIAQNZGKIQY56JQ7WML": "029608264753", // published with its account by those who found the encoding
	} {
		if out := Must[sdk.GetAccessKeyInfoOutput](k, ana, "sts", "GetAccessKeyInfo", &sdk.GetAccessKeyInfoInput{AccessKeyId: &key}); *out.Account != account {
			t.Errorf("%s is of %s, want %s", key, *out.Account, account)
		}
	}
	if _, err := k.Do(ana, "sts", "GetAccessKeyInfo", &sdk.GetAccessKeyInfoInput{AccessKeyId: aws.String("AKIAnothing12345")}); !fault.Is(err, fault.Validation) {
		t.Errorf("no key: %v", err)
	}
}

// TestManagedSessionPolicies: they limit the session as a document does, as they are now, and one that is gone allows
// nothing.
func TestManagedSessionPolicies(t *testing.T) {
	k := newKit(t)
	k.Mesh.Register(iam.New(iam.Config{Directory: k.Directory}))
	admin := k.User(Hub, "admin", Everything)
	role := k.Role(Hub, "r", trusts(hubRoot, ""), Everything)
	made := Must[sdkiam.CreatePolicyOutput](k, admin, "iam", "CreatePolicy", &sdkiam.CreatePolicyInput{PolicyName: aws.String("p"), PolicyDocument: aws.String(mayAssume("iam:ListUsers"))}).Policy
	in := request(role.ARN(), "s1")
	in.PolicyArns = []types.PolicyDescriptorType{{Arn: made.Arn}, {Arn: aws.String("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")}}
	out := Must[sdk.AssumeRoleOutput](k, admin, "sts", "AssumeRole", in)
	if out.PackedPolicySize == nil || *out.PackedPolicySize == 0 {
		t.Error("the policies take no space")
	}
	session := resume(t, k, out)
	may := func(operation string, in any, want bool, why string) {
		t.Helper()
		if _, err := k.Do(session, "iam", operation, in); (err == nil) != want {
			t.Errorf("%s: %s: %v", why, operation, err)
		}
	}
	may("ListUsers", &sdkiam.ListUsersInput{}, true, "the policy allows")
	may("ListRoles", &sdkiam.ListRolesInput{}, false, "neither policy allows")
	Must[sdkiam.CreatePolicyVersionOutput](k, admin, "iam", "CreatePolicyVersion", &sdkiam.CreatePolicyVersionInput{PolicyArn: made.Arn, PolicyDocument: aws.String(mayAssume("iam:ListRoles")), SetAsDefault: true})
	may("ListUsers", &sdkiam.ListUsersInput{}, false, "another version counts")
	may("ListRoles", &sdkiam.ListRolesInput{}, true, "another version counts")
	Must[sdkiam.DeletePolicyVersionOutput](k, admin, "iam", "DeletePolicyVersion", &sdkiam.DeletePolicyVersionInput{PolicyArn: made.Arn, VersionId: aws.String("v1")})
	Must[sdkiam.DeletePolicyOutput](k, admin, "iam", "DeletePolicy", &sdkiam.DeletePolicyInput{PolicyArn: made.Arn})
	may("ListRoles", &sdkiam.ListRolesInput{}, false, "the policy is gone")
}

// TestOlderSessionsAreRevoked: the deny that AWS's console writes ends live sessions and none that begins later (IAM User
// Guide, "Revoke IAM role temporary security credentials").
func TestOlderSessionsAreRevoked(t *testing.T) {
	k := newKit(t)
	admin := k.User(Hub, "admin", Everything)
	role := k.Role(Hub, "r", trusts(hubRoot, ""), Everything)
	other := k.Role(Retail, "b", trusts(`{"AWS":"arn:aws:iam::111111111111:root"}`, ""))
	before := resume(t, k, Must[sdk.AssumeRoleOutput](k, admin, "sts", "AssumeRole", request(role.ARN(), "before")))
	Must[sdk.AssumeRoleOutput](k, before, "sts", "AssumeRole", request(other.ARN(), "chained"))
	k.Clock.Advance(time.Minute)
	revoked := k.Clock.Now().UTC().Format(time.RFC3339)
	k.Update(func(tx store.Tx) error {
		return k.Directory.ChangeRole(tx, Hub, "r", func(r *identity.Role) error {
			r.Policies["AWSRevokeOlderSessions"] = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":{"DateLessThan":{"aws:TokenIssueTime":"` + revoked + `"}}}]}`
			return nil
		})
	})
	if got := refused(t, k, before, request(other.ARN(), "chained"), fault.AccessDenied); got != "User: arn:aws:sts::111111111111:assumed-role/r/before is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/b with an explicit deny in an identity-based policy" {
		t.Errorf("the older session: %s", got)
	}
	k.Clock.Advance(time.Second)
	after := resume(t, k, Must[sdk.AssumeRoleOutput](k, admin, "sts", "AssumeRole", request(role.ARN(), "after")))
	Must[sdk.AssumeRoleOutput](k, after, "sts", "AssumeRole", request(other.ARN(), "chained"))
}
