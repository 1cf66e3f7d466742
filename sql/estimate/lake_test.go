package estimate_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/estimate"
	"interlaken/sql/hive"
	"interlaken/sql/parser"
)

// lake is a catalog and a store in memory, which count what they are asked.
type lake struct {
	tables     map[string]*glue.Table
	partitions map[string][]glue.Partition
	objects    map[string][]byte // by key
	versions   map[string]string // by key; "" is the first
	pageSize   int
	refuse     string // what fails with AccessDenied

	mu    sync.Mutex
	asked map[string]int
}

func newLake() *lake {
	return &lake{
		tables: map[string]*glue.Table{}, partitions: map[string][]glue.Partition{}, objects: map[string][]byte{}, versions: map[string]string{},
		pageSize: 1000, asked: map[string]int{},
	}
}

func (l *lake) ask(what string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked[what]++
	if l.refuse == what {
		return fault.New(fault.AccessDenied, "S3 refused it: AccessDenied: Access Denied")
	}
	return nil
}

func (l *lake) ID(_ context.Context, name string) (string, error) {
	return "id of " + name, l.ask("id")
}

func (l *lake) Table(_ context.Context, _, _, name string) (*glue.Table, error) {
	if t, ok := l.tables[name]; ok {
		return t, l.ask("table")
	}
	return nil, fault.New(fault.NotFound, "There is no table %s.", name)
}

// page cuts a page out of a number of things; the token is where it begins.
func (l *lake) page(n int, token string) (from, to int, next string) {
	_, _ = fmt.Sscan(token, &from)
	if to = min(n, from+l.pageSize); to < n {
		next = fmt.Sprint(to)
	}
	return from, to, next
}

func (l *lake) Partitions(_ context.Context, t *glue.Table, token string) ([]glue.Partition, string, error) {
	all := l.partitions[*t.Name]
	from, to, next := l.page(len(all), token)
	return all[from:to], next, l.ask("partitions")
}

func (l *lake) List(_ context.Context, bucket, prefix, token string) ([]estimate.Object, string, error) {
	var keys []string
	for key := range l.objects {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	from, to, next := l.page(len(keys), token)
	var page []estimate.Object
	for _, key := range keys[from:to] {
		page = append(page, estimate.Object{Bucket: bucket, Key: key, Version: l.versions[key], SizeBytes: int64(len(l.objects[key]))})
	}
	return page, next, l.ask("list")
}

func (l *lake) Read(_ context.Context, o estimate.Object, offset, length int64) ([]byte, error) {
	return l.objects[o.Key][offset : offset+length], l.ask("read")
}

// table makes a table at s3://lake/name/; columns and keys are "name type" pairs.
func (l *lake) table(name, serde string, columns []string, keys ...string) *glue.Table {
	pairs := func(texts []string) (all []glue.Column) {
		for _, text := range texts {
			n, kind, _ := strings.Cut(text, " ")
			all = append(all, glue.Column{Name: &n, Type: &kind})
		}
		return all
	}
	l.tables[name] = &glue.Table{
		Name: &name, DatabaseName: aws.String("db"), PartitionKeys: pairs(keys), Parameters: map[string]string{},
		StorageDescriptor: &glue.StorageDescriptor{
			Location: aws.String("s3://lake/" + name), Columns: pairs(columns), SerdeInfo: &glue.SerDeInfo{SerializationLibrary: &serde},
		},
	}
	return l.tables[name]
}

// partition adds one of a table with a single key, p.
func (l *lake) partition(table, value string) string {
	folder := table + "/p=" + value + "/"
	l.partitions[table] = append(l.partitions[table], glue.Partition{
		Values: []string{value}, StorageDescriptor: &glue.StorageDescriptor{Location: aws.String("s3://lake/" + folder)},
	})
	return folder
}

func (l *lake) view(name, query string, columns ...hive.ViewColumn) {
	text, err := (&hive.View{OriginalSQL: query, Schema: "db", Columns: columns}).Text()
	if err != nil {
		panic(err)
	}
	l.tables[name] = &glue.Table{Name: &name, DatabaseName: aws.String("db"), TableType: aws.String("VIRTUAL_VIEW"), ViewOriginalText: &text}
}

var eventColumns = []string{"id bigint", "kind int", "note string", "place struct<city:string,zip:int>"}

// events is a Parquet file in row groups: id counts up, kind and the texts are in no order.
func events(t testing.TB, from, rows, groupRows int) []byte {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "id", Type: arrow.PrimitiveTypes.Int64},
		{Name: "Kind", Type: arrow.PrimitiveTypes.Int32},
		{Name: "note", Type: arrow.BinaryTypes.String},
		{Name: "place", Type: arrow.StructOf(arrow.Field{Name: "City", Type: arrow.BinaryTypes.String}, arrow.Field{Name: "zip", Type: arrow.PrimitiveTypes.Int32})},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i := from; i < from+rows; i++ {
		mixed := uint32(i) * 2654435761
		b.Field(0).(*array.Int64Builder).Append(int64(i))
		b.Field(1).(*array.Int32Builder).Append(int32(mixed >> 20))
		b.Field(2).(*array.StringBuilder).Append(fmt.Sprintf("note %x", mixed))
		place := b.Field(3).(*array.StructBuilder)
		place.Append(true)
		place.FieldBuilder(0).(*array.StringBuilder).Append(fmt.Sprintf("city %x", mixed>>8))
		place.FieldBuilder(1).(*array.Int32Builder).Append(int32(mixed >> 16))
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	table := array.NewTableFromRecords(schema, []arrow.RecordBatch{batch})
	defer table.Release()
	var out bytes.Buffer
	properties := parquet.NewWriterProperties(parquet.WithDictionaryDefault(false))
	if err := pqarrow.WriteTable(table, &out, int64(groupRows), properties, pqarrow.DefaultWriterProps()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (l *lake) estimator(settings estimate.Settings) *estimate.Estimator {
	return &estimate.Estimator{Catalog: l, Objects: l, Settings: settings}
}

func ask(t testing.TB, e *estimate.Estimator, query string) *estimate.Estimate {
	t.Helper()
	statement, err := parser.ParseStatement(query)
	if err != nil {
		t.Fatal(err)
	}
	out, err := e.Statement(t.Context(), statement, analyze.Options{Catalog: "awsdatacatalog", Database: "db"})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return out
}
