package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/secret"
	"interlaken/wire/interlaken"
)

// demoRecord is what a folder remembers of its set-up.
type demoRecord struct {
	Rows  int    `json:"rows"`
	Loans int    `json:"loans"`
	Seed  uint64 `json:"seed"`
	// Ready tells that every step was done.
	Ready bool `json:"ready"`
}

func (d *demo) recordPath() string { return filepath.Join(d.dir, "demo.json") }

// readRecord takes the sizes of a folder that has some, and refuses others: its files and its answer belong together.
func (d *demo) readRecord() (record demoRecord, err error) {
	text, err := os.ReadFile(d.recordPath())
	if errors.Is(err, os.ErrNotExist) {
		return demoRecord{Rows: d.options.Rows, Loans: d.options.Loans, Seed: d.options.Seed}, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &record)
	}
	if err != nil {
		return record, fmt.Errorf("%s cannot be read (%w): to begin anew, remove the folder %s", d.recordPath(), err, d.dir)
	}
	if d.chosen["rows"] && record.Rows != d.options.Rows || d.chosen["loans"] && record.Loans != d.options.Loans ||
		d.chosen["seed"] && record.Seed != d.options.Seed {
		return record, fmt.Errorf("the folder %s has the demo with --rows %d --loans %d --seed %d: start it with these, or choose another folder with --dir",
			d.dir, record.Rows, record.Loans, record.Seed)
	}
	d.options.Rows, d.options.Loans, d.options.Seed = record.Rows, record.Loans, record.Seed
	return record, nil
}

func (d *demo) writeRecord(record demoRecord) error {
	text, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return err
	}
	return writePrivate(d.recordPath(), string(text)+"\n")
}

// setUp makes whatever of the demo is not there yet, and tells whether all was there before. Every step may be done
// again.
func (d *demo) setUp(ctx context.Context) (before bool, err error) {
	record, err := d.readRecord()
	if err != nil {
		return false, err
	}
	if d.keys, err = readProfiles(d.keyPath()); err != nil {
		return false, err
	}
	before = record.Ready
	if !record.Ready {
		if err := d.writeRecord(record); err != nil {
			return false, err
		}
		for _, step := range []struct {
			what string
			do   func(context.Context) error
		}{
			{"making 4 accounts with their administrators", d.makeAdministrators},
			{"making 2 authors, a reader and an owner in the hub", d.makePeople},
			{"making role A in the hub and role B in 3 accounts", d.makeRoles},
			{"", d.makeData}, // tells its own steps
			{"making 3 data sources, each proved by walking its chain", d.makeDataSources},
			{"making a dashboard over 3 accounts, and one of a single state", d.makeDashboards},
		} {
			if step.what != "" {
				d.progress.step(step.what, nil)
			}
			if err := step.do(ctx); err != nil {
				return false, err
			}
		}
		record.Ready = true
		if err := d.writeRecord(record); err != nil {
			return false, err
		}
	}
	// The port may be another one than last time, and the programs may have moved.
	if err := d.keys.write(d.region, d.system.Endpoint()); err != nil {
		return false, err
	}
	if err := d.writeEnvironment(); err != nil {
		return false, err
	}
	d.ready.Store(true)
	return before, nil
}

func (d *demo) makeAdministrators(ctx context.Context) error {
	for _, a := range demoAccounts {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := administrator(ctx, d.system, d.keys, d.region, a.id, a.name, a.profile); err != nil {
			return err
		}
	}
	return nil
}

// authors are two people who may make data sources and data sets in the hub.
var authors = []string{"ana", "ben"}

// reader is somebody who may read the dashboard of one state.
const reader = "reader"

// owner is somebody who owns what retail has.
const owner = "owner"

// makePeople makes the users of the hub: the administrator, the authors and the reader.
func (d *demo) makePeople(ctx context.Context) error {
	admin, err := d.as("admin")
	if err != nil {
		return err
	}
	people, hub := iam.NewFromConfig(admin), quicksight.NewFromConfig(admin)
	if err := d.register(ctx, hub, "admin", types.UserRoleAdmin); err != nil {
		return err
	}
	for _, name := range authors {
		if err := d.makePerson(ctx, people, hub, name, "Author", types.UserRoleAuthor); err != nil {
			return err
		}
	}
	for _, name := range []string{reader, owner} {
		if err := d.makePerson(ctx, people, hub, name, "Reader", types.UserRoleReader); err != nil {
			return err
		}
	}
	return d.nameSpokes(ctx)
}

// nameSpokes says what the accounts are called, whom to ask about each, and who owns retail.
func (d *demo) nameSpokes(ctx context.Context) error {
	admin, err := d.client(ctx, "admin")
	if err != nil {
		return err
	}
	for _, a := range spokes() {
		spoke := &interlaken.Spoke{AccountId: &a.id, Name: &a.name, Contact: aws.String("the data office of " + a.name + " (" + a.name + "@example.com)")}
		if a.id == demoAccounts[1].id {
			spoke.Owners = []string{d.userARN(owner)}
		}
		if _, err := call[interlaken.PutSpokeOutput](ctx, admin, interlaken.Hub, "PutSpoke", &interlaken.PutSpokeInput{Spoke: spoke}); err != nil {
			return err
		}
	}
	return nil
}

