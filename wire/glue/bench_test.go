package glue_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/wire"
	"interlaken/wire/glue"
)

// BenchmarkPartitions decodes a BatchCreatePartition and encodes a GetPartitions of 1,000 partitions, the largest
// messages of the services that are served.
func BenchmarkPartitions(b *testing.B) {
	input := types.PartitionInput{
		Values: []string{"2018-01", "retail"}, Parameters: map[string]string{"a": "b", "c": "d"},
		StorageDescriptor: &types.StorageDescriptor{
			Location: aws.String("s3://bank/complaints/month=2018-01/"), InputFormat: aws.String("parquet"),
			SerdeInfo: &types.SerDeInfo{SerializationLibrary: aws.String("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe")},
			Columns:   []types.Column{{Name: aws.String("day"), Type: aws.String("date")}, {Name: aws.String("state"), Type: aws.String("string")}},
		},
	}
	output := types.Partition{Values: input.Values, Parameters: input.Parameters, StorageDescriptor: input.StorageDescriptor}
	var in sdk.BatchCreatePartitionInput
	var out sdk.GetPartitionsOutput
	for range 1000 {
		in.PartitionInputList = append(in.PartitionInputList, input)
		out.Partitions = append(out.Partitions, output)
	}
	body, err := glue.Service.Marshal(&in)
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader(""))
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			if _, err := wire.Decode(r, body, glue.Service.Operation("BatchCreatePartition")); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encode", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			if err := wire.Encode(httptest.NewRecorder(), glue.Service.Operation("GetPartitions"), &out, "id"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
