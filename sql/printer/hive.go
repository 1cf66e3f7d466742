package printer

import (
	"fmt"
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// hiveIdentifier writes a name of Athena's DDL: in backticks if it was written in quotes or needs them.
func hiveIdentifier(i *ast.Identifier) string {
	if i.Quoted || !isWord(i.Text) || strings.HasPrefix(i.Text, "_") || hiveQuoted(strings.ToUpper(i.Text)) {
		return quote(i.Text, "`")
	}
	return i.Text
}

// hiveQuoted tells whether a word is reserved, or after DESCRIBE is taken for a keyword.
func hiveQuoted(word string) bool {
	return word == "FORMATTED" || word == "INPUT" || word == "OUTPUT" || token.HiveReserved(word)
}

// hiveString writes a string of Athena's DDL, in which a backslash escapes.
func hiveString(value string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range value {
		switch r {
		case '\'', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			if r < ' ' {
				fmt.Fprintf(&b, `\%03o`, r)
			} else {
				b.WriteRune(r)
			}
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// optional writes a line's end, a keyword and a string, if there is one.
func (p *printer) optional(keyword string, s *ast.StringLiteral) {
	if s != nil {
		p.line()
		p.text(keyword, " ")
		p.stringLiteral(s)
	}
}

// properties writes a line's end, a keyword and (key = value, …), if there are any.
func (p *printer) properties(keyword string, properties []*ast.Property) {
	if properties != nil {
		p.line()
		p.text(keyword, " ")
		inParentheses(p, properties, p.property)
	}
}

func (p *printer) flag(set bool, words string) {
	if set {
		p.text(words, " ")
	}
}

func (p *printer) hiveStatement(s ast.Statement) {
	switch s := s.(type) {
	case *ast.CreateDatabase:
		p.text("CREATE DATABASE ")
		p.flag(s.IfNotExists, "IF NOT EXISTS")
		p.qualifiedName(s.Name)
		p.optional("COMMENT", s.Comment)
		p.optional("LOCATION", s.Location)
		p.properties("WITH DBPROPERTIES", s.Properties)
	case *ast.DropDatabase:
		p.text("DROP DATABASE ")
		p.flag(s.IfExists, "IF EXISTS")
		p.qualifiedName(s.Name)
		if s.Cascade {
			p.text(" CASCADE")
		}
	case *ast.AlterDatabase:
		p.text("ALTER DATABASE ")
		p.qualifiedName(s.Name)
		p.properties("SET DBPROPERTIES", s.Properties)
	case *ast.CreateTable:
		p.createTable(s)
	case *ast.DropTable:
		p.text(map[bool]string{false: "DROP TABLE ", true: "DROP VIEW "}[s.View])
		p.flag(s.IfExists, "IF EXISTS")
		p.qualifiedName(s.Name)
		if s.Purge {
			p.text(" PURGE")
		}
	case *ast.AlterTable:
		p.text("ALTER TABLE ")
		p.qualifiedName(s.Name)
		p.text(" ")
		if s.Partition != nil {
			p.partitionSpec(s.Partition)
			p.text(" ")
		}
		p.alterAction(s.Action)
	case *ast.RepairTable:
		p.text("MSCK REPAIR TABLE ")
		p.qualifiedName(s.Name)
	case *ast.Show:
		p.show(s)
	case *ast.Describe:
		p.text("DESCRIBE ")
		p.flag(s.Extended, "EXTENDED")
		p.flag(s.Formatted, "FORMATTED")
		p.qualifiedName(s.Name)
		if s.Partition != nil {
			p.text(" ")
			p.partitionSpec(s.Partition)
		}
		if s.Column != nil {
			p.text(" ")
			p.qualifiedName(s.Column)
		}
	}
}

func (p *printer) createTable(s *ast.CreateTable) {
	p.text("CREATE ")
	p.flag(s.External, "EXTERNAL")
	p.text("TABLE ")
	p.flag(s.IfNotExists, "IF NOT EXISTS")
	p.qualifiedName(s.Name)
	if s.Like != nil {
		p.text(" LIKE ")
		p.qualifiedName(s.Like)
	}
	if s.Columns != nil {
		p.text(" ")
		inParentheses(p, s.Columns, p.columnDefinition)
	}
	p.optional("COMMENT", s.Comment)
	if s.PartitionBy != nil {
		p.line()
		p.text("PARTITIONED BY ")
		inParentheses(p, s.PartitionBy, p.partitionField)
	}
	if c := s.Clustering; c != nil {
		p.line()
		p.text("CLUSTERED BY ")
		p.columns(c.Columns)
		p.text(" INTO ")
		p.argument(c.Buckets)
		p.text(" BUCKETS")
	}
	if s.RowFormat != nil {
		p.rowFormat(s.RowFormat)
	}
	if f := s.StoredAs; f != nil {
		p.line()
		p.text("STORED AS ", f.Name)
		if f.Name == "" {
			p.text("INPUTFORMAT ")
			p.stringLiteral(f.Input)
			p.text(" OUTPUTFORMAT ")
			p.stringLiteral(f.Output)
		}
	}
	p.optional("LOCATION", s.Location)
	p.properties("TBLPROPERTIES", s.Properties)
}

func (p *printer) columnDefinition(c *ast.ColumnDefinition) {
	p.identifier(c.Name)
	p.text(" ", c.Type.Text)
	p.columnComment(c.Comment)
}

func (p *printer) columnComment(c *ast.StringLiteral) {
	if c != nil {
		p.text(" COMMENT ")
		p.stringLiteral(c)
	}
}

func (p *printer) partitionField(f *ast.PartitionField) {
	if f.Transform != "" {
		p.text(f.Transform, "(")
		if f.Width != nil {
			p.argument(f.Width)
			p.text(", ")
		}
		p.identifier(f.Name)
		p.text(")")
		return
	}
	p.identifier(f.Name)
	if f.Type != nil {
		p.text(" ", f.Type.Text)
		p.columnComment(f.Comment)
	}
}

func (p *printer) rowFormat(f *ast.RowFormat) {
	delimited := f.FieldsTerminatedBy != nil || f.CollectionItemsTerminatedBy != nil || f.MapKeysTerminatedBy != nil ||
		f.LinesTerminatedBy != nil || f.NullDefinedAs != nil
	switch {
	case f.Serde != nil:
		p.optional("ROW FORMAT SERDE", f.Serde)
	case delimited || f.SerdeProperties == nil:
		p.line()
		p.text("ROW FORMAT DELIMITED")
		p.nest(func() {
			p.optional("FIELDS TERMINATED BY", f.FieldsTerminatedBy)
			p.optional("ESCAPED BY", f.EscapedBy)
			p.optional("COLLECTION ITEMS TERMINATED BY", f.CollectionItemsTerminatedBy)
			p.optional("MAP KEYS TERMINATED BY", f.MapKeysTerminatedBy)
			p.optional("LINES TERMINATED BY", f.LinesTerminatedBy)
			p.optional("NULL DEFINED AS", f.NullDefinedAs)
		})
	}
	p.properties("WITH SERDEPROPERTIES", f.SerdeProperties)
}

func (p *printer) partitionSpec(s *ast.PartitionSpec) {
	p.text("PARTITION ")
	inParentheses(p, s.Terms, func(t *ast.PartitionTerm) {
		p.identifier(t.Column)
		if t.Value != nil {
			p.text(" ", t.Operator.String(), " ")
			p.argument(t.Value)
		}
	})
}

func (p *printer) alterAction(a ast.AlterAction) {
	switch a := a.(type) {
	case *ast.AddPartitions:
		p.text("ADD")
		if a.IfNotExists {
			p.text(" IF NOT EXISTS")
		}
		p.nest(func() {
			for _, l := range a.Partitions {
				p.line()
				p.partitionSpec(l.Spec)
				if l.Location != nil {
					p.text(" LOCATION ")
					p.stringLiteral(l.Location)
				}
			}
		})
	case *ast.DropPartitions:
		p.text("DROP ")
		p.flag(a.IfExists, "IF EXISTS")
		commas(p, a.Specs, p.partitionSpec)
	case *ast.RenamePartition:
		p.text("RENAME TO ")
		p.partitionSpec(a.To)
	case *ast.RenameTable:
		p.text("RENAME TO ")
		p.qualifiedName(a.To)
	case *ast.SetLocation:
		p.text("SET LOCATION ")
		p.stringLiteral(a.Location)
	case *ast.SetProperties:
		p.text("SET TBLPROPERTIES ")
		inParentheses(p, a.Properties, p.property)
	case *ast.UnsetProperties:
		p.text("UNSET TBLPROPERTIES ")
		p.flag(a.IfExists, "IF EXISTS")
		inParentheses(p, a.Names, p.stringLiteral)
	case *ast.AddColumns:
		p.text(map[bool]string{false: "ADD COLUMNS ", true: "REPLACE COLUMNS "}[a.Replace])
		inParentheses(p, a.Columns, p.columnDefinition)
	case *ast.ChangeColumn:
		p.text("CHANGE COLUMN ")
		p.identifier(a.Column)
		p.text(" ")
		p.columnDefinition(a.To)
		if a.First {
			p.text(" FIRST")
		}
		if a.After != nil {
			p.text(" AFTER ")
			p.identifier(a.After)
		}
	case *ast.DropColumn:
		p.text("DROP COLUMN ")
		p.identifier(a.Column)
	}
}

func (p *printer) show(s *ast.Show) {
	p.text("SHOW ", s.Kind.String())
	if s.Kind == ast.ShowColumns {
		p.text(" IN")
	}
	if s.Name != nil {
		p.text(" ")
		p.qualifiedName(s.Name)
	}
	if s.In != nil {
		p.text(" IN ")
		p.qualifiedName(s.In)
	}
	if s.Like != nil {
		p.text(" LIKE ")
		p.stringLiteral(s.Like)
	}
	if s.Property != nil {
		p.text(" (")
		p.stringLiteral(s.Property)
		p.text(")")
	}
	if s.Partition != nil {
		p.text(" ")
		p.partitionSpec(s.Partition)
	}
}
