package glue

import (
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/store"
)

// versions are the tables as they were before they were changed. The key ends in the version as a number, so that they
// lie in their order.
var versions = store.Collection[types.Table]{
	Table: "glue.tableversion", Schema: 1,
	Key: func(t *types.Table) string {
		return versionKey(*t.CatalogId, *t.DatabaseName, *t.Name, aws.ToString(t.VersionId))
	},
}

func versionKey(catalog, database, table, version string) string {
	n, _ := strconv.ParseInt(version, 10, 64) // written by updateTable alone; of another text, none is found
	return store.Key(catalog, database, table, n)
}

// getVersion returns a table as it was in a version, the last one included.
func (p place) getVersion(r store.Reader, version string) (types.Table, error) {
	current, err := p.getTable(r)
	if err != nil || version == "" || version == *current.VersionId {
		return current, err
	}
	old, err := versions.Get(r, versionKey(p.catalog, p.database, p.table, version))
	if fault.Is(err, fault.NotFound) {
		return old, fault.New(fault.NotFound, "Version %s of table %s not found.", version, p.table)
	}
	return old, err
}

// removeVersion deletes an old version of a table. The last one is the table itself and stays.
func (p place) removeVersion(tx store.Tx, version string) error {
	old, err := p.getVersion(tx, version)
	if err != nil {
		return err
	}
	current, err := p.getTable(tx)
	if err != nil {
		return err
	}
	if *old.VersionId == *current.VersionId {
		return invalid("Version %s is the current version of table %s.", version, p.table)
	}
	return versions.Delete(tx, versions.Key(&old))
}

func shownVersion(t types.Table) types.TableVersion {
	return types.TableVersion{Table: &t, VersionId: t.VersionId}
}
