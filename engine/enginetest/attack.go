package enginetest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"interlaken/engine"
)

// attacks sends what the translator never prints. Each must be refused, must leave the file system as it was, and must
// not keep the engine from serving the next one.
func attacks(t *testing.T, e engine.Engine) {
	folder := t.TempDir()
	listed := WriteSales(t, folder, "listed.parquet", 0, 10)
	secret := WriteSales(t, folder, "secret.parquet", 0, 10)
	link := filepath.Join(folder, "link.parquet")
	if err := os.Symlink(secret.Path, link); err != nil {
		t.Fatal(err)
	}
	before := files(t, folder)
	table := SaleTable(listed)
	key := engine.Key{Account: "222222222222", Objects: "attacks"}
	const good = "SELECT count(*) FROM awsdatacatalog.shop.sales"
	replace := strings.NewReplacer("{folder}", folder, "{listed}", listed.Path, "{secret}", secret.Path, "{link}", link)
	for _, statement := range strings.Split(strings.TrimSpace(attackStatements), "\n") {
		statement = replace.Replace(statement)
		t.Run(statement, func(t *testing.T) {
			a, err := ask(t.Context(), e, engine.Request{Statement: statement, Tables: []engine.Table{table}, Key: key})
			if err == nil {
				t.Errorf("gave %v", a.rows)
			}
			expect(t, e, engine.Request{Statement: good, Tables: []engine.Table{table}, Key: key}, "10")
		})
	}
	if after := files(t, folder); after != before {
		t.Errorf("the folder changed from\n%s\nto\n%s", before, after)
	}
	t.Run("LinkInPlaceOfFile", func(t *testing.T) {
		linked := listed
		linked.Path, linked.SizeBytes = link, secret.SizeBytes
		if _, err := ask(t.Context(), e, engine.Request{Statement: good, Tables: []engine.Table{SaleTable(linked)}}); err == nil {
			t.Error("a link was read as a version")
		}
	})
	t.Run("LiteralsAreNotCalls", func(t *testing.T) {
		expect(t, e, engine.Request{Statement: `WITH query(a, "b c") AS (SELECT 'disable_logging()', '$ -- /*') SELECT a, "b c" FROM query`}, "disable_logging()|$ -- /*")
	})
}

// attackStatements are one a line.
const attackStatements = `
SELECT * FROM read_csv('/etc/passwd', header = false, columns = {'a': 'VARCHAR'})
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_blob('/proc/self/environ')
SELECT * FROM read_text('/proc/self/cmdline')
SELECT * FROM '/etc/passwd'
SELECT * FROM '{secret}'
SELECT * FROM read_parquet('{secret}')
SELECT * FROM read_parquet('{folder}/../{folder}/secret.parquet')
SELECT * FROM read_parquet('{link}')
SELECT * FROM parquet_metadata('{secret}')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM glob('{folder}/*')
SELECT * FROM glob('/*')
SELECT * FROM glob('/proc/self/fd/*')
SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')
SELECT * FROM read_parquet('s3://bucket/key')
SELECT * FROM read_parquet('https://127.0.0.1:1/x.parquet')
SELECT * FROM read_duckdb('{listed}')
COPY (SELECT 1) TO '{folder}/out.csv'
COPY (SELECT 1) TO '{listed}'
COPY (SELECT 1) TO '/dev/stdout'
EXPORT DATABASE '{folder}/export'
IMPORT DATABASE '{folder}'
ATTACH '{folder}/new.db' AS other
ATTACH '{listed}' AS other (READ_ONLY)
ATTACH ':memory:' AS more
DETACH awsdatacatalog
INSTALL httpfs
LOAD httpfs
LOAD '{folder}/x.duckdb_extension'
FORCE INSTALL spatial FROM community
SET enable_external_access = true
SET lock_configuration = false
SET memory_limit = '100GB'
SET allowed_paths = ['/etc/passwd']
SET TimeZone = 'Europe/Zurich'
RESET memory_limit
PRAGMA database_list
PRAGMA enable_profiling
PRAGMA profile_output = '{folder}/profile.json'
CALL enable_logging('FileSystem', storage = 'file', storage_config = {'path': '{folder}/log.csv'})
SELECT * FROM enable_logging('FileSystem', storage = 'file', storage_config = {'path': '{folder}/log.csv'})
SELECT * FROM enable_logging('FileSystem', storage = 'stdout')
SELECT * FROM "enable_logging" ('QueryLog', storage = 'stdout')
SELECT * FROM system.main.disable_logging()
SELECT * FROM query('SELECT * FROM disable_logging()')
SELECT * FROM query_table('disable_logging')
SELECT 1; SELECT * FROM disable_logging()
SELECT /* ' */ * FROM disable_logging() /* ' */
SELECT E'\'' FROM disable_logging() WHERE E'\'' = ''
SELECT $$'$$ FROM disable_logging() WHERE $$'$$ = ''
SELECT * FROM json_execute_serialized_sql('{}')
SELECT * FROM duckdb_settings()
SELECT current_setting('temp_directory')
SELECT * FROM duckdb_secrets()
SELECT * FROM sql_auto_complete('SELECT')
SELECT * FROM arrow_scan(1::POINTER, 2::POINTER, 3::POINTER)
SELECT getenv('HOME')
CREATE OR REPLACE VIEW awsdatacatalog.shop.sales AS SELECT 1 AS id
CREATE TABLE awsdatacatalog.shop.mine AS SELECT 1
CREATE MACRO lower(x) AS upper(x)
DROP VIEW awsdatacatalog.shop.sales
INSERT INTO awsdatacatalog.shop.sales VALUES (1, 1, 'x')
DELETE FROM awsdatacatalog.shop.sales
EXPLAIN ANALYZE SELECT 1
PREPARE p AS SELECT 1
BEGIN TRANSACTION
CHECKPOINT
USE memory
VACUUM
SELECT 1; DROP VIEW awsdatacatalog.shop.sales; SELECT 1
`

// files lists a folder with the sizes of its files.
func files(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(entry.Name() + " " + string(content[:min(8, len(content))]) + "\n")
	}
	return all.String()
}
