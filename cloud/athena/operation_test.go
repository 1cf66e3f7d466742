package athena_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/cloud/athena"
	"interlaken/fault"
	. "interlaken/service/servicetest"
	"interlaken/store"
)

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// athenaCode is the AthenaErrorCode of an error.
func athenaCode(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return ""
	}
	return f.Detail["AthenaErrorCode"]
}

func TestStartRefuses(t *testing.T) {
	w := newWorld(t)
	admin := w.User(Retail, "admin", Everything)
	Must[sdk.CreateWorkGroupOutput](w.Kit, admin, "athena", "CreateWorkGroup", &sdk.CreateWorkGroupInput{Name: aws.String("closed")})
	Must[sdk.UpdateWorkGroupOutput](w.Kit, admin, "athena", "UpdateWorkGroup", &sdk.UpdateWorkGroupInput{WorkGroup: aws.String("closed"), State: types.WorkGroupStateDisabled})
	for name, c := range map[string]struct {
		change  func(*sdk.StartQueryExecutionInput)
		code    string
		message string
	}{
		"no token":     {func(in *sdk.StartQueryExecutionInput) { in.ClientRequestToken = nil }, "INVALID_INPUT", "clientRequestToken is null or empty"},
		"no workgroup": {func(in *sdk.StartQueryExecutionInput) { in.WorkGroup = aws.String("gone") }, "INVALID_INPUT", "WorkGroup is not found."},
		"disabled":     {func(in *sdk.StartQueryExecutionInput) { in.WorkGroup = aws.String("closed") }, "INVALID_INPUT", "WorkGroup closed is disabled."},
		"no location":  {func(in *sdk.StartQueryExecutionInput) { in.ResultConfiguration = nil }, "INVALID_INPUT", "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input."},
		"bad location": {func(in *sdk.StartQueryExecutionInput) { in.ResultConfiguration.OutputLocation = aws.String("http://x") }, "INVALID_INPUT", "outputLocation is not a valid S3 path."},
		"no bucket": {func(in *sdk.StartQueryExecutionInput) {
			in.ResultConfiguration.OutputLocation = aws.String("s3://gone/")
		}, "INVALID_INPUT", "Unable to verify/create output bucket gone"},
		"foreign bucket": {func(in *sdk.StartQueryExecutionInput) {
			in.ResultConfiguration.OutputLocation = aws.String("s3://foreign/")
		}, "INVALID_INPUT", "Unable to verify/create output bucket foreign"},
		"wrong owner": {func(in *sdk.StartQueryExecutionInput) { in.ResultConfiguration.ExpectedBucketOwner = aws.String(Risk) }, "INVALID_INPUT", "Unable to verify/create output bucket results"},
		"syntax":      {func(in *sdk.StartQueryExecutionInput) { in.QueryString = aws.String("SELEC 1") }, "MALFORMED_QUERY", "line 1:1: mismatched input 'SELEC'"},
	} {
		t.Run(name, func(t *testing.T) {
			err := w.refused(admin, "StartQueryExecution", w.request("SELECT 1", c.change), fault.Validation)
			if athenaCode(err) != c.code || !strings.HasPrefix(fault.Public(err), c.message) {
				t.Errorf("%s %q, want %s %q", athenaCode(err), fault.Public(err), c.code, c.message)
			}
		})
	}
	w.View(func(r store.Reader) error {
		for range r.Scan("athena.execution", store.Range{}) {
			t.Error("a refused start left an execution")
		}
		return nil
	})
}

