// Package s3 is Amazon S3 of the local cloud: buckets, objects, multi-part uploads and bucket policies. Records lie in
// the store, the bytes of each object version in one immutable file that is written and synced before the transaction
// that names it, so that a version has a path for as long as somebody reads it, and an upload that breaks or is
// refused leaves nothing. Every operation is declared over package service like those of other services; what is
// S3's own is the way in (a body that streams, keys in paths), which handler.go and the files beside it hold. The XML
// messages are github.com/rclone/gofakes3's; its server, its signatures and its storage are not used.
//
// It has no access control lists, encryption keys, storage classes or object locks and refuses what asks for them, and it
// verifies no signature: gateway has. app puts its handler behind the gateway, runs its Expirer, and hands Objects to the
// services that read and write objects for a caller; nobody else imports it.
package s3

import (
	"context"

	"interlaken/clock"
	"interlaken/id"
	"interlaken/service"
	"interlaken/store"
)

// Config is what an object store works with. Mesh and Dir are needed; zero limits are AWS's.
type Config struct {
	Mesh *service.Mesh
	// Dir is the folder of the objects' files. It is made if it is not there; nothing else may write into it.
	Dir string
	// Hosts are the names, with or without ports, below which a bucket is a host name of its own
	// (bucket.HOST/key). AWS's own names are always understood.
	Hosts []string
	// MaxObjectBytes bounds one PUT and one part, MaxAssembledBytes an object made of parts, MinPartBytes every part
	// but the last, MaxParts their number (S3 User Guide, "Multipart upload limits").
	MaxObjectBytes, MaxAssembledBytes, MinPartBytes int64
	MaxParts                                        int
	// Volatile leaves out syncing, for tests: a crash of the machine may lose bytes.
	Volatile bool
}

const (
	maxObjectBytes    = 5 << 30
	maxAssembledBytes = 5 << 40
	minPartBytes      = 5 << 20
	maxParts          = 10_000
)

// Objects is the service. It is safe for concurrent use.
type Objects struct {
	mesh  *service.Mesh
	clock clock.Clock
	ids   *id.Source
	files *files

	hosts             []string
	maxAssembledBytes int64
	minPartBytes      int64
	maxParts          int

	service *service.Service
	// checks are the questions of each operation, asked before a body is read as well as in the operation.
	checks map[string]func(*service.Call, any) ([]service.Check, error)
}

// New opens the folder, removes the files that no record names (what a crash or a failed transaction left behind) and
// makes the service. It has to be registered in the mesh: c.Mesh.Register(objects.Service()).
func New(ctx context.Context, c Config) (*Objects, error) {
	if c.MaxObjectBytes == 0 {
		c.MaxObjectBytes = maxObjectBytes
	}
	if c.MaxAssembledBytes == 0 {
		c.MaxAssembledBytes = maxAssembledBytes
	}
	if c.MinPartBytes == 0 {
		c.MinPartBytes = minPartBytes
	}
	if c.MaxParts == 0 {
		c.MaxParts = maxParts
	}
	files, err := openFiles(c.Dir, c.Mesh.IDs(), c.MaxObjectBytes, c.Volatile)
	if err != nil {
		return nil, err
	}
	o := &Objects{
		mesh: c.Mesh, clock: c.Mesh.Clock(), ids: c.Mesh.IDs(), files: files, hosts: servedHosts(c.Hosts),
		maxAssembledBytes: c.MaxAssembledBytes, minPartBytes: c.MinPartBytes, maxParts: c.MaxParts,
		checks: map[string]func(*service.Call, any) ([]service.Check, error){},
	}
	o.service = &service.Service{Wire: registry, Source: "s3.amazonaws.com", Operations: o.operations(), ResourcePolicy: bucketPolicyOf}
	err = c.Mesh.Store().View(ctx, func(r store.Reader) error {
		return files.sweep(func(name string) (bool, error) { return named(r, name) })
	})
	if err != nil {
		return nil, err
	}
	return o, nil
}

// Service is what the mesh registers.
func (o *Objects) Service() *service.Service { return o.service }
