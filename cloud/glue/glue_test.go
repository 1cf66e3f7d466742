package glue_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/cloud/glue"
	"interlaken/fault"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
	"interlaken/usage"
)

func newKit(t *testing.T) *Kit {
	k := New(t)
	k.Mesh.Register(glue.New())
	return k
}

func allow(action string, resources ...string) string {
	for i, r := range resources {
		resources[i] = `"arn:aws:glue:us-east-1:222222222222:` + r + `"`
	}
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":[` + strings.Join(resources, ",") + `]}]}`
}

func refused(t *testing.T, k *Kit, s service.Session, operation string, input any, code fault.Code) string {
	t.Helper()
	_, err := k.Do(s, "glue", operation, input)
	if !fault.Is(err, code) {
		t.Fatalf("%s: %v, want %s", operation, err, code)
	}
	return fault.Public(err)
}

// fill makes the database sales with the tables orders (partitioned by year, day and n) and clients.
func fill(t *testing.T, k *Kit, s service.Session) {
	t.Helper()
	Must[sdk.CreateDatabaseOutput](k, s, "glue", "CreateDatabase", &sdk.CreateDatabaseInput{DatabaseInput: &types.DatabaseInput{Name: aws.String("Sales")}})
	for _, name := range []string{"Orders", "clients"} {
		Must[sdk.CreateTableOutput](k, s, "glue", "CreateTable", &sdk.CreateTableInput{DatabaseName: aws.String("SALES"), TableInput: &types.TableInput{
			Name: &name, TableType: aws.String("EXTERNAL_TABLE"), Parameters: map[string]string{"classification": "parquet"},
			StorageDescriptor: &types.StorageDescriptor{Location: aws.String("s3://b/" + name), Columns: []types.Column{{Name: aws.String("id"), Type: aws.String("bigint")}}},
			PartitionKeys: []types.Column{
				{Name: aws.String("year"), Type: aws.String("string")}, {Name: aws.String("day"), Type: aws.String("date")}, {Name: aws.String("n"), Type: aws.String("int")},
			},
		}})
	}
	var list []types.PartitionInput
	for i := range 12 {
		list = append(list, types.PartitionInput{
			Values:            []string{fmt.Sprint(2015 + i), fmt.Sprintf("2026-01-%02d", i+1), fmt.Sprint(i)},
			StorageDescriptor: &types.StorageDescriptor{Columns: []types.Column{{Name: aws.String("id"), Type: aws.String("bigint")}}},
		})
	}
	list[11].Values[0] = "__HIVE_DEFAULT_PARTITION__"
	out := Must[sdk.BatchCreatePartitionOutput](k, s, "glue", "BatchCreatePartition", &sdk.BatchCreatePartitionInput{
		DatabaseName: aws.String("sales"), TableName: aws.String("orders"), PartitionInputList: list,
	})
	if len(out.Errors) != 0 {
		t.Fatalf("errors = %v", out.Errors)
	}
}

