package wire

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/wire/sigv4"
)

// maxAnswer bounds the answer that a client reads.
const maxAnswer = 64 << 20

// Client calls the operations of a hand-declared AWSJSON11 service. It is safe for concurrent use.
type Client struct {
	HTTP        *http.Client
	Endpoint    string // scheme, host and port
	Region      string
	Credentials sigv4.Credentials
	Clock       clock.Clock
}

// Call sends in, a pointer to the operation's input, and fills out, a pointer to its output. An error of the server is
// a fault.Error with the neutral code of what went wrong, or the service's own code where it has no neutral one; a
// server that does not answer is fault.Unavailable. It does not retry.
func (c *Client) Call(ctx context.Context, s *Service, operation string, in, out any) error {
	o := s.Operation(operation)
	if o == nil || s.Protocol != AWSJSON11 {
		return fmt.Errorf("wire: %s.%s cannot be called with awsJson 1.1", s.ID, operation)
	}
	if reflect.TypeOf(in) != reflect.PointerTo(o.input) || reflect.TypeOf(out) != reflect.PointerTo(o.output) {
		return fmt.Errorf("wire: %s.%s takes *%s and *%s, not %T and %T", s.ID, operation, o.input, o.output, in, out)
	}
	body, err := s.appendJSON(nil, reflect.ValueOf(in).Elem())
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Endpoint+"/", bytes.NewReader(body))
	if err != nil {
		return fault.Wrap(err, fault.Validation, "The endpoint %s is not a URL.", c.Endpoint)
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", s.TargetPrefix+"."+operation)
	sigv4.Sign(r, body, c.Credentials, c.Region, s.SigningName, c.Clock.Now())
	answer, err := c.HTTP.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return fault.Wrap(err, fault.Cancelled, "The call of %s was cancelled.", operation)
		}
		return fault.Wrap(err, fault.Unavailable, "No answer from %s.", c.Endpoint)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return fault.Wrap(err, fault.Unavailable, "The answer from %s ended early.", c.Endpoint)
	case len(text) > maxAnswer:
		return fault.New(fault.Limit, "The answer from %s is larger than %d bytes.", c.Endpoint, maxAnswer)
	case answer.StatusCode >= 300:
		return s.faultOf(answer.StatusCode, text)
	}
	return s.decodeBody(text, reflect.ValueOf(out).Elem())
}

// faultOf reads an error answer.
func (s *Service) faultOf(status int, text []byte) error {
	tree, err := parseJSON(text)
	members, ok := tree.(map[string]any)
	code, _ := members["__type"].(string)
	if err != nil || !ok || code == "" {
		return fault.Wrap(err, fault.Unavailable, "The server answered with HTTP status %d and no error of its own.", status)
	}
	message, _ := members["Message"].(string)
	f := fault.New(s.neutral(code), "%s", message)
	for name, value := range members {
		if value, ok := value.(string); ok && name != "__type" && name != "Message" && name != "message" {
			f = f.With(name, value)
		}
	}
	return f
}

// neutral is the inverse of spell. Codes that several faults share become the first of them by name.
func (s *Service) neutral(wire string) fault.Code {
	for _, code := range slices.Sorted(maps.Keys(spellings[s.Protocol])) {
		if s.spell(code).code == wire {
			return code
		}
	}
	return fault.Code(wire)
}
