package duck

import (
	"context"
	_ "embed"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"interlaken/engine"
	"interlaken/fault"
)

// Instance is one DuckDB in memory. It is opened before a request is known; the first request locks it to its files
// and limits, and from then on it serves requests of the same Key over those files only, one at a time. It is not
// safe for concurrent use, Close included.
type Instance struct {
	config    Config
	connector *duckdb.Connector
	session   *session // runs statements
	meter     meter
	tempDir   string

	locked  bool
	scope   scope
	grant   engine.Grant
	tables  map[string]made // by quoted name
	known   map[string]bool // this program's functions that were registered, by name
	host    map[string]string
	catalog map[string]bool // catalogs and schemas that exist, quoted
	spoiled bool
	stuck   <-chan struct{} // set when a statement did not stop; closed when it has
	served  int
}

// scope is what requests must have in common to be served by one instance.
type scope struct {
	key             engine.Key
	memory, temp    int64
	threads         int
	catalog, schema string
	plainJoins      bool
	resident        bool
}

// made is a table that stands in the instance.
type made struct {
	relation relation
	inline   bool
	digest   string
}

func scopeOf(r engine.Request, l engine.Limits) scope {
	return scope{r.Key, l.MemoryBytes, l.TempBytes, l.Threads, r.Catalog, r.Schema, r.PlainJoins, r.Resident}
}

// Open opens an instance with everything set that does not depend on a request.
func Open(ctx context.Context, c Config) (*Instance, error) {
	c = c.withDefaults()
	tempDir, err := os.MkdirTemp(c.TempDir, "duck-")
	if err == nil {
		tempDir, err = filepath.Abs(tempDir)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The engine has no folder for temporary files.")
	}
	i := &Instance{
		config: c, tempDir: tempDir, tables: map[string]made{}, catalog: map[string]bool{}, known: map[string]bool{},
		host: map[string]string{tempDir: "temporary storage"},
	}
	err = os.WriteFile(i.nothing(), noRows, 0o600)
	if err == nil {
		err = i.open(ctx)
	}
	if err != nil {
		return nil, errors.Join(fault.Wrap(err, fault.Unavailable, "The engine did not start."), i.Close())
	}
	return i, nil
}

// noRows is a Parquet file of one column, a, and no rows.
//
//go:embed nothing.parquet
var noRows []byte

// nothing is where the instance has a file of no rows; see parquet.
func (i *Instance) nothing() string { return filepath.Join(i.tempDir, "nothing.parquet") }

func (i *Instance) open(ctx context.Context) error {
	settings := url.Values{
		"autoinstall_known_extensions": {"false"}, "autoload_known_extensions": {"false"},
		"allow_community_extensions": {"false"}, "allow_unsigned_extensions": {"false"},
		"enable_external_file_cache": {"false"}, "parquet_metadata_cache": {"false"},
		"threads": {strconv.Itoa(i.config.Threads)}, "memory_limit": {bytesOf(i.config.MemoryBytes)},
		"temp_directory": {i.tempDir}, "max_temp_directory_size": {bytesOf(i.config.TempBytes + spare)},
		"extension_directory": {i.tempDir}, "home_directory": {i.tempDir}, "secret_directory": {i.tempDir},
		"TimeZone": {"UTC"}, "catalog_error_max_schemas": {"0"},
		// A row group's chunks are read at once, as they are billed, and not page by page: each read costs an entry of the log.
		"prefetch_all_parquet_files": {"true"},
	}
	session := []string{}
	for _, late := range []string{"parquet_metadata_cache", "prefetch_all_parquet_files", "TimeZone", "home_directory"} { // not options of opening
		session = append(session, "SET "+late+" = "+literal(settings.Get(late)))
		settings.Del(late)
	}
	var err error
	if i.connector, err = duckdb.NewConnector(":memory:?"+settings.Encode(), nil); err != nil {
		return err
	}
	if i.session, err = connect(ctx, i.connector); err != nil {
		return err
	}
	log, err := connect(ctx, i.connector)
	if err != nil {
		return err
	}
	i.meter = meter{files: map[string]*metered{}, log: log, counter: i.config.ReadCounter}
	session = append(session, "CALL enable_logging('FileSystem')", "CREATE SCHEMA "+parts)
	if err := i.session.exec(ctx, strings.Join(session, "; ")); err != nil {
		return err
	}
	_, err = i.meter.read(ctx) // first use of the log's functions is slower by far
	return err
}

// bytesOf prints a size so that DuckDB does not round it.
func bytesOf(n int64) string { return strconv.FormatInt(n, 10) + "B" }

