// Package glue is the AWS Glue Data Catalog of the local cloud: the databases, tables and partitions of each account,
// as Athena and other readers of the catalog know them. It keeps what callers say of their data and never looks at the
// data. Another account's catalog is reached under that catalog's policy and the caller's own. It has no crawlers, jobs or
// connections. app registers it in the mesh; nobody else imports it, other services call its operations.
package glue

import (
	"interlaken/service"
	"interlaken/usage"
	registry "interlaken/wire/glue"
)

// New makes the service. Its state is in the mesh's store alone.
func New() *service.Service {
	return &service.Service{
		Wire: registry.Service, Source: "glue.amazonaws.com", ResourcePolicy: resourcePolicy,
		Operations: []service.Operation{
			createDatabase(), getDatabase(), getDatabases(), updateDatabase(), deleteDatabase(),
			createTable(), getTable(), getTables(), updateTable(), deleteTable(), batchDeleteTable(),
			getTableVersion(), getTableVersions(), deleteTableVersion(), batchDeleteTableVersion(),
			putResourcePolicy(), getResourcePolicy(), deleteResourcePolicy(),
			createPartition(), getPartition(), getPartitions(), updatePartition(), deletePartition(),
			batchCreatePartition(), batchGetPartition(), batchUpdatePartition(), batchDeletePartition(),
			getTags(), tagResource(), untagResource(), searchTables(), getPartitionIndexes(),
			getColumnStatisticsForTable(), updateColumnStatisticsForTable(), deleteColumnStatisticsForTable(),
			getColumnStatisticsForPartition(), updateColumnStatisticsForPartition(), deleteColumnStatisticsForPartition(),
			getUserDefinedFunction(), getUserDefinedFunctions(), getCatalogImportStatus(),
		},
	}
}

// checks ask for an action on resources of a catalog, under the catalog's one policy.
func (p place) checks(c *service.Call, operation string, resources []string) ([]service.Check, error) {
	document, err := policyOf(c.Tx, p.region, p.catalog)
	if err != nil {
		return nil, err
	}
	checks := make([]service.Check, len(resources))
	for i, resource := range resources {
		checks[i] = service.Check{Action: "glue:" + operation, Resource: resource, Account: p.catalog, Policy: &document}
	}
	return checks, nil
}

// define declares an operation on one place of a catalog. Whoever calls needs the action on the place, on all that it
// lies in, and on what below it the operation touches (Glue Developer Guide, "Specifying AWS Glue resource ARNs":
// catalog objects and their ancestors; deletion needs the children as well). Each request that succeeds is recorded
// for the caller's account, whosever catalog it is (same guide, "Granting cross-account access": billing).
func define[In, Out any](name string, where func(*In) place, below func(*service.Call, place, *In) ([]string, error), do func(*service.Call, place, *In) (*Out, error), options ...service.Option) service.Operation {
	return defineAs(name, name, where, below, do, options...)
}

// defineAs is define where the operation's permission is another one's.
func defineAs[In, Out any](name, action string, where func(*In) place, below func(*service.Call, place, *In) ([]string, error), do func(*service.Call, place, *In) (*Out, error), options ...service.Option) service.Operation {
	return service.Define(name,
		func(c *service.Call, in *In) ([]service.Check, error) {
			p, err := where(in).of(c)
			if err != nil {
				return nil, err
			}
			resources := p.arns()
			if below != nil {
				more, err := below(c, p, in)
				if err != nil {
					return nil, err
				}
				resources = append(resources, more...)
			}
			return p.checks(c, action, resources)
		},
		func(c *service.Call, in *In) (*Out, error) {
			p, err := where(in).of(c)
			if err != nil {
				return nil, err
			}
			out, err := do(c, p, in)
			if err != nil {
				return nil, err
			}
			resources := p.arns()
			return out, c.Use(usage.Record{
				Service: usage.Glue, UsageType: usage.GlueCatalogRequests, Operation: name, Quantity: 1,
				Unit: usage.Requests, Resource: resources[len(resources)-1],
			})
		}, options...)
}
