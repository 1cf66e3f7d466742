// Package athena is Amazon Athena of the local cloud: workgroups, query executions and the catalog as Athena shows it.
// A query runs as its caller: the catalog is asked through Glue and the files through S3 with the caller's
// permissions, so it reads what the caller may read, and its result is written with the caller's rights. What runs is
// the text that sql/translate prints, on an engine that sees exactly the files that were authorized.
//
// It knows no permission rules, keeps no table definitions and no result rows, and opens no files by itself: Glue, S3
// and the engine are behind ports. Queries run on the engine; what CREATE TABLE AS, INSERT and UNLOAD write are files that
// result/tablefile makes of the engine's rows, so that the engine never writes. DDL is done in Glue. The metadata of Iceberg
// tables is package iceberg's to read and write, through the same ports; of files that are held it looks into the footers. app makes it and fills the ports; nobody else
// imports it.
package athena

import (
	"time"

	"interlaken/cloud/athena/iceberg"
	"interlaken/engine"
	"interlaken/job"
	"interlaken/service"
	registry "interlaken/wire/athena"
)

// Config is what Athena works with. Mesh, Queue, Objects and Engine are needed; zero limits stand for the defaults.
type Config struct {
	Mesh    *service.Mesh
	Queue   *job.Queue
	Objects Objects
	Engine  engine.Engine
	// Concurrency is how many queries are worked at once in this process, all accounts together, which take turns;
	// default 16. The engine has a bound of its own.
	Concurrency int
	// ActiveDML and ActiveDDL are how many queries of one account may be queued or running; defaults 200 and 20 (Service
	// Quotas, active DML and DDL queries, us-east-1).
	ActiveDML, ActiveDDL int
	// Timeout is how long a statement may run; default 30 minutes (Service Quotas, DML query timeout).
	Timeout time.Duration
	// ResultBytes bounds one result in the engine; 0 is the engine's own bound.
	ResultBytes int64
	// Iceberg bounds what the metadata of Iceberg tables may make a statement read.
	Iceberg iceberg.Limits
	// RemovedFiles is how many files DROP TABLE takes along with an Iceberg table; default 5,000. They go in the transaction
	// in which the table goes, and whoever else writes waits for it meanwhile.
	RemovedFiles int
}

// source is Athena's principal name.
const source = "athena.amazonaws.com"

// jobKind is the kind under which a query is a job, keyed by its execution's id.
const jobKind = "athena.query"

// athena is the service. It is safe for concurrent use.
type athena struct{ Config }

// New makes the service and registers its kind of job, so the queue must not have been started.
func New(c Config) *service.Service {
	if c.Concurrency == 0 {
		c.Concurrency = 16
	}
	if c.ActiveDML == 0 {
		c.ActiveDML = 200
	}
	if c.ActiveDDL == 0 {
		c.ActiveDDL = 20
	}
	if c.RemovedFiles == 0 {
		c.RemovedFiles = 5_000
	}
	if c.Timeout == 0 {
		c.Timeout = 30 * time.Minute
	}
	a := &athena{c}
	c.Queue.Register(job.Kind{
		Name: jobKind, Concurrency: c.Concurrency, Recovery: job.Fail, Begin: a.begin, Do: a.run, Failed: a.failed,
	})
	return &service.Service{
		Wire: registry.Service, Source: source,
		Operations: []service.Operation{
			a.startQueryExecution(), a.getQueryExecution(), a.batchGetQueryExecution(), a.listQueryExecutions(),
			a.getQueryResults(), a.stopQueryExecution(), a.getQueryRuntimeStatistics(),
			createWorkGroup(), getWorkGroup(), listWorkGroups(), updateWorkGroup(), a.deleteWorkGroup(),
			listDataCatalogs(), getDataCatalog(), createDataCatalog(), updateDataCatalog(), deleteDataCatalog(),
			listDatabases(), getDatabase(), listTableMetadata(), getTableMetadata(),
			listEngineVersions(), tagResource(), untagResource(), listTagsForResource(),
			createPreparedStatement(), getPreparedStatement(), batchGetPreparedStatement(), listPreparedStatements(),
			updatePreparedStatement(), deletePreparedStatement(),
			createNamedQuery(), getNamedQuery(), batchGetNamedQuery(), listNamedQueries(), updateNamedQuery(), deleteNamedQuery(),
		},
	}
}
