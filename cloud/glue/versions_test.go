package glue_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	. "interlaken/service/servicetest"
)

func TestVersionsOfATable(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	sales, clients := aws.String("sales"), aws.String("clients")
	keys := Must[sdk.GetTableOutput](k, s, "glue", "GetTable", &sdk.GetTableInput{DatabaseName: sales, Name: clients}).Table.PartitionKeys
	for i := 1; i <= 11; i++ {
		Must[sdk.UpdateTableOutput](k, s, "glue", "UpdateTable", &sdk.UpdateTableInput{DatabaseName: sales, SkipArchive: aws.Bool(i == 5), TableInput: &types.TableInput{
			Name: clients, PartitionKeys: keys, Description: aws.String(fmt.Sprint("after ", i)),
		}})
	}
	list := func() (all []string) {
		for token := (*string)(nil); ; {
			out := Must[sdk.GetTableVersionsOutput](k, s, "glue", "GetTableVersions", &sdk.GetTableVersionsInput{DatabaseName: sales, TableName: clients, MaxResults: aws.Int32(3), NextToken: token})
			for _, v := range out.TableVersions {
				if *v.VersionId != *v.Table.VersionId {
					t.Errorf("version %s of a table of version %s", *v.VersionId, *v.Table.VersionId)
				}
				all = append(all, *v.VersionId)
			}
			if token = out.NextToken; token == nil {
				return all
			}
		}
	}
	// The last one first, and ten before nine: versions are numbers. What was before the fifth change was not kept.
	if got := fmt.Sprint(list()); got != "[11 10 9 8 7 6 5 3 2 1 0]" {
		t.Errorf("versions = %s", got)
	}
	third := Must[sdk.GetTableVersionOutput](k, s, "glue", "GetTableVersion", &sdk.GetTableVersionInput{DatabaseName: sales, TableName: clients, VersionId: aws.String("3")})
	if *third.TableVersion.Table.Description != "after 3" {
		t.Errorf("third = %+v", third.TableVersion.Table)
	}
	last := Must[sdk.GetTableVersionOutput](k, s, "glue", "GetTableVersion", &sdk.GetTableVersionInput{DatabaseName: sales, TableName: clients})
	if *last.TableVersion.VersionId != "11" {
		t.Errorf("last = %s", *last.TableVersion.VersionId)
	}
	Must[sdk.DeleteTableVersionOutput](k, s, "glue", "DeleteTableVersion", &sdk.DeleteTableVersionInput{DatabaseName: sales, TableName: clients, VersionId: aws.String("3")})
	refused(t, k, s, "GetTableVersion", &sdk.GetTableVersionInput{DatabaseName: sales, TableName: clients, VersionId: aws.String("3")}, fault.NotFound)
	refused(t, k, s, "DeleteTableVersion", &sdk.DeleteTableVersionInput{DatabaseName: sales, TableName: clients, VersionId: aws.String("11")}, "InvalidInputException")
	out := Must[sdk.BatchDeleteTableVersionOutput](k, s, "glue", "BatchDeleteTableVersion", &sdk.BatchDeleteTableVersionInput{DatabaseName: sales, TableName: clients, VersionIds: []string{"0", "3", "11"}})
	if len(out.Errors) != 2 || *out.Errors[0].VersionId != "3" || *out.Errors[0].ErrorDetail.ErrorCode != "EntityNotFoundException" || *out.Errors[1].ErrorDetail.ErrorCode != "InvalidInputException" {
		t.Errorf("errors = %+v", out.Errors)
	}
	if got := fmt.Sprint(list()); got != "[11 10 9 8 7 6 5 2 1]" {
		t.Errorf("versions = %s", got)
	}
	// A table of the same name begins anew.
	Must[sdk.DeleteTableOutput](k, s, "glue", "DeleteTable", &sdk.DeleteTableInput{DatabaseName: sales, Name: clients})
	Must[sdk.CreateTableOutput](k, s, "glue", "CreateTable", &sdk.CreateTableInput{DatabaseName: sales, TableInput: &types.TableInput{Name: clients}})
	if got := fmt.Sprint(list()); got != "[0]" {
		t.Errorf("versions = %s", got)
	}
}

func TestManyPartitionsAreChanged(t *testing.T) {
	k := newKit(t)
	s := k.User(Retail, "ana", Everything)
	fill(t, k, s)
	sales, orders := aws.String("sales"), aws.String("orders")
	entry := func(from, to []string) types.BatchUpdatePartitionRequestEntry {
		return types.BatchUpdatePartitionRequestEntry{PartitionValueList: from, PartitionInput: &types.PartitionInput{Values: to, Parameters: map[string]string{"new": "yes"}}}
	}
	first, second, gone := []string{"2015", "2026-01-01", "0"}, []string{"2016", "2026-01-02", "1"}, []string{"1", "1", "1"}
	moved := []string{"1999", "2026-01-01", "0"}
	out := Must[sdk.BatchUpdatePartitionOutput](k, s, "glue", "BatchUpdatePartition", &sdk.BatchUpdatePartitionInput{
		DatabaseName: sales, TableName: orders, Entries: []types.BatchUpdatePartitionRequestEntry{entry(first, moved), entry(second, second), entry(gone, gone), entry(second, moved)},
	})
	if len(out.Errors) != 2 || *out.Errors[0].ErrorDetail.ErrorCode != "EntityNotFoundException" || *out.Errors[1].ErrorDetail.ErrorCode != "AlreadyExistsException" {
		t.Errorf("errors = %+v", out.Errors)
	}
	for _, values := range [][]string{moved, second} {
		p := Must[sdk.GetPartitionOutput](k, s, "glue", "GetPartition", &sdk.GetPartitionInput{DatabaseName: sales, TableName: orders, PartitionValues: values}).Partition
		if p.Parameters["new"] != "yes" {
			t.Errorf("%v = %+v", values, p)
		}
	}
	refused(t, k, s, "GetPartition", &sdk.GetPartitionInput{DatabaseName: sales, TableName: orders, PartitionValues: first}, fault.NotFound)
}
