package analyze

import (
	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// fail makes an error at a node.
func fail(code fault.Code, at ast.Node, format string, args ...any) error {
	if at != nil && at.Pos().IsValid() {
		return token.Fault(code, at.Pos(), format, args...)
	}
	return fault.New(code, format, args...)
}

// because gives a fault a cause that says more to a program; nil leaves it as it is.
func because(err error, m *Missing) error {
	f, ok := err.(*fault.Error)
	if !ok || m == nil {
		return err
	}
	return fault.Wrap(m, f.Code, "%s", f.Message)
}

// located puts a node's place before the message of a fault that has none.
func located(err error, at ast.Node) error {
	f, ok := err.(*fault.Error)
	if !ok || !at.Pos().IsValid() || len(f.Message) > 5 && f.Message[:5] == "line " {
		return err
	}
	return token.Fault(f.Code, at.Pos(), "%s", f.Message)
}

func mismatch(at ast.Node, format string, args ...any) error {
	return fail("TYPE_MISMATCH", at, format, args...)
}

func unsupported(at ast.Node, format string, args ...any) error {
	return fail("NOT_SUPPORTED", at, format, args...)
}

// columnNotFound is Athena's sentence, which tells nobody whether the column exists.
func columnNotFound(at ast.Node, name string) error {
	return fail("COLUMN_NOT_FOUND", at, "Column '%s' cannot be resolved or requester is not authorized to access requested resources", name)
}

func operatorMismatch(at ast.Node, left types.Type, operator string, right types.Type) error {
	return mismatch(at, "Cannot apply operator: %s %s %s", left, operator, right)
}

// text is an expression as the statement has it, for messages.
func (a *analyzer) text(e ast.Node) string {
	if s := e.Span(); s.IsValid() && s.Start.Offset >= 0 && s.End.Offset <= len(a.options.Text) && s.Start.Offset < s.End.Offset {
		return a.options.Text[s.Start.Offset:s.End.Offset]
	}
	if x, ok := e.(ast.Expression); ok {
		if parts := nameParts(x); parts != nil {
			return dotted(parts)
		}
	}
	if c, ok := e.(*ast.Call); ok {
		return c.Name.Key() + "(...)"
	}
	return "expression"
}
