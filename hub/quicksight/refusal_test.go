package quicksight_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/store"
	"interlaken/trail"
	wire "interlaken/wire/quicksight"
)

// tables are what the hub keeps, and the jobs.
var tables = []string{
	"hub.user", "hub.group", "hub.membership", "hub.dataSource", "hub.formerDataSource", "hub.dataSet", "hub.dashboard", "hub.dashboardVersion", "hub.analysis", "hub.template", "hub.theme", "hub.modelVersion",
	"hub.folder", "hub.folderMember", "hub.settings", "job",
}

// kept is all of it, as text.
func (k *kit) kept() string {
	var b strings.Builder
	k.View(func(r store.Reader) error {
		for _, table := range tables {
			for record, err := range r.Scan(table, store.Range{}) {
				if err != nil {
					return err
				}
				fmt.Fprintf(&b, "%s %q %s\n", table, record.Key, record.Value)
			}
		}
		return nil
	})
	return b.String()
}

// events counts the events of the hub account.
func (k *kit) events() (count int, last trail.Event) {
	k.View(func(r store.Reader) error {
		for token := ""; ; {
			page, next, err := trail.Lookup(r, account, trail.Query{OldestFirst: true, Token: token})
			if err != nil {
				return err
			}
			count += len(page)
			if len(page) > 0 {
				last = page[len(page)-1].Event
			}
			if token = next; token == "" {
				return nil
			}
		}
	})
	return count, last
}

// Whoever IAM does not allow gets AccessDenied from every operation, and nothing but one event is written.
func TestRefusedCallsWriteTheirEventAlone(t *testing.T) {
	k := newKit(t)
	k.make("d")
	nobody := k.User(account, "nobody")
	service := k.Mesh.Services()["quicksight"]
	if len(service.Operations) != 116 {
		t.Errorf("there are %d operations", len(service.Operations))
	}
	before := k.kept()
	for _, o := range service.Operations {
		events, _ := k.events()
		in := wire.Service.Operation(o.Name).NewInput()
		fill(reflect.ValueOf(in).Elem())
		sentence := k.refused(fault.AccessDenied, nobody, o.Name, in)
		if want := "is not authorized to perform: quicksight:" + o.Name + " on resource: "; !strings.Contains(sentence, want) {
			t.Errorf("%s: %q", o.Name, sentence)
		}
		after, last := k.events()
		if after != events+1 || last.EventName != o.Name || last.ErrorCode != "AccessDeniedException" {
			t.Errorf("%s left %d events, the last %s %s", o.Name, after-events, last.EventName, last.ErrorCode)
		}
		if now := k.kept(); now != before {
			t.Fatalf("%s wrote\n%s\nwhere there was\n%s", o.Name, now, before)
		}
	}
}

// fill sets every text member of an input, so that paths are whole, and whatever else some input has to have.
func fill(in reflect.Value) {
	for name, value := range map[string]any{
		"IdentityType": types.IdentityTypeIam, "UserRole": types.UserRoleReader, "Role": types.UserRoleReader,
		"Type": types.DataSourceTypeAthena, "ImportMode": types.DataSetImportModeDirectQuery,
		"PhysicalTableMap": map[string]types.PhysicalTable{}, "SessionName": aws.String("session"), "VersionNumber": aws.Int64(1),
		"TemplateVersionNumber": aws.Int64(1), "ThemeVersionNumber": aws.Int64(1), "MemberType": types.MemberTypeDashboard,
		"LinkEntities": []string{}, "Tags": []types.Tag{{Key: aws.String("k"), Value: aws.String("v")}}, "TagKeys": []string{"k"},
		"Configuration": &types.ThemeConfiguration{}, "AuthenticationMethod": types.AuthenticationMethodOptionIamOnly,
		"Schedule":                 newSchedule("d", types.RefreshIntervalHourly, ""),
		"DataSetRefreshProperties": lookback("day", 7, types.LookbackWindowSizeUnitDay),
	} {
		if field := in.FieldByName(name); field.IsValid() && reflect.TypeOf(value).AssignableTo(field.Type()) {
			field.Set(reflect.ValueOf(value))
		}
	}
	for i := range in.NumField() {
		field := in.Field(i)
		if in.Type().Field(i).Name == "Filters" { // each search has a type of its own
			field.Set(reflect.MakeSlice(field.Type(), 1, 1))
			one, operator, name := field.Index(0), "StringEquals", "DIRECT_QUICKSIGHT_OWNER"
			if one.Type() == reflect.TypeFor[types.GroupSearchFilter]() {
				operator, name = "StartsWith", "GROUP_NAME"
			}
			one.FieldByName("Operator").SetString(operator)
			one.FieldByName("Name").SetString(name)
			one.FieldByName("Value").Set(reflect.ValueOf(aws.String("d")))
		}
		if field.Type() != reflect.TypeFor[*string]() || !field.IsNil() {
			continue
		}
		value := "d"
		switch in.Type().Field(i).Name {
		case "AwsAccountId":
			value = account
		case "Namespace":
			value = "default"
		case "NextToken":
			continue
		}
		field.Set(reflect.ValueOf(aws.String(value)))
	}
}

// A request that fails after it has begun leaves nothing either: here the grant is refused behind PassRole.
func TestFailedCallsWriteTheirEventAlone(t *testing.T) {
	k := newKit(t)
	before := k.kept()
	in := newSource("d")
	in.Permissions = []types.ResourcePermission{{Principal: aws.String(userARN("zoe")), Actions: []string{"quicksight:DescribeDataSource"}}}
	k.refused("InvalidParameterValueException", k.ann, "CreateDataSource", in)
	k.refused(fault.AccessDenied, k.bob, "CreateDataSource", newSource("d"))
	if now := k.kept(); now != before {
		t.Errorf("kept is\n%s\nnot\n%s", now, before)
	}
	if _, last := k.events(); last.EventName != "CreateDataSource" || last.ErrorCode != "AccessDeniedException" || last.Reasons == nil {
		t.Errorf("the last event is %s %s with reasons %v", last.EventName, last.ErrorCode, last.Reasons)
	}
}
