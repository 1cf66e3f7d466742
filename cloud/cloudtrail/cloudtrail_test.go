package cloudtrail_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"interlaken/cloud/cloudtrail"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
	registry "interlaken/wire/cloudtrail"
)

// newKit has an account with five management events a minute apart, a data event, and one event of another account.
func newKit(t *testing.T) (*Kit, service.Session) {
	k := New(t)
	k.Mesh.Register(cloudtrail.New(cloudtrail.Config{Mesh: k.Mesh}))
	ana := k.User(Retail, "ana", Everything)
	for i, name := range []string{"GetTable", "StartQueryExecution", "GetTable", "AssumeRole", "GetTable"} {
		e := trail.Event{
			UserIdentity: trail.IAMUser("AIDA", "arn:aws:iam::222222222222:user/ben", Retail, "AKIABEN", "ben"),
			EventSource:  "glue.amazonaws.com", EventName: name, AWSRegion: "us-east-1", ReadOnly: i != 1,
			RecipientAccountID: Retail, EventTime: Start.Add(time.Duration(i) * time.Minute),
		}
		if i == 3 {
			e.Resources = []trail.Resource{{ARN: "arn:aws:iam::222222222222:role/b", AccountID: Retail, Type: "AWS::IAM::Role"}}
		}
		k.Update(func(tx store.Tx) error { return k.Trail.Append(tx, e) })
	}
	for _, e := range []trail.Event{
		{EventName: "GetObject", EventCategory: trail.Data, RecipientAccountID: Retail},
		{EventName: "GetTable", RecipientAccountID: Hub},
	} {
		e.UserIdentity, e.EventSource = trail.AWSService("s3.amazonaws.com"), "s3.amazonaws.com"
		k.Update(func(tx store.Tx) error { return k.Trail.Append(tx, e) })
	}
	k.Clock.Advance(time.Hour)
	return k, ana
}

func names(events []types.Event) []string {
	var all []string
	for _, e := range events {
		all = append(all, *e.EventName)
	}
	return all
}

func by(key types.LookupAttributeKey, value string) *sdk.LookupEventsInput {
	// The calls of this test are events too; they come after this time.
	return &sdk.LookupEventsInput{EndTime: aws.Time(Start.Add(30 * time.Minute)), LookupAttributes: []types.LookupAttribute{{AttributeKey: key, AttributeValue: &value}}}
}

func TestLookupByAttribute(t *testing.T) {
	k, ana := newKit(t)
	everything := &sdk.LookupEventsInput{EndTime: aws.Time(Start.Add(30 * time.Minute))}
	recent := &sdk.LookupEventsInput{StartTime: aws.Time(Start.Add(2 * time.Minute)), EndTime: aws.Time(Start.Add(3 * time.Minute))}
	for name, c := range map[string]struct {
		in   *sdk.LookupEventsInput
		want []string
	}{
		"all, newest first": {everything, []string{"GetTable", "AssumeRole", "GetTable", "StartQueryExecution", "GetTable"}},
		"time, both ends":   {recent, []string{"AssumeRole", "GetTable"}},
		"event name":        {by("EventName", "StartQueryExecution"), []string{"StartQueryExecution"}},
		"writes":            {by("ReadOnly", "false"), []string{"StartQueryExecution"}},
		"resource type":     {by("ResourceType", "AWS::IAM::Role"), []string{"AssumeRole"}},
		"resource":          {by("ResourceName", "arn:aws:iam::222222222222:role/b"), []string{"AssumeRole"}},
		"resource's name":   {by("ResourceName", "b"), []string{"AssumeRole"}},
		"user":              {by("Username", "ana"), nil},
		"key":               {by("AccessKeyId", "AKIABEN"), []string{"GetTable", "AssumeRole", "GetTable", "StartQueryExecution", "GetTable"}},
		"source":            {by("EventSource", "s3.amazonaws.com"), nil},
	} {
		got := Must[sdk.LookupEventsOutput](k, ana, "cloudtrail", "LookupEvents", c.in)
		if !slices.Equal(names(got.Events), c.want) || got.NextToken != nil {
			t.Errorf("%s: %v, want %v", name, names(got.Events), c.want)
		}
	}
	e := Must[sdk.LookupEventsOutput](k, ana, "cloudtrail", "LookupEvents", by("EventName", "AssumeRole")).Events[0]
	var record trail.Event
	if err := json.Unmarshal([]byte(*e.CloudTrailEvent), &record); err != nil || record.EventID != *e.EventId || record.RecipientAccountID != Retail {
		t.Errorf("record = %s, %v", *e.CloudTrailEvent, err)
	}
	if *e.ReadOnly != "true" || *e.Username != "ben" || *e.AccessKeyId != "AKIABEN" || !e.EventTime.Equal(Start.Add(3*time.Minute)) ||
		*e.EventSource != "glue.amazonaws.com" || *e.Resources[0].ResourceName != "arn:aws:iam::222222222222:role/b" {
		t.Errorf("event = %+v", e)
	}
}

