package refusals_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	athenatypes "github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/costexplorer"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"

	"interlaken/wire"
)

// values are what an input's members are set to, by their Go names, with "Operation.Member" before "Member": the least
// that makes a request valid. They name what is there, so that it is the refusal that answers.
func (w *world) values() map[string]any {
	w.t.Helper()
	ctx, admin := context.Background(), w.admins[hub]
	w.bucket(hub, "hub-data", map[string]string{"a": "1\n"})
	upload, err := admin.s3().CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: aws.String("hub-data"), Key: aws.String("b")})
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := admin.athena().UpdateWorkGroup(ctx, &athena.UpdateWorkGroupInput{
		WorkGroup: aws.String("primary"), ConfigurationUpdates: &athenatypes.WorkGroupConfigurationUpdates{
			ResultConfigurationUpdates: &athenatypes.ResultConfigurationUpdates{OutputLocation: aws.String("s3://hub-data/results/")},
		},
	}); err != nil {
		w.t.Fatal(err)
	}
	execution, err := w.ask(admin, "SELECT 1")
	if err != nil {
		w.t.Fatal(err)
	}
	trust := trustB(hub)
	return map[string]any{
		// S3
		"Bucket": "hub-data", "CreateBucket.Bucket": "hub-data-2", "Key": "a", "UploadId": *upload.UploadId, "UploadPart.Key": "b",
		"UploadPartCopy.Key": "b", "ListParts.Key": "b", "AbortMultipartUpload.Key": "b", "CompleteMultipartUpload.Key": "b", "PartNumber": int32(1),
		"CopySource": "hub-data/a", "Policy": document(statement{Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::hub-data/*"}),
		"Delete":          &s3types.Delete{Objects: []s3types.ObjectIdentifier{{Key: aws.String("a")}}},
		"MultipartUpload": &s3types.CompletedMultipartUpload{Parts: []s3types.CompletedPart{{PartNumber: aws.Int32(1), ETag: aws.String("x")}}},
		"Body":            strings.NewReader("1\n"),
		// IAM and STS
		"RoleName": "some-role", "UserName": "some-user", "PolicyName": "some-policy", "PolicyDocument": passRoleA, "AssumeRolePolicyDocument": trust,
		"UpdateAssumeRolePolicy.PolicyDocument": trust, "AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "Inactive",
		"RoleArn": roleA, "RoleSessionName": "someone", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "VersionId": "v1", "Tag.Key": "team", "Tag.Value": "bi",
		"TagKeys": []string{"team"}, "PermissionsBoundary": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "ActionNames": []string{"iam:GetRole"},
		"PolicyInputList": []string{passRoleA}, "PolicySourceArn": roleA,
		// Glue
		"DatabaseName": "bank", "Database": "bank", "TableName": "complaints", "DatabaseInput.Name": "bank", "TableInput.Name": "complaints",
		"Values": []string{"x"}, "PartitionValueList": []string{"x"}, "PartitionValues": []string{"x"}, "TablesToDelete": []string{"complaints"},
		// Athena
		"WorkGroup": "primary", "QueryString": "SELECT 1", "QueryExecutionId": *execution.QueryExecutionId, "QueryExecutionIds": []string{*execution.QueryExecutionId},
		"CatalogName": "AwsDataCatalog", "CreateWorkGroup.Name": "more", "GetDataCatalog.Name": "AwsDataCatalog",
		// Cost Explorer
		"Start": "2026-11-01", "End": "2026-11-02", "Granularity": "DAILY", "Metrics": []string{"UnblendedCost"},
		// QuickSight
		"AwsAccountId": hub, "Namespace": "default", "DataSourceId": "some", "DataSetId": "some", "DashboardId": "some", "VersionNumber": int64(1), "GroupName": "some-group", "MemberName": "some-user",
		"Name": "some", "Type": "ATHENA", "ImportMode": "DIRECT_QUERY", "Email": "some@example.com", "IdentityType": "IAM", "UserRole": "AUTHOR", "Role": "AUTHOR",
		"PhysicalTableMap": nil, "RegisterUser.IamArn": "arn:aws:iam::" + hub + ":user/some-user",
		// our own
		"GetBill.Start": time.Now().Add(-time.Hour), "GetBill.End": time.Now(), "Action": "iam:GetRole", "Resource": roleA, "RequestId": "some", "BlastRadius.RoleArn": roleA,
	}
}

// inS3 are members that S3's requests need; its registry says nothing of that.
var inS3 = []string{"Bucket", "Key", "UploadId", "PartNumber", "CopySource", "Policy", "Delete", "MultipartUpload", "Body"}

// filler makes the least valid input of an operation.
type filler struct {
	values    map[string]any
	described *wire.Service
	operation string
	missing   []string
}

func (f *filler) fill(in reflect.Value) {
	t := in.Type()
	required := f.described.Required[t.String()]
	if f.described.ID == "s3" {
		required = inS3
	}
	for i := range t.NumField() {
		name := t.Field(i).Name
		if !slices.Contains(required, name) {
			continue
		}
		value, ok := f.values[f.operation+"."+name]
		if !ok {
			value, ok = f.values[strings.TrimPrefix(t.String(), "types.")+"."+name]
		}
		if !ok {
			value, ok = f.values[name]
		}
		if !f.set(in.Field(i), value, ok) {
			f.missing = append(f.missing, t.String()+"."+name)
		}
	}
}

// set puts a value into a member: as it is, behind a pointer, as an enum, or a structure of its own members.
func (f *filler) set(member reflect.Value, value any, known bool) bool {
	t := member.Type()
	given := reflect.ValueOf(value)
	switch {
	case known && value == nil:
		if t.Kind() == reflect.Map {
			member.Set(reflect.MakeMap(t))
		}
	case known && given.Type().AssignableTo(t):
		member.Set(given)
	case known && t.Kind() == reflect.Pointer && given.Type().ConvertibleTo(t.Elem()):
		member.Set(reflect.New(t.Elem()))
		member.Elem().Set(given.Convert(t.Elem()))
	case known && t.Kind() == given.Kind() && given.Type().ConvertibleTo(t):
		member.Set(given.Convert(t))
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct:
		member.Set(reflect.New(t.Elem()))
		f.fill(member.Elem())
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		member.Set(reflect.MakeSlice(t, 1, 1))
		f.fill(member.Index(0))
	default:
		return false
	}
	return true
}

// caller calls operations by name with the SDK's client of a service, or our own.
func (p person) caller(serviceID string) func(operation string, in any) (any, error) {
	clients := map[string]any{
		"sts": p.sts(), "iam": p.iam(), "s3": p.s3(), "glue": p.glue(), "athena": p.athena(), "quicksight": p.quicksight(),
		"cloudtrail": cloudtrail.NewFromConfig(p.config()), "ce": costexplorer.NewFromConfig(p.config()),
	}
	described := p.w.Mesh().Services()[serviceID].Wire
	client, ok := clients[serviceID]
	return func(operation string, in any) (any, error) {
		if !ok {
			out := described.Operation(operation).NewOutput()
			err := p.own().Call(context.Background(), described, operation, in, out)
			if err != nil {
				code, _ := described.ErrorCode(err)
				err = &smithy.GenericAPIError{Code: code, Message: described.ErrorMessage(err)}
			}
			return out, err
		}
		results := reflect.ValueOf(client).MethodByName(operation).Call([]reflect.Value{reflect.ValueOf(context.Background()), reflect.ValueOf(in)})
		err, _ := results[1].Interface().(error)
		return results[0].Interface(), err
	}
}

// Every operation of every service, asked by a user whom nothing allows anything: denied in the form of its protocol,
// with one event, and nothing else is kept.
func TestNobodyMayDoAnything(t *testing.T) {
	w := newWorld(t, nil)
	values, nobody := w.values(), w.user(hub, "nobody")
	services, tried := w.Mesh().Services(), 0
	for _, id := range slices.Sorted(maps.Keys(services)) {
		call := nobody.caller(id)
		for _, o := range services[id].Operations {
			name := id + " " + o.Name
			f := &filler{values: values, described: services[id].Wire, operation: o.Name}
			in := services[id].Wire.Operation(o.Name).NewInput()
			f.fill(reflect.ValueOf(in).Elem())
			if len(f.missing) > 0 {
				t.Errorf("%s: give %v a value", name, f.missing)
				continue
			}
			if o.Open {
				w.before = nil
				if _, err := call(o.Name, in); err != nil {
					t.Errorf("%s is open to all, and refused: %v", name, err)
				}
				continue
			}
			tried++
			w.deny(name, o.Name, services[id].Wire.Protocol, func() error { return denialIn(call(o.Name, in)) })
		}
	}
	if tried < 180 {
		t.Errorf("only %d operations were tried", tried)
	}
	w.well("all of them")
}

// deny is refuse for what differs from operation to operation in its action and resource alone.
func (w *world) deny(name, event string, protocol wire.Protocol, do func() error) {
	w.t.Helper()
	if w.before == nil {
		w.before, w.headsBefore = w.kept(), w.heads()
	}
	before, heads := w.before, w.headsBefore
	got := answerOf(do())
	code := map[wire.Protocol]string{
		wire.AWSQuery: "AccessDenied", wire.RESTXML: "AccessDenied", wire.AWSJSON11: "AccessDeniedException", wire.RESTJSON1: "AccessDeniedException",
	}[protocol]
	const sentence = "User: arn:aws:iam::" + hub + ":user/nobody is not authorized to perform: "
	by := "identity-based policy"
	if event == "AssumeRole" {
		by = "role trust policy" // a role of the same account: without its trust nobody has it
	}
	reason := " because no " + by + " allows the "
	if event == "ClaimAccount" {
		reason = " because only the account itself is, with its one-time code"
	}
	if strings.HasPrefix(event, "Head") {
		if got.status != 403 { // an answer to HEAD has no body that could say more
			w.t.Errorf("%s: %+v", name, got)
		}
	} else if got.code != code || !strings.HasPrefix(got.message, sentence) || !strings.Contains(got.message, reason) {
		w.t.Errorf("%s: %+v", name, got)
	}
	w.before, w.headsBefore = w.kept(), w.heads() // what the next one begins with
	if changed := changes(before, w.before); changed != "" {
		w.t.Errorf("%s wrote %s", name, changed)
	}
	for _, account := range accounts {
		fresh := w.since(account, heads[account])
		if account != hub && len(fresh) > 0 || account == hub && len(fresh) != 1 {
			w.t.Errorf("%s left %d events in account %s", name, len(fresh), account)
		} else if account == hub && (fresh[0].Event.EventName != event || fresh[0].Event.ErrorCode != code || !strings.HasPrefix(fresh[0].Event.ErrorMessage, sentence)) {
			e := fresh[0].Event
			w.t.Errorf("%s left %s %s %s", name, e.EventName, e.ErrorCode, e.ErrorMessage)
		}
	}
}

// denialIn is the refusal that an answer holds for each of its items, where the request as a whole has no answer of its
// own: DeleteObjects.
func denialIn(out any, err error) error {
	deleted, ok := out.(*s3.DeleteObjectsOutput)
	if err != nil || !ok {
		return err
	}
	if len(deleted.Deleted) > 0 || len(deleted.Errors) != 1 {
		return fmt.Errorf("deleted %d, refused %d", len(deleted.Deleted), len(deleted.Errors))
	}
	return &smithy.GenericAPIError{Code: *deleted.Errors[0].Code, Message: *deleted.Errors[0].Message}
}
