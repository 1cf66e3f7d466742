package glue

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
)

// place is what a request is about: a catalog, a database in it, or a table in that. Names are lower case, as the
// catalog keeps them (Athena User Guide, "Name databases, tables, and columns").
type place struct {
	region, catalog, database, table string
}

// in names a place as a request does. Absent parts are "".
func in(catalog, database, table *string) place {
	return place{
		catalog: aws.ToString(catalog), database: strings.ToLower(aws.ToString(database)), table: strings.ToLower(aws.ToString(table)),
	}
}

// of completes a place for its caller: without a catalog it is that of the caller's account.
func (p place) of(c *service.Call) (place, error) {
	p.region = c.Session.Region
	switch {
	case p.catalog == "":
		p.catalog = c.Account()
	case !arn.IsAccount(p.catalog):
		return p, fault.New(fault.Unsupported, "The catalog %s is none of an account; only those are offered here.", p.catalog)
	}
	return p, nil
}

// arns are the place's own ARN, last, and those of all that it lies in.
func (p place) arns() []string {
	all := []string{arn.Make("glue", p.region, p.catalog, "catalog")}
	if p.database != "" {
		all = append(all, arn.Make("glue", p.region, p.catalog, "database/"+p.database))
	}
	if p.table != "" {
		all = append(all, p.tableARN(p.table))
	}
	return all
}

func (p place) tableARN(name string) string {
	return arn.Make("glue", p.region, p.catalog, "table/"+p.database+"/"+name)
}
