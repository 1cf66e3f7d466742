package printer

import (
	"strconv"
	"strings"

	"interlaken/sql/ast"
)

// The levels of precedence of Trino's grammar, loosest first. An expression of a looser level than its place asks for
// is put in parentheses.
const (
	lowest = iota
	orLevel
	andLevel
	notLevel
	predicateLevel
	concatLevel
	addLevel
	multiplyLevel
	signLevel
	zoneLevel
	primaryLevel
)

func levelOf(e ast.Expression) int {
	switch e := e.(type) {
	case *ast.Lambda, *ast.NamedArgument:
		return lowest
	case *ast.Logical:
		if e.Or {
			return orLevel
		}
		return andLevel
	case *ast.Not:
		return notLevel
	case *ast.IsNull, *ast.IsDistinct, *ast.Between, *ast.InList, *ast.InQuery, *ast.Like, *ast.Quantified:
		return predicateLevel
	case *ast.Binary:
		return binaryLevel(e.Operator)
	case *ast.Unary:
		return signLevel
	case *ast.AtTimeZone:
		return zoneLevel
	}
	return primaryLevel
}

func binaryLevel(o ast.Operator) int {
	switch o {
	case ast.Multiply, ast.Divide, ast.Modulo:
		return multiplyLevel
	case ast.Add, ast.Subtract:
		return addLevel
	case ast.Concat:
		return concatLevel
	}
	return predicateLevel
}

// expression writes an expression where one of a level is wanted.
func (p *printer) expression(e ast.Expression, level int) {
	if levelOf(e) < level {
		p.parentheses(func() { p.bare(e) })
		return
	}
	p.bare(e)
}

// argument writes an expression where any is wanted.
func (p *printer) argument(e ast.Expression) { p.expression(e, lowest) }

// value writes an expression where no predicate is wanted.
func (p *printer) value(e ast.Expression) { p.expression(e, concatLevel) }

// bare writes an expression without parentheses around it.
func (p *printer) bare(e ast.Expression) {
	switch e := e.(type) {
	case *ast.Logical:
		p.logical(e)
	case *ast.Not:
		p.text("NOT ")
		p.expression(e.Operand, notLevel)
	case *ast.Binary:
		p.binary(e)
	case *ast.Unary:
		p.unary(e)
	case *ast.AtTimeZone:
		p.expression(e.Operand, zoneLevel)
		p.text(" AT TIME ZONE ")
		p.expression(e.Zone, primaryLevel)
	case *ast.Lambda:
		p.lambda(e)
	case *ast.IsNull, *ast.IsDistinct, *ast.Between, *ast.InList, *ast.InQuery, *ast.Like, *ast.Quantified:
		p.predicate(e)
	case *ast.Identifier:
		p.identifier(e)
	case *ast.Dereference:
		p.base(e.Base)
		p.text(".")
		p.identifier(e.Field)
	case *ast.Subscript:
		p.base(e.Base)
		p.brackets("[", "]", func() { p.value(e.Index) })
	case *ast.Call:
		p.call(e)
	case *ast.NamedArgument:
		p.identifier(e.Name)
		p.text(p.dialect.assign)
		p.argument(e.Value)
	default:
		p.primary(e)
	}
}

// base writes what a field or subscript is taken of. A number needs parentheses: its point would swallow the next.
func (p *printer) base(e ast.Expression) {
	if isNumber(e) {
		p.parentheses(func() { p.bare(e) })
		return
	}
	p.expression(e, primaryLevel)
}

func isNumber(e ast.Expression) bool {
	switch e.(type) {
	case *ast.IntegerLiteral, *ast.DecimalLiteral, *ast.DoubleLiteral:
		return true
	}
	return false
}

func (p *printer) logical(e *ast.Logical) {
	keyword, level := "AND ", andLevel
	if e.Or {
		keyword, level = "OR ", orLevel
	}
	p.group(func() {
		for i, t := range e.Terms {
			if i > 0 {
				p.line()
				p.text(keyword)
			}
			p.expression(t, level)
		}
	})
}

