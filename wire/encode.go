package wire

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Encode writes an operation's output, a pointer to its output struct or nil for an empty one. What cannot be encoded
// is an error before anything is written.
func Encode(w http.ResponseWriter, o *Operation, output any, requestID string) error {
	return encode(w, o, output, requestID, nil)
}

// encode writes an output; documents stand in it for the fields of their names.
func encode(w http.ResponseWriter, o *Operation, output any, requestID string, documents map[string]any) error {
	v := reflect.ValueOf(output)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if !v.IsValid() || v.Kind() == reflect.Pointer {
		v = reflect.Zero(o.output)
	}
	if v.Type() != o.output {
		return fmt.Errorf("wire: %s.%s answers with %s, not %s", o.service.ID, o.Name, o.output, v.Type())
	}
	status, contentType := http.StatusOK, ""
	var body []byte
	var err error
	switch s := o.service; s.Protocol {
	case AWSQuery:
		contentType = "text/xml"
		body, err = s.appendResponse(nil, o, v, requestID)
	case AWSJSON11:
		contentType = "application/x-amz-json-1.1"
		body, err = s.appendJSON(nil, v)
	case RESTJSON1:
		contentType = "application/json"
		status, body, err = o.appendREST(v, requestID, documents)
	default:
		err = fmt.Errorf("wire: outputs of the protocol %s are not encoded here", s.Protocol)
	}
	if err != nil {
		return err
	}
	write(w, status, contentType, requestID, body)
	return nil
}

func write(w http.ResponseWriter, status int, contentType, requestID string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("X-Amzn-Requestid", requestID)
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller has gone; there is nobody to tell
}

// appendREST writes the body and returns the status. Outputs of QuickSight repeat status and request id in the body.
func (o *Operation) appendREST(v reflect.Value, requestID string, documents map[string]any) (int, []byte, error) {
	status := http.StatusOK
	replace := map[string]any{}
	maps.Copy(replace, documents)
	if o.StatusMember != "" {
		if set := reflect.Indirect(v.FieldByName(o.StatusMember)); set.IsValid() && set.Int() != 0 {
			status = int(set.Int())
		}
		replace[o.StatusMember] = int32(status)
	}
	if id := v.FieldByName("RequestId"); id.IsValid() && id.Kind() == reflect.Pointer && id.IsNil() {
		replace["RequestId"] = requestID
	}
	body, err := o.service.appendMembers([]byte{'{'}, v, replace)
	return status, append(body, '}'), err
}

// appendResponse writes the XML envelope of awsQuery.
func (s *Service) appendResponse(b []byte, o *Operation, v reflect.Value, requestID string) ([]byte, error) {
	b = fmt.Appendf(b, "<%sResponse xmlns=%q>", o.Name, s.XMLNamespace)
	// Some outputs without members have a result element and some have none; clients want it where it belongs and pass
	// over it where it does not.
	b, err := s.appendElement(b, o.Name+"Result", v)
	if err != nil {
		return b, err
	}
	b = append(b, "<ResponseMetadata>"...)
	b = appendText(b, "RequestId", requestID)
	return fmt.Appendf(b, "</ResponseMetadata></%sResponse>", o.Name), nil
}

// appendElement writes one value as one element.
func (s *Service) appendElement(b []byte, name string, v reflect.Value) ([]byte, error) {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return b, nil
		}
		v = v.Elem()
	}
	switch v.Type() {
	case timeType:
		return appendText(b, name, formatTime(v.Interface().(time.Time).Truncate(time.Second))), nil
	case bytesType:
		return appendText(b, name, base64.StdEncoding.EncodeToString(v.Bytes())), nil
	}
	var err error
	switch v.Kind() {
	case reflect.Struct:
		b = open(b, name)
		sh := s.shapeOf(v.Type())
		for i := range sh.fields {
			f := &sh.fields[i]
			value := v.Field(f.index)
			switch {
			case !f.isSet(value):
			case f.escaped:
				b = appendText(b, f.wire, escaped(value))
			default:
				if b, err = s.appendElement(b, f.wire, value); err != nil {
					return b, err
				}
			}
		}
		return shut(b, name), nil
	case reflect.Slice:
		b = open(b, name)
		for i := range v.Len() {
			if b, err = s.appendElement(b, "member", v.Index(i)); err != nil {
				return b, err
			}
		}
		return shut(b, name), nil
	case reflect.Map:
		b = open(b, name)
		for _, key := range sortedKeys(v) {
			b = appendText(open(b, "entry"), "key", key.String())
			if b, err = s.appendElement(b, "value", v.MapIndex(key)); err != nil {
				return b, err
			}
			b = shut(b, "entry")
		}
		return shut(b, name), nil
	case reflect.Interface:
		memberName, member, err := s.unionMember(v)
		if err != nil {
			return b, err
		}
		b, err = s.appendElement(open(b, name), memberName, member)
		return shut(b, name), err
	}
	text, err := scalarText(v)
	return appendText(b, name, text), err
}

func scalarText(v reflect.Value) (string, error) {
	switch v.Kind() {
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), nil
	case reflect.Float32, reflect.Float64:
		text, _ := formatFloat(v.Float(), v.Type().Bits())
		return text, nil
	}
	return "", fmt.Errorf("wire: %s cannot be written as text", v.Type())
}

func open(b []byte, name string) []byte {
	return append(append(append(b, '<'), name...), '>')
}

func shut(b []byte, name string) []byte {
	return append(append(append(b, "</"...), name...), '>')
}

func appendText(b []byte, name, text string) []byte {
	var escapedText strings.Builder
	_ = xml.EscapeText(&escapedText, []byte(text)) // a builder never fails
	return shut(append(open(b, name), escapedText.String()...), name)
}

// escaped percent-encodes a string member, blanks as %20 (IAM API Reference, Role: "URL-encoded and compliant with
// RFC 3986").
func escaped(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return strings.ReplaceAll(url.QueryEscape(v.String()), "+", "%20")
}
