// Package fault is the vocabulary of errors: a stable code for programs, a public sentence for people and a
// cause for the log. It knows no wire protocol; wire and its registries translate codes into the shapes that
// each AWS protocol has. It imports nothing of the project, so that every package may use it.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Code is a stable, machine-readable name of what went wrong. The ones below are protocol-neutral: each
// protocol's table in wire maps them to that protocol's own spelling. Any other value is a code that one AWS
// service documents and is sent as it stands.
type Code string

const (
	AccessDenied        Code = "AccessDenied"        // a policy refused, or nothing allowed
	NotFound            Code = "NotFound"            // the thing named does not exist
	AlreadyExists       Code = "AlreadyExists"       // the name is taken
	Conflict            Code = "Conflict"            // the thing changed meanwhile, or is in the wrong state
	Validation          Code = "Validation"          // the request breaks a documented constraint
	Limit               Code = "Limit"               // a quota or setting was reached
	Throttled           Code = "Throttled"           // too many requests; trying again later may succeed
	Unsupported         Code = "Unsupported"         // valid on AWS, not built here; never evidence that a border holds
	Unavailable         Code = "Unavailable"         // a part that is needed does not answer
	Internal            Code = "Internal"            // a defect of this program
	Cancelled           Code = "Cancelled"           // the caller gave up
	UnknownKey          Code = "UnknownKey"          // access key id or session token unknown
	ExpiredToken        Code = "ExpiredToken"        // the session is over
	BadSignature        Code = "BadSignature"        // the signature is not the one computed here
	SignatureExpired    Code = "SignatureExpired"    // the request's date is too far from the clock
	MissingToken        Code = "MissingToken"        // no authentication in the request
	IncompleteSignature Code = "IncompleteSignature" // the authentication in the request is malformed
)

// Error is a failure with a public face. Message is a complete sentence for the caller and never holds a secret,
// a host path or a policy document; Cause is for the operator's log only and does not cross the wire.
type Error struct {
	Code    Code
	Message string
	// Detail holds further public members that a service documents for the error, by their wire name
	// (AthenaErrorCode, for one). Nil when there are none.
	Detail map[string]string
	Cause  error
}

// New makes an error with a code and a public sentence in fmt.Sprintf form.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes an error with a private cause.
func Wrap(cause error, code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Cause: cause}
}

// With returns a copy with one more public member.
func (e *Error) With(name, value string) *Error {
	c := *e
	c.Detail = make(map[string]string, len(e.Detail)+1)
	for k, v := range e.Detail {
		c.Detail[k] = v
	}
	c.Detail[name] = value
	return &c
}

// Error returns code and public sentence; the cause is reached by errors.Unwrap.
func (e *Error) Error() string {
	return string(e.Code) + ": " + e.Message
}

// Unwrap returns the private cause.
func (e *Error) Unwrap() error { return e.Cause }

// CodeOf returns the code of the first Error in the chain, Internal for any other error and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// Is reports whether the first Error in the chain has the code.
func Is(err error, code Code) bool { return err != nil && CodeOf(err) == code }

// Whole returns an error with all its causes, one a line, for the operator's log; "" for nil. Callers get Public.
func Whole(err error) string {
	var text strings.Builder
	for e := err; e != nil; e = errors.Unwrap(e) {
		if said := e.Error(); !strings.HasSuffix(text.String(), said) {
			if text.Len() > 0 {
				text.WriteString("\nbecause: ")
			}
			text.WriteString(said)
		}
	}
	return text.String()
}

// Public returns the public sentence of the first Error in the chain, and a fixed one for any other error, so
// that what was not written for a caller never reaches one.
func Public(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	return "The request failed because of an internal error."
}
