package cloudtrail_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"interlaken/cloud/cloudtrail"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
	registry "interlaken/wire/cloudtrail"
)

// bucket takes what is put, unless it refuses. It is S3's place in these tests.
type bucket struct {
	t       *testing.T
	refuses error
	// objects are the files by their keys, put the keys in their order, staged how many files are neither put nor discarded.
	objects map[string][]string
	put     []string
	staged  int
	as      service.Session
}

type staged struct {
	b    *bucket
	body []byte
	done bool
}

func (s *staged) Discard() {
	if !s.done {
		s.done = true
		s.b.staged--
	}
}

func (b *bucket) Accepts(c *service.Call, name, key string) error {
	if name != "logs" {
		return fault.New("NoSuchBucket", "The specified bucket does not exist")
	}
	b.as = c.Session
	return b.refuses
}

func (b *bucket) Stage(body []byte) (cloudtrail.Staged, error) {
	b.staged++
	return &staged{b: b, body: body}, nil
}

func (b *bucket) Put(c *service.Call, name, key string, file cloudtrail.Staged) error {
	if b.refuses != nil {
		return b.refuses
	}
	b.as = c.Session
	r, err := gzip.NewReader(bytes.NewReader(file.(*staged).body))
	if err != nil {
		b.t.Fatal(err)
	}
	var content struct{ Records []trail.Event }
	if err := json.NewDecoder(r).Decode(&content); err != nil {
		b.t.Fatal(err)
	}
	names := []string{}
	for _, e := range content.Records {
		names = append(names, e.EventName)
	}
	b.objects[key], b.put = names, append(b.put, key)
	file.(*staged).done = true
	b.staged--
	return nil
}

// delivering is an account of which events are delivered.
type delivering struct {
	*Kit
	t         *testing.T
	ana       service.Session
	bucket    *bucket
	deliverer *cloudtrail.Deliverer
}

func newDelivering(t *testing.T) *delivering {
	d := &delivering{Kit: New(t), t: t, bucket: &bucket{t: t, objects: map[string][]string{}}}
	c := cloudtrail.Config{Mesh: d.Mesh, Objects: d.bucket}
	d.Mesh.Register(cloudtrail.New(c))
	d.deliverer = cloudtrail.NewDeliverer(cloudtrail.DelivererConfig{Config: c, Every: time.Second})
	d.ana = d.User(Retail, "ana", Everything)
	return d
}

func (d *delivering) create(name string) {
	Must[sdk.CreateTrailOutput](d.Kit, d.ana, "cloudtrail", "CreateTrail", &sdk.CreateTrailInput{Name: &name, S3BucketName: aws.String("logs")})
}

func (d *delivering) start(name string) {
	Must[sdk.StartLoggingOutput](d.Kit, d.ana, "cloudtrail", "StartLogging", &sdk.StartLoggingInput{Name: &name})
}

func (d *delivering) selects(name string, basic []types.EventSelector, advanced ...types.AdvancedEventSelector) {
	Must[sdk.PutEventSelectorsOutput](d.Kit, d.ana, "cloudtrail", "PutEventSelectors", &sdk.PutEventSelectorsInput{TrailName: &name, EventSelectors: basic, AdvancedEventSelectors: advanced})
}

// event is one of retail's.
func (d *delivering) event(e trail.Event) {
	e.UserIdentity = trail.IAMUser("AIDA", "arn:aws:iam::222222222222:user/ben", Retail, "AKIABEN", "ben")
	e.RecipientAccountID = Retail
	if e.AWSRegion == "" {
		e.AWSRegion = "us-east-1"
	}
	if e.EventSource == "" {
		e.EventSource = "glue.amazonaws.com"
	}
	d.Update(func(tx store.Tx) error { return d.Trail.Append(tx, e) })
}

