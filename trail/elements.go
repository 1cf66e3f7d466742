package trail

import (
	"bytes"
	"crypto/sha256"
	"encoding"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Elements turns a value into the JSON tree that a record shows. Inputs and outputs of the AWS SDK get CloudTrail's
// names (RoleArn is roleArn), members that are not set are left out, a union is its one member, times are in
// CloudTrail's display form, streams are left out. Values with JSON tags keep them, and what a struct embeds is
// flattened into it as encoding/json does. What is a secret by the name of its member is left out, hidden, or replaced
// by its hash: see secretMembers. It fails on values that JSON does not have.
func Elements(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	return element(reflect.ValueOf(v), 0)
}

// hidden is the text that AWS services write in place of a sensitive member.
const hidden = "HIDDEN_DUE_TO_SECURITY_REASONS"

type treatment int

const (
	drop treatment = iota + 1
	hide
	hash
)

// secretMembers says what becomes of a member by its name in lower case, wherever it stands. A secret access key is
// never written by CloudTrail; a session token is (SECURITY S4: we keep its hash, by which two events can still be
// compared). The rest are the names under which the offered services take passwords and keys.
var secretMembers = map[string]treatment{
	"secretaccesskey":   drop,
	"sessiontoken":      hash,
	"securitytoken":     hash,
	"webidentitytoken":  hash,
	"samlassertion":     hash,
	"password":          hide,
	"newpassword":       hide,
	"oldpassword":       hide,
	"tokencode":         hide,
	"clientsecret":      hide,
	"privatekey":        hide,
	"privatekeycontent": hide,
	"secretstring":      hide,
	"ssecustomerkey":    hide,
	"base32stringseed":  hide,
	"qrcodepng":         hide,
	"signinurl":         hide,
	"embedurl":          hide,
	"x-amz-signature":   hide,
}

// maxDepth bounds recursion; the deepest QuickSight definition has about 20 levels.
const maxDepth = 100

func element(v reflect.Value, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("trail: a value is nested more than %d deep", maxDepth)
	}
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil, nil
		}
		v = v.Elem()
	}
	if v.CanInterface() {
		switch x := v.Interface().(type) {
		case time.Time:
			return x.UTC().Format("Jan 2, 2006, 3:04:05 PM"), nil
		case json.RawMessage:
			return raw(x, depth)
		case json.Number:
			return x, nil
		case encoding.TextMarshaler:
			text, err := x.MarshalText()
			return string(text), err
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		return structure(v, depth)
	case reflect.Map:
		return mapping(v, depth)
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
			return base64.StdEncoding.EncodeToString(v.Bytes()), nil
		}
		list := make([]any, v.Len())
		for i := range list {
			var err error
			if list[i], err = element(v.Index(i), depth+1); err != nil {
				return nil, err
			}
		}
		return list, nil
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int(), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return v.Uint(), nil
	case reflect.Float32, reflect.Float64:
		return v.Float(), nil
	}
	return nil, fmt.Errorf("trail: an event cannot hold a %s", v.Type())
}

var reader = reflect.TypeFor[io.Reader]()

func structure(v reflect.Value, depth int) (any, error) {
	members := map[string]any{}
	fields := fieldsOf(v.Type())
	for i := range fields {
		f := &fields[i]
		value := f.of(v)
		if !value.IsValid() || unset(value) || f.omitEmpty && value.IsZero() {
			continue
		}
		if err := member(members, f.name, value, depth); err != nil {
			return nil, err
		}
	}
	// A union of the SDK is a struct of its one member's name with the field Value.
	if _, name, ok := strings.Cut(v.Type().Name(), "Member"); ok && name != "" && v.Type().NumField() == 2 && len(members) == 1 {
		if value := v.FieldByName("Value"); value.IsValid() {
			members = map[string]any{}
			if err := member(members, lowerFirst(name), value, depth); err != nil {
				return nil, err
			}
		}
	}
	return members, nil
}

func mapping(v reflect.Value, depth int) (any, error) {
	members := map[string]any{}
	for entries := v.MapRange(); entries.Next(); {
		if err := member(members, fmt.Sprint(entries.Key().Interface()), entries.Value(), depth); err != nil {
			return nil, err
		}
	}
	return members, nil
}

// member adds one named value, treated as its name demands.
func member(members map[string]any, name string, v reflect.Value, depth int) error {
	value, err := element(v, depth+1)
	if err != nil {
		return err
	}
	switch secretMembers[strings.ToLower(name)] {
	case drop:
		return nil
	case hide:
		value = hidden
	case hash:
		if text, ok := value.(string); !ok && value != nil {
			value = hidden
		} else if ok && text != hidden {
			value = TokenHash(text)
		}
	}
	members[name] = value
	return nil
}

// TokenHash is what stands in a record in place of a session token. The hash of a hash is itself.
func TokenHash(token string) string {
	const mark = "sha256:"
	if rest, ok := strings.CutPrefix(token, mark); ok && len(rest) == 2*sha256.Size {
		if _, err := hex.DecodeString(rest); err == nil {
			return token
		}
	}
	sum := sha256.Sum256([]byte(token))
	return mark + hex.EncodeToString(sum[:])
}

// raw reads JSON text, so that secrets inside it are found too.
func raw(text json.RawMessage, depth int) (any, error) {
	if len(text) == 0 {
		return nil, nil
	}
	var tree any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("trail: %w", err)
	}
	if tree == nil {
		return nil, nil
	}
	return element(reflect.ValueOf(tree), depth+1)
}

// unset reports whether a member was not given: nil pointers, lists, maps and interfaces, and empty text, which is
// what the SDK's enumerations are when they are not set.
func unset(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface, reflect.Func, reflect.Chan:
		return v.IsNil()
	case reflect.String:
		return v.Len() == 0
	}
	return false
}

func lowerFirst(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}