// Serves reports whether the instance may run the request: it has had no other, or one of the same Key, limits and
// files. A request without a Key is only ever the first.
func (i *Instance) Serves(r engine.Request) bool {
	if i.spoiled {
		return false
	}
	if !i.locked {
		return true
	}
	return r.Key != engine.Key{} && i.scope == scopeOf(r, i.config.limits(r.Limits)) && i.grant.Covers(r.Tables)
}

// Reusable reports whether the instance may be kept for a later request.
func (i *Instance) Reusable() bool { return !i.spoiled && i.locked && i.scope.key != engine.Key{} }

// prepare makes the request's tables stand in the instance, and nothing else, and locks it if it is not.
func (i *Instance) prepare(ctx context.Context, r engine.Request, l engine.Limits) error {
	if err := Check(r); err != nil {
		return err
	}
	if err := i.register(ctx, r.Statement); err != nil {
		return err
	}
	i.meter.expect(r.Tables)
	for _, t := range r.Tables {
		for _, f := range t.Reads() {
			i.host[f.Path] = f.Display
		}
	}
	if !i.locked {
		if err := i.shut(ctx, r, l); err != nil {
			return err
		}
	}
	if err := i.place(ctx, r); err != nil {
		return err
	}
	if i.locked {
		return nil
	}
	// What follows the views: names resolve in the schema asked for, and nothing can be changed any more.
	last := ""
	if r.Schema != "" {
		last = "USE " + ident(orElse(r.Catalog, "memory")) + "." + ident(r.Schema) + "; "
	}
	if err := i.session.exec(ctx, last+"SET lock_configuration = true"); err != nil {
		return err
	}
	i.locked = true
	return nil
}

// shut takes away what the request must not have: files other than its own, the network, extensions, memory.
func (i *Instance) shut(ctx context.Context, r engine.Request, l engine.Limits) error {
	i.scope, i.grant = scopeOf(r, l), engine.GrantOf(r.Tables)
	all := []string{i.nothing()}
	for p := range i.grant {
		all = append(all, p)
	}
	slices.Sort(all)
	statements := "SET allowed_paths = " + literals(all) + "; SET enable_external_access = false"
	if r.PlainJoins {
		statements += "; SET disabled_optimizers = 'join_filter_pushdown'"
	}
	if r.Resident {
		// Without the log the meter would have nothing to read; nobody asks it.
		statements += "; SET enable_external_file_cache = true; SET parquet_metadata_cache = true; CALL disable_logging()"
	}
	if l.MemoryBytes != i.config.MemoryBytes {
		statements += "; SET memory_limit = " + literal(bytesOf(l.MemoryBytes))
	}
	if l.Threads != i.config.Threads {
		statements += "; SET threads = " + strconv.Itoa(l.Threads)
	}
	return i.session.exec(ctx, statements)
}

// Check refuses requests that no table description could be made of, and files that are not what they were. Run
// does it too; a caller that opens the files' way first needs to know before.
func Check(r engine.Request) error {
	if strings.TrimSpace(r.Statement) == "" {
		return fault.New(fault.Validation, "There is no statement.")
	}
	if r.Resident && r.Limits.ScannedBytes > 0 {
		return fault.New(fault.Validation, "What is read of resident files is not counted, so it cannot be limited.")
	}
	names := map[string]bool{}
	for _, t := range r.Tables {
		if t.Schema == "" || t.Name == "" {
			return fault.New(fault.Validation, "A table has no schema or no name.")
		}
		switch strings.ToLower(t.Catalog) {
		case "system", "temp":
			return fault.New(fault.Validation, "A catalog cannot have the name %s.", t.Catalog)
		}
		name := strings.ToLower(qualified(t))
		if names[name] {
			return fault.New(fault.Validation, "The table %s is there twice.", t.Name)
		}
		names[name] = true
		for _, f := range t.Reads() {
			// Lstat: what stands at the path is the version itself, never a link to one.
			info, err := os.Lstat(f.Path)
			if err != nil || !info.Mode().IsRegular() || info.Size() != f.SizeBytes {
				return fault.Wrap(err, fault.Unavailable, "The file %s of table %s is not what the catalog says.", f.Display, t.Name)
			}
		}
	}
	return nil
}

// Close ends the instance and removes its folder.
func (i *Instance) Close() error {
	if i.stuck != nil {
		<-i.stuck
	}
	var errs []error
	if i.session != nil {
		errs = append(errs, i.session.close())
	}
	if i.meter.log != nil {
		errs = append(errs, i.meter.log.close())
	}
	if i.connector != nil {
		errs = append(errs, i.connector.Close())
	}
	return errors.Join(append(errs, os.RemoveAll(i.tempDir))...)
}
