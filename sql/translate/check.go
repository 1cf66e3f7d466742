package translate

import (
	"regexp"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/function"
)

// engineType is the form of the type names that sql/function gives out: words, numbers and quoted member names.
var engineType = regexp.MustCompile(`^([A-Z_]+|"([^"]|"")*"|[0-9]+|[(),\[\] ])+$`)

// check is the last look at a finished tree before it is printed (SECURITY S9): functions from the list for the engine
// only, tables in three parts or by the name of a common table expression, types by the engine's names, no table
// function, parameter or statement within. A finding is a defect of this program.
func check(q *ast.Query) error {
	withs := map[string]bool{}
	ast.Walk(q, func(n ast.Node) bool {
		if w, ok := n.(*ast.NamedQuery); ok {
			withs[w.Name.Text] = true
		}
		return true
	})
	var found error
	refuse := func(what string) {
		if found == nil {
			found = fault.New(fault.Internal, "The translated statement has %s that the engine may not be given.", what)
		}
	}
	ast.Walk(q, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.Call:
			if len(x.Name.Parts) != 1 || !function.EngineAllowed(x.Name.Parts[0].Text) {
				refuse("a function")
			}
		case *ast.Table:
			if len(x.Name.Parts) != 3 && !withs[x.Name.Parts[0].Text] || x.Version != nil {
				refuse("a table")
			}
		case *ast.DataType:
			if x.Text != "" && !engineType.MatchString(x.Text) {
				refuse("a type")
			}
		case *ast.TableFunction, *ast.Parameter, *ast.Descriptor, *ast.TableArgument, *ast.MatchRecognize, *ast.JSONTable:
			refuse("a form")
		}
		return found == nil
	})
	return found
}
