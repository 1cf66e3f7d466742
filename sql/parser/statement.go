package parser

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// statement parses a statement that Athena gives to Trino.
func (p *parser) statement() ast.Statement {
	defer p.enter()()
	start := p.index
	if rule, ok := statements[p.current().Key]; ok {
		return rule(p, start)
	}
	if refused[p.current().Key] {
		p.failAt(p.current().Start, "Queries of this type are not supported")
	}
	for word := range statements {
		p.note("'" + word + "'")
	}
	for _, word := range hiveWords {
		p.note("'" + word + "'")
	}
	return p.query()
}

// statements has the rules by first word. It is filled at start since the rules contain one another.
var statements map[string]func(p *parser, start int) ast.Statement

func init() {
	statements = map[string]func(p *parser, start int) ast.Statement{
		"EXPLAIN":    (*parser).explain,
		"INSERT":     (*parser).insert,
		"CREATE":     (*parser).create,
		"UNLOAD":     (*parser).unload,
		"DELETE":     (*parser).deleteFrom,
		"UPDATE":     (*parser).update,
		"MERGE":      (*parser).merge,
		"PREPARE":    (*parser).prepare,
		"EXECUTE":    (*parser).execute,
		"DEALLOCATE": (*parser).deallocate,
		"DESCRIBE":   (*parser).describePrepared,
		"USING":      (*parser).externalFunctions,
		"OPTIMIZE":   (*parser).optimize,
		"VACUUM":     (*parser).vacuum,
	}
}

// refused are the first words of Trino's and Hive's statements that Athena does not take (Athena user guide,
// Considerations and limitations; Unsupported DDL).
var refused = map[string]bool{
	"USE": true, "SET": true, "RESET": true, "GRANT": true, "REVOKE": true, "DENY": true, "CALL": true, "START": true,
	"COMMIT": true, "ROLLBACK": true, "ANALYZE": true, "REFRESH": true, "COMMENT": true, "TRUNCATE": true, "LOAD": true,
	"EXPORT": true, "IMPORT": true, "LOCK": true, "UNLOCK": true, "RELOAD": true, "ABORT": true,
}

func (p *parser) explain(start int) ast.Statement {
	p.expect("EXPLAIN")
	e := &ast.Explain{Analyze: p.accept("ANALYZE")}
	if e.Analyze {
		e.Verbose = p.accept("VERBOSE")
	}
	if p.is("(") && (p.ahead(1).Key == "TYPE" || p.ahead(1).Key == "FORMAT") {
		listInParentheses(p, func() any {
			if p.choose("FORMAT", "TYPE") == 0 {
				formats := []string{"TEXT", "GRAPHVIZ", "JSON"}
				e.Format = formats[p.choose(formats...)]
			} else {
				kinds := []string{"LOGICAL", "DISTRIBUTED", "VALIDATE", "IO"}
				e.Type = kinds[p.choose(kinds...)]
			}
			return nil
		})
	}
	e.Statement = p.statement()
	e.Place = p.place(start)
	return e
}

func (p *parser) insert(start int) ast.Statement {
	p.expect("INSERT", "INTO")
	s := &ast.Insert{Table: p.qualifiedName()}
	if p.at("(") && !p.atQuery() {
		s.Columns = p.identifiers()
	}
	s.Query = p.query()
	s.Place = p.place(start)
	return s
}

func (p *parser) create(start int) ast.Statement {
	p.expect("CREATE")
	replace := p.accept("OR", "REPLACE")
	switch {
	case !replace && p.accept("TABLE"):
		return p.createTableAs(start)
	case p.at("PROTECTED") || p.at("VIEW"):
		return p.createView(start, replace)
	}
	p.note("'EXTERNAL'")
	p.note("'DATABASE'")
	p.note("'SCHEMA'")
	for _, word := range []string{"MATERIALIZED", "ROLE", "FUNCTION", "INDEX", "CATALOG", "TEMPORARY", "MACRO"} {
		if p.is(word) {
			p.failAt(p.tokens[start].Start, "Queries of this type are not supported")
		}
	}
	p.fail()
	return nil
}

func (p *parser) createTableAs(start int) ast.Statement {
	s := &ast.CreateTableAs{IfNotExists: p.ifNotExists()}
	s.Name = p.qualifiedName()
	s.Columns = p.optionalColumns()
	if p.accept("COMMENT") {
		s.Comment = p.stringLiteral()
	}
	if p.at("WITH") {
		s.Properties = p.withProperties()
	}
	p.expect("AS")
	s.Query = p.query()
	if p.accept("WITH") {
		s.NoData = p.accept("NO")
		s.WithData = !s.NoData
		p.expect("DATA")
	}
	s.Place = p.place(start)
	return s
}

func (p *parser) ifNotExists() bool { return p.accept("IF", "NOT", "EXISTS") }

func (p *parser) ifExists() bool { return p.accept("IF", "EXISTS") }

// withProperties parses WITH (name = value, …).
func (p *parser) withProperties() []*ast.Property {
	p.expect("WITH")
	return listInParentheses(p, func() *ast.Property {
		start := p.index
		name := p.identifier()
		p.expect("=")
		value := p.expression()
		text := name.Text
		if !name.Quoted {
			text = strings.ToLower(text)
		}
		return &ast.Property{Place: p.place(start), Name: text, Value: value}
	})
}