func TestTablesAreKeptAsTheyWereDescribed(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	got := Must[sdk.GetTableOutput](k, s, "glue", "GetTable", &sdk.GetTableInput{DatabaseName: aws.String("Sales"), Name: aws.String("ORDERS")}).Table
	if *got.Name != "orders" || *got.DatabaseName != "sales" || *got.CatalogId != Retail || *got.VersionId != "0" || !got.CreateTime.Equal(Start) ||
		*got.CreatedBy != "arn:aws:iam::222222222222:user/ana" || *got.StorageDescriptor.Location != "s3://b/Orders" || len(got.PartitionKeys) != 3 || got.Parameters["classification"] != "parquet" {
		t.Errorf("table = %+v", got)
	}
	input := &types.TableInput{Name: aws.String("orders"), Description: aws.String("new"), PartitionKeys: got.PartitionKeys}
	Must[sdk.UpdateTableOutput](k, s, "glue", "UpdateTable", &sdk.UpdateTableInput{DatabaseName: aws.String("sales"), TableInput: input, VersionId: aws.String("0")})
	refused(t, k, s, "UpdateTable", &sdk.UpdateTableInput{DatabaseName: aws.String("sales"), TableInput: input, VersionId: aws.String("0")}, fault.Conflict)
	got = Must[sdk.GetTableOutput](k, s, "glue", "GetTable", &sdk.GetTableInput{DatabaseName: aws.String("sales"), Name: aws.String("orders")}).Table
	if *got.VersionId != "1" || *got.Description != "new" || got.StorageDescriptor != nil || !got.CreateTime.Equal(Start) {
		t.Errorf("table = %+v", got)
	}
	Must[sdk.UpdateDatabaseOutput](k, s, "glue", "UpdateDatabase", &sdk.UpdateDatabaseInput{Name: aws.String("sales"), DatabaseInput: &types.DatabaseInput{Name: aws.String("sales"), Description: aws.String("d")}})
	if d := Must[sdk.GetDatabaseOutput](k, s, "glue", "GetDatabase", &sdk.GetDatabaseInput{Name: aws.String("SALES")}).Database; *d.Name != "sales" || *d.Description != "d" || !d.CreateTime.Equal(Start) {
		t.Errorf("database = %+v", d)
	}
}

func TestNamesThatAreNotThereOrTaken(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	sales, gone, orders := aws.String("sales"), aws.String("gone"), aws.String("orders")
	values := []string{"2015", "2026-01-01", "0"}
	for _, c := range []struct {
		operation string
		input     any
		code      fault.Code
		message   string
	}{
		{"GetDatabase", &sdk.GetDatabaseInput{Name: gone}, fault.NotFound, "Database gone not found."},
		{"GetTables", &sdk.GetTablesInput{DatabaseName: gone}, fault.NotFound, "Database gone not found."},
		{"GetTable", &sdk.GetTableInput{DatabaseName: gone, Name: orders}, fault.NotFound, "Database gone not found."},
		{"GetTable", &sdk.GetTableInput{DatabaseName: sales, Name: gone}, fault.NotFound, "Table gone not found."},
		{"DeleteTable", &sdk.DeleteTableInput{DatabaseName: sales, Name: gone}, fault.NotFound, "Table gone not found."},
		{"DeleteDatabase", &sdk.DeleteDatabaseInput{Name: gone}, fault.NotFound, "Database gone not found."},
		{"GetPartition", &sdk.GetPartitionInput{DatabaseName: sales, TableName: orders, PartitionValues: []string{"x"}}, fault.NotFound, "Cannot find partition."},
		{"CreateDatabase", &sdk.CreateDatabaseInput{DatabaseInput: &types.DatabaseInput{Name: sales}}, fault.AlreadyExists, "Database already exists."},
		{"CreateTable", &sdk.CreateTableInput{DatabaseName: sales, TableInput: &types.TableInput{Name: orders}}, fault.AlreadyExists, "Table already exists."},
		{"CreatePartition", &sdk.CreatePartitionInput{DatabaseName: sales, TableName: orders, PartitionInput: &types.PartitionInput{Values: values}}, fault.AlreadyExists, "Partition already exists."},
		{"CreatePartition", &sdk.CreatePartitionInput{DatabaseName: sales, TableName: orders, PartitionInput: &types.PartitionInput{Values: values[:2]}}, "InvalidInputException", "The number of partition keys do not match the number of partition values"},
		{"UpdatePartition", &sdk.UpdatePartitionInput{DatabaseName: sales, TableName: orders, PartitionValueList: values, PartitionInput: &types.PartitionInput{Values: []string{"2016", "2026-01-02", "1"}}}, fault.AlreadyExists, "Partition already exists."},
		{"GetPartitions", &sdk.GetPartitionsInput{DatabaseName: sales, TableName: orders, Expression: aws.String("id = 1")}, "InvalidInputException", "Unsupported expression 'id = 1'"},
		{"GetTables", &sdk.GetTablesInput{DatabaseName: sales, NextToken: aws.String("!")}, "InvalidInputException", "The next token is not one that was given out."},
	} {
		if got := refused(t, k, s, c.operation, c.input, c.code); got != c.message {
			t.Errorf("%s: %q, want %q", c.operation, got, c.message)
		}
	}
	if code, status := glue.New().Wire.ErrorCode(fault.New(fault.NotFound, "x")); code != "EntityNotFoundException" || status != 400 {
		t.Errorf("on the wire: %s %d", code, status)
	}
}

