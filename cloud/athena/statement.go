package athena

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
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
		if s.View {
			return types.StatementTypeDdl, "DROP_VIEW"
		}
		return types.StatementTypeDdl, "DROP_TABLE"
	case *ast.AlterDatabase:
		return types.StatementTypeDdl, "ALTER_DATABASE"
	case *ast.AlterTable:
		return types.StatementTypeDdl, "ALTER_TABLE"
	case *ast.Prepare:
		return types.StatementTypeDdl, "PREPARE"
	case *ast.Deallocate:
		return types.StatementTypeDdl, "DEALLOCATE_PREPARE"
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

// outputName is what a statement's result is called below its output location, or how the names of what it leaves begin
// (Athena User Guide, "Identify query output files").
func outputName(s ast.Statement, id string) string {
	switch s.(type) {
	case *ast.Query, *ast.Update, *ast.Delete, *ast.Merge:
		return id + ".csv"
	case *ast.Insert, *ast.Unload:
		return id
	case *ast.CreateTableAs:
		return "tables/" + id
	}
	return id + ".txt"
}

// statement is what an execution runs: its text, or the text that EXECUTE names, with its parameters in place.
func (e *execution) statement() (ast.Statement, error) {
	statement, err := parser.ParseStatement(e.Query)
	if err != nil {
		return nil, err
	}
	values := make([]ast.Expression, len(e.Parameters))
	for i, p := range e.Parameters {
		values[i] = constant(p)
	}
	if x, ok := statement.(*ast.Execute); ok {
		if statement, err = parser.ParseStatement(e.Prepared); err != nil {
			return nil, err
		}
		if x.Using != nil && values != nil && len(values) > 0 {
			return nil, token.Fault("INVALID_PARAMETER_USAGE", x.Pos(), "Parameters are given with USING and with the request")
		}
		values = append(values, x.Using...)
	}
	if _, ok := statement.(*ast.Prepare); ok { // whose parameters are for later
		return statement, nil
	}
	return bind(statement, values)
}

// prepared is the statement that EXECUTE names, of which the execution keeps the text, as the caller may read it; any
// other is itself.
func (e *execution) prepared(c *service.Call, s ast.Statement) (ast.Statement, error) {
	x, ok := s.(*ast.Execute)
	if !ok {
		return s, nil
	}
	if x.Immediate != nil {
		e.Prepared = x.Immediate.Value
	} else {
		if err := e.mayPrepare(c, "GetPreparedStatement"); err != nil {
			return nil, err
		}
		p, err := findPrepared(c.Tx, e.Account, e.WorkGroup, x.Name.Text)
		if err != nil {
			return nil, err
		}
		e.Prepared = *p.Statement.QueryStatement
	}
	named, err := parser.ParseStatement(e.Prepared)
	if err != nil {
		return nil, invalid("MALFORMED_QUERY", "%s", fault.Public(err))
	}
	if _, again := named.(*ast.Execute); again {
		return nil, invalid("MALFORMED_QUERY", "A prepared statement cannot be EXECUTE")
	}
	return named, nil
}

// bind puts values in the place of parameters. A value of the request is the text of a constant; one that is not, which
// includes every name and query, is a string, so that a value never reads what the statement does not name.
func bind(s ast.Statement, values []ast.Expression) (ast.Statement, error) {
	seen := 0
	bound, err := ast.Rewrite(s, func(n ast.Node) (ast.Node, error) {
		p, ok := n.(*ast.Parameter)
		if !ok {
			return n, nil
		}
		seen = max(seen, p.Index+1)
		if p.Index >= len(values) {
			return n, nil
		}
		return values[p.Index], nil
	})
	if err == nil && seen != len(values) {
		err = token.Fault("INVALID_PARAMETER_USAGE", s.Pos(), "Incorrect number of parameters: expected %d but found %d", seen, len(values))
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
