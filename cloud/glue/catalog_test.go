package glue_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	. "interlaken/service/servicetest"
	"interlaken/store"
)

// longStatistics say how many values a column of whole numbers has.
func longStatistics(column string, distinct int64) types.ColumnStatistics {
	return types.ColumnStatistics{
		ColumnName: &column, ColumnType: aws.String("bigint"), AnalyzedTime: aws.Time(Start),
		StatisticsData: &types.ColumnStatisticsData{Type: types.ColumnStatisticsTypeLong, LongColumnStatisticsData: &types.LongColumnStatisticsData{
			NumberOfDistinctValues: distinct, MinimumValue: -1, MaximumValue: 9,
		}},
	}
}

func TestTagsOfDatabases(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	database := aws.String("arn:aws:glue:us-east-1:222222222222:database/sales")
	create := &sdk.CreateDatabaseInput{DatabaseInput: &types.DatabaseInput{Name: aws.String("Sales")}, Tags: map[string]string{"team": "blue"}}
	untagging := k.User(Retail, "uwe", allow("glue:CreateDatabase", "catalog", "database/*"))
	refused(t, k, untagging, "CreateDatabase", create, fault.AccessDenied)
	Must[sdk.CreateDatabaseOutput](k, s, "glue", "CreateDatabase", create)
	has := func(want map[string]string) {
		t.Helper()
		got := Must[sdk.GetTagsOutput](k, s, "glue", "GetTags", &sdk.GetTagsInput{ResourceArn: database}).Tags
		if len(got) != len(want) {
			t.Errorf("tags are %v, want %v", got, want)
		}
		for key, value := range want {
			if got[key] != value {
				t.Errorf("tags are %v, want %v", got, want)
			}
		}
	}
	has(map[string]string{"team": "blue"})
	Must[sdk.TagResourceOutput](k, s, "glue", "TagResource", &sdk.TagResourceInput{ResourceArn: database, TagsToAdd: map[string]string{"team": "red", "z": ""}})
	Must[sdk.UntagResourceOutput](k, s, "glue", "UntagResource", &sdk.UntagResourceInput{ResourceArn: database, TagsToRemove: []string{"z", "none"}})
	has(map[string]string{"team": "red"})
	refused(t, k, s, "TagResource", &sdk.TagResourceInput{ResourceArn: database, TagsToAdd: map[string]string{"aws:x": "y"}}, "InvalidInputException")
	refused(t, k, s, "GetTags", &sdk.GetTagsInput{ResourceArn: aws.String("arn:aws:glue:us-east-1:222222222222:database/gone")}, fault.NotFound)
	refused(t, k, s, "GetTags", &sdk.GetTagsInput{ResourceArn: aws.String("arn:aws:glue:us-east-1:222222222222:table/sales/t")}, fault.Unsupported)
	refused(t, k, s, "GetTags", &sdk.GetTagsInput{ResourceArn: aws.String("arn:aws:glue:us-east-1::database/sales")}, "InvalidInputException")
	refused(t, k, k.User(Risk, "eve", Everything), "GetTags", &sdk.GetTagsInput{ResourceArn: database}, fault.AccessDenied)
	Must[sdk.DeleteDatabaseOutput](k, s, "glue", "DeleteDatabase", &sdk.DeleteDatabaseInput{Name: aws.String("sales")})
	create.Tags = nil
	Must[sdk.CreateDatabaseOutput](k, s, "glue", "CreateDatabase", create)
	has(nil)
}