// binary writes an operation. All of them group to the left; a comparison takes no other as an operand.
func (p *printer) binary(e *ast.Binary) {
	level := binaryLevel(e.Operator)
	left := level
	if level == predicateLevel {
		left = level + 1
	}
	p.group(func() {
		p.expression(e.Left, left)
		if level == predicateLevel {
			p.text(" ")
		} else {
			p.line()
		}
		p.text(e.Operator.String(), " ")
		p.expression(e.Right, level+1)
	})
}

// unary writes a sign. A minus before digits would belong to the number, and two of them would begin a comment.
func (p *printer) unary(e *ast.Unary) {
	sign := "+"
	if e.Negative {
		sign = "-"
	}
	p.text(sign)
	switch operand := e.Operand.(type) {
	case *ast.Unary:
		p.text(" ")
		p.expression(operand, signLevel)
	default:
		if isNumber(operand) {
			p.parentheses(func() { p.bare(operand) })
			return
		}
		p.expression(operand, primaryLevel)
	}
}

func (p *printer) lambda(e *ast.Lambda) {
	if !p.dialect.trino {
		p.text("lambda ")
		commas(p, e.Parameters, p.identifier)
		p.text(": ")
		p.argument(e.Body)
		return
	}
	if len(e.Parameters) == 1 {
		p.identifier(e.Parameters[0])
	} else {
		p.columns(e.Parameters)
	}
	p.text(" -> ")
	p.argument(e.Body)
}

func (p *printer) not(not bool) {
	if not {
		p.text("NOT ")
	}
}

func (p *printer) predicate(e ast.Expression) {
	switch e := e.(type) {
	case *ast.IsNull:
		p.value(e.Operand)
		p.text(" IS ")
		p.not(e.Not)
		p.text("NULL")
	case *ast.IsDistinct:
		p.value(e.Left)
		p.text(" IS ")
		p.not(e.Not)
		p.text("DISTINCT FROM ")
		p.value(e.Right)
	case *ast.Between:
		p.value(e.Operand)
		p.text(" ")
		p.not(e.Not)
		p.text("BETWEEN ")
		p.value(e.Low)
		p.text(" AND ")
		p.value(e.High)
	case *ast.InList:
		p.value(e.Operand)
		p.text(" ")
		p.not(e.Not)
		p.text("IN ")
		inParentheses(p, e.Items, p.argument)
	case *ast.InQuery:
		p.value(e.Operand)
		p.text(" ")
		p.not(e.Not)
		p.text("IN ")
		p.subquery(e.Query)
	case *ast.Like:
		p.value(e.Operand)
		p.text(" ")
		p.not(e.Not)
		p.text("LIKE ")
		p.value(e.Pattern)
		if e.Escape != nil {
			p.text(" ESCAPE ")
			p.value(e.Escape)
		}
	case *ast.Quantified:
		p.value(e.Operand)
		p.text(" ", e.Operator.String(), " ", e.Quantifier.String(), " ")
		p.subquery(e.Query)
	}
}

// primary writes what is neither operation, predicate, name nor call.
func (p *printer) primary(e ast.Expression) {
	switch e := e.(type) {
	case *ast.NullLiteral:
		p.text("NULL")
	case *ast.BooleanLiteral:
		p.text(strings.ToUpper(strconv.FormatBool(e.Value)))
	case *ast.IntegerLiteral:
		p.text(strconv.FormatInt(e.Value, 10))
	case *ast.DecimalLiteral:
		p.text(e.Text)
	case *ast.DoubleLiteral:
		p.text(e.Text)
	case *ast.StringLiteral:
		p.stringLiteral(e)
	case *ast.BinaryLiteral:
		p.text(p.dialect.binary(e.Value))
	case *ast.TypedLiteral:
		p.typedLiteral(e)
	case *ast.IntervalLiteral:
		p.interval(e)
	case *ast.Parameter:
		p.text("?")
	case *ast.Exists:
		p.text("EXISTS ")
		p.subquery(e.Query)
	case *ast.ScalarSubquery:
		p.subquery(e.Query)
	case *ast.Row:
		p.row(e)
	case *ast.Array:
		p.brackets(p.dialect.array, "]", func() { commas(p, e.Items, p.argument) })
	case *ast.Struct:
		p.structure(e)
	case *ast.Case:
		p.caseExpression(e)
	case *ast.Cast:
		p.text(map[bool]string{false: "CAST", true: "TRY_CAST"}[e.Try])
		p.parentheses(func() {
			p.argument(e.Operand)
			p.text(" AS ")
			p.dataType(e.Type)
		})
	default:
		p.form(e)
	}
}

