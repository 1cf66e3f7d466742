package check

import (
	"interlaken/sql/ast"
)

// Kind names a statement as its first words do.
func Kind(s ast.Statement) string {
	switch x := s.(type) {
	case *ast.Query:
		return "SELECT"
	case *ast.Explain:
		return "EXPLAIN"
	case *ast.Insert:
		return "INSERT"
	case *ast.CreateTableAs:
		return "CREATE TABLE AS"
	case *ast.CreateView:
		return "CREATE VIEW"
	case *ast.Unload:
		return "UNLOAD"
	case *ast.Delete:
		return "DELETE"
	case *ast.Update:
		return "UPDATE"
	case *ast.Merge:
		return "MERGE"
	case *ast.Prepare:
		return "PREPARE"
	case *ast.Execute:
		return "EXECUTE"
	case *ast.Deallocate:
		return "DEALLOCATE PREPARE"
	case *ast.DescribePrepared:
		return map[bool]string{true: "DESCRIBE OUTPUT", false: "DESCRIBE INPUT"}[x.Output]
	case *ast.ExternalFunctions:
		return "USING EXTERNAL FUNCTION"
	case *ast.Optimize:
		return "OPTIMIZE"
	case *ast.Vacuum:
		return "VACUUM"
	case *ast.CreateDatabase:
		return "CREATE DATABASE"
	case *ast.DropDatabase:
		return "DROP DATABASE"
	case *ast.AlterDatabase:
		return "ALTER DATABASE"
	case *ast.CreateTable:
		return map[bool]string{true: "CREATE EXTERNAL TABLE", false: "CREATE TABLE"}[x.External]
	case *ast.DropTable:
		return map[bool]string{true: "DROP VIEW", false: "DROP TABLE"}[x.View]
	case *ast.AlterTable:
		return "ALTER TABLE"
	case *ast.RepairTable:
		return "MSCK REPAIR TABLE"
	case *ast.Show:
		return "SHOW " + x.Kind.String()
	case *ast.Describe:
		return "DESCRIBE"
	}
	return ""
}

// QueryPart is the part of a statement that the engine evaluates; nil for a statement of the catalog alone. What is
// neither is given as it is, for the analysis to refuse. Parameters become NULL, which goes where any value may.
func QueryPart(s ast.Statement) ast.Statement {
	switch x := s.(type) {
	case *ast.CreateDatabase, *ast.DropDatabase, *ast.AlterDatabase, *ast.CreateTable, *ast.DropTable, *ast.AlterTable,
		*ast.RepairTable, *ast.Show, *ast.Describe, *ast.Execute, *ast.Deallocate, *ast.DescribePrepared:
		return nil
	case *ast.Explain:
		return QueryPart(x.Statement)
	case *ast.Prepare:
		return QueryPart(x.Statement)
	}
	out, err := ast.Rewrite(s, func(n ast.Node) (ast.Node, error) {
		switch x := n.(type) {
		case *ast.Parameter:
			return &ast.NullLiteral{Place: x.Place}, nil
		case *ast.Limit:
			if _, null := x.Count.(*ast.NullLiteral); null {
				limit := *x
				limit.Count = ast.Integer(1)
				return &limit, nil
			}
		}
		return n, nil
	})
	if err != nil {
		return s
	}
	return out
}