func TestListsComeInPages(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	var names []string
	for token := (*string)(nil); ; {
		out := Must[sdk.GetPartitionsOutput](k, s, "glue", "GetPartitions", &sdk.GetPartitionsInput{
			DatabaseName: aws.String("sales"), TableName: aws.String("orders"), MaxResults: aws.Int32(5), NextToken: token, ExcludeColumnSchema: aws.Bool(true),
		})
		for _, p := range out.Partitions {
			names = append(names, p.Values[0])
			if p.StorageDescriptor.Columns != nil {
				t.Error("columns are there")
			}
		}
		if token = out.NextToken; token == nil {
			break
		}
	}
	if len(names) != 12 || names[0] != "2015" || !slices.IsSorted(names) {
		t.Errorf("partitions = %v", names)
	}
	var inSegments int
	for n := range int32(3) {
		out := Must[sdk.GetPartitionsOutput](k, s, "glue", "GetPartitions", &sdk.GetPartitionsInput{
			DatabaseName: aws.String("sales"), TableName: aws.String("orders"), Segment: &types.Segment{SegmentNumber: n, TotalSegments: aws.Int32(3)},
		})
		inSegments += len(out.Partitions)
	}
	if inSegments != 12 {
		t.Errorf("segments hold %d partitions", inSegments)
	}
	tables := Must[sdk.GetTablesOutput](k, s, "glue", "GetTables", &sdk.GetTablesInput{DatabaseName: aws.String("sales"), Expression: aws.String("ORD.*")})
	if len(tables.TableList) != 1 || *tables.TableList[0].Name != "orders" {
		t.Errorf("tables = %v", tables.TableList)
	}
}

func TestPartitionExpressions(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	for expression, want := range map[string]string{
		"n = 3": "3", "n > 9 and n < 11": "10", "n in (1, 10, 99)": "1 10", "n between 2 and 4": "2 3 4", "n not in (0,1,2,3,4,5,6,7,8,9)": "10 11",
		"'2017' > year": "0 1", "year = '2016' OR year = '2018'": "1 3", "day >= date '2026-01-12'": "11", "day > '2026-01-10'": "10 11",
		"year like '202%'": "5 6 7 8 9 10", "year is null": "11", "year is not null and n > 9": "10", "not (year <> '2015')": "0", "n <= -1": "",
		"year <> '2015' and n < 2": "1", "NOT n >= 1": "0",
	} {
		out := Must[sdk.GetPartitionsOutput](k, s, "glue", "GetPartitions", &sdk.GetPartitionsInput{
			DatabaseName: aws.String("sales"), TableName: aws.String("orders"), Expression: &expression,
		})
		var got []string
		for _, p := range out.Partitions {
			got = append(got, p.Values[2])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", expression, got, want)
		}
	}
}

