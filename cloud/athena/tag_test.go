package athena_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
	. "interlaken/service/servicetest"
)

const atRetail = "arn:aws:athena:us-east-1:222222222222:"

func tagList(pairs ...string) (tags []types.Tag) {
	for i := 0; i < len(pairs); i += 2 {
		tags = append(tags, types.Tag{Key: &pairs[i], Value: &pairs[i+1]})
	}
	return tags
}

func (w *world) tagsOf(s service.Session, resource string) string {
	w.t.Helper()
	var all []string
	in := &sdk.ListTagsForResourceInput{ResourceARN: &resource, MaxResults: aws.Int32(75)}
	for {
		out := Must[sdk.ListTagsForResourceOutput](w.Kit, s, "athena", "ListTagsForResource", in)
		for _, t := range out.Tags {
			all = append(all, *t.Key+"="+*t.Value)
		}
		if in.NextToken = out.NextToken; in.NextToken == nil {
			return strings.Join(all, " ")
		}
	}
}

func TestTags(t *testing.T) {
	w := newWorld(t)
	s := w.User(Retail, "admin", Everything)
	Must[sdk.CreateWorkGroupOutput](w.Kit, s, "athena", "CreateWorkGroup", &sdk.CreateWorkGroupInput{Name: aws.String("lab"), Tags: tagList("team", "blue", "cost", "7")})
	Must[sdk.CreateDataCatalogOutput](w.Kit, s, "athena", "CreateDataCatalog", &sdk.CreateDataCatalogInput{
		Name: aws.String("Other"), Type: types.DataCatalogTypeGlue, Parameters: map[string]string{"catalog-id": Risk}, Tags: tagList("of", "risk"),
	})
	lab, catalog, primary := atRetail+"workgroup/lab", atRetail+"datacatalog/Other", atRetail+"workgroup/primary"
	for resource, want := range map[string]string{lab: "cost=7 team=blue", catalog: "of=risk", primary: ""} {
		if got := w.tagsOf(s, resource); got != want {
			t.Errorf("%s has %q, want %q", resource, got, want)
		}
	}
	for _, resource := range []string{lab, catalog, primary} {
		Must[sdk.TagResourceOutput](w.Kit, s, "athena", "TagResource", &sdk.TagResourceInput{ResourceARN: &resource, Tags: tagList("team", "red", "z", "")})
		Must[sdk.UntagResourceOutput](w.Kit, s, "athena", "UntagResource", &sdk.UntagResourceInput{ResourceARN: &resource, TagKeys: []string{"z", "none"}})
		if got := w.tagsOf(s, resource); !strings.HasSuffix(got, "team=red") {
			t.Errorf("%s has %q", resource, got)
		}
	}
	// A change of the group leaves its tags.
	Must[sdk.UpdateWorkGroupOutput](w.Kit, s, "athena", "UpdateWorkGroup", &sdk.UpdateWorkGroupInput{WorkGroup: aws.String("lab"), Description: aws.String("changed")})
	if got := w.tagsOf(s, lab); got != "cost=7 team=red" {
		t.Errorf("after the update: %q", got)
	}
	var many []types.Tag
	for i := range 49 {
		many = append(many, tagList(fmt.Sprintf("k%02d", i), "v")...)
	}
	for name, in := range map[string]*sdk.TagResourceInput{
		"51 tags":      {ResourceARN: &lab, Tags: many},
		"aws:":         {ResourceARN: &lab, Tags: tagList("aws:x", "y")},
		"twice":        {ResourceARN: &lab, Tags: tagList("a", "y", "a", "z")},
		"a bracket":    {ResourceARN: &lab, Tags: tagList("a", "<")},
		"no ARN":       {ResourceARN: aws.String("lab"), Tags: tagList("a", "b")},
		"of S3":        {ResourceARN: aws.String("arn:aws:s3:::workgroup/x"), Tags: tagList("a", "b")},
		"without name": {ResourceARN: aws.String(atRetail + "workgroup"), Tags: tagList("a", "b")},
	} {
		if err := w.refused(s, "TagResource", in, fault.Validation); athenaCode(err) != "INVALID_INPUT" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, resource := range []string{atRetail + "workgroup/gone", atRetail + "datacatalog/gone", atRetail + "capacity-reservation/x"} {
		_, err := w.Do(s, "athena", "ListTagsForResource", &sdk.ListTagsForResourceInput{ResourceARN: &resource})
		if missing := new(types.ResourceNotFoundException); !errors.As(err, &missing) || *missing.ResourceName != resource {
			t.Errorf("%s: %v", resource, err)
		}
	}
	stranger := w.User(Risk, "stranger", Everything)
	w.refused(stranger, "ListTagsForResource", &sdk.ListTagsForResourceInput{ResourceARN: &lab}, fault.AccessDenied)
	w.refused(stranger, "TagResource", &sdk.TagResourceInput{ResourceARN: &lab, Tags: tagList("a", "b")}, fault.AccessDenied)
}

// Policies may hang on the tags of a workgroup, and on those that a request brings.
func TestPoliciesLookAtTags(t *testing.T) {
	w := newWorld(t)
	admin := w.User(Retail, "admin", Everything)
	group := func(s service.Session, name string, tags ...string) error {
		_, err := w.Do(s, "athena", "CreateWorkGroup", &sdk.CreateWorkGroupInput{Name: &name, Tags: tagList(tags...), Configuration: &types.WorkGroupConfiguration{
			ResultConfiguration: &types.ResultConfiguration{OutputLocation: aws.String("s3://results/x/")},
		}})
		return err
	}
	for name, team := range map[string]string{"ours": "blue", "theirs": "red"} {
		if err := group(admin, name, "team", team); err != nil {
			t.Fatal(err)
		}
	}
	when := func(actions, condition string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["` + strings.Join(strings.Fields(actions), `","`) +
			`"],"Resource":"*","Condition":{"StringEquals":{` + condition + `}}}]}`
	}
	s := w.User(Retail, "blue", when("athena:*", `"aws:ResourceTag/team":"blue"`), allow([2]string{"s3:*", "*"}))
	in := func(name string) func(*sdk.StartQueryExecutionInput) {
		return func(in *sdk.StartQueryExecutionInput) { in.WorkGroup = &name }
	}
	id := w.start(s, "SELECT 1 AS id, 'x' AS p", in("ours"))
	w.wait(s, id)
	Must[sdk.GetQueryExecutionOutput](w.Kit, s, "athena", "GetQueryExecution", &sdk.GetQueryExecutionInput{QueryExecutionId: &id})
	w.refused(s, "StartQueryExecution", w.request("SELECT 1", in("theirs")), fault.AccessDenied)
	other := w.start(admin, "SELECT 1 AS id, 'x' AS p", in("theirs"))
	w.wait(admin, other)
	w.refused(s, "GetQueryExecution", &sdk.GetQueryExecutionInput{QueryExecutionId: &other}, fault.AccessDenied)
	w.refused(s, "BatchGetQueryExecution", &sdk.BatchGetQueryExecutionInput{QueryExecutionIds: []string{id, other}}, fault.AccessDenied)
	w.refused(s, "GetWorkGroup", &sdk.GetWorkGroupInput{WorkGroup: aws.String("theirs")}, fault.AccessDenied)
	w.refused(s, "ListNamedQueries", &sdk.ListNamedQueriesInput{WorkGroup: aws.String("primary")}, fault.AccessDenied)

	maker := w.User(Retail, "maker", when("athena:CreateWorkGroup athena:TagResource", `"aws:RequestTag/team":"blue"`))
	if err := group(maker, "more", "team", "blue"); err != nil {
		t.Error(err)
	}
	untagging := w.User(Retail, "untagging", when("athena:CreateWorkGroup", `"aws:RequestTag/team":"blue"`))
	for name, err := range map[string]error{
		"red": group(maker, "red", "team", "red"), "none": group(maker, "none"), "without TagResource": group(untagging, "un", "team", "blue"),
	} {
		if !fault.Is(err, fault.AccessDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What Hive refuses is told in the statement's file too, and asking for its rows is no error; DESCRIBE of what is not
// there is refused at once.
func TestFailedDefinitions(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "admin", Everything)
	e := w.ask(s, "DROP DATABASE gone")
	reason := "FAILED: SemanticException [Error 10072]: Database does not exist: gone"
	if *e.Status.StateChangeReason != reason || !strings.HasSuffix(*e.ResultConfiguration.OutputLocation, ".txt") {
		t.Errorf("ended as %+v", e.Status)
	}
	if got := w.objects.content("results", "here/"+*e.QueryExecutionId+".txt"); got != reason {
		t.Errorf("the file is %q", got)
	}
	out := Must[sdk.GetQueryResultsOutput](w.Kit, s, "athena", "GetQueryResults", &sdk.GetQueryResultsInput{QueryExecutionId: e.QueryExecutionId})
	if len(out.ResultSet.Rows) != 0 || out.ResultSet.ResultSetMetadata != nil {
		t.Errorf("results are %+v", out.ResultSet)
	}
	// Athena's own engine leaves none.
	e = w.ask(s, "SELECT * FROM gone")
	if keys := w.objects.keys("results", "here/"+*e.QueryExecutionId); len(keys) != 0 {
		t.Errorf("a failed query left %q", keys)
	}
	w.refused(s, "GetQueryResults", &sdk.GetQueryResultsInput{QueryExecutionId: e.QueryExecutionId}, fault.Validation)
	// Who may not write there gets the same end without a file.
	mute := w.User(Retail, "mute", allow([2]string{"athena:*", "*"}, [2]string{"glue:*", "*"}, [2]string{"s3:GetBucketLocation", "*"}))
	e = w.ask(mute, "DROP DATABASE gone")
	if keys := w.objects.keys("results", "here/"+*e.QueryExecutionId); len(keys) != 0 || *e.Status.StateChangeReason != reason {
		t.Errorf("left %q, %s", keys, *e.Status.StateChangeReason)
	}

	for _, query := range []string{"DESCRIBE gone", "DESCRIBE nowhere.flat", "SHOW COLUMNS IN gone", "SHOW COLUMNS FROM flat IN nowhere"} {
		err := w.refused(s, "StartQueryExecution", w.request(query), fault.Validation)
		if athenaCode(err) != "INVALID_INPUT" || !strings.HasPrefix(fault.Public(err), "Entity Not Found (Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: ") {
			t.Errorf("%s: %v", query, err)
		}
	}
	if got := w.said(s, "SHOW COLUMNS IN flat"); got != "id\nproduct" {
		t.Errorf("columns are %q", got)
	}
	// A catalog that refuses does so when the statement runs.
	blind := w.User(Retail, "blind", allow([2]string{"athena:*", "*"}, [2]string{"s3:*", "*"}))
	if got := w.said(blind, "DESCRIBE gone"); !strings.Contains(got, "is not authorized to perform: glue:GetTable") {
		t.Errorf("a refusal is %q", got)
	}
}