// makePerson makes an IAM user with a policy and a key, and the user of QuickSight that it is.
func (d *demo) makePerson(ctx context.Context, people *iam.Client, hub *quicksight.Client, name, policy string, role types.UserRole) error {
	if _, err := people.CreateUser(ctx, &iam.CreateUserInput{UserName: &name}); unlessThere(err) != nil {
		return err
	}
	if _, err := people.PutUserPolicy(ctx, &iam.PutUserPolicyInput{
		UserName: &name, PolicyName: &policy, PolicyDocument: d.document(strings.ToLower(policy)+"-policy", demoAccounts[0]),
	}); err != nil {
		return err
	}
	if err := d.makeKey(ctx, people, name); err != nil {
		return err
	}
	return d.register(ctx, hub, name, role)
}

// makeKey gives a person a key, once. Keys that are not written down are of an interrupted set-up, and are removed.
func (d *demo) makeKey(ctx context.Context, people *iam.Client, name string) error {
	if _, known := d.keys.get(name); known {
		return nil
	}
	old, err := people.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: &name})
	if err != nil {
		return err
	}
	for _, k := range old.AccessKeyMetadata {
		if _, err := people.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{UserName: &name, AccessKeyId: k.AccessKeyId}); err != nil {
			return err
		}
	}
	made, err := people.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: &name})
	if err != nil {
		return err
	}
	d.keys.set(profile{name, aws.ToString(made.AccessKey.AccessKeyId), secret.NewText(aws.ToString(made.AccessKey.SecretAccessKey))})
	return d.keys.write(d.region, d.system.Endpoint())
}

// register maps an IAM user of the hub to a user of QuickSight.
func (d *demo) register(ctx context.Context, hub *quicksight.Client, name string, role types.UserRole) error {
	_, err := hub.RegisterUser(ctx, &quicksight.RegisterUserInput{
		AwsAccountId: aws.String(hubAccount), Namespace: aws.String("default"), IdentityType: types.IdentityTypeIam,
		IamArn: aws.String("arn:aws:iam::" + hubAccount + ":user/" + name), Email: aws.String(name + "@example.com"), UserRole: role,
	})
	return unlessThere(err)
}

// makeRoles makes the two roles of the chain with the documents of the published procedure, and opens the hub's setting
// that says who may name which role B: in the demo, everybody every one.
func (d *demo) makeRoles(ctx context.Context) error {
	if err := d.makeRole(ctx, demoAccounts[0], "role-a", "AssumeConsumerRolePolicy"); err != nil {
		return err
	}
	if err := d.makeRole(ctx, demoAccounts[0], "trace", "ReadTheHubsTrail"); err != nil {
		return err
	}
	for _, a := range spokes() {
		if err := d.makeRole(ctx, a, "role-b", "AthenaGlueS3Access"); err != nil {
			return err
		}
		// Beside the published policy, and not needed for a query: it lets a trace show what the owner's trail has of it.
		if err := d.putRolePolicy(ctx, a, "role-b", "ReadWhatOwnSessionsDid", "role-b-trace-policy"); err != nil {
			return err
		}
	}
	admin, err := d.client(ctx, "admin")
	if err != nil {
		return err
	}
	_, err = call[interlaken.PutHubSettingsOutput](ctx, admin, interlaken.Hub, "PutHubSettings", &interlaken.PutHubSettingsInput{
		Settings: &interlaken.HubSettings{ConsumerRoleGrants: []interlaken.ConsumerRoleGrant{{Principals: []string{"*"}, Roles: []string{"*"}}}, TraceRoleArn: aws.String("arn:aws:iam::" + hubAccount + ":role/trace")},
	})
	return err
}

func (d *demo) makeRole(ctx context.Context, a demoAccount, role, policy string) error {
	owner, err := d.as(a.profile)
	if err != nil {
		return err
	}
	roles := iam.NewFromConfig(owner)
	if _, err := roles.CreateRole(ctx, &iam.CreateRoleInput{RoleName: &role, AssumeRolePolicyDocument: d.document(role+"-trust", a)}); unlessThere(err) != nil {
		return err
	}
	return d.putRolePolicy(ctx, a, role, policy, role+"-policy")
}

func (d *demo) putRolePolicy(ctx context.Context, a demoAccount, role, policy, document string) error {
	owner, err := d.as(a.profile)
	if err != nil {
		return err
	}
	_, err = iam.NewFromConfig(owner).PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: &role, PolicyName: &policy, PolicyDocument: d.document(document, a)})
	return err
}