func TestBatches(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	sales, orders := aws.String("sales"), aws.String("orders")
	first := []string{"2015", "2026-01-01", "0"}
	created := Must[sdk.BatchCreatePartitionOutput](k, s, "glue", "BatchCreatePartition", &sdk.BatchCreatePartitionInput{
		DatabaseName: sales, TableName: orders, PartitionInputList: []types.PartitionInput{{Values: first}, {Values: []string{"a", "b", "9"}}, {Values: []string{"a"}}},
	})
	if len(created.Errors) != 2 || *created.Errors[0].ErrorDetail.ErrorCode != "AlreadyExistsException" || *created.Errors[1].ErrorDetail.ErrorCode != "InvalidInputException" {
		t.Errorf("errors = %v", created.Errors)
	}
	lists := []types.PartitionValueList{{Values: first}, {Values: []string{"x", "y", "z"}}}
	if got := Must[sdk.BatchGetPartitionOutput](k, s, "glue", "BatchGetPartition", &sdk.BatchGetPartitionInput{DatabaseName: sales, TableName: orders, PartitionsToGet: lists}); len(got.Partitions) != 1 || !slices.Equal(got.Partitions[0].Values, first) {
		t.Errorf("partitions = %v", got.Partitions)
	}
	if got := Must[sdk.BatchDeletePartitionOutput](k, s, "glue", "BatchDeletePartition", &sdk.BatchDeletePartitionInput{DatabaseName: sales, TableName: orders, PartitionsToDelete: lists}); len(got.Errors) != 1 || *got.Errors[0].ErrorDetail.ErrorCode != "EntityNotFoundException" {
		t.Errorf("errors = %v", got.Errors)
	}
	if got := Must[sdk.BatchDeleteTableOutput](k, s, "glue", "BatchDeleteTable", &sdk.BatchDeleteTableInput{DatabaseName: sales, TablesToDelete: []string{"Orders", "gone"}}); len(got.Errors) != 1 || *got.Errors[0].TableName != "gone" {
		t.Errorf("errors = %v", got.Errors)
	}
	refused(t, k, s, "GetPartitions", &sdk.GetPartitionsInput{DatabaseName: sales, TableName: orders}, fault.NotFound)
	Must[sdk.DeleteDatabaseOutput](k, s, "glue", "DeleteDatabase", &sdk.DeleteDatabaseInput{Name: sales})
	k.View(func(r store.Reader) error {
		for _, table := range []string{"glue.database", "glue.table", "glue.partition"} {
			for record := range r.Scan(table, store.Range{}) {
				t.Errorf("%s still holds %q", table, record.Key)
			}
		}
		return nil
	})
}