func (p *printer) typedLiteral(e *ast.TypedLiteral) {
	if name := p.dialect.typed(e.Type); name != "" {
		p.text(name, " ")
		p.stringText(e.Value)
		return
	}
	p.text("CAST(")
	p.stringText(e.Value)
	p.text(" AS ")
	p.dataType(e.Type)
	p.text(")")
}

func (p *printer) interval(e *ast.IntervalLiteral) {
	if e.To != ast.NoUnit {
		p.onlyTrino(e, "an interval of several fields")
	}
	if e.From == ast.Week && p.dialect.trino {
		p.unsupported(e, "an interval of weeks")
	}
	p.text("INTERVAL ")
	value := e.Value
	switch {
	case !e.Negative:
	case p.dialect.trino:
		p.text("-")
	case strings.HasPrefix(value, "-"):
		value = value[1:]
	default:
		value = "-" + value
	}
	p.stringText(value)
	p.text(" ", e.From.String())
	if e.To != ast.NoUnit {
		p.text(" TO ", e.To.String())
	}
}

// row writes (a, b); one item alone would be an expression in parentheses.
func (p *printer) row(e *ast.Row) {
	if len(e.Items) < 2 {
		p.text("ROW")
	}
	inParentheses(p, e.Items, p.argument)
}

func (p *printer) structure(e *ast.Struct) {
	if p.dialect.trino {
		p.unsupported(e, "a struct literal")
	}
	p.brackets("{", "}", func() {
		commas(p, e.Fields, func(f *ast.StructField) {
			p.stringText(f.Name)
			p.text(": ")
			p.argument(f.Value)
		})
	})
}

func (p *printer) caseExpression(e *ast.Case) {
	p.group(func() {
		p.text("CASE")
		if e.Operand != nil {
			p.text(" ")
			p.argument(e.Operand)
		}
		p.nest(func() {
			for _, w := range e.Whens {
				p.line()
				p.text("WHEN ")
				p.argument(w.Condition)
				p.text(" THEN ")
				p.argument(w.Result)
			}
			if e.Else != nil {
				p.line()
				p.text("ELSE ")
				p.argument(e.Else)
			}
		})
		p.line()
		p.text("END")
	})
}

// form writes the expressions with a syntax of their own.
func (p *printer) form(e ast.Expression) {
	switch e := e.(type) {
	case *ast.Extract:
		p.text("EXTRACT(", e.Field, " FROM ")
		p.value(e.Operand)
		p.text(")")
	case *ast.Trim:
		p.text("TRIM(")
		if e.Characters != nil || e.Side != ast.TrimBoth {
			p.text(e.Side.String(), " ")
			if e.Characters != nil {
				p.value(e.Characters)
				p.text(" ")
			}
			p.text("FROM ")
		}
		p.value(e.Operand)
		p.text(")")
	case *ast.Normalize:
		p.onlyTrino(e, "NORMALIZE")
		p.text("NORMALIZE(")
		p.value(e.Operand)
		p.text(", ", e.Form, ")")
	case *ast.Current:
		p.text(e.Kind.String())
		if e.Precision >= 0 {
			p.onlyTrino(e, "a precision of the current time")
			p.text("(", strconv.Itoa(e.Precision), ")")
		}
	case *ast.MeasureOver:
		p.onlyTrino(e, "a measure of a row pattern")
		p.identifier(e.Name)
		p.text(" OVER ")
		p.window(e.Over)
	case *ast.TableArgument:
		p.onlyTrino(e, "a table argument")
		p.tableArgument(e)
	case *ast.Descriptor:
		p.onlyTrino(e, "a descriptor")
		p.descriptor(e)
	default:
		p.json(e)
	}
}
