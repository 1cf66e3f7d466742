package refusals_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	athenatypes "github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	cloudtrailtypes "github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/aws-sdk-go-v2/service/costexplorer"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"
	orgs "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"interlaken/trail"
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
	named, err := admin.athena().CreateNamedQuery(ctx, &athena.CreateNamedQueryInput{Name: aws.String("some"), Database: aws.String("bank"), QueryString: aws.String("SELECT 1")})
	if err != nil {
		w.t.Fatal(err)
	}
	saved := *named.NamedQueryId
	databaseARN := "arn:aws:glue:" + region + ":" + hub + ":database/bank"
	setARN := "arn:aws:quicksight:" + region + ":" + hub + ":dataset/some"
	trust, trailARN := trustB(hub), "arn:aws:cloudtrail:"+region+":"+hub+":trail/main"
	organizations := orgs.NewFromConfig(admin.config())
	if _, err := organizations.CreateOrganization(ctx, nil); err != nil {
		w.t.Fatal(err)
	}
	roots, err := organizations.ListRoots(ctx, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	root := *roots.Roots[0].Id
	unit, err := organizations.CreateOrganizationalUnit(ctx, &orgs.CreateOrganizationalUnitInput{ParentId: &root, Name: aws.String("unit")})
	if err != nil {
		w.t.Fatal(err)
	}
	return map[string]any{
		// S3
		"Bucket": "hub-data", "CreateBucket.Bucket": "hub-data-2", "Key": "a", "UploadId": *upload.UploadId, "UploadPart.Key": "b",
		"UploadPartCopy.Key": "b", "ListParts.Key": "b", "AbortMultipartUpload.Key": "b", "CompleteMultipartUpload.Key": "b", "PartNumber": int32(1),
		"CopySource": "hub-data/a", "Policy": document(statement{Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::hub-data/*"}),
		"Delete":          &s3types.Delete{Objects: []s3types.ObjectIdentifier{{Key: aws.String("a")}}},
		"MultipartUpload": &s3types.CompletedMultipartUpload{Parts: []s3types.CompletedPart{{PartNumber: aws.Int32(1), ETag: aws.String("x")}}},
		"Body":            strings.NewReader("1\n"),
		"Tagging":         "team=bi", "PutObjectTagging.Tagging": &s3types.Tagging{TagSet: []s3types.Tag{}}, "PutBucketTagging.Tagging": &s3types.Tagging{TagSet: []s3types.Tag{}},
		"VersioningConfiguration": &s3types.VersioningConfiguration{Status: s3types.BucketVersioningStatusEnabled},
		"LifecycleConfiguration": &s3types.BucketLifecycleConfiguration{Rules: []s3types.LifecycleRule{{
			Status: s3types.ExpirationStatusEnabled, Prefix: aws.String(""), Expiration: &s3types.LifecycleExpiration{Days: aws.Int32(1)},
		}}},
		"PublicAccessBlockConfiguration": &s3types.PublicAccessBlockConfiguration{},
		"OwnershipControls":              &s3types.OwnershipControls{Rules: []s3types.OwnershipControlsRule{{ObjectOwnership: s3types.ObjectOwnershipBucketOwnerEnforced}}},
		"ServerSideEncryptionConfiguration": &s3types.ServerSideEncryptionConfiguration{Rules: []s3types.ServerSideEncryptionRule{{
			ApplyServerSideEncryptionByDefault: &s3types.ServerSideEncryptionByDefault{SSEAlgorithm: s3types.ServerSideEncryptionAes256},
		}}},
		"ObjectAttributes": []s3types.ObjectAttributes{s3types.ObjectAttributesEtag},
		// IAM and STS
		"RoleName": "some-role", "UserName": "some-user", "PolicyName": "some-policy", "PolicyDocument": passRoleA, "AssumeRolePolicyDocument": trust,
		"UpdateAssumeRolePolicy.PolicyDocument": trust, "AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "Inactive",
		"RoleArn": roleA, "RoleSessionName": "someone", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "VersionId": "v1", "Tag.Key": "team", "Tag.Value": "bi",
		"TagKeys": []string{"team"}, "PermissionsBoundary": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "ActionNames": []string{"iam:GetRole"},
		"PolicyInputList": []string{passRoleA}, "PolicySourceArn": roleA, "EncodedMessage": "some", "WebIdentityToken": "some", "Url": "https://issuer.example",
		"OpenIDConnectProviderArn": "arn:aws:iam::" + hub + ":oidc-provider/issuer.example", "ClientID": "some", "ThumbprintList": []string{},
		// Glue
		"DatabaseName": "bank", "Database": "bank", "TableName": "complaints", "DatabaseInput.Name": "bank", "TableInput.Name": "complaints",
		"Values": []string{"x"}, "PartitionValueList": []string{"x"}, "PartitionValues": []string{"x"}, "TablesToDelete": []string{"complaints"},
		"VersionIds": []string{"0"}, "PolicyInJson": "{}", "GetTags.ResourceArn": databaseARN, "glue.TagResourceInput.ResourceArn": databaseARN, "glue.UntagResourceInput.ResourceArn": databaseARN,
		"TagsToAdd": map[string]string{"team": "bi"}, "TagsToRemove": []string{"team"}, "ColumnName": "id", "ColumnNames": []string{"id"}, "FunctionName": "some", "Pattern": "*",
		"ColumnStatisticsList": []gluetypes.ColumnStatistics{{
			ColumnName: aws.String("id"), ColumnType: aws.String("boolean"), AnalyzedTime: aws.Time(time.Now()), StatisticsData: &gluetypes.ColumnStatisticsData{
				Type: gluetypes.ColumnStatisticsTypeBoolean, BooleanColumnStatisticsData: &gluetypes.BooleanColumnStatisticsData{},
			},
		}},
		// Athena
		"WorkGroup": "primary", "QueryString": "SELECT 1", "QueryExecutionId": *execution.QueryExecutionId, "QueryExecutionIds": []string{*execution.QueryExecutionId},
		"CatalogName": "AwsDataCatalog", "CreateWorkGroup.Name": "more", "GetDataCatalog.Name": "AwsDataCatalog",
		"NamedQueryId": saved, "NamedQueryIds": []string{saved}, "StatementName": "some", "QueryStatement": "SELECT 1", "PreparedStatementNames": []string{"some"},
		"CreateDataCatalog.Type": "GLUE", "UpdateDataCatalog.Type": "GLUE", "ResourceARN": "arn:aws:athena:" + region + ":" + hub + ":workgroup/primary",
		"athena.TagResourceInput.Tags": []athenatypes.Tag{{Key: aws.String("team"), Value: aws.String("bi")}},
		// Cost Explorer
		"Start": "2026-11-01", "End": "2026-11-02", "Granularity": "DAILY", "Metrics": []string{"UnblendedCost"},
		// QuickSight
		"AwsAccountId": hub, "Namespace": "default", "DataSourceId": "some", "DataSetId": "some", "DashboardId": "some", "VersionNumber": int64(1), "GroupName": "some-group", "MemberName": "some-user",
		"Name": "some", "Type": "ATHENA", "ImportMode": "DIRECT_QUERY", "Email": "some@example.com", "IdentityType": "IAM", "UserRole": "AUTHOR", "Role": "AUTHOR",
		"PhysicalTableMap": nil, "RegisterUser.IamArn": "arn:aws:iam::" + hub + ":user/some-user",
		"AnalysisId": "some", "TemplateId": "some", "ThemeId": "some", "BaseThemeId": "CLASSIC", "FolderId": "some", "MemberType": "DASHBOARD", "MemberId": "some",
		"AliasName": "some", "TemplateVersionNumber": int64(1), "ThemeVersionNumber": int64(1), "LinkEntities": []string{}, "ResourceArn": setARN,
		"PrincipalId": "federated/iam/AIDAEXAMPLE", "AuthenticationMethod": "IAM_ONLY", "NotificationEmail": "some@example.com", "DefaultNamespace": "default",
		"GroupSearchFilter.Name": "GROUP_NAME", "GroupSearchFilter.Operator": "StartsWith", "Operator": "StringEquals", "Value": "some",
		"DataSourceSearchFilter.Name": "DATASOURCE_NAME", "DataSetSearchFilter.Name": "DATASET_NAME", "DashboardSearchFilter.Name": "DASHBOARD_NAME",
		"AnalysisSearchFilter.Name": "ANALYSIS_NAME", "FolderSearchFilter.Name": "FOLDER_NAME",
		// CloudTrail
		"cloudtrail.CreateTrailInput.Name": "main", "cloudtrail.GetTrailInput.Name": "main", "cloudtrail.UpdateTrailInput.Name": "main", "cloudtrail.DeleteTrailInput.Name": "main",
		"StartLogging.Name": "main", "StopLogging.Name": "main", "GetTrailStatus.Name": "main", "S3BucketName": "hub-data", "TrailName": "main",
		"cloudtrail.AddTagsInput.ResourceId": trailARN, "cloudtrail.RemoveTagsInput.ResourceId": trailARN, "TagsList": []cloudtrailtypes.Tag{{Key: aws.String("team")}},
		"ResourceIdList": []string{trailARN},
		// Organizations
		"AccountName": "more", "CreateAccountRequestId": "car-00000000", "AccountId": hub, "ParentId": root, "ChildType": "ACCOUNT", "ChildId": hub,
		"SourceParentId": root, "DestinationParentId": *unit.OrganizationalUnit.Id, "OrganizationalUnitId": *unit.OrganizationalUnit.Id,
		"HandshakeParty.Id": retail, "HandshakeParty.Type": "ACCOUNT", "HandshakeId": "h-00000000", "RootId": root, "TargetId": hub, "ResourceId": root,
		"PolicyType": "SERVICE_CONTROL_POLICY", "organizations.CreatePolicyInput.Type": "SERVICE_CONTROL_POLICY", "Filter": "SERVICE_CONTROL_POLICY", "Content": passRoleA,
		"Description": "", "PolicyId": "p-FullAWSAccess",
		// QuickSight, in memory
		"IngestionId": "some", "ScheduleId": "some", "RefreshType": "FULL_REFRESH", "Interval": "HOURLY", "LookbackWindow.ColumnName": "day",
		"LookbackWindow.Size": int64(1), "SizeUnit": "DAY",
		// our own
		"GetBill.Start": time.Now().Add(-time.Hour), "GetBill.End": time.Now(), "Action": "iam:GetRole", "Resource": roleA, "RequestId": "some", "BlastRadius.RoleArn": roleA,
	}
}

// inS3 are members that S3's requests need; its registry says nothing of that.
var inS3 = []string{
	"Bucket", "Key", "UploadId", "PartNumber", "CopySource", "Policy", "Delete", "MultipartUpload", "Body", "Tagging",
	"VersioningConfiguration", "LifecycleConfiguration", "PublicAccessBlockConfiguration", "OwnershipControls",
	"ServerSideEncryptionConfiguration", "ObjectAttributes",
}

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
		if !slices.Contains(required, name) && name != "UserName" { // IAM's operations on the caller itself need it of who is no user
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

// sdk is the SDK's client of a service; nil for our own.
func (p person) sdk(serviceID string) any {
	switch serviceID {
	case "sts":
		return p.sts()
	case "iam":
		return p.iam()
	case "s3":
		return p.s3()
	case "glue":
		return p.glue()
	case "athena":
		return p.athena()
	case "quicksight":
		return p.quicksight()
	case "cloudtrail":
		return cloudtrail.NewFromConfig(p.config())
	case "ce":
		return costexplorer.NewFromConfig(p.config())
	case "organizations":
		return orgs.NewFromConfig(p.config())
	}
	return nil
}

// caller calls operations by name with the SDK's client of a service, or our own.
func (p person) caller(serviceID string) func(operation string, in any) (any, error) {
	described := p.w.Mesh().Services()[serviceID].Wire
	client := p.sdk(serviceID)
	return func(operation string, in any) (any, error) {
		if client == nil {
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

// unwelcome is somebody whom nothing allows anything.
type unwelcome struct {
	person
	name, arn string
}

// Every operation of every service, asked by who may do nothing: a user, a session of a role, a user of another account.
// It is denied in the form of its protocol, with one event in the caller's account, and nothing else is kept. Without a
// signature, or with a wrong one, it is refused before anybody is known, so that not even an event is left.
func TestNobodyMayDoAnything(t *testing.T) {
	w := newWorld(t, nil)
	values, tried := w.values(), 0
	const role = "arn:aws:iam::" + hub + ":role/powerless"
	w.role(role, document(statement{Principal: map[string]string{"AWS": hub}, Action: "sts:AssumeRole"}), "")
	out, err := w.admins[hub].sts().AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: aws.String(role), RoleSessionName: aws.String("idle")})
	nobodies := []unwelcome{
		{w.user(hub, "nobody"), "a user", "arn:aws:iam::" + hub + ":user/nobody"},
		{w.session(hub, out, err), "a session", "arn:aws:sts::" + hub + ":assumed-role/powerless/idle"},
		{w.user(retail, "nobody"), "a user of another account", "arn:aws:iam::" + retail + ":user/nobody"},
	}
	unsigned, forged := w.admins[hub], w.admins[hub]
	unsigned.spoils = func(r *http.Request) { r.Header.Del("Authorization") }
	forged.spoils = func(r *http.Request) { r.Header.Set("Authorization", spoil(r.Header.Get("Authorization"))) }
	for id, s := range w.Mesh().Services() {
		for _, o := range s.Operations {
			name := id + " " + o.Name
			do := func(who person) func() error {
				f := &filler{values: values, described: s.Wire, operation: o.Name}
				in := s.Wire.Operation(o.Name).NewInput()
				f.fill(reflect.ValueOf(in).Elem())
				if len(f.missing) > 0 {
					t.Fatalf("%s: give %v a value", name, f.missing)
				}
				return func() error { return denialIn(who.caller(id)(o.Name, in)) }
			}
			before := w.kept()
			if o.Identify != nil { // whoever calls it, and however it is signed: the token says who
				w.turnAway(name, "InvalidIdentityToken", do(nobodies[0].person))
				w.turnAway(name+" unsigned", "InvalidIdentityToken", do(unsigned))
				continue
			}
			for _, who := range nobodies {
				if o.Open {
					if err := do(who.person)(); err != nil && answerOf(err).code != "AccessDenied" {
						t.Errorf("%s is open to all, and %s is told %v", name, who.name, err)
					}
					continue
				}
				tried++
				w.deny(name+" by "+who.name, o.Name, s.Wire, who, do(who.person))
			}
			w.turnAway(name+" unsigned", unsignedCodes[s.Wire.Protocol], do(unsigned))
			w.turnAway(name+" forged", forgedCodes[s.Wire.Protocol], do(forged))
			if changed := changes(before, w.kept()); changed != "" {
				t.Errorf("%s wrote %s", name, changed)
			}
		}
	}
	if tried < 3*220 {
		t.Errorf("only %d calls were tried", tried)
	}
	w.well("all of them")
}

// What is told whom the door does not know, protocol by protocol.
var (
	unsignedCodes = map[wire.Protocol]string{
		wire.AWSQuery: "MissingAuthenticationToken", wire.RESTXML: "MissingAuthenticationTokenException", wire.AWSJSON11: "MissingAuthenticationTokenException",
		wire.RESTJSON1: "MissingAuthenticationTokenException",
	}
	forgedCodes = map[wire.Protocol]string{
		wire.AWSQuery: "SignatureDoesNotMatch", wire.RESTXML: "SignatureDoesNotMatch", wire.AWSJSON11: "InvalidSignatureException", wire.RESTJSON1: "InvalidSignatureException",
	}
)

// turnAway does what is refused before anybody is known.
func (w *world) turnAway(name, code string, do func() error) {
	w.t.Helper()
	before := w.heads()
	got := answerOf(do())
	if got.code != code && !(got.code == "Forbidden" && got.status == 403) { // an answer to HEAD has no code
		w.t.Errorf("%s: %+v, want %s", name, got, code)
	}
	if after := w.heads(); !maps.Equal(before, after) {
		w.t.Errorf("%s left events: %v, then %v", name, before, after)
	}
}

// deny does what a person may not, and holds the answer and the one event against AWS's sentence.
func (w *world) deny(name, event string, described *wire.Service, who unwelcome, do func() error) {
	w.t.Helper()
	heads := w.heads()
	got := answerOf(do())
	code := map[wire.Protocol]string{
		wire.AWSQuery: "AccessDenied", wire.RESTXML: "AccessDenied", wire.AWSJSON11: "AccessDeniedException", wire.RESTJSON1: "AccessDeniedException",
	}[described.Protocol]
	sentence, reason := "User: "+who.arn+" is not authorized to perform: ", " because no identity-based policy allows the "
	switch {
	case event == "ClaimAccount":
		reason = " because only the account itself is, with its one-time code"
	case event == "AssumeRole" && who.account == hub:
		reason = " because no role trust policy allows the " // without a role's trust nobody has it
	case described.ID == "quicksight" && who.account != hub:
		reason = "" // an account has its own QuickSight and no other
	case slices.Contains(byID, event) && who.account != hub:
		code, sentence, reason = "InvalidRequestException", "QueryExecution ", " was not found"
	case strings.HasSuffix(event, "NamedQuery") && described.ID == "athena" && who.account != hub && !slices.Contains([]string{"CreateNamedQuery", "BatchGetNamedQuery"}, event):
		code, sentence, reason = "InvalidRequestException", "NamedQuery ", " was not found"
	}
	if strings.HasPrefix(event, "Head") {
		if got.status != 403 { // an answer to HEAD has no body that could say more
			w.t.Errorf("%s: %+v", name, got)
		}
	} else if got.code != code || !strings.HasPrefix(got.message, sentence) || !strings.Contains(got.message, reason) {
		w.t.Errorf("%s: %+v", name, got)
	}
	after := w.heads()
	for _, account := range accounts {
		var fresh []trail.Entry
		if after[account] != heads[account] {
			fresh = w.since(account, heads[account])
		}
		if account != who.account && len(fresh) > 0 || account == who.account && len(fresh) != 1 {
			w.t.Errorf("%s left %d events in account %s", name, len(fresh), account)
		} else if account == who.account && (fresh[0].Event.EventName != event || fresh[0].Event.ErrorCode != code || !strings.HasPrefix(fresh[0].Event.ErrorMessage, sentence)) {
			e := fresh[0].Event
			w.t.Errorf("%s left %s %s %s", name, e.EventName, e.ErrorCode, e.ErrorMessage)
		}
	}
}

// byID are operations on a query by its id alone, which is looked for among those of the caller's own account.
var byID = []string{"GetQueryExecution", "GetQueryResults", "StopQueryExecution", "GetQueryRuntimeStatistics"}

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
