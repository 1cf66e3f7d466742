package refusals_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	athenatypes "github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// What the retail spoke holds: one table of two partitions, and a bucket for results.
const (
	retailData    = "retail-data"
	retailResults = "aws-athena-query-results-" + retail + "-" + region
	everyRow      = "SELECT count(*) FROM bank.complaints"
	january       = "SELECT count(*) FROM bank.complaints WHERE month = '2020-01'"
)

// bucket makes a bucket with objects as an account's administrator and returns its name.
func (w *world) bucket(account, name string, objects map[string]string) string {
	w.t.Helper()
	c, ctx := w.admins[account].s3(), context.Background()
	if _, err := c.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name}); err != nil {
		w.t.Fatal(err)
	}
	for key, text := range objects {
		if _, err := c.PutObject(ctx, &s3.PutObjectInput{Bucket: &name, Key: &key, Body: strings.NewReader(text)}); err != nil {
			w.t.Fatal(err)
		}
	}
	return name
}

// retailTable makes the spoke's table as its administrator: three complaints in January, two in February.
func (w *world) retailTable() {
	w.t.Helper()
	w.bucket(retail, retailResults, nil)
	w.bucket(retail, retailData, map[string]string{
		"complaints/month=2020-01/a.csv": "Ohio,Mortgage\nUtah,Card\nOhio,Card\n", "complaints/month=2020-02/b.csv": "Ohio,Loan\nIowa,Loan\n",
	})
	ctx, c := context.Background(), w.admins[retail].glue()
	storage := func(folder string) *gluetypes.StorageDescriptor {
		return &gluetypes.StorageDescriptor{
			Location: aws.String("s3://" + retailData + "/complaints/" + folder),
			Columns:  []gluetypes.Column{{Name: aws.String("state"), Type: aws.String("string")}, {Name: aws.String("product"), Type: aws.String("string")}},
			SerdeInfo: &gluetypes.SerDeInfo{
				SerializationLibrary: aws.String("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"), Parameters: map[string]string{"field.delim": ","},
			},
			InputFormat:  aws.String("org.apache.hadoop.mapred.TextInputFormat"),
			OutputFormat: aws.String("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"),
		}
	}
	_, err := c.CreateDatabase(ctx, &glue.CreateDatabaseInput{DatabaseInput: &gluetypes.DatabaseInput{Name: aws.String("bank")}})
	if err == nil {
		_, err = c.CreateTable(ctx, &glue.CreateTableInput{DatabaseName: aws.String("bank"), TableInput: &gluetypes.TableInput{
			Name: aws.String("complaints"), TableType: aws.String("EXTERNAL_TABLE"), StorageDescriptor: storage(""),
			PartitionKeys: []gluetypes.Column{{Name: aws.String("month"), Type: aws.String("string")}},
		}})
	}
	for _, month := range []string{"2020-01", "2020-02"} {
		if err == nil {
			_, err = c.CreatePartition(ctx, &glue.CreatePartitionInput{
				DatabaseName: aws.String("bank"), TableName: aws.String("complaints"),
				PartitionInput: &gluetypes.PartitionInput{Values: []string{month}, StorageDescriptor: storage("month=" + month + "/")},
			})
		}
	}
	if err == nil {
		_, err = w.admins[retail].athena().UpdateWorkGroup(ctx, &athena.UpdateWorkGroupInput{
			WorkGroup: aws.String("primary"), ConfigurationUpdates: &athenatypes.WorkGroupConfigurationUpdates{
				ResultConfigurationUpdates: &athenatypes.ResultConfigurationUpdates{OutputLocation: aws.String("s3://" + retailResults + "/")},
			},
		})
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// retarget makes a second table, whose files lie elsewhere.
func (w *world) retarget(location string) {
	w.t.Helper()
	ctx, c := context.Background(), w.admins[retail].glue()
	table, err := c.GetTable(ctx, &glue.GetTableInput{DatabaseName: aws.String("bank"), Name: aws.String("complaints")})
	if err != nil {
		w.t.Fatal(err)
	}
	storage := *table.Table.StorageDescriptor
	storage.Location = &location
	if _, err := c.CreateTable(ctx, &glue.CreateTableInput{DatabaseName: aws.String("bank"), TableInput: &gluetypes.TableInput{
		Name: aws.String("elsewhere"), TableType: table.Table.TableType, StorageDescriptor: &storage,
	}}); err != nil {
		w.t.Fatal(err)
	}
}

// permissionsB are the three statements of role B's inline policy as published, to be changed by a test.
func permissionsB() []statement {
	prefix := func(service string) string { return "arn:aws:" + service + ":" + region + ":" + retail + ":" }
	return []statement{
		{Sid: "Athena", Action: []string{
			"athena:BatchGetQueryExecution", "athena:CancelQueryExecution", "athena:GetCatalogs", "athena:GetExecutionEngine", "athena:GetExecutionEngines",
			"athena:GetNamespace", "athena:GetNamespaces", "athena:GetQueryExecution", "athena:GetQueryExecutions", "athena:GetQueryResults",
			"athena:GetQueryResultsStream", "athena:GetTable", "athena:GetTables", "athena:ListQueryExecutions", "athena:RunQuery",
			"athena:StartQueryExecution", "athena:StopQueryExecution", "athena:ListWorkGroups", "athena:ListEngineVersions", "athena:GetWorkGroup",
			"athena:GetDataCatalog", "athena:GetDatabase", "athena:GetTableMetadata", "athena:ListDataCatalogs", "athena:ListDatabases", "athena:ListTableMetadata",
		}, Resource: []string{prefix("athena") + "workgroup/primary", prefix("athena") + "datacatalog/AwsDataCatalog"}},
		{Sid: "Glue", Action: []string{
			"glue:GetCatalog", "glue:GetCatalogs", "glue:GetDatabase", "glue:GetDatabases", "glue:GetTable", "glue:GetTables", "glue:GetPartition",
			"glue:GetPartitions", "glue:BatchGetPartition",
		}, Resource: []string{prefix("glue") + "catalog", prefix("glue") + "database/bank", prefix("glue") + "table/bank/*"}},
		{Sid: "S3", Action: []string{
			"s3:GetBucketLocation", "s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts",
		}, Resource: []string{"arn:aws:s3:::" + retailData, "arn:aws:s3:::" + retailData + "/*", "arn:aws:s3:::aws-athena-query-results-*", "arn:aws:s3:::aws-athena-query-results-*/*"}},
	}
}

// atTheEnd is a session at the end of the chain.
func (w *world) atTheEnd() person {
	w.t.Helper()
	first := w.firstStep(w.service(hub), roleA, scope(roleB))
	out, err := first.sts().AssumeRole(context.Background(), &sts.AssumeRoleInput{RoleArn: aws.String(roleB), RoleSessionName: aws.String("ann"), ExternalId: aws.String(dataSource)})
	return w.session(retail, out, err)
}

// ask runs a query in the workgroup's settings and returns its end.
func (w *world) ask(p person, statement string) (*athenatypes.QueryExecution, error) {
	ctx := context.Background()
	started, err := p.athena().StartQueryExecution(ctx, &athena.StartQueryExecutionInput{QueryString: &statement})
	if err != nil {
		return nil, err
	}
	for {
		out, err := p.athena().GetQueryExecution(ctx, &athena.GetQueryExecutionInput{QueryExecutionId: started.QueryExecutionId})
		if err != nil {
			return nil, err
		}
		switch out.QueryExecution.Status.State {
		case athenatypes.QueryExecutionStateQueued, athenatypes.QueryExecutionStateRunning:
		default:
			return out.QueryExecution, nil
		}
	}
}

// count asks and returns the one figure of the answer.
func (w *world) count(p person, statement string) string {
	w.t.Helper()
	e, err := w.ask(p, statement)
	if err != nil {
		w.t.Fatal(err)
	}
	if e.Status.State != athenatypes.QueryExecutionStateSucceeded {
		w.t.Errorf("%s: %s %s", statement, e.Status.State, aws.ToString(e.Status.StateChangeReason))
		return ""
	}
	out, err := p.athena().GetQueryResults(context.Background(), &athena.GetQueryResultsInput{QueryExecutionId: e.QueryExecutionId})
	if err != nil {
		w.t.Fatal(err)
	}
	return aws.ToString(out.ResultSet.Rows[1].Data[0].VarCharValue)
}

// What role B's account has not allowed, or has taken back, fails the query and leaves no object.
func TestQueriesThatTheSpokeRefuses(t *testing.T) {
	w := newWorld(t, nil)
	w.retailTable()
	w.role(roleA, trustA(), permissionsA(roleB))
	w.role(roleB, trustB(hub), document(permissionsB()...))
	p := w.atTheEnd()
	if got := w.count(p, everyRow); got != "5" {
		t.Fatalf("with the published policy %s rows, want 5", got)
	}
	who := "User: arn:aws:sts::" + retail + ":assumed-role/qs-athena-consumer-role/ann is not authorized to perform: "
	for _, c := range []struct {
		name     string
		policy   func([]statement) []statement
		query    string
		reason   string
		category int32
		// other is a query that is not concerned, with its answer.
		other, answer string
	}{
		{
			name: "no s3:GetObject on one partition's prefix",
			policy: func(all []statement) []statement {
				return append(all, statement{Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws:s3:::" + retailData + "/complaints/month=2020-02/*"})
			},
			query: everyRow, other: january, answer: "3",
			reason: "PERMISSION_DENIED: " + who + "s3:GetObject on resource: arn:aws:s3:::" + retailData + "/complaints/month=2020-02/b.csv with an explicit deny in an identity-based policy",
		},
		{
			name: "no glue:GetTable",
			policy: func(all []statement) []statement {
				all[1].Action = slices.DeleteFunc(all[1].Action.([]string), func(a string) bool { return a == "glue:GetTable" })
				return all
			},
			query: everyRow, other: "SELECT 7", answer: "7",
			reason: "Insufficient permissions to execute the query. " + who + "glue:GetTable on resource: arn:aws:glue:us-east-1:" + retail + ":catalog because no identity-based policy allows the glue:GetTable action",
		},
		{
			name: "results that cannot be written",
			policy: func(all []statement) []statement {
				return append(all, statement{Effect: "Deny", Action: "s3:PutObject", Resource: "arn:aws:s3:::" + retailResults + "/*"})
			},
			query: january, reason: "Access denied when writing to location: s3://" + retailResults + "/ID.csv",
		},
	} {
		w.permit(roleB, document(c.policy(permissionsB())...))
		before := w.kept()
		e, err := w.ask(p, c.query)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		reason := strings.ReplaceAll(aws.ToString(e.Status.StateChangeReason), *e.QueryExecutionId, "ID")
		if e.Status.State != athenatypes.QueryExecutionStateFailed || reason != c.reason {
			t.Errorf("%s: %s\n got %s\nwant %s", c.name, e.Status.State, reason, c.reason)
		}
		if scanned := aws.ToInt64(e.Statistics.DataScannedInBytes); scanned != 0 && c.name != "results that cannot be written" {
			t.Errorf("%s: %d bytes were scanned", c.name, scanned)
		}
		for table, records := range w.kept() {
			if strings.HasPrefix(table, "s3.") && changes(map[string]map[string]string{table: before[table]}, map[string]map[string]string{table: records}) != "" {
				t.Errorf("%s wrote to %s", c.name, table)
			}
		}
		if c.other != "" {
			if got := w.count(p, c.other); got != c.answer {
				t.Errorf("%s: %s answers %s, want %s", c.name, c.other, got, c.answer)
			}
		}
		w.well(c.name)
	}
	w.permit(roleB, document(permissionsB()...))
	if got := w.count(p, everyRow); got != "5" {
		t.Errorf("with the published policy again %s rows, want 5", got)
	}
}

// A workgroup that its owner has switched off takes no query, and no data source is proved on it.
func TestDisabledWorkGroup(t *testing.T) {
	w, ctx := newWorld(t, nil), context.Background()
	w.retailTable()
	w.role(roleA, trustA(), permissionsA(roleB))
	w.role(roleB, trustB(hub), document(permissionsB()...))
	p := w.atTheEnd()
	turn := func(state athenatypes.WorkGroupState) {
		_, err := w.admins[retail].athena().UpdateWorkGroup(ctx, &athena.UpdateWorkGroupInput{WorkGroup: aws.String("primary"), State: state})
		if err != nil {
			t.Fatal(err)
		}
	}
	turn(athenatypes.WorkGroupStateDisabled)
	w.refuse(refusal{
		name: "a query in a disabled workgroup", do: func() error { return errorOf(w.ask(p, january)) },
		status: 400, code: "InvalidRequestException", message: "WorkGroup primary is disabled.", event: "StartQueryExecution", account: retail,
	})
	ann := w.author("ann", passRoleA)
	if err := create(ann, "athena-cross-account", roleA, roleB); err != nil {
		t.Fatal(err)
	}
	got := w.proved(ann, "athena-cross-account")
	if got.Status != types.ResourceStatusCreationFailed || aws.ToString(got.ErrorInfo.Message) != "Account "+retail+" has switched the workgroup primary off. Ask its owner to enable it." {
		t.Errorf("%s %+v", got.Status, got.ErrorInfo)
	}
	turn(athenatypes.WorkGroupStateEnabled)
	if got := w.count(p, january); got != "3" {
		t.Errorf("switched on again: %s rows, want 3", got)
	}
}

// SECURITY S6: the published role B may not list, and may not see the database default, as on AWS.
func TestPublishedRoleBIsStrict(t *testing.T) {
	w, ctx := newWorld(t, nil), context.Background()
	w.retailTable()
	w.role(roleA, trustA(), permissionsA(roleB))
	w.role(roleB, trustB(hub), document(permissionsB()...))
	p := w.atTheEnd()
	arn := "arn:aws:sts::" + retail + ":assumed-role/qs-athena-consumer-role/ann"
	for _, c := range []struct {
		action, resource string
		do               func() error
	}{
		{"athena:ListWorkGroups", "*", func() error { return errorOf(p.athena().ListWorkGroups(ctx, &athena.ListWorkGroupsInput{})) }},
		{"athena:ListDataCatalogs", "*", func() error { return errorOf(p.athena().ListDataCatalogs(ctx, &athena.ListDataCatalogsInput{})) }},
		{"athena:ListEngineVersions", "*", func() error { return errorOf(p.athena().ListEngineVersions(ctx, &athena.ListEngineVersionsInput{})) }},
		{"glue:GetDatabase", "arn:aws:glue:us-east-1:" + retail + ":database/default", func() error {
			return errorOf(p.glue().GetDatabase(ctx, &glue.GetDatabaseInput{Name: aws.String("default")}))
		}},
		{"glue:GetTables", "arn:aws:glue:us-east-1:" + retail + ":database/default", func() error {
			return errorOf(p.glue().GetTables(ctx, &glue.GetTablesInput{DatabaseName: aws.String("default")}))
		}},
	} {
		w.refuse(refusal{
			name: c.action, do: c.do, status: 400, code: "AccessDeniedException", event: c.action[strings.IndexByte(c.action, ':')+1:], account: retail,
			message: fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action", arn, c.action, c.resource, c.action),
		})
	}
}