func TestPagesAndHistory(t *testing.T) {
	k, ana := newKit(t)
	in := &sdk.LookupEventsInput{EndTime: aws.Time(Start.Add(30 * time.Minute)), MaxResults: aws.Int32(2)}
	var got []string
	for pages := 1; ; pages++ {
		out := Must[sdk.LookupEventsOutput](k, ana, "cloudtrail", "LookupEvents", in)
		got = append(got, names(out.Events)...)
		if in.NextToken = out.NextToken; out.NextToken == nil {
			if pages != 3 {
				t.Errorf("%d pages", pages)
			}
			break
		}
	}
	if !slices.Equal(got, []string{"GetTable", "AssumeRole", "GetTable", "StartQueryExecution", "GetTable"}) {
		t.Errorf("events = %v", got)
	}
	k.Clock.Advance(90*24*time.Hour - time.Hour + 2*time.Minute)
	old := Must[sdk.LookupEventsOutput](k, ana, "cloudtrail", "LookupEvents", &sdk.LookupEventsInput{EndTime: aws.Time(Start.Add(30 * time.Minute))})
	if !slices.Equal(names(old.Events), []string{"GetTable", "AssumeRole", "GetTable"}) {
		t.Errorf("after 90 days: %v", names(old.Events))
	}
}

func TestLookupRefusals(t *testing.T) {
	k, ana := newKit(t)
	two := by("EventName", "x")
	two.LookupAttributes = append(two.LookupAttributes, two.LookupAttributes[0])
	for name, c := range map[string]struct {
		in    *sdk.LookupEventsInput
		code  string
		words string
	}{
		"two attributes": {two, "InvalidLookupAttributesException", "by one attribute"},
		"times":          {&sdk.LookupEventsInput{StartTime: aws.Time(Start.Add(1)), EndTime: aws.Time(Start)}, "InvalidTimeRangeException", "after the end"},
		"token":          {&sdk.LookupEventsInput{NextToken: aws.String("!")}, "InvalidNextTokenException", "not one that"},
		// The rest is against the model, which is asked first.
		"unknown":  {by("Color", "red"), "ValidationException", "1 validation error detected: Value 'Color' at 'lookupAttributes.1.member.attributeKey' failed to satisfy constraint: Member must satisfy enum value set: [EventId"},
		"no value": {by("EventName", ""), "ValidationException", "1 validation error detected: Value '' at 'lookupAttributes.1.member.attributeValue' failed to satisfy constraint: Member must have length greater than or equal to 1"},
		"too many": {&sdk.LookupEventsInput{MaxResults: aws.Int32(51)}, "ValidationException", "1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50"},
		"none":     {&sdk.LookupEventsInput{MaxResults: aws.Int32(0)}, "ValidationException", "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1"},
		"category": {&sdk.LookupEventsInput{EventCategory: "data"}, "ValidationException", "1 validation error detected: Value 'data' at 'eventCategory' failed to satisfy constraint: Member must satisfy enum value set: [insight]"},
	} {
		_, err := k.Do(ana, "cloudtrail", "LookupEvents", c.in)
		if code, _ := registry.Service.ErrorCode(err); err == nil || code != c.code || !strings.Contains(registry.Service.ErrorMessage(err), c.words) {
			t.Errorf("%s: %v, want %s with %q", name, err, c.code, c.words)
		}
	}
	if out := Must[sdk.LookupEventsOutput](k, ana, "cloudtrail", "LookupEvents", &sdk.LookupEventsInput{EventCategory: "insight"}); len(out.Events) != 0 {
		t.Errorf("insights = %d", len(out.Events))
	}
	nobody := k.User(Retail, "nobody")
	_, err := k.Do(nobody, "cloudtrail", "LookupEvents", &sdk.LookupEventsInput{})
	if code, _ := registry.Service.ErrorCode(err); code != "AccessDeniedException" {
		t.Errorf("without permission: %v", err)
	}
}