func TestColumnStatistics(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	database, table := aws.String("Sales"), aws.String("Orders")
	first, second := []string{"2015", "2026-01-01", "0"}, []string{"2016", "2026-01-02", "1"}
	put := Must[sdk.UpdateColumnStatisticsForTableOutput](k, s, "glue", "UpdateColumnStatisticsForTable", &sdk.UpdateColumnStatisticsForTableInput{
		DatabaseName: database, TableName: table, ColumnStatisticsList: []types.ColumnStatistics{longStatistics("ID", 7), longStatistics("gone", 1)},
	})
	if len(put.Errors) != 1 || *put.Errors[0].ColumnStatistics.ColumnName != "gone" || *put.Errors[0].Error.ErrorCode != "EntityNotFoundException" {
		t.Errorf("errors are %+v", put.Errors)
	}
	wrong := longStatistics("id", 1)
	wrong.StatisticsData.Type = types.ColumnStatisticsTypeString
	put = Must[sdk.UpdateColumnStatisticsForTableOutput](k, s, "glue", "UpdateColumnStatisticsForTable", &sdk.UpdateColumnStatisticsForTableInput{
		DatabaseName: database, TableName: table, ColumnStatisticsList: []types.ColumnStatistics{wrong},
	})
	if len(put.Errors) != 1 || *put.Errors[0].Error.ErrorCode != "InvalidInputException" {
		t.Errorf("errors are %+v", put.Errors)
	}
	for i, values := range [][]string{first, second} {
		Must[sdk.UpdateColumnStatisticsForPartitionOutput](k, s, "glue", "UpdateColumnStatisticsForPartition", &sdk.UpdateColumnStatisticsForPartitionInput{
			DatabaseName: database, TableName: table, PartitionValues: values, ColumnStatisticsList: []types.ColumnStatistics{longStatistics("id", int64(i+1))},
		})
	}
	of := func() []types.ColumnStatistics {
		t.Helper()
		out := Must[sdk.GetColumnStatisticsForTableOutput](k, s, "glue", "GetColumnStatisticsForTable", &sdk.GetColumnStatisticsForTableInput{
			DatabaseName: database, TableName: table, ColumnNames: []string{"id", "year", "gone"},
		})
		if len(out.Errors) != 1 || *out.Errors[0].ColumnName != "gone" {
			t.Errorf("errors are %+v", out.Errors)
		}
		return out.ColumnStatisticsList
	}
	ofPartition := func(values []string) *sdk.GetColumnStatisticsForPartitionInput {
		return &sdk.GetColumnStatisticsForPartitionInput{DatabaseName: database, TableName: table, PartitionValues: values, ColumnNames: []string{"id"}}
	}
	if got := of(); len(got) != 1 || got[0].StatisticsData.LongColumnStatisticsData.NumberOfDistinctValues != 7 || *got[0].ColumnName != "id" {
		t.Errorf("of the table: %+v", got)
	}
	got := Must[sdk.GetColumnStatisticsForPartitionOutput](k, s, "glue", "GetColumnStatisticsForPartition", ofPartition(second)).ColumnStatisticsList
	if len(got) != 1 || got[0].StatisticsData.LongColumnStatisticsData.NumberOfDistinctValues != 2 {
		t.Errorf("of a partition: %+v", got)
	}
	refused(t, k, s, "GetColumnStatisticsForPartition", ofPartition([]string{"x", "y", "z"}), fault.NotFound)

	// The permissions are those of the table and the partition.
	reader := k.User(Retail, "rex", allow("glue:GetTable", "catalog", "database/sales", "table/sales/orders"))
	Must[sdk.GetColumnStatisticsForTableOutput](k, reader, "glue", "GetColumnStatisticsForTable", &sdk.GetColumnStatisticsForTableInput{
		DatabaseName: database, TableName: table, ColumnNames: []string{"id"},
	})
	if said := refused(t, k, reader, "GetColumnStatisticsForPartition", ofPartition(first), fault.AccessDenied); !strings.Contains(said, "glue:GetPartition on") {
		t.Error(said)
	}

	gone := &sdk.DeleteColumnStatisticsForTableInput{DatabaseName: database, TableName: table, ColumnName: aws.String("id")}
	Must[sdk.DeleteColumnStatisticsForTableOutput](k, s, "glue", "DeleteColumnStatisticsForTable", gone)
	refused(t, k, s, "DeleteColumnStatisticsForTable", gone, fault.NotFound)
	if got := of(); len(got) != 0 {
		t.Errorf("left: %+v", got)
	}
	Must[sdk.DeletePartitionOutput](k, s, "glue", "DeletePartition", &sdk.DeletePartitionInput{DatabaseName: database, TableName: table, PartitionValues: first})
	kept := func() (n int) {
		k.View(func(r store.Reader) error {
			for _, err := range r.Scan("glue.statistics", store.Range{}) {
				if err != nil {
					return err
				}
				n++
			}
			return nil
		})
		return n
	}
	if n := kept(); n != 1 {
		t.Errorf("%d statistics are kept, want the second partition's", n)
	}
	Must[sdk.DeleteTableOutput](k, s, "glue", "DeleteTable", &sdk.DeleteTableInput{DatabaseName: database, Name: table})
	if n := kept(); n != 0 {
		t.Errorf("%d statistics outlive their table", n)
	}
}