// TestObjectAndAncestors: each of the three ARNs is needed, and the refusal names the one that is missing.
func TestObjectAndAncestors(t *testing.T) {
	k := newKit(t)
	fill(t, k, k.User(Retail, "admin", Everything))
	all := []string{"catalog", "database/sales", "table/sales/orders"}
	in := &sdk.GetTableInput{DatabaseName: aws.String("sales"), Name: aws.String("Orders")}
	Must[sdk.GetTableOutput](k, k.User(Retail, "full", allow("glue:GetTable", slices.Clone(all)...)), "glue", "GetTable", in)
	for i, missing := range all {
		part := slices.Delete(slices.Clone(all), i, i+1)
		got := refused(t, k, k.User(Retail, "without"+fmt.Sprint(i), allow("glue:GetTable", part...)), "GetTable", in, fault.AccessDenied)
		want := fmt.Sprintf("User: arn:aws:iam::222222222222:user/without%d is not authorized to perform: glue:GetTable on resource: arn:aws:glue:us-east-1:222222222222:%s because no identity-based policy allows the glue:GetTable action", i, missing)
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	// A database takes its tables along, so each has to be allowed.
	narrow := k.User(Retail, "narrow", allow("glue:DeleteDatabase", all...))
	if got := refused(t, k, narrow, "DeleteDatabase", &sdk.DeleteDatabaseInput{Name: aws.String("sales")}, fault.AccessDenied); !strings.Contains(got, "table/sales/clients") {
		t.Errorf("delete: %q", got)
	}
}

func TestOtherAccountsCatalogsAreClosed(t *testing.T) {
	k := newKit(t)
	fill(t, k, k.User(Retail, "admin", Everything))
	stranger := k.User(Risk, "eve", Everything)
	got := refused(t, k, stranger, "GetTable", &sdk.GetTableInput{CatalogId: aws.String(Retail), DatabaseName: aws.String("sales"), Name: aws.String("orders")}, fault.AccessDenied)
	if !strings.HasSuffix(got, "on resource: arn:aws:glue:us-east-1:222222222222:catalog because no resource-based policy allows the glue:GetTable action") {
		t.Errorf("%q", got)
	}
	refused(t, k, stranger, "GetTable", &sdk.GetTableInput{CatalogId: aws.String("s3tablescatalog"), DatabaseName: aws.String("sales"), Name: aws.String("orders")}, fault.Unsupported)
}

// TestRefusedCallsLeaveTheirEventAlone runs every operation as a user without permissions.
func TestRefusedCallsLeaveTheirEventAlone(t *testing.T) {
	k := newKit(t)
	fill(t, k, k.User(Retail, "admin", Everything))
	nobody := k.User(Retail, "nobody")
	state := func() (n int) {
		k.View(func(r store.Reader) error {
			for _, table := range []string{"glue.database", "glue.table", "glue.partition", "glue.tableversion", "glue.policy", "usage.record"} {
				for range r.Scan(table, store.Range{}) {
					n++
				}
			}
			return nil
		})
		return n
	}
	before := state()
	if before != 1+2+12+4 {
		t.Fatalf("%d records", before)
	}
	values := []string{"2015", "2026-01-01", "0"}
	complete := map[string]any{
		"DatabaseName": aws.String("sales"), "TableName": aws.String("sales"), "Name": aws.String("sales"),
		"DatabaseInput": &types.DatabaseInput{Name: aws.String("sales")}, "TablesToDelete": []string{"sales"},
		"PartitionInput": &types.PartitionInput{Values: values}, "PartitionInputList": []types.PartitionInput{{Values: values}},
		"PartitionValues": values, "PartitionValueList": values,
		"ResourceArn": aws.String("arn:aws:glue:us-east-1:222222222222:database/sales"), "TagsToAdd": map[string]string{"k": "v"},
		"TagsToRemove": []string{"k"}, "FunctionName": aws.String("f"), "ColumnName": aws.String("id"), "ColumnNames": []string{"id"},
		"ColumnStatisticsList": []types.ColumnStatistics{longStatistics("id", 1)}, "Pattern": aws.String("*"),
		"VersionId": aws.String("0"), "VersionIds": []string{"0"}, "PolicyInJson": aws.String("{}"),
		"Entries":         []types.BatchUpdatePartitionRequestEntry{{PartitionValueList: values, PartitionInput: &types.PartitionInput{Values: values}}},
		"PartitionsToGet": []types.PartitionValueList{{Values: values}}, "PartitionsToDelete": []types.PartitionValueList{{Values: values}},
	}
	operations := glue.New().Operations
	for _, o := range operations {
		in := glue.New().Wire.Operation(o.Name).NewInput()
		v := reflect.ValueOf(in).Elem()
		for name, value := range complete {
			if f := v.FieldByName(name); f.IsValid() {
				f.Set(reflect.ValueOf(value))
			}
		}
		refused(t, k, nobody, o.Name, in, fault.AccessDenied)
	}
	if after := state(); after != before {
		t.Errorf("%d records, before %d", after, before)
	}
	var denied int
	k.View(func(r store.Reader) error {
		page, _, err := trail.Lookup(r, Retail, trail.Query{})
		for _, e := range page {
			if e.Event.ErrorCode == "AccessDeniedException" && e.Event.ResponseElements == nil {
				denied++
			}
		}
		return err
	})
	if denied != len(operations) {
		t.Errorf("%d events for %d operations", denied, len(operations))
	}
}

func TestRequestsAreRecordedForTheCaller(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	var got []string
	k.View(func(r store.Reader) error {
		for record, err := range usage.Scan(r, usage.Span{Account: Retail}) {
			if err != nil {
				return err
			}
			got = append(got, record.Operation)
			if record.Service != usage.Glue || record.UsageType != usage.GlueCatalogRequests || record.Quantity != 1 || record.Principal != s.Principal.ARN {
				t.Errorf("record = %+v", record)
			}
		}
		return nil
	})
	slices.Sort(got)
	if want := "BatchCreatePartition CreateDatabase CreateTable CreateTable"; strings.Join(got, " ") != want {
		t.Errorf("recorded %v, want %s", got, want)
	}
}
