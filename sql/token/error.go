package token

import (
	"errors"
	"fmt"

	"interlaken/fault"
)

// Error is the cause of a fault that has a place in a source text: it is how an editor finds where to draw the line.
type Error struct {
	// Pos is the place; Text the sentence without it.
	Pos  Pos
	Text string
}

// Error is the sentence with its place, as Athena has it: line 1:8: mismatched input 'x'.
func (e *Error) Error() string {
	if !e.Pos.IsValid() {
		return e.Text
	}
	return e.Pos.String() + ": " + e.Text
}

// Fault makes a fault about a place in a source text. Its public sentence begins with the place.
func Fault(code fault.Code, pos Pos, format string, args ...any) *fault.Error {
	cause := &Error{Pos: pos, Text: fmt.Sprintf(format, args...)}
	return fault.Wrap(cause, code, "%s", cause.Error())
}

// PosOf returns the place that an error is about; false when it has none.
func PosOf(err error) (Pos, bool) {
	var e *Error
	if errors.As(err, &e) && e.Pos.IsValid() {
		return e.Pos, true
	}
	return Pos{}, false
}
