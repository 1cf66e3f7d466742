package athena

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/token"
)

// classify names a statement as GetQueryExecution does.
func classify(s ast.Statement) (types.StatementType, string) {
	switch s := s.(type) {
	case *ast.Query:
		return types.StatementTypeDml, "SELECT"
	case *ast.Explain:
		return types.StatementTypeDml, "EXPLAIN"
	case *ast.Insert:
		return types.StatementTypeDml, "INSERT"
	case *ast.Update:
		return types.StatementTypeDml, "UPDATE"
	case *ast.Delete:
		return types.StatementTypeDml, "DELETE"
	case *ast.Merge:
		return types.StatementTypeDml, "MERGE"
	case *ast.Unload:
		return types.StatementTypeDml, "UNLOAD"
	case *ast.CreateTableAs:
		return types.StatementTypeDdl, "CREATE_TABLE_AS_SELECT"
	case *ast.CreateTable:
		return types.StatementTypeDdl, "CREATE_TABLE"
	case *ast.CreateView:
		return types.StatementTypeDdl, "CREATE_VIEW"
	case *ast.CreateDatabase:
		return types.StatementTypeDdl, "CREATE_DATABASE"
	case *ast.DropDatabase:
		return types.StatementTypeDdl, "DROP_DATABASE"
	case *ast.DropTable:
		return types.StatementTypeDdl, "DROP_TABLE"
	case *ast.RepairTable:
		return types.StatementTypeDdl, "MSCK_REPAIR"
	case *ast.Show:
		return types.StatementTypeUtility, showSubtype(s.Kind)
	case *ast.Describe:
		return types.StatementTypeUtility, "DESCRIBE_TABLE"
	}
	return types.StatementTypeDdl, ""
}

// showSubtype is SHOW_TABLES and the like; the properties have a longer name than their statement.
func showSubtype(k ast.ShowKind) string {
	return "SHOW_" + strings.ReplaceAll(strings.ReplaceAll(k.String(), "TBLPROPERTIES", "TABLE_PROPERTIES"), " ", "_")
}

// query is the query that an execution asks, with its parameters in place. A statement of another kind is not
// supported.
func (e *execution) query() (*ast.Query, error) {
	statement, err := parser.ParseStatement(e.Query)
	if err != nil {
		return nil, err
	}
	q, ok := statement.(*ast.Query)
	if !ok {
		_, kind := classify(statement)
		return nil, token.Fault("NOT_SUPPORTED", statement.Pos(), "%s is not supported", strings.ReplaceAll(orElse(kind, "This statement"), "_", " "))
	}
	return bind(q, e.Parameters)
}

// bind puts values in the place of parameters. A value is the text of a constant; one that is not, which includes
// every name and query, is a string, so that a value never reads what the statement does not name.
func bind(q *ast.Query, values []string) (*ast.Query, error) {
	seen := 0
	bound, err := ast.Rewrite(q, func(n ast.Node) (ast.Node, error) {
		p, ok := n.(*ast.Parameter)
		if !ok {
			return n, nil
		}
		seen = max(seen, p.Index+1)
		if p.Index >= len(values) {
			return n, nil
		}
		return constant(values[p.Index]), nil
	})
	if err == nil && seen != len(values) {
		err = token.Fault("INVALID_PARAMETER_USAGE", q.Pos(), "Incorrect number of parameters: expected %d but found %d", seen, len(values))
	}
	return bound, err
}

func constant(text string) ast.Expression {
	e, err := parser.ParseExpression(text)
	if err == nil {
		if c, ok := e.(*ast.Cast); ok && isLiteral(c.Operand) {
			return e
		}
		if isLiteral(e) {
			return e
		}
	}
	return ast.String(text)
}

func isLiteral(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.NullLiteral, *ast.BooleanLiteral, *ast.IntegerLiteral, *ast.DecimalLiteral, *ast.DoubleLiteral,
		*ast.StringLiteral, *ast.BinaryLiteral, *ast.TypedLiteral, *ast.IntervalLiteral:
		return true
	case *ast.Unary:
		return isLiteral(e.Operand)
	}
	return false
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
