package glue

import (
	"iter"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service"
	"interlaken/store"
)

// getTables lists a database's tables by name, those that match the expression whole. It needs the action on all
// tables of the database (Glue Developer Guide, identity-based policy examples: table/database/*).
func getTables() service.Operation {
	return define("GetTables",
		func(i *sdk.GetTablesInput) place { return in(i.CatalogId, i.DatabaseName, nil) },
		func(_ *service.Call, p place, _ *sdk.GetTablesInput) ([]string, error) {
			return []string{p.tableARN("*")}, nil
		},
		func(c *service.Call, p place, i *sdk.GetTablesInput) (*sdk.GetTablesOutput, error) {
			after, size, err := page(i.NextToken, i.MaxResults, 100)
			if err != nil {
				return nil, err
			}
			if p, err = p.target(c, "GetTables", func(to place) []string { return []string{to.tableARN("*")} }); err != nil {
				return nil, err
			}
			scan := tables.Scan(c.Tx, store.Range{Prefix: store.Key(p.catalog, p.database), After: after})
			if text := aws.ToString(i.Expression); text != "" {
				pattern, err := tablePattern(text)
				if err != nil {
					return nil, err
				}
				scan = filter(scan, func(t *types.Table) bool { return pattern.MatchString(*t.Name) })
			}
			list, next, err := store.Page(scan, size)
			if err != nil {
				return nil, err
			}
			return &sdk.GetTablesOutput{TableList: list, NextToken: nextToken(next)}, nil
		}, service.Reads)
}

// tablePattern compiles the expression of GetTables: a regular expression of the whole name, in which clients write a *
// for any characters, too (awswrangler's prefix*, *part*, *suffix; Hive's rule).
func tablePattern(text string) (*regexp.Regexp, error) {
	var b strings.Builder
	for i := range len(text) {
		if text[i] == '*' && (i == 0 || isWord(text[i-1])) {
			b.WriteByte('.')
		}
		b.WriteByte(text[i])
	}
	pattern, err := regexp.Compile("^(?i:" + b.String() + ")$")
	if err != nil {
		return nil, invalid("The expression is not a regular expression.")
	}
	return pattern, nil
}

// isWord reports a character of a name. After one, a * that stood for its repetition would be a strange thing to ask.
func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// filter keeps the values of a scan that pass, and its errors.
func filter[T any](scan iter.Seq2[store.Item[T], error], pass func(*T) bool) iter.Seq2[store.Item[T], error] {
	return func(yield func(store.Item[T], error) bool) {
		for item, err := range scan {
			if err == nil && !pass(&item.Value) {
				continue
			}
			if !yield(item, err) {
				return
			}
		}
	}
}
