package spice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/result"
	"interlaken/sql/ast"
	"interlaken/sql/printer"
	"interlaken/store"
)

// exported is a physical table as its account gave it: Parquet files in plain, with the types that the account has for it.
type exported struct {
	table   *hub.Physical
	columns []result.Column
	files   []engine.File
}

// exports is how many accounts are read at once for one ingestion.
const exports = 4

// exportAll has every physical table exported in its own account, and stops the others when one fails. What went through
// the accounts' buckets is removed in any case.
func (i *ingestion) exportAll(ctx context.Context) (map[string]*exported, error) {
	needed, err := query.Needed(&i.dataSet, i.asked.Created)
	if err != nil {
		return nil, err
	}
	defer i.cleanAll(ctx)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	places := make(chan struct{}, exports)
	found := map[string]*exported{}
	var group sync.WaitGroup
	var mu sync.Mutex
	var first error
	for n := range i.dataSet.Tables {
		table := &i.dataSet.Tables[n]
		if len(needed[table.ID]) == 0 {
			continue // no relation is made of it
		}
		group.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			e, err := i.export(ctx, table, needed[table.ID])
			mu.Lock()
			defer mu.Unlock()
			if err != nil && first == nil {
				first = err
				stop()
			}
			found[table.ID] = e
		})
	}
	group.Wait()
	return found, first
}

// export has one table exported: its account says what types the columns have, writes them as Parquet into a folder of
// this attempt in its own bucket, and gives the files. Both queries are role B's.
func (i *ingestion) export(ctx context.Context, table *hub.Physical, columns []string) (*exported, error) {
	source := i.sources[table.DataSourceARN]
	account := source.Athena.Account()
	rows, err := query.OfTable(table, columns)
	if err != nil {
		return nil, err
	}
	described := *rows
	described.Limit = &ast.Limit{Count: ast.Integer(0)}
	asked := query.Part{Name: table.ID, DataSource: source, Database: table.Schema}
	known, err := i.askOf(ctx, asked, &described, nil)
	if err != nil {
		return nil, err
	}
	place, err := i.place(ctx, source, table.ID)
	if err != nil {
		return nil, err
	}
	e := hub.Export{Table: table.ID, DataSourceARN: source.ARN(), Account: account, Place: place.String(), Left: true}
	if err := i.note(ctx, e); err != nil {
		return nil, err
	}
	if err := i.step("export begins"); err != nil {
		return nil, err
	}
	plain, given := plainColumns(rows, known)
	unload := &ast.Unload{Query: plain, Location: ast.String(place.String()), Properties: []*ast.Property{
		{Name: "format", Value: ast.String("PARQUET")}, {Name: "compression", Value: ast.String("SNAPPY")},
	}}
	_, err = i.askOf(ctx, asked, unload, &e)
	if noted := i.note(context.WithoutCancel(ctx), e); err == nil {
		err = noted
	}
	if err != nil {
		return nil, err
	}
	if err := i.step("unloaded"); err != nil {
		return nil, err
	}
	files, err := i.fetch(ctx, source, place, table.ID)
	return &exported{table, given, files}, err
}

// askOf has one statement run in the account of a data source, and keeps in e, where there is one, what is known of it.
func (i *ingestion) askOf(ctx context.Context, part query.Part, statement ast.Node, e *hub.Export) (*query.Rows, error) {
	text, err := printer.Print(statement, printer.Options{})
	if err != nil {
		return nil, err
	}
	part.SQL = text
	rows, err := i.Query.Ask(ctx, i.asked.Person, &part, i.IDs.UUID(), 1)
	if e != nil {
		e.RoleBSession, e.ExecutionID = part.RoleBSession, part.ExecutionID
		e.ScannedBytes, e.Picodollars, e.Known = part.ScannedBytes, part.Picodollars, part.Known
	}
	if err != nil {
		return nil, exportFailure(err, part.ExecutionID)
	}
	return rows, nil
}

// note keeps in the store what is known of an export, so that a crash leaves the place known that has to be emptied.
func (i *ingestion) note(ctx context.Context, e hub.Export) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	place := len(i.asked.Exports)
	for n := range i.asked.Exports {
		if i.asked.Exports[n].Place == e.Place {
			place = n
		}
	}
	if place == len(i.asked.Exports) {
		i.asked.Exports = append(i.asked.Exports, e)
	}
	i.asked.Exports[place] = e
	return i.Store.Update(ctx, func(tx store.Tx) error {
		if _, err := i.held.Held(tx); err != nil {
			return err
		}
		return hub.ChangeIngestion(tx, i.asked.Key(), func(kept *hub.Ingestion) error {
			kept.Exports = i.asked.Exports
			return nil
		})
	})
}

// place is a folder in a bucket.
type place struct{ bucket, prefix string }

func (p place) String() string { return "s3://" + p.bucket + "/" + p.prefix }

func parsePlace(text string) place {
	bucket, prefix, _ := strings.Cut(strings.TrimPrefix(text, "s3://"), "/")
	return place{bucket, prefix}
}

