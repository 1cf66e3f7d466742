package glue

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/store"
)

// The records hold the SDK's own shapes as they are answered; what they lie under is in them.
var (
	databases = store.Collection[types.Database]{
		Table: "glue.database", Schema: 1,
		Key: func(d *types.Database) string { return store.Key(*d.CatalogId, *d.Name) },
	}
	tables = store.Collection[types.Table]{
		Table: "glue.table", Schema: 1,
		Key: func(t *types.Table) string { return store.Key(*t.CatalogId, *t.DatabaseName, *t.Name) },
	}
	partitions = store.Collection[types.Partition]{
		Table: "glue.partition", Schema: 1,
		Key: func(p *types.Partition) string {
			return partitionKey(*p.CatalogId, *p.DatabaseName, *p.TableName, p.Values)
		},
	}
)

func partitionKey(catalog, database, table string, values []string) string {
	parts := []any{catalog, database, table}
	for _, v := range values {
		parts = append(parts, v)
	}
	return store.Key(parts...)
}

func (p place) getDatabase(r store.Reader) (types.Database, error) {
	d, err := databases.Get(r, store.Key(p.catalog, p.database))
	if fault.Is(err, fault.NotFound) {
		return d, fault.New(fault.NotFound, "Database %s not found.", p.database)
	}
	return d, err
}

func (p place) getTable(r store.Reader) (types.Table, error) {
	t, err := tables.Get(r, store.Key(p.catalog, p.database, p.table))
	if fault.Is(err, fault.NotFound) {
		if _, err := p.getDatabase(r); err != nil {
			return t, err
		}
		return t, fault.New(fault.NotFound, "Table %s not found.", p.table)
	}
	return t, err
}

func (p place) getPartition(r store.Reader, values []string) (types.Partition, error) {
	found, err := partitions.Get(r, partitionKey(p.catalog, p.database, p.table, values))
	if fault.Is(err, fault.NotFound) {
		return found, fault.New(fault.NotFound, "Cannot find partition.")
	}
	return found, err
}

// removeTable deletes a table, its partitions, their statistics and what it was before.
func (p place) removeTable(tx store.Tx, name string) error {
	span := store.Range{Prefix: store.Key(p.catalog, p.database, name)}
	for item, err := range partitions.Scan(tx, span) {
		if err != nil {
			return err
		}
		if err := partitions.Delete(tx, item.Key); err != nil {
			return err
		}
	}
	for item, err := range versions.Scan(tx, span) {
		if err != nil {
			return err
		}
		if err := versions.Delete(tx, item.Key); err != nil {
			return err
		}
	}
	if err := removeStatistics(tx, span); err != nil {
		return err
	}
	return tables.Delete(tx, store.Key(p.catalog, p.database, name))
}

// tableNames are the tables of a database.
func (p place) tableNames(r store.Reader) ([]string, error) {
	var names []string
	for item, err := range tables.Scan(r, store.Range{Prefix: store.Key(p.catalog, p.database)}) {
		if err != nil {
			return nil, err
		}
		names = append(names, *item.Value.Name)
	}
	return names, nil
}

// lower is a name as the catalog keeps it.
func lower(name *string) *string { return aws.String(strings.ToLower(aws.ToString(name))) }

func invalid(format string, args ...any) error {
	return fault.New("InvalidInputException", format, args...)
}

// taken words the refusal of a name that is there already.
func taken(err error, what string) error {
	if fault.Is(err, fault.AlreadyExists) {
		return fault.New(fault.AlreadyExists, "%s already exists.", what)
	}
	return err
}

// page is where and how much a listing reads.
func page(token *string, size *int32, usual int32) (after string, limit int, err error) {
	if after, err = store.ParseToken(aws.ToString(token)); err != nil {
		return "", 0, invalid("The next token is not one that was given out.")
	}
	if size == nil {
		return after, int(usual), nil
	}
	return after, int(*size), nil
}

// nextToken is the token of a further page, nil where there is none.
func nextToken(token string) *string {
	if token == "" {
		return nil
	}
	return &token
}
