package parser

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

func (p *parser) alter(start int) ast.Statement {
	p.expect("ALTER")
	if p.accept("DATABASE") || p.accept("SCHEMA") {
		s := &ast.AlterDatabase{Name: p.hiveName()}
		p.expect("SET", "DBPROPERTIES")
		s.Properties = p.hiveProperties()
		s.Place = p.place(start)
		return s
	}
	if p.is("VIEW") {
		p.refuse(start)
	}
	p.expect("TABLE")
	s := &ast.AlterTable{Name: p.hiveName()}
	if p.at("PARTITION") {
		s.Partition = p.partitionSpec()
	}
	s.Action = p.alterAction(start, s.Partition != nil)
	s.Place = p.place(start)
	return s
}

// alterAction parses what ALTER TABLE does; on a partition fewer things can be done.
func (p *parser) alterAction(statement int, onPartition bool) ast.AlterAction {
	start := p.index
	switch {
	case p.accept("ADD"):
		if p.at("COLUMNS") {
			return p.addColumns(start)
		}
		return p.addPartitions(start)
	case p.at("REPLACE"):
		p.next()
		return p.addColumns(start)
	case p.accept("SET"):
		if p.accept("LOCATION") {
			location := p.hiveString()
			return &ast.SetLocation{Place: p.place(start), Location: location}
		}
		p.expect("TBLPROPERTIES")
		properties := p.hiveProperties()
		return &ast.SetProperties{Place: p.place(start), Properties: properties}
	case p.accept("RENAME"):
		p.expect("TO")
		if onPartition {
			to := p.partitionSpec()
			return &ast.RenamePartition{Place: p.place(start), To: to}
		}
		to := p.hiveName()
		return &ast.RenameTable{Place: p.place(start), To: to}
	case p.accept("DROP"):
		if p.accept("COLUMN") {
			column := p.hiveIdentifier()
			return &ast.DropColumn{Place: p.place(start), Column: column}
		}
		return p.dropPartitions(start)
	case p.accept("CHANGE"):
		return p.changeColumn(start)
	case p.accept("UNSET"):
		p.expect("TBLPROPERTIES")
		u := &ast.UnsetProperties{IfExists: p.ifExists()}
		u.Names = listInParentheses(p, p.hiveString)
		u.Place = p.place(start)
		return u
	}
	if p.current().Kind == token.Word {
		p.refuse(statement)
	}
	p.fail()
	return nil
}

// partitionSpec parses PARTITION (column = value, …).
func (p *parser) partitionSpec() *ast.PartitionSpec {
	start := p.index
	p.expect("PARTITION")
	terms := listInParentheses(p, func() *ast.PartitionTerm {
		start := p.index
		t := &ast.PartitionTerm{Column: p.hiveIdentifier()}
		if operator, ok := comparisons[p.current().Key]; ok {
			p.next()
			t.Operator = operator
			t.Value = p.partitionValue()
		} else {
			p.note("'='")
		}
		t.Place = p.place(start)
		return t
	})
	return &ast.PartitionSpec{Place: p.place(start), Terms: terms}
}

// partitionValue parses a string, a number, or DATE '…' and TIMESTAMP '…'.
func (p *parser) partitionValue() ast.Expression {
	start := p.index
	switch {
	case isNumber(p.current()), p.is("-") && isNumber(p.ahead(1)):
		if p.is("-") {
			p.next()
		}
		return p.number(start)
	case p.is("DATE"), p.is("TIMESTAMP"):
		t, _ := typeOf(map[string]string{"DATE": "date", "TIMESTAMP": "timestamp"}[p.next().Key], nil)
		dataType := &ast.DataType{Place: p.place(start), Type: t}
		value := p.hiveString()
		return &ast.TypedLiteral{Place: p.place(start), Type: dataType, Value: value.Value}
	}
	p.note("<integer>")
	return p.hiveString()
}

func (p *parser) addPartitions(start int) ast.AlterAction {
	a := &ast.AddPartitions{IfNotExists: p.ifNotExists()}
	for len(a.Partitions) == 0 || p.at("PARTITION") {
		from := p.index
		l := &ast.PartitionLocation{Spec: p.partitionSpec()}
		if p.accept("LOCATION") {
			l.Location = p.hiveString()
		}
		l.Place = p.place(from)
		a.Partitions = append(a.Partitions, l)
	}
	a.Place = p.place(start)
	return a
}

func (p *parser) dropPartitions(start int) ast.AlterAction {
	d := &ast.DropPartitions{IfExists: p.ifExists()}
	d.Specs = list(p, p.partitionSpec)
	d.Place = p.place(start)
	return d
}

func (p *parser) addColumns(start int) ast.AlterAction {
	replace := p.tokens[start].Key == "REPLACE"
	p.expect("COLUMNS")
	columns := listInParentheses(p, p.columnDefinition)
	return &ast.AddColumns{Place: p.place(start), Replace: replace, Columns: columns}
}

func (p *parser) changeColumn(start int) ast.AlterAction {
	if p.is("COLUMN") {
		p.next()
	}
	c := &ast.ChangeColumn{Column: p.hiveIdentifier(), To: p.columnDefinition()}
	switch {
	case p.accept("FIRST"):
		c.First = true
	case p.accept("AFTER"):
		c.After = p.hiveIdentifier()
	}
	c.Place = p.place(start)
	return c
}
