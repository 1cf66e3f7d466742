package estimate

import (
	"context"

	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"
)

// Catalog is the Glue catalog as the caller may read it. Errors have fault codes; fault.NotFound where something is not
// there.
type Catalog interface {
	// ID is the id of the catalog that a data catalog of a name stands for; "" for the caller's own. Names are in lower
	// case.
	ID(ctx context.Context, name string) (string, error)
	// Table returns a table, link or view of a catalog by its id.
	Table(ctx context.Context, catalogID, database, name string) (*glue.Table, error)
	// Partitions returns a page of a table's partitions; token and next are "" for the first and after the last.
	Partitions(ctx context.Context, table *glue.Table, token string) (page []glue.Partition, next string, err error)
}

// Objects is S3 as the caller may read it. Errors have fault codes.
type Objects interface {
	// List returns a page of the objects below a prefix, in the order of their keys; token and next are "" for the first and
	// after the last.
	List(ctx context.Context, bucket, prefix, token string) (page []Object, next string, err error)
	// Read returns length bytes of an object from an offset on. It fails where the object has another version by now.
	Read(ctx context.Context, o Object, offset, length int64) ([]byte, error)
}

// Object is one version of an object.
type Object struct {
	Bucket, Key string
	// Version tells it from others of its key: an entity tag, or what the store has for it.
	Version   string
	SizeBytes int64
}
