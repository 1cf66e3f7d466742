package spice

import (
	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/result"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// longestText is where a text is cut, in characters (QuickSight User Guide, "Data source quotas": 2,047 Unicode characters
// for each field imported to SPICE).
const longestText = 2047

// plainColumns is a table's query with columns that Parquet holds and every reader reads the same way, and the types that
// they then have. Structures become JSON, moments of a zone those of UTC, and what else has no place in a data set text.
func plainColumns(rows *ast.Query, found *query.Rows) (*ast.Query, []result.Column) {
	from := rows.Body.(*ast.Select)
	plain := &ast.Select{From: from.From, Where: from.Where}
	columns := make([]result.Column, len(found.Columns))
	for i, c := range found.Columns {
		name := from.Items[i].(*ast.SelectExpression).Value.(*ast.Identifier).Text
		value, t := ast.Expression(ast.Name(name)), c.Type
		switch {
		case found.Opaque[i]:
			value, t = ast.Func("json_format", cast(value, types.Simple(types.JSON))), types.Simple(types.Varchar)
		case t.Kind == types.JSON:
			value, t = ast.Func("json_format", value), types.Simple(types.Varchar)
		case t.Kind == types.Varbinary:
			value, t = ast.Func("to_hex", value), types.Simple(types.Varchar)
		case t.Kind == types.TimestampTZ:
			value, t = cast(&ast.AtTimeZone{Operand: value, Zone: ast.String("UTC")}, types.Type{Kind: types.Timestamp, Precision: 3}), types.Type{Kind: types.Timestamp, Precision: 3}
		case !keeps[t.Kind]:
			value, t = cast(value, types.Simple(types.Varchar)), types.Simple(types.Varchar)
		}
		plain.Items = append(plain.Items, &ast.SelectExpression{Value: value, Alias: ast.Name(name)})
		columns[i] = result.Column{Name: name, Type: t}
	}
	return &ast.Query{Body: plain}, columns
}

// keeps are the kinds that Parquet, the engine and a data set have alike.
var keeps = map[types.Kind]bool{
	types.Boolean: true, types.Tinyint: true, types.Smallint: true, types.Integer: true, types.Bigint: true, types.Real: true,
	types.Double: true, types.Decimal: true, types.Varchar: true, types.Date: true, types.Timestamp: true,
}

func cast(value ast.Expression, t types.Type) *ast.Cast {
	return &ast.Cast{Operand: value, Type: ast.TypeOf(t)}
}

// declared is a column of a table as the data set's author declared it, where its account has another type for it. What
// cannot be read so is found by tolerant.
func declared(table *hub.Physical, c result.Column) ast.Expression {
	value := ast.Expression(ast.Name(c.Name))
	for _, d := range table.Columns {
		if d.Name != c.Name {
			continue
		}
		if to, ok := declaredTypes[d.Type]; ok && !to.takes[c.Type.Kind] {
			return cast(value, to.t)
		}
	}
	return value
}

func kindsOf(kinds ...types.Kind) map[types.Kind]bool {
	set := map[types.Kind]bool{types.Unknown: true}
	for _, k := range kinds {
		set[k] = true
	}
	return set
}

var (
	wholeNumbers = []types.Kind{types.Boolean, types.Tinyint, types.Smallint, types.Integer, types.Bigint}
	numbers      = append([]types.Kind{types.Real, types.Double, types.Decimal}, wholeNumbers...)
)

// declaredTypes are what a column of each declared type becomes, unless it has a type that is taken as it is.
var declaredTypes = map[qstypes.InputColumnDataType]struct {
	t     types.Type
	takes map[types.Kind]bool
}{
	qstypes.InputColumnDataTypeString:   {types.Simple(types.Varchar), kindsOf(types.Varchar)},
	qstypes.InputColumnDataTypeInteger:  {types.Simple(types.Bigint), kindsOf(wholeNumbers...)},
	qstypes.InputColumnDataTypeBit:      {types.Simple(types.Boolean), kindsOf(wholeNumbers...)},
	qstypes.InputColumnDataTypeBoolean:  {types.Simple(types.Boolean), kindsOf(wholeNumbers...)},
	qstypes.InputColumnDataTypeDecimal:  {types.Simple(types.Double), kindsOf(numbers...)},
	qstypes.InputColumnDataTypeDatetime: {types.Simple(types.Timestamp), kindsOf(types.Date, types.Timestamp)},
}

// dropped are the rows that tolerant leaves out of one relation: their number, and the values that are at fault.
type dropped struct {
	count  *ast.Query
	values *ast.Query
}

// mostKept is how many dropped rows are kept for a look, of each relation.
const mostKept = 20

// tolerant makes every cast of a data set's query one that gives NULL where it fails, and leaves out of each relation the
// rows in which a cast of a column has failed: as SPICE does, where a direct query would fail whole. The tree is changed
// in place.
func tolerant(whole *ast.Query) []dropped {
	var all []dropped
	ast.Walk(whole, func(n ast.Node) bool {
		if c, ok := n.(*ast.Cast); ok {
			c.Try = true
		}
		return true
	})
	ast.Walk(whole, func(n ast.Node) bool {
		s, ok := n.(*ast.Select)
		if !ok {
			return true
		}
		var fits []ast.Expression
		values := &ast.Select{From: s.From}
		for _, item := range s.Items {
			e, ok := item.(*ast.SelectExpression)
			if !ok {
				continue
			}
			if c, ok := e.Value.(*ast.Cast); ok && canFail[c.Type.Type.Kind] {
				fits = append(fits, ast.Or(&ast.IsNull{Operand: c.Operand}, &ast.IsNull{Operand: c, Not: true}))
				name := e.Alias
				if name == nil {
					name = ast.Name("value")
				}
				values.Items = append(values.Items, &ast.SelectExpression{Value: &ast.Cast{Operand: c.Operand, Type: ast.TypeOf(types.Simple(types.Varchar))}, Alias: name})
			}
		}
		if len(fits) == 0 {
			return true
		}
		counted := ast.Func("count")
		counted.Star = true
		bad := ast.Expression(&ast.Not{Operand: ast.And(fits...)})
		if s.Where != nil {
			bad, fits = ast.And(s.Where, bad), append([]ast.Expression{s.Where}, fits...)
		}
		values.Where = bad
		all = append(all, dropped{
			&ast.Query{Body: &ast.Select{Items: []ast.SelectItem{&ast.SelectExpression{Value: counted, Alias: ast.Name("n")}}, From: s.From, Where: bad}},
			&ast.Query{Body: values, Limit: &ast.Limit{Count: ast.Integer(mostKept)}},
		})
		s.Where = ast.And(fits...)
		return true
	})
	return all
}

// canFail are the types to which not every value can be cast.
var canFail = map[types.Kind]bool{types.Bigint: true, types.Double: true, types.Timestamp: true, types.Boolean: true}

const baseAlias = "base"

// shaped is the whole data set with texts that are not too long.
func shaped(set *hub.DataSet, whole *ast.Query) *ast.Query {
	s := &ast.Select{From: &ast.Aliased{Relation: &ast.Subquery{Query: whole}, Alias: ast.Name(baseAlias)}}
	for _, c := range set.Root.Columns {
		value := ast.Column(baseAlias, c.Name)
		if c.Type == qstypes.ColumnDataTypeString {
			value = ast.Func("substr", cast(value, types.Simple(types.Varchar)), ast.Integer(1), ast.Integer(longestText))
		}
		s.Items = append(s.Items, &ast.SelectExpression{Value: value, Alias: ast.Name(c.Name)})
	}
	return &ast.Query{Body: s}
}
