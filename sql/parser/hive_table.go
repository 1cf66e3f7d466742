package parser

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

func (p *parser) hiveCreate(start int) ast.Statement {
	p.expect("CREATE")
	if p.accept("DATABASE") || p.accept("SCHEMA") {
		return p.createDatabase(start)
	}
	s := &ast.CreateTable{External: p.accept("EXTERNAL")}
	p.expect("TABLE")
	s.IfNotExists = p.ifNotExists()
	s.Name = p.hiveName()
	if p.accept("LIKE") {
		s.Like = p.hiveName()
	} else if p.at("(") {
		s.Columns = listInParentheses(p, p.columnDefinition)
	}
	p.tableClauses(s)
	s.Place = p.place(start)
	return s
}

// tableClauses parses what follows the columns, in the order of the Athena user guide (CREATE TABLE, Synopsis).
func (p *parser) tableClauses(s *ast.CreateTable) {
	if p.accept("COMMENT") {
		s.Comment = p.hiveString()
	}
	if p.accept("PARTITIONED") {
		p.expect("BY")
		s.PartitionBy = listInParentheses(p, p.partitionField)
	}
	if p.at("CLUSTERED") {
		s.Clustering = p.clustering()
	}
	if p.at("ROW") {
		s.RowFormat = p.rowFormat()
	}
	if p.accept("WITH", "SERDEPROPERTIES") { // after ROW FORMAT DELIMITED, or without ROW FORMAT
		if s.RowFormat == nil {
			s.RowFormat = &ast.RowFormat{Place: p.place(p.index - 2)}
		}
		s.RowFormat.SerdeProperties = p.hiveProperties()
	}
	if p.at("STORED") {
		s.StoredAs = p.fileFormat()
	}
	if p.accept("LOCATION") {
		s.Location = p.hiveString()
	}
	if p.accept("TBLPROPERTIES") {
		s.Properties = p.hiveProperties()
	}
}

func (p *parser) createDatabase(start int) ast.Statement {
	s := &ast.CreateDatabase{IfNotExists: p.ifNotExists()}
	s.Name = p.hiveName()
	if p.accept("COMMENT") {
		s.Comment = p.hiveString()
	}
	if p.accept("LOCATION") {
		s.Location = p.hiveString()
	}
	if p.accept("WITH") {
		p.expect("DBPROPERTIES")
		s.Properties = p.hiveProperties()
	}
	s.Place = p.place(start)
	return s
}

func (p *parser) columnDefinition() *ast.ColumnDefinition {
	start := p.index
	c := &ast.ColumnDefinition{Name: p.hiveIdentifier(), Type: p.hiveType()}
	if p.accept("COMMENT") {
		c.Comment = p.hiveString()
	}
	c.Place = p.place(start)
	return c
}

// partitionField parses name type [COMMENT '…'], or an Iceberg table's name or transform(name).
func (p *parser) partitionField() *ast.PartitionField {
	start := p.index
	f := &ast.PartitionField{Name: p.hiveIdentifier()}
	switch {
	case transforms[f.Name.Key()] && !f.Name.Quoted && p.accept("("):
		f.Transform = f.Name.Key()
		if p.current().Kind == token.Integer {
			f.Width = p.number(p.index).(*ast.IntegerLiteral)
			p.expect(",")
		}
		f.Name = p.hiveIdentifier()
		p.expect(")")
	case !p.at(",") && !p.at(")"):
		f.Type = p.hiveType()
		if p.accept("COMMENT") {
			f.Comment = p.hiveString()
		}
	}
	f.Place = p.place(start)
	return f
}

// transforms are Iceberg's partition transforms (Athena user guide, Creating Iceberg tables, Partitioning).
var transforms = map[string]bool{"year": true, "month": true, "day": true, "hour": true, "bucket": true, "truncate": true}

func (p *parser) clustering() *ast.Clustering {
	start := p.index
	p.expect("CLUSTERED", "BY")
	c := &ast.Clustering{Columns: listInParentheses(p, p.hiveIdentifier)}
	p.expect("INTO")
	p.note("<integer>")
	if p.current().Kind != token.Integer {
		p.fail()
	}
	c.Buckets = p.number(p.index).(*ast.IntegerLiteral)
	p.expect("BUCKETS")
	c.Place = p.place(start)
	return c
}

func (p *parser) rowFormat() *ast.RowFormat {
	start := p.index
	p.expect("ROW", "FORMAT")
	f := &ast.RowFormat{}
	if p.accept("SERDE") {
		f.Serde = p.hiveString()
		f.Place = p.place(start)
		return f
	}
	p.expect("DELIMITED")
	if p.accept("FIELDS") {
		f.FieldsTerminatedBy = p.terminator()
		if p.accept("ESCAPED") {
			p.expect("BY")
			f.EscapedBy = p.hiveString()
		}
	}
	if p.accept("COLLECTION") {
		p.expect("ITEMS")
		f.CollectionItemsTerminatedBy = p.terminator()
	}
	if p.accept("MAP") {
		p.expect("KEYS")
		f.MapKeysTerminatedBy = p.terminator()
	}
	if p.accept("LINES") {
		f.LinesTerminatedBy = p.terminator()
	}
	if p.accept("NULL") {
		p.expect("DEFINED", "AS")
		f.NullDefinedAs = p.hiveString()
	}
	f.Place = p.place(start)
	return f
}

func (p *parser) terminator() *ast.StringLiteral {
	p.expect("TERMINATED", "BY")
	return p.hiveString()
}

func (p *parser) fileFormat() *ast.FileFormat {
	start := p.index
	p.expect("STORED", "AS")
	f := &ast.FileFormat{}
	if p.accept("INPUTFORMAT") {
		f.Input = p.hiveString()
		p.expect("OUTPUTFORMAT")
		f.Output = p.hiveString()
	} else {
		if p.current().Kind != token.Word {
			p.note("<identifier>")
			p.fail()
		}
		f.Name = p.next().Key
	}
	f.Place = p.place(start)
	return f
}
