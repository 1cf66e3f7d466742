package athena

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/cloud/athena/iceberg"
	"interlaken/engine"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/sql/analyze"
	"interlaken/sql/hive"
)

// lake is what one statement has read of the metadata of Iceberg tables. It is read between transactions, since files may
// be slow and large: a transaction that needs what is not read yet ends with unread, and is run again. What Glue said of a
// table is kept, so that its answer and its event are one.
type lake struct {
	t      *attempt
	asked  map[[3]string]*glue.Table // by catalog, database and name
	tables map[string]outcome[*iceberg.Table]
	scans  map[string]outcome[*iceberg.Scan]
	rows   map[string]outcome[[][]*string]
	// changes are those that the statement makes, by what it does.
	changes map[string]outcome[*iceberg.Change]
	files   *lakeFiles
}

func newLake(t *attempt) *lake {
	return &lake{
		t: t, asked: map[[3]string]*glue.Table{}, tables: map[string]outcome[*iceberg.Table]{},
		scans: map[string]outcome[*iceberg.Scan]{}, rows: map[string]outcome[[][]*string]{},
		changes: map[string]outcome[*iceberg.Change]{}, files: &lakeFiles{t: t},
	}
}

// outcome is what reading something came to.
type outcome[T any] struct {
	value T
	err   error
}

// unread ends a transaction that needs files which have to be read first. read reads them; its outcome, an error included,
// is there for the transaction when that is run again.
type unread struct{ read func(context.Context) }

func (*unread) Error() string { return "athena: files are needed that are not read yet" }

// known returns what was read under a key, or unread where it was not.
func known[T any](all map[string]outcome[T], key string, read func(context.Context) (T, error)) (T, error) {
	if o, ok := all[key]; ok {
		return o.value, o.err
	}
	var none T
	return none, &unread{func(ctx context.Context) {
		value, err := read(ctx)
		all[key] = outcome[T]{value, err}
	}}
}

// isIceberg tells tables of the format Iceberg from those of Hive.
func isIceberg(t *glue.Table) bool { return strings.EqualFold(t.Parameters["table_type"], "ICEBERG") }

// table is an Iceberg table of the catalog at its current snapshot.
func (l *lake) table(t *glue.Table) (*iceberg.Table, error) {
	name := *t.DatabaseName + "." + *t.Name
	location := t.Parameters["metadata_location"]
	if location == "" {
		return nil, fault.New(iceberg.InvalidMetadata, "Table %s has no metadata_location", name)
	}
	return known(l.tables, name+" "+location, func(ctx context.Context) (*iceberg.Table, error) {
		return iceberg.Load(ctx, l.files, l.t.Iceberg, name, location)
	})
}

// definition is an Iceberg table as queries read it: at a version, or what a table such as "t$snapshots" says about it.
func (l *lake) definition(t *glue.Table, version analyze.Version, about string) (*definition, error) {
	at, err := l.table(t)
	if err != nil {
		return nil, err
	}
	switch {
	case version.ID != 0:
		at, err = at.AtVersion(version.ID)
	case version.Reference != "":
		at, err = at.AtReference(version.Reference)
	case !version.Time.IsZero():
		at, err = at.AtTime(version.Time)
	}
	if err != nil {
		return nil, err
	}
	d := &definition{table: t, iceberg: at}
	if about != "" {
		return d, d.about(l, about)
	}
	for _, c := range at.Columns {
		d.columns = append(d.columns, column{hive.Column{Column: analyze.Column{Name: c.Name, Type: c.Type}}, c.ID})
	}
	return d, nil
}

// scan is the files of a table that a condition needs.
func (l *lake) scan(t *iceberg.Table, condition *analyze.Predicate) (*iceberg.Scan, error) {
	key := fmt.Sprintf("%s %d ", t.MetadataLocation, t.Snapshot())
	if condition != nil {
		key += condition.String()
	}
	return known(l.scans, key, func(context.Context) (*iceberg.Scan, error) { return t.Plan(condition) })
}

// readIceberg has a table's files authorized and held: one question and one event a bucket. The files of rows and those of
// deletes are asked for alike.
func (p *planned) readIceberg(c *service.Call, objects Objects, l *lake, t *engine.Table, d *definition, read *analyze.TableRead) error {
	scan, err := l.scan(d.iceberg, read.Partitions)
	if err != nil {
		return err
	}
	data, err := p.hold(c, objects, scan.Data)
	if err != nil {
		return err
	}
	deletes, err := p.hold(c, objects, scan.Deletes)
	if err != nil {
		return err
	}
	t.Files, t.Deletes = data, deletes
	var columns []string
	for _, one := range t.Columns {
		columns = append(columns, one.Name)
	}
	p.checks = append(p.checks, func() error {
		for i, f := range data {
			if err := d.iceberg.CheckData(scan, i, f.Path, columns); err != nil {
				return err
			}
		}
		for _, f := range deletes {
			if err := d.iceberg.CheckDeletes(f.Display, f.Path); err != nil {
				return err
			}
		}
		return nil
	})
	return nil
}

