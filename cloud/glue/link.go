package glue

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/service"
)

// target is where a place in a linked database is: the place itself, or the one of the same name in the database that
// the link points to (Lake Formation Developer Guide, "Creating resource links"). The caller needs the operation there as
// well, with what it needs below the place, under the other catalog's policy. A link to a link is not followed.
func (p place) target(c *service.Call, operation string, below func(place) []string) (place, error) {
	d, err := p.getDatabase(c.Tx)
	if err != nil || d.TargetDatabase == nil {
		return p, err
	}
	to := place{
		region: p.region, catalog: aws.ToString(d.TargetDatabase.CatalogId), database: strings.ToLower(aws.ToString(d.TargetDatabase.DatabaseName)), table: p.table,
	}
	resources := to.arns()
	if below != nil {
		resources = append(resources, below(to)...)
	}
	checks, err := to.checks(c, operation, resources)
	if err != nil {
		return p, err
	}
	return to, c.Authorize(checks...)
}
