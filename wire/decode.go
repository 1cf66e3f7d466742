package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"reflect"

	"interlaken/fault"
)

const (
	// MaxDepth bounds how deep a request may nest. The deepest documented input, a dashboard definition, stays
	// below 40.
	MaxDepth = 100
	// maxParameters bounds the parameters of a form. The largest documented input, the tags and policies of
	// AssumeRole, stays below 200.
	maxParameters = 10_000
)

// ReadBody reads a request's body, at most limit bytes of it. A longer one is refused without being read to its end.
func ReadBody(r *http.Request, limit int64) ([]byte, error) {
	tooLarge := fault.New("RequestEntityTooLargeException", "The request body is larger than %d bytes.", limit)
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	if r.ContentLength > limit {
		return nil, tooLarge
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	switch {
	case err != nil:
		return nil, fault.Wrap(err, "IncompleteBody", "The request body ended before its announced length.")
	case int64(len(body)) > limit:
		return nil, tooLarge
	}
	return body, nil
}

// Decode turns a request into the operation's input, a pointer to its struct. Unknown members are ignored, as AWS
// ignores them; values of the wrong type are refused. It does not validate: see Validate.
func Decode(r *http.Request, body []byte, o *Operation) (any, error) {
	in := reflect.New(o.input)
	var err error
	switch o.service.Protocol {
	case AWSQuery:
		err = o.service.decodeForm(r, body, in.Elem())
	case AWSJSON11:
		err = o.service.decodeBody(body, in.Elem())
	case RESTJSON1:
		if err = o.service.decodeBody(body, in.Elem()); err == nil {
			err = o.decodeBindings(r, in.Elem())
		}
	default:
		err = fault.New(fault.Unsupported, "Requests of the protocol %s are not decoded here.", o.service.Protocol)
	}
	if err != nil {
		return nil, err
	}
	return in.Interface(), nil
}

// serialization is the refusal of a JSON body that does not fit its type.
func serialization(format string, args ...any) error {
	return fault.New("SerializationException", format, args...)
}

func (s *Service) decodeBody(body []byte, dst reflect.Value) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	return s.read(dst, body)
}

// What a text that is not one JSON value is refused with.
var (
	errTooDeep = serialization("The request body nests deeper than %d levels.", MaxDepth)
	errSeveral = serialization("The request body holds more than one JSON value.")
)

// parseJSON reads exactly one JSON value of bounded depth, numbers kept as written.
func parseJSON(body []byte) (any, error) {
	if jsonDepth(body) > MaxDepth {
		return nil, errTooDeep
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, fault.Wrap(err, "SerializationException", "The request body is not JSON.")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errSeveral
	}
	return tree, nil
}

// jsonDepth returns the deepest nesting of brackets outside strings.
func jsonDepth(body []byte) int {
	depth, deepest, quoted := 0, 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

// decodeBindings fills the members that travel in path, query string and headers. The body has no say in them.
func (o *Operation) decodeBindings(r *http.Request, dst reflect.Value) error {
	_, labels := o.service.find(r.Method, r.URL.EscapedPath())
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return fault.Wrap(err, "SerializationException", "The query string cannot be parsed.")
	}
	for _, b := range o.Bindings {
		f := dst.FieldByName(b.Field)
		f.SetZero()
		var values []string
		switch b.In {
		case Label:
			if value, ok := labels[b.Name]; ok {
				values = []string{value}
			}
		case Query:
			values = query[b.Name]
		case Header:
			values = r.Header.Values(b.Name)
		}
		if len(values) == 0 {
			continue
		}
		if err := fromTexts(f, values, b.Field); err != nil {
			return err
		}
	}
	return nil
}

// fromTexts sets a bound member: a list from all values, anything else from the only one.
func fromTexts(dst reflect.Value, values []string, name string) error {
	if dst.Kind() == reflect.Slice && dst.Type() != bytesType {
		list := reflect.MakeSlice(dst.Type(), len(values), len(values))
		for i, value := range values {
			if err := fromText(list.Index(i), value, name); err != nil {
				return err
			}
		}
		dst.Set(list)
		return nil
	}
	if len(values) > 1 {
		return serialization("%s is given more than once.", name)
	}
	return fromText(dst, values[0], name)
}
