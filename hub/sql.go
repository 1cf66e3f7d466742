package hub

import (
	"strings"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/token"
)

// Catalog is the one catalog that a data source allows: the data catalog of the account in which the query runs.
const Catalog = "AwsDataCatalog"

// maxSQL is the longest query that Athena takes, in bytes (Athena API Reference, StartQueryExecution).
const maxSQL = 262144

// ParseSQL reads what an author or a person wrote as a query of a data source, before any credential is leased
// (SECURITY S8). It has to be one query expression: no other statement, no parameter, no function outside the engine's
// own, and no catalog but Catalog. Errors are fault.Validation and begin with the place in the text.
func ParseSQL(text string) (*ast.Query, error) {
	if len(text) > maxSQL {
		return nil, fault.New(fault.Validation, "The query has %d bytes; it may have %d.", len(text), maxSQL)
	}
	query, err := parser.ParseQuery(text)
	if err != nil {
		return nil, fault.Wrap(err, fault.Validation, "%s", fault.Public(err))
	}
	var refused error
	ast.Walk(query, func(n ast.Node) bool {
		if refused == nil {
			refused = refuse(n)
		}
		return refused == nil
	})
	if refused != nil {
		return nil, refused
	}
	return query, nil
}

// refuse says why a query of the hub may not hold a node; nil where it may.
func refuse(n ast.Node) error {
	switch n := n.(type) {
	case *ast.Table:
		return refuseCatalog(n.Name)
	case *ast.TableQuery:
		return refuseCatalog(n.Name)
	case *ast.Call:
		// A qualified function is a connector's or a user's: it reaches what no catalog permission covers.
		if len(n.Name.Parts) > 1 {
			return token.Fault(fault.Validation, n.Pos(), "Function '%s' is not one of the engine's own.", n.Name.Key())
		}
	case *ast.Parameter:
		return token.Fault(fault.Validation, n.Pos(), "A query of the hub cannot have parameters (?).")
	}
	return nil
}

func refuseCatalog(name *ast.QualifiedName) error {
	if len(name.Parts) == 3 && !AllowsCatalog(name.Parts[0].Text) {
		return token.Fault(fault.Validation, name.Pos(), "Catalog '%s' is not allowed; a data source reads from %s.", name.Parts[0].Text, Catalog)
	}
	return nil
}

// AllowsCatalog reports whether a data source may read from a catalog; "" stands for the default one.
func AllowsCatalog(name string) bool { return name == "" || strings.EqualFold(name, Catalog) }