func (p *parser) createView(start int, replace bool) ast.Statement {
	s := &ast.CreateView{Replace: replace}
	if p.accept("PROTECTED") {
		p.expect("MULTI", "DIALECT")
		s.MultiDialect = true
	}
	p.expect("VIEW")
	s.Name = p.qualifiedName()
	if p.accept("COMMENT") {
		s.Comment = p.stringLiteral()
	}
	if p.accept("SECURITY") {
		s.Security = ast.SecurityDefiner + ast.ViewSecurity(p.choose("DEFINER", "INVOKER"))
	}
	p.expect("AS")
	s.Query = p.query()
	s.Place = p.place(start)
	return s
}

func (p *parser) unload(start int) ast.Statement {
	p.expect("UNLOAD")
	s := &ast.Unload{Query: p.subquery()}
	p.expect("TO")
	s.Location = p.stringLiteral()
	if p.at("WITH") {
		s.Properties = p.withProperties()
	}
	s.Place = p.place(start)
	return s
}

func (p *parser) prepare(start int) ast.Statement {
	p.expect("PREPARE")
	name := p.identifier()
	p.expect("FROM")
	statement := p.statement()
	return &ast.Prepare{Place: p.place(start), Name: name, Statement: statement}
}

func (p *parser) execute(start int) ast.Statement {
	p.expect("EXECUTE")
	s := &ast.Execute{}
	if p.is("IMMEDIATE") && isString(p.ahead(1)) {
		p.next()
		s.Immediate = p.stringLiteral()
	} else {
		s.Name = p.identifier()
	}
	if p.accept("USING") {
		s.Using = list(p, p.expression)
	}
	s.Place = p.place(start)
	return s
}

func (p *parser) deallocate(start int) ast.Statement {
	p.expect("DEALLOCATE", "PREPARE")
	name := p.identifier()
	return &ast.Deallocate{Place: p.place(start), Name: name}
}

func (p *parser) describePrepared(start int) ast.Statement {
	p.expect("DESCRIBE")
	output := p.choose("INPUT", "OUTPUT") == 1
	name := p.identifier()
	return &ast.DescribePrepared{Place: p.place(start), Output: output, Name: name}
}

// externalFunctions parses USING EXTERNAL FUNCTION name(…) RETURNS type LAMBDA 'name', … statement.
func (p *parser) externalFunctions(start int) ast.Statement {
	p.expect("USING")
	s := &ast.ExternalFunctions{}
	s.Functions = list(p, func() *ast.ExternalFunction {
		start := p.index
		p.expect("EXTERNAL", "FUNCTION")
		f := &ast.ExternalFunction{Name: p.identifier()}
		p.expect("(")
		if !p.at(")") {
			f.Parameters = list(p, p.externalParameter)
		}
		p.expect(")", "RETURNS")
		f.Returns = p.dataType()
		f.SageMaker = p.choose("LAMBDA", "SAGEMAKER") == 1
		f.Lambda = p.stringLiteral()
		f.Place = p.place(start)
		return f
	})
	s.Statement = p.statement()
	s.Place = p.place(start)
	return s
}

func (p *parser) externalParameter() *ast.ExternalParameter {
	start := p.index
	f := p.rowField()
	parameter := &ast.ExternalParameter{Type: f.dataType}
	if f.name != "" {
		parameter.Name = &ast.Identifier{Place: p.place(start), Text: f.name}
	}
	parameter.Place = p.place(start)
	return parameter
}

func (p *parser) optimize(start int) ast.Statement {
	p.expect("OPTIMIZE")
	s := &ast.Optimize{Table: p.qualifiedName()}
	p.expect("REWRITE", "DATA", "USING", "BIN_PACK")
	if p.accept("WHERE") {
		s.Where = p.expression()
	}
	s.Place = p.place(start)
	return s
}

func (p *parser) vacuum(start int) ast.Statement {
	p.expect("VACUUM")
	table := p.qualifiedName()
	return &ast.Vacuum{Place: p.place(start), Table: table}
}

// isHive tells whether a text is a statement of Athena's DDL, which has Hive's grammar. CREATE TABLE is one unless a
// query follows its AS.
func isHive(tokens []token.Token) bool {
	key := func(i int) string { return tokens[min(i, len(tokens)-1)].Key }
	switch key(0) {
	case "ALTER", "DROP", "MSCK", "SHOW", "DESC":
		return true
	case "DESCRIBE":
		return key(1) != "INPUT" && key(1) != "OUTPUT" || tokens[min(2, len(tokens)-1)].Kind == token.EOF
	case "CREATE":
		switch key(1) {
		case "EXTERNAL", "DATABASE", "SCHEMA":
			return true
		case "TABLE":
			return !hasQuery(tokens)
		}
	}
	return false
}

// hasQuery tells whether AS stands outside parentheses with a query behind it; STORED AS is another AS.
func hasQuery(tokens []token.Token) bool {
	depth := 0
	for i, t := range tokens {
		switch t.Key {
		case "(":
			depth++
		case ")":
			depth--
		case "AS":
			if depth != 0 || tokens[i-1].Key == "STORED" {
				continue
			}
			switch tokens[i+1].Key {
			case "SELECT", "WITH", "VALUES", "TABLE", "(":
				return true
			}
		}
	}
	return false
}