// place is where the rows of a data source go through: a folder of this attempt, below one prefix of the data source,
// where the workgroup puts its results, or else in the account's own bucket for query results.
func (i *ingestion) place(ctx context.Context, source hub.DataSource, table string) (place, error) {
	lease, err := i.Chain.Lease(ctx, source, i.asked.Person)
	if err != nil {
		return place{}, exportFailure(err, "")
	}
	group, err := i.Chain.WorkGroup(ctx, lease, source.Athena.WorkGroup)
	if err != nil {
		return place{}, exportFailure(err, "")
	}
	under := place{bucket: fmt.Sprintf("aws-athena-query-results-%s-%s", lease.Account, source.Region)}
	if c := group.Configuration; c != nil && c.ResultConfiguration != nil && aws.ToString(c.ResultConfiguration.OutputLocation) != "" {
		under = parsePlace(*c.ResultConfiguration.OutputLocation)
	}
	if under.prefix != "" && !strings.HasSuffix(under.prefix, "/") {
		under.prefix += "/"
	}
	under.prefix += source.ID + "/spice/" + i.attempt + "/" + i.tableName(table) + "/"
	return under, nil
}

// objects is S3 in the account of a data source, as the ingestion's person.
func (s *Service) objects(ctx context.Context, source hub.DataSource, person hub.Person) (*s3.Client, string, error) {
	lease, err := s.Chain.Lease(ctx, source, person)
	if err != nil {
		return nil, "", exportFailure(err, "")
	}
	return s3.NewFromConfig(s.Chain.Config(lease), func(o *s3.Options) {
		// A name of its own for each bucket is what AWS asks for; an endpoint of one's own has no such names.
		o.UsePathStyle = o.BaseEndpoint != nil
	}), lease.Account, nil
}

// list are the objects of a place.
func list(ctx context.Context, client *s3.Client, owner string, p place) (found []s3types.Object, err error) {
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: &p.bucket, Prefix: &p.prefix, ExpectedBucketOwner: &owner})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		found = append(found, page.Contents...)
	}
	return found, nil
}

// fetch reads the objects of a place into the room.
func (i *ingestion) fetch(ctx context.Context, source hub.DataSource, p place, table string) ([]engine.File, error) {
	client, owner, err := i.objects(ctx, source, i.asked.Person)
	if err != nil {
		return nil, err
	}
	found, err := list(ctx, client, owner, p)
	if err != nil {
		return nil, objectFailure(owner, p, err)
	}
	var size int64
	for _, object := range found {
		if size += aws.ToInt64(object.Size); size > i.Limits.SetBytes {
			return nil, tooLarge(i.dataSet.ID, i.Limits.SetBytes)
		}
	}
	i.loaded.evict(size)
	var files []engine.File
	for n, object := range found {
		if aws.ToInt64(object.Size) == 0 {
			continue
		}
		file, err := i.room.file(fmt.Sprintf("%s-%d", i.tableName(table), n), "s3://"+p.bucket+"/"+aws.ToString(object.Key), *object.Size, func(f *os.File) error {
			out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &p.bucket, Key: object.Key, ExpectedBucketOwner: &owner})
			if err != nil {
				return objectFailure(owner, p, err)
			}
			_, err = io.Copy(f, out.Body)
			return errors.Join(err, out.Body.Close())
		})
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// tableName is a name that SQL and file systems take, of a physical table.
func (i *ingestion) tableName(id string) string {
	for n := range i.dataSet.Tables {
		if i.dataSet.Tables[n].ID == id {
			return "t" + strconv.Itoa(n)
		}
	}
	return "t"
}

// objectFailure is why objects could not be read.
func objectFailure(account string, p place, err error) error {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return &failure{types.IngestionErrorTypeConnectionFailure, fmt.Sprintf("S3 in account %s did not answer.", account), err}
	}
	return &failure{types.IngestionErrorTypeS3FileInaccessible, fmt.Sprintf("Account %s refused to give what the query wrote to %s: %s: %s", account, p, api.ErrorCode(), api.ErrorMessage()), err}
}

func tooLarge(dataSet string, limit int64) error {
	return &failure{types.IngestionErrorTypeDataSetSizeLimitExceeded, fmt.Sprintf("The data set %s has more than %d bytes, the limit SetBytes.", dataSet, limit), nil}
}

// cleanTime is how long an ingestion tries to empty what it has used of the accounts' buckets.
const cleanTime = time.Minute

// cleanAll empties what the exports of an ingestion went through. The ingestion does not fail with it: what is left is
// noted, and tried again at the next start.
func (i *ingestion) cleanAll(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanTime)
	defer cancel()
	if i.step("clean") != nil {
		return
	}
	i.mu.Lock()
	left := append([]hub.Export(nil), i.asked.Exports...)
	i.mu.Unlock()
	for _, e := range left {
		if !e.Left {
			continue
		}
		if err := i.clean(ctx, i.sources[e.DataSourceARN], i.asked.Person, parsePlace(e.Place)); err != nil {
			continue
		}
		e.Left = false
		// The ingestion's record is gone with its data set, or is another process' by now.
		if err := i.note(ctx, e); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Conflict) {
			i.report(err)
		}
	}
}

// clean removes the objects of a place. Where role B may not delete, as in the published policy, they are overwritten with
// nothing.
func (s *Service) clean(ctx context.Context, source hub.DataSource, person hub.Person, p place) error {
	client, owner, err := s.objects(ctx, source, person)
	if err != nil {
		return err
	}
	found, err := list(ctx, client, owner, p)
	for _, object := range found {
		if _, refused := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &p.bucket, Key: object.Key, ExpectedBucketOwner: &owner}); refused == nil || aws.ToInt64(object.Size) == 0 {
			continue
		}
		_, emptied := client.PutObject(ctx, &s3.PutObjectInput{Bucket: &p.bucket, Key: object.Key, ExpectedBucketOwner: &owner, Body: strings.NewReader("")})
		err = errors.Join(err, emptied)
	}
	return err
}
