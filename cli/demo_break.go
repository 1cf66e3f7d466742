package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	athenatypes "github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/fault"
)

// The roles and policies that the demo makes, by the names of the published procedure.
const (
	roleB        = "role-b"
	roleBPolicy  = "AthenaGlueS3Access"
	demoGroup    = "primary"
	brokenBucket = "complaints"
)

// breakage is one real change in the account of retail that stops the hub, made and undone through the account's own
// API, with its owner's key.
type breakage struct {
	id, title, what string
	breaks, mends   change
	// stands reports whether the change is in force.
	stands func(context.Context, aws.Config) (bool, error)
}

// change is a call of an AWS API, and the same as a command of the AWS CLI.
type change struct {
	command []string
	do      func(context.Context, aws.Config) error
}

// shell is the command as one line of a POSIX shell.
func (c change) shell() string {
	words := make([]string, len(c.command))
	for i, word := range c.command {
		words[i] = quoted(word)
	}
	return "aws " + strings.Join(words, " ")
}

// breakages are what the demo offers to break.
func (d *demo) breakages() []breakage {
	retail := demoAccounts[1]
	trust, access := *d.document("role-b-trust", retail), *d.document("role-b-policy", retail)
	return []breakage{
		trustBreak("external-id", "Wrong ExternalId", "Role B goes on trusting the hub, but under the ExternalId of somebody else's data source.",
			trust, strings.ReplaceAll(trust, ":datasource/*", ":datasource/somebody-elses")),
		trustBreak("trust", "Trust on another account", "Role B trusts the account 333333333333 in place of the hub.",
			trust, strings.ReplaceAll(trust, hubAccount+":root", demoAccounts[2].id+":root")),
		accessBreak("prefix", "One prefix not granted", "Role B may read everything in the bucket but what lies under "+brokenBucket+"/.",
			access, withoutPrefix(access, retail.bucket(), brokenBucket)),
		groupBreak("workgroup", "Workgroup off", "The workgroup "+demoGroup+" takes no queries."),
	}
}

// trustBreak puts another trust policy on role B.
func trustBreak(id, title, what, whole, broken string) breakage {
	put := func(document string) change {
		return change{
			[]string{"iam", "update-assume-role-policy", "--role-name", roleB, "--policy-document", document},
			func(ctx context.Context, owner aws.Config) error {
				_, err := iam.NewFromConfig(owner).UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{
					RoleName: aws.String(roleB), PolicyDocument: &document,
				})
				return err
			},
		}
	}
	broken, whole = compact(broken), compact(whole)
	return breakage{id, title, what, put(broken), put(whole), func(ctx context.Context, owner aws.Config) (bool, error) {
		out, err := iam.NewFromConfig(owner).GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String(roleB)})
		if err != nil {
			return false, err
		}
		return sameDocument(aws.ToString(out.Role.AssumeRolePolicyDocument), broken)
	}}
}

// accessBreak puts another policy on role B.
func accessBreak(id, title, what, whole, broken string) breakage {
	put := func(document string) change {
		return change{
			[]string{"iam", "put-role-policy", "--role-name", roleB, "--policy-name", roleBPolicy, "--policy-document", document},
			func(ctx context.Context, owner aws.Config) error {
				_, err := iam.NewFromConfig(owner).PutRolePolicy(ctx, &iam.PutRolePolicyInput{
					RoleName: aws.String(roleB), PolicyName: aws.String(roleBPolicy), PolicyDocument: &document,
				})
				return err
			},
		}
	}
	broken, whole = compact(broken), compact(whole)
	return breakage{id, title, what, put(broken), put(whole), func(ctx context.Context, owner aws.Config) (bool, error) {
		out, err := iam.NewFromConfig(owner).GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: aws.String(roleB), PolicyName: aws.String(roleBPolicy)})
		if err != nil {
			return false, err
		}
		return sameDocument(aws.ToString(out.PolicyDocument), broken)
	}}
}

// groupBreak switches a workgroup off.
func groupBreak(id, title, what string) breakage {
	put := func(state athenatypes.WorkGroupState) change {
		return change{
			[]string{"athena", "update-work-group", "--work-group", demoGroup, "--state", string(state)},
			func(ctx context.Context, owner aws.Config) error {
				_, err := athena.NewFromConfig(owner).UpdateWorkGroup(ctx, &athena.UpdateWorkGroupInput{WorkGroup: aws.String(demoGroup), State: state})
				return err
			},
		}
	}
	return breakage{
		id, title, what, put(athenatypes.WorkGroupStateDisabled), put(athenatypes.WorkGroupStateEnabled),
		func(ctx context.Context, owner aws.Config) (bool, error) {
			out, err := athena.NewFromConfig(owner).GetWorkGroup(ctx, &athena.GetWorkGroupInput{WorkGroup: aws.String(demoGroup)})
			if err != nil {
				return false, err
			}
			return out.WorkGroup.State == athenatypes.WorkGroupStateDisabled, nil
		},
	}
}

// withoutPrefix is role B's policy with a bucket's objects granted by prefix, and one prefix left out.
func withoutPrefix(document, bucket, prefix string) string {
	kept := []string{"complaints_cfpb"}
	whole := `"arn:aws:s3:::` + bucket + `/*"`
	parts := make([]string, len(kept))
	for i, name := range kept {
		parts[i] = `"arn:aws:s3:::` + bucket + `/` + name + `/*"`
	}
	return strings.Replace(document, whole, strings.Join(parts, ", "), 1)
}

// compact is a JSON document without spaces, so that a command fits into few lines.
func compact(document string) string {
	var text bytes.Buffer
	if err := json.Compact(&text, []byte(document)); err != nil {
		panic(fmt.Sprintf("cli: %v", err)) // part of the program
	}
	return text.String()
}

// sameDocument compares a policy as IAM returns it, in URL encoding, with one that was put.
func sameDocument(encoded, document string) (bool, error) {
	text, err := url.QueryUnescape(encoded)
	if err != nil {
		return false, fault.Wrap(err, fault.Unavailable, "IAM returned a policy that cannot be read.")
	}
	var kept, given any
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return false, fault.Wrap(err, fault.Unavailable, "IAM returned a policy that is no JSON.")
	}
	if err := json.Unmarshal([]byte(document), &given); err != nil {
		return false, err
	}
	return reflect.DeepEqual(kept, given), nil
}
