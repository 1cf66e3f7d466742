package glue

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/sql/ast"
	"interlaken/sql/parser"
)

// truth is SQL's: a comparison with a null partition is neither true nor false.
type truth int8

const (
	no      truth = -1
	unknown truth = 0
	yes     truth = 1
)

// nullPartition is the value by which Hive writes a null.
const nullPartition = "__HIVE_DEFAULT_PARTITION__"

// condition is a compiled part of an expression.
type condition func(values []string) truth

// expressionFilter compiles the filter of GetPartitions: comparisons of partition keys with literals, BETWEEN, IN,
// LIKE and IS NULL under AND, OR and NOT (Glue API Reference, GetPartitions, Expression). Keys of a number's type are
// compared as numbers, all others as text.
func expressionFilter(keys []types.Column, text string) (func(values []string) bool, error) {
	if strings.TrimSpace(text) == "" {
		return func([]string) bool { return true }, nil
	}
	tree, err := parser.ParseExpression(text)
	if err != nil {
		return nil, invalid("Unsupported expression '%s'", text)
	}
	c := compiler{text: text, keys: map[string]key{}}
	for i, k := range keys {
		c.keys[strings.ToLower(aws.ToString(k.Name))] = key{i, isNumber(aws.ToString(k.Type))}
	}
	compiled, err := c.compile(tree)
	if err != nil {
		return nil, err
	}
	return func(values []string) bool { return compiled(values) == yes }, nil
}

func isNumber(hive string) bool {
	name, _, _ := strings.Cut(strings.ToLower(hive), "(")
	switch name {
	case "tinyint", "smallint", "int", "integer", "bigint", "long", "decimal", "float", "double":
		return true
	}
	return false
}

type key struct {
	place  int
	number bool
}

type compiler struct {
	text string
	keys map[string]key
}

func (c *compiler) refuse() error { return invalid("Unsupported expression '%s'", c.text) }

func (c *compiler) compile(e ast.Expression) (condition, error) {
	switch e := e.(type) {
	case *ast.Logical:
		return c.logical(e)
	case *ast.Not:
		inner, err := c.compile(e.Operand)
		return func(v []string) truth { return -inner(v) }, err
	case *ast.Binary:
		return c.comparison(e)
	case *ast.Between:
		low, err := c.ordered(e.Operand, e.Low, func(n int) bool { return n >= 0 })
		if err != nil {
			return nil, err
		}
		high, err := c.ordered(e.Operand, e.High, func(n int) bool { return n <= 0 })
		return negated(e.Not, func(v []string) truth { return min(low(v), high(v)) }), err
	case *ast.InList:
		items := make([]condition, len(e.Items))
		for i, item := range e.Items {
			var err error
			if items[i], err = c.ordered(e.Operand, item, func(n int) bool { return n == 0 }); err != nil {
				return nil, err
			}
		}
		return negated(e.Not, anyOf(items)), nil
	case *ast.Like:
		return c.like(e)
	case *ast.IsNull:
		k, err := c.key(e.Operand)
		return negated(e.Not, func(v []string) truth { return truthOf(v[k.place] == nullPartition) }), err
	}
	return nil, c.refuse()
}

func (c *compiler) logical(e *ast.Logical) (condition, error) {
	terms := make([]condition, len(e.Terms))
	for i, term := range e.Terms {
		var err error
		if terms[i], err = c.compile(term); err != nil {
			return nil, err
		}
	}
	if e.Or {
		return anyOf(terms), nil
	}
	return func(v []string) truth {
		all := yes
		for _, t := range terms {
			all = min(all, t(v))
		}
		return all
	}, nil
}

func anyOf(terms []condition) condition {
	return func(v []string) truth {
		one := no
		for _, t := range terms {
			one = max(one, t(v))
		}
		return one
	}
}

func (c *compiler) comparison(e *ast.Binary) (condition, error) {
	tests := map[ast.Operator]func(int) bool{
		ast.Equals: func(n int) bool { return n == 0 }, ast.NotEquals: func(n int) bool { return n != 0 },
		ast.Less: func(n int) bool { return n < 0 }, ast.LessOrEqual: func(n int) bool { return n <= 0 },
		ast.Greater: func(n int) bool { return n > 0 }, ast.GreaterOrEqual: func(n int) bool { return n >= 0 },
	}
	test := tests[e.Operator]
	if test == nil {
		return nil, c.refuse()
	}
	if _, err := c.key(e.Left); err == nil {
		return c.ordered(e.Left, e.Right, test)
	}
	return c.ordered(e.Right, e.Left, func(n int) bool { return test(-n) })
}

// ordered compares a key with a literal.
func (c *compiler) ordered(operand, literal ast.Expression, test func(int) bool) (condition, error) {
	k, err := c.key(operand)
	if err != nil {
		return nil, err
	}
	want, ok := literalText(literal)
	if !ok {
		return nil, c.refuse()
	}
	if !k.number {
		return func(v []string) truth {
			return known(v[k.place], func(text string) bool { return test(strings.Compare(text, want)) })
		}, nil
	}
	wanted, ok := new(big.Rat).SetString(want)
	if !ok {
		return nil, c.refuse()
	}
	return func(v []string) truth {
		return known(v[k.place], func(text string) bool {
			n, ok := new(big.Rat).SetString(text)
			return ok && test(n.Cmp(wanted))
		})
	}, nil
}

func (c *compiler) like(e *ast.Like) (condition, error) {
	k, err := c.key(e.Operand)
	if err != nil {
		return nil, err
	}
	pattern, ok := e.Pattern.(*ast.StringLiteral)
	if !ok || e.Escape != nil {
		return nil, c.refuse()
	}
	quoted := strings.NewReplacer("%", ".*", "_", ".").Replace(regexp.QuoteMeta(pattern.Value))
	matcher, err := regexp.Compile("(?s)^" + quoted + "$")
	if err != nil {
		return nil, c.refuse()
	}
	return negated(e.Not, func(v []string) truth { return known(v[k.place], matcher.MatchString) }), nil
}

func (c *compiler) key(e ast.Expression) (key, error) {
	if name, ok := e.(*ast.Identifier); ok {
		if k, ok := c.keys[strings.ToLower(name.Text)]; ok {
			return k, nil
		}
	}
	return key{}, c.refuse()
}

func literalText(e ast.Expression) (string, bool) {
	switch e := e.(type) {
	case *ast.StringLiteral:
		return e.Value, true
	case *ast.IntegerLiteral:
		return strconv.FormatInt(e.Value, 10), true
	case *ast.DecimalLiteral:
		return e.Text, true
	case *ast.TypedLiteral:
		return e.Value, true
	}
	return "", false
}

func known(value string, test func(string) bool) truth {
	if value == nullPartition {
		return unknown
	}
	return truthOf(test(value))
}

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

func negated(not bool, c condition) condition {
	if !not {
		return c
	}
	return func(v []string) truth { return -c(v) }
}
