package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// A char(n) lives in the engine as a text filled with blanks to n characters, so that the engine compares, sorts and
// groups it as Trino does, with no regard to blanks at the end.

// fill cuts a text or fills it with blanks to the length of a char.
func fill(e ast.Expression, t types.Type) ast.Expression {
	return Engine("rpad", e, ast.Integer(int64(t.Length)), ast.String(" "))
}

// castChar casts to char, or from it; false where Trino has no such cast.
func castChar(e ast.Expression, from, to types.Type) (ast.Expression, bool) {
	switch {
	case !from.IsText() || !to.IsText():
		return nil, false
	case to.Kind == types.Char:
		return fill(e, to), true
	case to.Length < from.Length:
		return Engine("substring", e, ast.Integer(1), ast.Integer(int64(to.Length))), true
	}
	return e, true
}

// Column is the engine's form of a column of the catalog's tables: files may have the blanks of a char or not. It
// refuses columns with a char within.
func Column(at token.Pos, e ast.Expression, t types.Type) (ast.Expression, error) {
	switch {
	case t.Kind == types.Char:
		return fill(e, t), nil
	case holds(t, types.Char):
		return nil, Unsupported(at, "Unsupported type: %s", t)
	}
	return e, nil
}

// maxChar is the greatest length of a char.
const maxChar = 65536

// concatChar gives a char as long as all together.
func concatChar(a []types.Type) types.Type {
	t := a[0]
	if t.Kind != types.Char {
		return t
	}
	for _, other := range a[1:] {
		t.Length += other.Length
	}
	return t
}

// asVarchar is the varchar of a text's length.
func asVarchar(a []types.Type) types.Type {
	return types.Type{Kind: types.Varchar, Length: a[0].Length}
}