// hold has objects authorized and held, in the order of their addresses.
func (p *planned) hold(c *service.Call, objects Objects, addresses []string) ([]engine.File, error) {
	var buckets []string
	places := map[string][]int{}
	keys := make([]string, len(addresses))
	for i, address := range addresses {
		bucket, key, err := lakeAddress(address)
		if err != nil {
			return nil, err
		}
		if places[bucket] == nil {
			buckets = append(buckets, bucket)
		}
		places[bucket], keys[i] = append(places[bucket], i), key
	}
	files := make([]engine.File, len(addresses))
	for _, bucket := range buckets {
		var asked []string
		for _, i := range places[bucket] {
			asked = append(asked, keys[i])
		}
		held, err := objects.Read(c, bucket, asked)
		if err != nil {
			return nil, lakeFailed(err)
		}
		p.held = append(p.held, held...)
		for n, i := range places[bucket] {
			files[i] = engine.File{Path: held[n].Path, SizeBytes: held[n].SizeBytes, Display: "s3://" + bucket + "/" + keys[i]}
		}
	}
	return files, nil
}

// lakeAddress reads the address of a file that a table's metadata names.
func lakeAddress(address string) (bucket, key string, err error) {
	scheme, rest, _ := strings.Cut(address, "://")
	if scheme == "s3a" || scheme == "s3n" {
		scheme = "s3"
	}
	bucket, key, ok := parseLocation(scheme + "://" + rest)
	if !ok || key == "" {
		return "", "", fault.New(iceberg.InvalidMetadata, "The table's metadata names the file '%s', which is no object of Amazon S3", address)
	}
	return bucket, key, nil
}

// lakeFailed is a refusal of S3 where a file of an Iceberg table is read.
func lakeFailed(err error) error {
	switch fault.CodeOf(err) {
	case "NoSuchBucket", "NoSuchKey":
		return failed(userError, 1306, "ICEBERG_CANNOT_OPEN_SPLIT: "+fault.Public(err))
	}
	return objectsFailed(err)
}

// lakeFiles is S3 as package iceberg sees it: each file is read as the caller, in a transaction of its own which leaves
// the event. What is created waits in staged for the statement's end.
type lakeFiles struct {
	t      *attempt
	mutex  sync.Mutex
	staged []stagedFile
}

type stagedFile struct {
	address string
	staged  Staged
}

// Open implements iceberg.Files.
func (f *lakeFiles) Open(ctx context.Context, address string) (body io.ReadSeekCloser, err error) {
	bucket, key, err := lakeAddress(address)
	if err != nil {
		return nil, err
	}
	err = f.t.transaction(ctx, func(c *service.Call) (err error) {
		body, err = f.t.Objects.Open(c, bucket, key)
		return err
	})
	if err != nil && body != nil {
		err = errors.Join(err, body.Close())
	}
	return body, lakeFailed(err)
}

// Create implements iceberg.Files.
func (f *lakeFiles) Create(address string) (io.WriteCloser, error) {
	if _, _, err := lakeAddress(address); err != nil {
		return nil, err
	}
	staged, err := f.t.Objects.Stage()
	if err != nil {
		return nil, err
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.staged = append(f.staged, stagedFile{address, staged})
	return staged, nil
}

// cutMetadataTable takes the name of a table "t$snapshots" apart.
func cutMetadataTable(name string) (table, about string) {
	for _, about := range iceberg.AboutTables {
		if table, ok := strings.CutSuffix(name, "$"+about); ok {
			return table, about
		}
	}
	return name, ""
}

// about makes a definition that of the table "t$about".
func (d *definition) about(l *lake, about string) error {
	columns, err := d.iceberg.AboutColumns(about)
	for _, c := range columns {
		d.columns = append(d.columns, column{Column: hive.Column{Column: analyze.Column{Name: c.Name, Type: c.Type}}})
	}
	d.rows = func(*service.Call, *analyze.TableRead) ([][]*string, error) {
		key := fmt.Sprintf("%s %d %s", d.iceberg.MetadataLocation, d.iceberg.Snapshot(), about)
		return known(l.rows, key, func(context.Context) ([][]*string, error) { return d.iceberg.About(about) })
	}
	return err
}
