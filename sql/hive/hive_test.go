package hive

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/sql/types"
)

func TestFolder(t *testing.T) {
	for text, want := range map[string][2]string{
		"s3://b/a/c": {"b", "a/c/"}, "s3://b/a/": {"b", "a/"}, "s3://b": {"b", ""}, "s3a://b/x": {"b", "x/"}, "s3n://b/": {"b", ""},
	} {
		if bucket, prefix, err := Folder(text); err != nil || bucket != want[0] || prefix != want[1] {
			t.Errorf("%s: %q %q %v", text, bucket, prefix, err)
		}
	}
	for _, text := range []string{"", "b/a", "http://b/a", "s3:///a", "s3://a b/c", "s3://b?x"} {
		if _, _, err := Folder(text); !fault.Is(err, "HIVE_INVALID_METADATA") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestIsData(t *testing.T) {
	for key, size := range map[string]int64{"t/a": 1, "a.b": 9, "_t/a": 1} {
		if !IsData(key, size) {
			t.Errorf("%s of %d bytes holds rows", key, size)
		}
	}
	for key, size := range map[string]int64{"t/": 1, "t/a": 0, "t/_a": 1, "t/.a": 1} {
		if IsData(key, size) {
			t.Errorf("%s of %d bytes holds no rows", key, size)
		}
	}
}

func TestColumnsAndPartitions(t *testing.T) {
	pair := func(name, kind string) glue.Column { return glue.Column{Name: &name, Type: &kind} }
	table := &glue.Table{
		DatabaseName: aws.String("db"), Name: aws.String("t"), PartitionKeys: []glue.Column{pair("Day", "date"), pair("n", "int")},
		StorageDescriptor: &glue.StorageDescriptor{Columns: []glue.Column{pair("ID", "bigint"), pair("odd", "uniontype<int,string>")}},
	}
	columns, err := Columns(table)
	if err != nil || len(columns) != 4 || columns[0].Name != "id" || columns[0].Type.Kind != types.Bigint || !columns[1].Hidden || !columns[2].Partition || columns[0].Partition {
		t.Errorf("%+v, %v", columns, err)
	}
	table.StorageDescriptor.Columns = append(table.StorageDescriptor.Columns, pair("torn", "array<"))
	if _, err := Columns(table); !fault.Is(err, "HIVE_INVALID_METADATA") {
		t.Errorf("a type that is none: %v", err)
	}
	values := PartitionValues(table, []string{"2026-01-02", NullPartition})
	if v, ok := values["n"]; !ok || v != nil || *values["day"] != "2026-01-02" {
		t.Errorf("%v", values)
	}
	if got := PartitionPath(table.PartitionKeys, []string{"a/b", "1"}); got != "Day=a%2Fb/n=1/" {
		t.Error(got)
	}
}