func TestSearchTables(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	k.Clock.Advance(time.Hour)
	Must[sdk.CreateTableOutput](k, s, "glue", "CreateTable", &sdk.CreateTableInput{DatabaseName: aws.String("sales"), TableInput: &types.TableInput{
		Name: aws.String("daily_orders"), Description: aws.String("Orders by day"), Owner: aws.String("rita"), TableType: aws.String("VIRTUAL_VIEW"),
	}})
	find := func(i *sdk.SearchTablesInput) string {
		t.Helper()
		var names []string
		for {
			out := Must[sdk.SearchTablesOutput](k, s, "glue", "SearchTables", i)
			for _, found := range out.TableList {
				names = append(names, *found.Name)
			}
			if i.NextToken = out.NextToken; i.NextToken == nil {
				return strings.Join(names, " ")
			}
		}
	}
	filter := func(key, value string, comparator types.Comparator) []types.PropertyPredicate {
		return []types.PropertyPredicate{{Key: &key, Value: &value, Comparator: comparator}}
	}
	for _, c := range []struct {
		what string
		in   sdk.SearchTablesInput
		want string
	}{
		{"all", sdk.SearchTablesInput{}, "clients daily_orders orders"},
		{"pages", sdk.SearchTablesInput{MaxResults: aws.Int32(1)}, "clients daily_orders orders"},
		{"a word", sdk.SearchTablesInput{SearchText: aws.String("orders")}, "daily_orders orders"},
		{"two words", sdk.SearchTablesInput{SearchText: aws.String("by DAY")}, "daily_orders"},
		{"a column", sdk.SearchTablesInput{SearchText: aws.String("year")}, "clients orders"},
		{"part of a word", sdk.SearchTablesInput{SearchText: aws.String("order")}, ""},
		{"exactly", sdk.SearchTablesInput{SearchText: aws.String(`"orders"`)}, "orders"},
		{"a name", sdk.SearchTablesInput{Filters: filter("Name", "orders", "")}, "daily_orders orders"},
		{"a kind", sdk.SearchTablesInput{Filters: filter("TableType", "EXTERNAL_TABLE", "")}, "clients orders"},
		{"later", sdk.SearchTablesInput{Filters: filter("CreateTime", Start.Add(time.Minute).Format(time.RFC3339), types.ComparatorGreaterThan)}, "daily_orders"},
		{"backwards", sdk.SearchTablesInput{SortCriteria: []types.SortCriterion{{FieldName: aws.String("Name"), Sort: types.SortDescending}}}, "orders daily_orders clients"},
		{"the newest first", sdk.SearchTablesInput{SortCriteria: []types.SortCriterion{{FieldName: aws.String("UpdateTime"), Sort: types.SortDescending}}}, "daily_orders clients orders"},
		{"shared", sdk.SearchTablesInput{ResourceShareType: types.ResourceShareTypeForeign}, ""},
	} {
		if got := find(&c.in); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	refused(t, k, s, "SearchTables", &sdk.SearchTablesInput{Filters: filter("Parameters", "x", "")}, fault.Unsupported)
	refused(t, k, s, "SearchTables", &sdk.SearchTablesInput{Filters: filter("UpdateTime", "yesterday", "")}, "InvalidInputException")
	refused(t, k, k.User(Retail, "part", allow("glue:SearchTables", "catalog", "database/*", "table/sales/*")), "SearchTables", &sdk.SearchTablesInput{}, fault.AccessDenied)
}

// What a catalog does not have is told so, as clients ask for it on their way.
func TestWhatACatalogLacks(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	sales, gone := aws.String("sales"), aws.String("gone")
	indexes := Must[sdk.GetPartitionIndexesOutput](k, s, "glue", "GetPartitionIndexes", &sdk.GetPartitionIndexesInput{DatabaseName: sales, TableName: aws.String("orders")})
	if indexes.PartitionIndexDescriptorList == nil || len(indexes.PartitionIndexDescriptorList) != 0 {
		t.Errorf("indexes are %+v", indexes.PartitionIndexDescriptorList)
	}
	refused(t, k, s, "GetPartitionIndexes", &sdk.GetPartitionIndexesInput{DatabaseName: sales, TableName: gone}, fault.NotFound)
	functions := Must[sdk.GetUserDefinedFunctionsOutput](k, s, "glue", "GetUserDefinedFunctions", &sdk.GetUserDefinedFunctionsInput{DatabaseName: sales, Pattern: aws.String(".*")})
	if functions.UserDefinedFunctions == nil || len(functions.UserDefinedFunctions) != 0 {
		t.Errorf("functions are %+v", functions.UserDefinedFunctions)
	}
	refused(t, k, s, "GetUserDefinedFunctions", &sdk.GetUserDefinedFunctionsInput{DatabaseName: gone, Pattern: aws.String(".*")}, fault.NotFound)
	refused(t, k, s, "GetUserDefinedFunction", &sdk.GetUserDefinedFunctionInput{DatabaseName: sales, FunctionName: gone}, fault.NotFound)
	if !Must[sdk.GetCatalogImportStatusOutput](k, s, "glue", "GetCatalogImportStatus", &sdk.GetCatalogImportStatusInput{}).ImportStatus.ImportCompleted {
		t.Error("the catalog is not complete")
	}
}
