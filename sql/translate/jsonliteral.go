package translate

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"strings"

	"interlaken/fault"
	"interlaken/result"
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// jsonLiteral is JSON '…' in the one spelling that json_parse gives (Trino documentation, JSON functions): no blanks,
// the members of objects by name, and numbers with a fraction or exponent as Java prints doubles.
func jsonLiteral(x *ast.TypedLiteral) (ast.Expression, error) {
	decoder := json.NewDecoder(strings.NewReader(x.Value))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	if err == nil {
		if _, more := decoder.Token(); more != io.EOF {
			err = fault.New(fault.Validation, "text after the value")
		}
	}
	if err != nil {
		return nil, fault.New("INVALID_LITERAL", "%s: '%s' is not a valid JSON literal", x.Pos(), x.Value)
	}
	value, ok := respelt(value)
	if !ok {
		return nil, function.Unsupported(x.Pos(), "A JSON literal with a number past the range of double is not supported")
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil { // it was decoded
		return nil, fault.Wrap(err, fault.Internal, "a JSON literal cannot be written")
	}
	if strings.Contains(text.String(), `\u`) { // Java and Go do not escape the same signs
		return nil, function.Unsupported(x.Pos(), "A JSON literal with control characters or line separators is not supported")
	}
	return function.EngineCast(ast.String(strings.TrimSpace(text.String())), types.Simple(types.JSON))
}

// respelt spells numbers as Java does; false for one past the range of double, and for -0, of which Java makes 0.
func respelt(value any) (any, bool) {
	switch v := value.(type) {
	case json.Number:
		if !strings.ContainsAny(v.String(), ".eE") {
			return v, v != "-0"
		}
		f, err := strconv.ParseFloat(v.String(), 64)
		if err != nil || math.IsInf(f, 0) {
			return v, false
		}
		return json.Number(result.AppendFloat(nil, f, 64)), true
	case []any:
		for i, e := range v {
			fresh, ok := respelt(e)
			if !ok {
				return v, false
			}
			v[i] = fresh
		}
	case map[string]any:
		for name, e := range v {
			fresh, ok := respelt(e)
			if !ok {
				return v, false
			}
			v[name] = fresh
		}
	}
	return value, true
}