// deliver returns the events of the files that came, file by file.
func (d *delivering) deliver() [][]string {
	d.t.Helper()
	before := len(d.bucket.put)
	if err := d.deliverer.Deliver(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	if d.bucket.staged != 0 {
		d.t.Errorf("%d files were neither put nor discarded", d.bucket.staged)
	}
	var came [][]string
	for _, key := range d.bucket.put[before:] {
		came = append(came, d.bucket.objects[key])
	}
	return came
}

func (d *delivering) wants(what string, want ...[]string) {
	d.t.Helper()
	if got := d.deliver(); fmt.Sprint(got) != fmt.Sprint(want) {
		d.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func (d *delivering) status(name string) *sdk.GetTrailStatusOutput {
	return Must[sdk.GetTrailStatusOutput](d.Kit, d.ana, "cloudtrail", "GetTrailStatus", &sdk.GetTrailStatusInput{Name: &name})
}

// TestEventsAreDeliveredOnce: from StartLogging to StopLogging, each in one file, and none again.
func TestEventsAreDeliveredOnce(t *testing.T) {
	d := newDelivering(t)
	d.create("main")
	d.event(trail.Event{EventName: "Before"})
	d.wants("before it logs")
	d.start("main")
	d.event(trail.Event{EventName: "GetTable"})
	d.event(trail.Event{EventName: "GetObject", EventCategory: trail.Data})
	d.event(trail.Event{EventName: "AssumeRole", EventSource: "sts.amazonaws.com", AWSRegion: "eu-west-1"})
	d.wants("a file a region", []string{"AssumeRole"}, []string{"StartLogging", "GetTable"})
	d.wants("again")
	d.event(trail.Event{EventName: "GetTables"})
	d.wants("later", []string{"GetTables"})

	key := d.bucket.put[1]
	if !strings.HasPrefix(key, "AWSLogs/222222222222/CloudTrail/us-east-1/2026/11/02/222222222222_CloudTrail_us-east-1_20261102T0900Z_") || !strings.HasSuffix(key, ".json.gz") || len(key) != len("AWSLogs/222222222222/CloudTrail/us-east-1/2026/11/02/222222222222_CloudTrail_us-east-1_20261102T0900Z_0123456789ABCDEF.json.gz") {
		t.Errorf("key: %s", key)
	}
	as := d.bucket.as
	if as.Principal.Kind != identity.Service || as.Principal.ARN != "cloudtrail.amazonaws.com" || as.SourceAccount != Retail || as.SourceARN != "arn:aws:cloudtrail:us-east-1:222222222222:trail/main" {
		t.Errorf("delivered as %+v", as)
	}
	if s := d.status("main"); !*s.IsLogging || s.LatestDeliveryTime == nil || s.LatestDeliveryError != nil || !s.StartLoggingTime.Equal(Start) {
		t.Errorf("status: %+v", s)
	}

	// What happened up to StopLogging is still delivered, what happens afterwards is not.
	d.event(trail.Event{EventName: "Last"})
	Must[sdk.StopLoggingOutput](d.Kit, d.ana, "cloudtrail", "StopLogging", &sdk.StopLoggingInput{Name: aws.String("main")})
	d.event(trail.Event{EventName: "Unseen"})
	d.start("main")
	d.event(trail.Event{EventName: "First"})
	d.wants("two spans", []string{"GetTrailStatus", "Last", "StopLogging"}, []string{"StartLogging", "First"})
	d.wants("after them")
}

// TestDeliveryIsOneTransaction: whatever fails, no event is lost and none comes twice; a bucket that refuses is asked less
// and less often, and the trail says why.
func TestDeliveryIsOneTransaction(t *testing.T) {
	d := newDelivering(t)
	d.create("main")
	d.start("main")
	d.deliver()
	d.event(trail.Event{EventName: "Kept"})
	d.bucket.refuses = fault.New(fault.AccessDenied, "no")
	d.wants("refused")
	if s := d.status("main"); *s.LatestDeliveryError != "AccessDenied" || *s.LatestDeliveryAttemptTime == "" {
		t.Errorf("status: %+v", s)
	}
	d.bucket.refuses = nil
	d.wants("it waits")
	d.Clock.Advance(11 * time.Second)
	d.wants("then it comes", []string{"Kept", "GetTrailStatus"})
	if s := d.status("main"); s.LatestDeliveryError != nil {
		t.Errorf("status: %+v", s)
	}
	d.deliver()
	d.bucket.refuses = fault.Wrap(errors.New("disk"), fault.Internal, "The file cannot be written.")
	d.event(trail.Event{EventName: "Held"})
	if err := d.deliverer.Deliver(t.Context()); !fault.Is(err, fault.Internal) {
		t.Errorf("a defect: %v", err)
	}
	d.bucket.refuses = nil
	d.Clock.Advance(time.Minute)
	d.wants("after the defect", []string{"Held"})
}

// TestOneTrailsTroubleIsItsOwn: an account whose record is damaged keeps no other account's files from coming.
func TestOneTrailsTroubleIsItsOwn(t *testing.T) {
	d := newDelivering(t)
	hub := d.User(Hub, "admin", Everything)
	Must[sdk.CreateTrailOutput](d.Kit, hub, "cloudtrail", "CreateTrail", &sdk.CreateTrailInput{Name: aws.String("first"), S3BucketName: aws.String("logs")})
	Must[sdk.StartLoggingOutput](d.Kit, hub, "cloudtrail", "StartLogging", &sdk.StartLoggingInput{Name: aws.String("first")})
	d.Update(func(tx store.Tx) error {
		_, err := tx.Put("trail.event", store.Record{Key: store.Key(Hub, int64(2)), Schema: 1, Value: []byte("damaged")}, store.Any)
		return err
	})
	d.create("main")
	d.start("main")
	if err := d.deliverer.Deliver(t.Context()); !fault.Is(err, fault.Internal) {
		t.Errorf("the damaged record: %v", err)
	}
	if len(d.bucket.put) != 1 || !strings.HasPrefix(d.bucket.put[0], "AWSLogs/"+Retail+"/") {
		t.Errorf("put %v", d.bucket.put)
	}
	d.wants("the damaged one waits")
}

func TestSelectors(t *testing.T) {
	object := func(key string) []trail.Resource {
		return []trail.Resource{{ARN: "arn:aws:s3:::lake/" + key, Type: "AWS::S3::Object"}, {ARN: "arn:aws:s3:::lake", Type: "AWS::S3::Bucket"}}
	}
	events := []trail.Event{
		{EventName: "GetTable", ReadOnly: true},
		{EventName: "CreateTable"},
		{EventName: "AssumeRole", EventSource: "sts.amazonaws.com"},
		{EventName: "GetObject", EventCategory: trail.Data, EventSource: "s3.amazonaws.com", ReadOnly: true, Resources: object("a/1")},
		{EventName: "PutObject", EventCategory: trail.Data, EventSource: "s3.amazonaws.com", Resources: object("b/1")},
	}
	data := func(values ...string) []types.DataResource {
		return []types.DataResource{{Type: aws.String("AWS::S3::Object"), Values: values}}
	}
	field := func(name string, change func(*types.AdvancedFieldSelector)) types.AdvancedFieldSelector {
		f := types.AdvancedFieldSelector{Field: &name}
		change(&f)
		return f
	}
	is := func(name string, values ...string) types.AdvancedFieldSelector {
		return field(name, func(f *types.AdvancedFieldSelector) { f.Equals = values })
	}
	for name, c := range map[string]struct {
		basic    []types.EventSelector
		advanced []types.AdvancedEventSelector
		want     string
	}{
		"all objects":  {basic: []types.EventSelector{{DataResources: data("arn:aws:s3")}}, want: "GetTable CreateTable AssumeRole GetObject PutObject"},
		"a prefix":     {basic: []types.EventSelector{{DataResources: data("arn:aws:s3:::lake/b/")}}, want: "GetTable CreateTable AssumeRole PutObject"},
		"writes":       {basic: []types.EventSelector{{ReadWriteType: "WriteOnly", DataResources: data("arn:aws:s3:::lake/")}}, want: "CreateTable AssumeRole PutObject"},
		"data alone":   {basic: []types.EventSelector{{IncludeManagementEvents: aws.Bool(false), DataResources: data("arn:aws:s3:::lake/")}}, want: "GetObject PutObject"},
		"another's":    {basic: []types.EventSelector{{IncludeManagementEvents: aws.Bool(false), DataResources: data("arn:aws:s3:::sea/")}}},
		"without":      {basic: []types.EventSelector{{ExcludeManagementEventSources: []string{"sts.amazonaws.com"}}}, want: "GetTable CreateTable"},
		"two, or":      {basic: []types.EventSelector{{ReadWriteType: "ReadOnly"}, {IncludeManagementEvents: aws.Bool(false), DataResources: data("arn:aws:s3")}}, want: "GetTable GetObject PutObject"},
		"field":        {advanced: []types.AdvancedEventSelector{{FieldSelectors: []types.AdvancedFieldSelector{is("eventCategory", "Management"), is("readOnly", "true")}}}, want: "GetTable"},
		"negative":     {advanced: []types.AdvancedEventSelector{{FieldSelectors: []types.AdvancedFieldSelector{is("eventCategory", "Management"), field("eventSource", func(f *types.AdvancedFieldSelector) { f.NotEquals = []string{"sts.amazonaws.com", "iam.amazonaws.com"} })}}}, want: "GetTable CreateTable"},
		"object's ARN": {advanced: []types.AdvancedEventSelector{{FieldSelectors: []types.AdvancedFieldSelector{is("eventCategory", "Data"), is("resources.type", "AWS::S3::Object"), field("resources.ARN", func(f *types.AdvancedFieldSelector) { f.StartsWith = []string{"arn:aws:s3:::lake/a/"} })}}}, want: "GetObject"},
		"not there":    {advanced: []types.AdvancedEventSelector{{FieldSelectors: []types.AdvancedFieldSelector{is("eventCategory", "Data"), field("resources.ARN", func(f *types.AdvancedFieldSelector) { f.NotStartsWith = []string{"arn:aws:s3:::lake/a/"} })}}}, want: "PutObject"},
		"names, or": {advanced: []types.AdvancedEventSelector{{FieldSelectors: []types.AdvancedFieldSelector{is("eventCategory", "Management"), field("eventName", func(f *types.AdvancedFieldSelector) {
			f.Equals, f.EndsWith = []string{"AssumeRole"}, []string{"eTable"}
		})}}}, want: "CreateTable AssumeRole"},
	} {
		d := newDelivering(t)
		d.create("main")
		d.start("main")
		d.selects("main", c.basic, c.advanced...)
		for _, e := range events {
			d.event(e)
		}
		var got []string
		for _, file := range d.deliver() {
			for _, e := range file {
				if e != "StartLogging" && e != "PutEventSelectors" {
					got = append(got, e)
				}
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

// TestGlobalServices: a trail without them has no event of IAM and STS.
func TestGlobalServices(t *testing.T) {
	d := newDelivering(t)
	Must[sdk.CreateTrailOutput](d.Kit, d.ana, "cloudtrail", "CreateTrail", &sdk.CreateTrailInput{
		Name: aws.String("main"), S3BucketName: aws.String("logs"), S3KeyPrefix: aws.String("a/b"), IncludeGlobalServiceEvents: aws.Bool(false),
	})
	d.start("main")
	d.event(trail.Event{EventName: "AssumeRole", EventSource: "sts.amazonaws.com"})
	d.event(trail.Event{EventName: "GetTable"})
	d.wants("without", []string{"StartLogging", "GetTable"})
	if !strings.HasPrefix(d.bucket.put[0], "a/b/AWSLogs/222222222222/CloudTrail/") {
		t.Errorf("key: %s", d.bucket.put[0])
	}
}

func TestTrailRefusals(t *testing.T) {
	d := newDelivering(t)
	d.create("main")
	in := func(change func(*sdk.CreateTrailInput)) *sdk.CreateTrailInput {
		in := &sdk.CreateTrailInput{Name: aws.String("other"), S3BucketName: aws.String("logs")}
		change(in)
		return in
	}
	selected := func(e types.EventSelector) *sdk.PutEventSelectorsInput {
		return &sdk.PutEventSelectorsInput{TrailName: aws.String("main"), EventSelectors: []types.EventSelector{e}}
	}
	for name, c := range map[string]struct {
		operation string
		in        any
		code      string
	}{
		"twice":      {"CreateTrail", in(func(in *sdk.CreateTrailInput) { in.Name = aws.String("main") }), "TrailAlreadyExistsException"},
		"short name": {"CreateTrail", in(func(in *sdk.CreateTrailInput) { in.Name = aws.String("ab") }), "InvalidTrailNameException"},
		"adjacent":   {"CreateTrail", in(func(in *sdk.CreateTrailInput) { in.Name = aws.String("a-_b") }), "InvalidTrailNameException"},
		"bucket":     {"CreateTrail", in(func(in *sdk.CreateTrailInput) { in.S3BucketName = aws.String("none") }), "S3BucketDoesNotExistException"},
		"prefix":     {"CreateTrail", in(func(in *sdk.CreateTrailInput) { in.S3KeyPrefix = aws.String("/a") }), "InvalidS3PrefixException"},
		"a key":      {"CreateTrail", in(func(in *sdk.CreateTrailInput) { in.KmsKeyId = aws.String("alias/x") }), "UnsupportedOperationException"},
		"digests":    {"CreateTrail", in(func(in *sdk.CreateTrailInput) { in.EnableLogFileValidation = aws.Bool(true) }), "UnsupportedOperationException"},
		"regions": {"CreateTrail", in(func(in *sdk.CreateTrailInput) {
			in.IsMultiRegionTrail, in.IncludeGlobalServiceEvents = aws.Bool(true), aws.Bool(false)
		}), "InvalidParameterCombinationException"},
		"system tag":       {"CreateTrail", in(func(in *sdk.CreateTrailInput) { in.TagsList = []types.Tag{{Key: aws.String("aws:x")}} }), "InvalidTagParameterException"},
		"unknown":          {"GetTrail", &sdk.GetTrailInput{Name: aws.String("none")}, "TrailNotFoundException"},
		"ARN":              {"GetTrail", &sdk.GetTrailInput{Name: aws.String("arn:aws:s3:::x")}, "CloudTrailARNInvalidException"},
		"no selector":      {"PutEventSelectors", &sdk.PutEventSelectorsInput{TrailName: aws.String("main")}, "InvalidEventSelectorsException"},
		"other data":       {"PutEventSelectors", selected(types.EventSelector{DataResources: []types.DataResource{{Type: aws.String("AWS::Lambda::Function"), Values: []string{"arn:aws:lambda"}}}}), "InvalidEventSelectorsException"},
		"no object's ARN":  {"PutEventSelectors", selected(types.EventSelector{DataResources: []types.DataResource{{Type: aws.String("AWS::S3::Object"), Values: []string{"lake/"}}}}), "InvalidEventSelectorsException"},
		"no category":      {"PutEventSelectors", &sdk.PutEventSelectorsInput{TrailName: aws.String("main"), AdvancedEventSelectors: []types.AdvancedEventSelector{{FieldSelectors: []types.AdvancedFieldSelector{{Field: aws.String("readOnly"), Equals: []string{"true"}}}}}}, "InvalidEventSelectorsException"},
		"deleted nothing":  {"DeleteTrail", &sdk.DeleteTrailInput{Name: aws.String("none")}, "TrailNotFoundException"},
		"another's by ARN": {"GetTrail", &sdk.GetTrailInput{Name: aws.String("arn:aws:cloudtrail:us-east-1:111111111111:trail/main")}, "AccessDeniedException"},
	} {
		_, err := d.Do(d.ana, "cloudtrail", c.operation, c.in)
		if code, _ := registry.Service.ErrorCode(err); err == nil || code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	d.bucket.refuses = fault.New(fault.AccessDenied, "no")
	_, err := d.Do(d.ana, "cloudtrail", "CreateTrail", in(func(*sdk.CreateTrailInput) {}))
	if code, _ := registry.Service.ErrorCode(err); code != "InsufficientS3BucketPolicyException" {
		t.Errorf("a bucket that does not let CloudTrail write: %v", err)
	}
	d.bucket.refuses = nil
	for i := range 4 {
		d.create(fmt.Sprintf("more-%d", i))
	}
	_, err = d.Do(d.ana, "cloudtrail", "CreateTrail", in(func(*sdk.CreateTrailInput) {}))
	if code, _ := registry.Service.ErrorCode(err); code != "MaximumNumberOfTrailsExceededException" {
		t.Errorf("a sixth: %v", err)
	}
	names := []string{}
	for _, listed := range Must[sdk.ListTrailsOutput](d.Kit, d.ana, "cloudtrail", "ListTrails", &sdk.ListTrailsInput{}).Trails {
		names = append(names, *listed.Name)
	}
	if !slices.Equal(names, []string{"main", "more-0", "more-1", "more-2", "more-3"}) {
		t.Errorf("listed: %v", names)
	}
}
