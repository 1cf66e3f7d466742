package translate

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// jsonLiteral is JSON '…' in the one spelling that json_parse gives (Trino documentation, JSON functions): no blanks,
// the members of objects by name. Numbers with a fraction or exponent would be respelt as Java prints them, which is
// refused for all spellings but one.
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
	if !plainNumbers(value) {
		return nil, function.Unsupported(x.Pos(), "A JSON literal with the number of another spelling than digits with a point is not supported")
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

// plainNumbers reports whether every number prints as it is spelt: whole ones, and those of up to 15 digits with a
// point that do not end in zeros, between 0.001 and 10,000,000.
func plainNumbers(value any) bool {
	switch v := value.(type) {
	case json.Number:
		whole, fraction, point := strings.Cut(strings.TrimPrefix(v.String(), "-"), ".")
		if strings.ContainsAny(v.String(), "eE") || v == "-0" {
			return false
		}
		return !point || len(whole) <= 7 && len(whole)+len(fraction) <= 15 && (fraction == "0" || !strings.HasSuffix(fraction, "0")) &&
			(whole != "0" || fraction == "0" || !strings.HasPrefix(fraction, "000"))
	case []any:
		for _, e := range v {
			if !plainNumbers(e) {
				return false
			}
		}
	case map[string]any:
		for _, e := range v {
			if !plainNumbers(e) {
				return false
			}
		}
	}
	return true
}