func TestTheSameTokenIsTheSameQuery(t *testing.T) {
	w := newWorld(t)
	s := w.User(Retail, "admin", Everything)
	in := w.request("SELECT 1 AS id, 'x' AS p")
	first := Must[sdk.StartQueryExecutionOutput](w.Kit, s, "athena", "StartQueryExecution", in)
	w.wait(s, *first.QueryExecutionId)
	again := *in
	again.ExecutionParameters = []string{"1"} // not compared
	if second := Must[sdk.StartQueryExecutionOutput](w.Kit, s, "athena", "StartQueryExecution", &again); *second.QueryExecutionId != *first.QueryExecutionId {
		t.Errorf("ids %s and %s", *first.QueryExecutionId, *second.QueryExecutionId)
	}
	for name, change := range map[string]func(*sdk.StartQueryExecutionInput){
		"query": func(in *sdk.StartQueryExecutionInput) { in.QueryString = aws.String("SELECT 2 AS id, 'x' AS p") },
		"catalog": func(in *sdk.StartQueryExecutionInput) {
			in.QueryExecutionContext = &types.QueryExecutionContext{Database: aws.String("shop"), Catalog: aws.String("AwsDataCatalog")}
		},
		"database": func(in *sdk.StartQueryExecutionInput) { in.QueryExecutionContext = nil },
		"output": func(in *sdk.StartQueryExecutionInput) {
			in.ResultConfiguration = &types.ResultConfiguration{OutputLocation: aws.String("s3://results/there/")}
		},
	} {
		other := *in
		change(&other)
		if err := w.refused(s, "StartQueryExecution", &other, fault.Validation); athenaCode(err) != "IDEMPOTENT_PARAMETER_MISMATCH" || fault.Public(err) != "Idempotent parameters do not match" {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Another account's token is another one.
	w.objects.owner["results"] = Risk
	stranger := w.User(Risk, "stranger", Everything)
	if other := Must[sdk.StartQueryExecutionOutput](w.Kit, stranger, "athena", "StartQueryExecution", in); *other.QueryExecutionId == *first.QueryExecutionId {
		t.Error("a token reached across accounts")
	}
}

func TestWorkgroupSettingsDecideTheLocation(t *testing.T) {
	w := newWorld(t)
	s := w.User(Retail, "admin", Everything)
	w.objects.owner["enforced"] = Retail
	group := func(name string, enforce *bool) *string {
		Must[sdk.CreateWorkGroupOutput](w.Kit, s, "athena", "CreateWorkGroup", &sdk.CreateWorkGroupInput{Name: &name, Configuration: &types.WorkGroupConfiguration{
			EnforceWorkGroupConfiguration: enforce, ResultConfiguration: &types.ResultConfiguration{OutputLocation: aws.String("s3://enforced/g"), ExpectedBucketOwner: aws.String(Retail)},
		}})
		return &name
	}
	asks := func(in *sdk.StartQueryExecutionInput) {}
	silent := func(in *sdk.StartQueryExecutionInput) { in.ResultConfiguration = nil }
	for name, c := range map[string]struct {
		enforce *bool
		client  func(*sdk.StartQueryExecutionInput)
		want    string
	}{
		"enforced-by-default": {nil, asks, "s3://enforced/g/"},
		"enforced":            {aws.Bool(true), asks, "s3://enforced/g/"},
		"client-first":        {aws.Bool(false), asks, "s3://results/here/"},
		"fallback":            {aws.Bool(false), silent, "s3://enforced/g/"},
	} {
		group := group(name, c.enforce)
		e := w.ask(s, "SELECT 1 AS id, 'x' AS p", c.client, func(in *sdk.StartQueryExecutionInput) { in.WorkGroup = group })
		if got := strings.TrimSuffix(*e.ResultConfiguration.OutputLocation, *e.QueryExecutionId+".csv"); got != c.want || *e.WorkGroup != name {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestWorkgroups(t *testing.T) {
	w := newWorld(t)
	s := w.User(Retail, "admin", Everything)
	for _, name := range []string{"b", "a"} {
		Must[sdk.CreateWorkGroupOutput](w.Kit, s, "athena", "CreateWorkGroup", &sdk.CreateWorkGroupInput{Name: &name, Description: aws.String("for " + name)})
	}
	if err := w.refused(s, "CreateWorkGroup", &sdk.CreateWorkGroupInput{Name: aws.String("a")}, fault.Validation); fault.Public(err) != "WorkGroup is already created" {
		t.Error(err)
	}
	names := func() (all []string) {
		for _, g := range Must[sdk.ListWorkGroupsOutput](w.Kit, s, "athena", "ListWorkGroups", &sdk.ListWorkGroupsInput{}).WorkGroups {
			all = append(all, *g.Name)
		}
		return all
	}
	if got := names(); !slices.Equal(got, []string{"primary", "a", "b"}) {
		t.Errorf("workgroups = %v", got)
	}
	get := func(name string) *types.WorkGroup {
		return Must[sdk.GetWorkGroupOutput](w.Kit, s, "athena", "GetWorkGroup", &sdk.GetWorkGroupInput{WorkGroup: &name}).WorkGroup
	}
	if g := get("a"); !*g.Configuration.EnforceWorkGroupConfiguration || g.State != types.WorkGroupStateEnabled || *g.Description != "for a" || !g.CreationTime.Equal(Start) {
		t.Errorf("a = %+v", g)
	}
	if g := get("primary"); *g.Configuration.EnforceWorkGroupConfiguration || *g.Configuration.EngineVersion.EffectiveEngineVersion != "Athena engine version 3" {
		t.Errorf("primary = %+v", g)
	}
	updates := &types.WorkGroupConfigurationUpdates{BytesScannedCutoffPerQuery: aws.Int64(10_000_000), ResultConfigurationUpdates: &types.ResultConfigurationUpdates{OutputLocation: aws.String("s3://results/")}}
	Must[sdk.UpdateWorkGroupOutput](w.Kit, s, "athena", "UpdateWorkGroup", &sdk.UpdateWorkGroupInput{WorkGroup: aws.String("primary"), ConfigurationUpdates: updates, Description: aws.String("mine")})
	if g := get("primary"); *g.Configuration.BytesScannedCutoffPerQuery != 10_000_000 || *g.Configuration.ResultConfiguration.OutputLocation != "s3://results/" || *g.Description != "mine" {
		t.Errorf("primary = %+v", g)
	}
	updates = &types.WorkGroupConfigurationUpdates{RemoveBytesScannedCutoffPerQuery: aws.Bool(true), ResultConfigurationUpdates: &types.ResultConfigurationUpdates{RemoveOutputLocation: aws.Bool(true)}}
	Must[sdk.UpdateWorkGroupOutput](w.Kit, s, "athena", "UpdateWorkGroup", &sdk.UpdateWorkGroupInput{WorkGroup: aws.String("primary"), ConfigurationUpdates: updates})
	if g := get("primary"); g.Configuration.BytesScannedCutoffPerQuery != nil || g.Configuration.ResultConfiguration.OutputLocation != nil || *g.Description != "mine" {
		t.Errorf("primary = %+v", g)
	}
	if got := names(); !slices.Equal(got, []string{"a", "b", "primary"}) {
		t.Errorf("workgroups = %v", got)
	}
	id := *w.ask(s, "SELECT 1 AS id, 'x' AS p", func(in *sdk.StartQueryExecutionInput) {
		in.WorkGroup = aws.String("a")
	}, func(*sdk.StartQueryExecutionInput) {
		Must[sdk.UpdateWorkGroupOutput](w.Kit, s, "athena", "UpdateWorkGroup", &sdk.UpdateWorkGroupInput{WorkGroup: aws.String("a"), ConfigurationUpdates: &types.WorkGroupConfigurationUpdates{EnforceWorkGroupConfiguration: aws.Bool(false)}})
	}).QueryExecutionId
	if list := Must[sdk.ListQueryExecutionsOutput](w.Kit, s, "athena", "ListQueryExecutions", &sdk.ListQueryExecutionsInput{WorkGroup: aws.String("a")}); !slices.Equal(list.QueryExecutionIds, []string{id}) {
		t.Errorf("executions = %v", list.QueryExecutionIds)
	}
	for message, in := range map[string]*sdk.DeleteWorkGroupInput{
		"WorkGroup primary can not be deleted": {WorkGroup: aws.String("primary"), RecursiveDeleteOption: aws.Bool(true)},
		"WorkGroup a is not empty":             {WorkGroup: aws.String("a")},
		"WorkGroup is not found.":              {WorkGroup: aws.String("gone")},
	} {
		if err := w.refused(s, "DeleteWorkGroup", in, fault.Validation); fault.Public(err) != message {
			t.Errorf("%v, want %q", err, message)
		}
	}
	Must[sdk.DeleteWorkGroupOutput](w.Kit, s, "athena", "DeleteWorkGroup", &sdk.DeleteWorkGroupInput{WorkGroup: aws.String("a"), RecursiveDeleteOption: aws.Bool(true)})
	if got := names(); !slices.Equal(got, []string{"b", "primary"}) {
		t.Errorf("workgroups = %v", got)
	}
	w.refused(s, "GetQueryExecution", &sdk.GetQueryExecutionInput{QueryExecutionId: &id}, fault.Validation)
}

func TestOthersQueriesAreUnknown(t *testing.T) {
	w := newWorld(t)
	s := w.User(Retail, "admin", Everything)
	stranger := w.User(Risk, "stranger", Everything)
	narrow := w.User(Retail, "narrow", allow([2]string{"athena:*", "arn:aws:athena:us-east-1:222222222222:workgroup/other"}))
	id := *w.ask(s, "SELECT 1 AS id, 'x' AS p").QueryExecutionId
	gone := "11111111-2222-4333-8444-555555555555"
	for _, operation := range []string{"GetQueryExecution", "GetQueryResults", "StopQueryExecution", "GetQueryRuntimeStatistics"} {
		in := func(id string) any {
			input := athena.New(athenaConfig(t)).Wire.Operation(operation).NewInput()
			reflect.ValueOf(input).Elem().FieldByName("QueryExecutionId").Set(reflect.ValueOf(&id))
			return input
		}
		for name, err := range map[string]error{
			"another account's": w.refused(stranger, operation, in(id), fault.Validation),
			"nobody's":          w.refused(stranger, operation, in(gone), fault.Validation),
		} {
			if text := fault.Public(err); athenaCode(err) != "QUERY_EXECUTION_NOT_FOUND" || text != "QueryExecution "+id+" was not found" && text != "QueryExecution "+gone+" was not found" {
				t.Errorf("%s of %s: %v", operation, name, err)
			}
		}
		if err := w.refused(narrow, operation, in(id), fault.AccessDenied); !strings.Contains(fault.Public(err), "workgroup/primary") {
			t.Errorf("%s of another workgroup's: %v", operation, err)
		}
	}
	both := Must[sdk.BatchGetQueryExecutionOutput](w.Kit, s, "athena", "BatchGetQueryExecution", &sdk.BatchGetQueryExecutionInput{QueryExecutionIds: []string{id, gone}})
	if len(both.QueryExecutions) != 1 || len(both.UnprocessedQueryExecutionIds) != 1 || *both.UnprocessedQueryExecutionIds[0].QueryExecutionId != gone {
		t.Errorf("batch = %+v", both)
	}
}

// athenaConfig is for reading the declarations alone.
func athenaConfig(t *testing.T) athena.Config {
	w := New(t)
	return athena.Config{Mesh: w.Mesh, Queue: newQueue(w)}
}

// TestRefusedCallsLeaveTheirEventAlone runs every operation as a user without permissions.
func TestRefusedCallsLeaveTheirEventAlone(t *testing.T) {
	w := newWorld(t)
	admin := w.User(Retail, "admin", Everything)
	id := *w.ask(admin, "SELECT 1 AS id, 'x' AS p").QueryExecutionId
	saved := *Must[sdk.CreateNamedQueryOutput](w.Kit, admin, "athena", "CreateNamedQuery", &sdk.CreateNamedQueryInput{
		Name: aws.String("saved"), Database: aws.String("shop"), QueryString: aws.String("SELECT 1"),
	}).NamedQueryId
	Must[sdk.CreatePreparedStatementOutput](w.Kit, admin, "athena", "CreatePreparedStatement", &sdk.CreatePreparedStatementInput{
		StatementName: aws.String("prepared"), WorkGroup: aws.String("primary"), QueryStatement: aws.String("SELECT 2"),
	})
	nobody := w.User(Retail, "nobody")
	state := func() (all []string) {
		w.View(func(r store.Reader) error {
			for _, table := range []string{"athena.execution", "athena.workgroup", "athena.prepared", "athena.namedquery", "athena.datacatalog", "job", "usage.record"} {
				for record, err := range r.Scan(table, store.Range{}) {
					if err != nil {
						return err
					}
					all = append(all, string(record.Value))
				}
			}
			return nil
		})
		return all
	}
	before := state()
	service := athena.New(athenaConfig(t))
	for _, o := range service.Operations {
		in := service.Wire.Operation(o.Name).NewInput()
		v := reflect.ValueOf(in).Elem()
		for name, value := range map[string]string{
			"QueryExecutionId": id, "WorkGroup": "primary", "Name": "AwsDataCatalog", "CatalogName": "AwsDataCatalog", "DatabaseName": "d", "TableName": "t",
			"QueryString": "SELECT 1", "ClientRequestToken": strings.Repeat("x", 32), "StatementName": "prepared", "QueryStatement": "SELECT 1",
			"NamedQueryId": saved, "Database": "d", "ResourceARN": "arn:aws:athena:us-east-1:222222222222:workgroup/primary",
		} {
			if f := v.FieldByName(name); f.IsValid() {
				f.Set(reflect.ValueOf(&value))
			}
		}
		if f := v.FieldByName("Type"); f.IsValid() && o.Name != "StartQueryExecution" {
			f.SetString("GLUE")
		}
		for name, values := range map[string][]string{"QueryExecutionIds": {id}, "NamedQueryIds": {saved}, "PreparedStatementNames": {"prepared"}, "TagKeys": {"k"}} {
			if f := v.FieldByName(name); f.IsValid() {
				f.Set(reflect.ValueOf(values))
			}
		}
		if f := v.FieldByName("Tags"); f.IsValid() {
			f.Set(reflect.ValueOf([]types.Tag{{Key: aws.String("k"), Value: aws.String("v")}}))
		}
		w.refused(nobody, o.Name, in, fault.AccessDenied)
	}
	if !slices.Equal(state(), before) {
		t.Error("a refused call changed something")
	}
	denied := 0
	for _, e := range w.events(Retail, "") {
		if e.ErrorCode == "AccessDeniedException" && e.UserIdentity.ARN == nobody.Principal.ARN {
			denied++
		}
	}
	if denied != len(service.Operations) {
		t.Errorf("%d events for %d operations", denied, len(service.Operations))
	}
}

// TestThePublishedRoleMayNotList: SECURITY S6.
func TestThePublishedRoleMayNotList(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "reader", reader())
	w.refused(s, "ListWorkGroups", &sdk.ListWorkGroupsInput{}, fault.AccessDenied)
	w.refused(s, "ListDataCatalogs", &sdk.ListDataCatalogsInput{}, fault.AccessDenied)
	w.refused(s, "ListEngineVersions", &sdk.ListEngineVersionsInput{}, fault.AccessDenied)
	e := w.ask(s, "SELECT * FROM default.flat")
	if e.Status.State != types.QueryExecutionStateFailed || !strings.Contains(*e.Status.StateChangeReason, "glue:GetTable on resource: arn:aws:glue:us-east-1:222222222222:database/default") {
		t.Errorf("status = %s", *e.Status.StateChangeReason)
	}
}

func TestActiveQueriesAreBounded(t *testing.T) {
	w := newWorld(t, func(c *athena.Config) { c.ActiveDML, c.ActiveDDL, c.Concurrency = 2, 1, 2 })
	s := w.User(Retail, "admin", Everything)
	begun := make(chan struct{}, 2)
	w.engine.set(func(e *scripted) { e.block = begun })
	ids := []string{w.start(s, "SELECT 1 AS id, 'x' AS p"), w.start(s, "SELECT 1 AS id, 'x' AS p")}
	<-begun
	<-begun
	ids = append(ids, w.start(s, "CREATE DATABASE lab")) // waits, and is no DML
	for _, query := range []string{"SELECT 1", "CREATE TABLE shop.t AS SELECT 1 AS a", "SHOW TABLES", "DROP DATABASE lab"} {
		_, err := w.Do(s, "athena", "StartQueryExecution", w.request(query))
		if many := new(types.TooManyRequestsException); !errors.As(err, &many) || many.Reason != types.ThrottleReasonConcurrentQueryLimitExceeded {
			t.Errorf("%s: %v", query, err)
		}
	}
	for _, id := range ids {
		Must[sdk.StopQueryExecutionOutput](w.Kit, s, "athena", "StopQueryExecution", &sdk.StopQueryExecutionInput{QueryExecutionId: &id})
		w.wait(s, id)
	}
	w.engine.set(func(e *scripted) { e.block = nil })
	w.ask(s, "SELECT 1 AS id, 'x' AS p")
}

func TestTheCatalogAsAthenaShowsIt(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "admin", Everything)
	catalog, shop, sales := aws.String("awsdatacatalog"), aws.String("shop"), aws.String("Sales")
	if d := Must[sdk.ListDatabasesOutput](w.Kit, s, "athena", "ListDatabases", &sdk.ListDatabasesInput{CatalogName: catalog}); len(d.DatabaseList) != 1 || *d.DatabaseList[0].Name != "shop" {
		t.Errorf("databases = %v", d.DatabaseList)
	}
	Must[sdk.GetDatabaseOutput](w.Kit, s, "athena", "GetDatabase", &sdk.GetDatabaseInput{CatalogName: catalog, DatabaseName: shop})
	if l := Must[sdk.ListTableMetadataOutput](w.Kit, s, "athena", "ListTableMetadata", &sdk.ListTableMetadataInput{CatalogName: catalog, DatabaseName: shop}); len(l.TableMetadataList) != 2 {
		t.Errorf("tables = %v", l.TableMetadataList)
	}
	m := Must[sdk.GetTableMetadataOutput](w.Kit, s, "athena", "GetTableMetadata", &sdk.GetTableMetadataInput{CatalogName: catalog, DatabaseName: shop, TableName: sales}).TableMetadata
	if *m.Name != "sales" || len(m.Columns) != 2 || *m.PartitionKeys[0].Name != "month" || m.Parameters["location"] != "s3://data/sales" {
		t.Errorf("table = %+v", m)
	}
	if c := Must[sdk.GetDataCatalogOutput](w.Kit, s, "athena", "GetDataCatalog", &sdk.GetDataCatalogInput{Name: catalog}).DataCatalog; c.Parameters["catalog-id"] != Retail {
		t.Errorf("catalog = %+v", c)
	}
	if err := w.refused(s, "GetDataCatalog", &sdk.GetDataCatalogInput{Name: aws.String("x")}, fault.Validation); athenaCode(err) != "DATACATALOG_NOT_FOUND" {
		t.Error(err)
	}
	_, err := w.Do(s, "athena", "GetTableMetadata", &sdk.GetTableMetadataInput{CatalogName: catalog, DatabaseName: shop, TableName: aws.String("gone")})
	if missing := new(types.MetadataException); !errors.As(err, &missing) || !strings.HasPrefix(*missing.Message, "Table gone not found. (Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: ") {
		t.Errorf("missing table: %v", err)
	}
	if len(Must[sdk.ListDataCatalogsOutput](w.Kit, s, "athena", "ListDataCatalogs", &sdk.ListDataCatalogsInput{}).DataCatalogsSummary) != 1 {
		t.Error("catalogs")
	}
}
