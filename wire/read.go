package wire

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"interlaken/fault"
)

// reader reads a JSON text straight into a value of the SDK's types. A definition of some megabytes has many times its
// size as a tree of maps, which would be made to be thrown away.
type reader struct {
	service *Service
	text    []byte
	at      int
	depth   int    // of brackets around the value that is read
	path    []step // to the value that is read, for messages
}

// step is a member by its name, or an element of a list by its number where the name is "".
type step struct {
	name  string
	index int
}

var errNotJSON = serialization("The request body is not JSON.")

// read reads exactly one JSON value of bounded depth into dst. null leaves it as it is.
func (s *Service) read(dst reflect.Value, text []byte) error {
	r := &reader{service: s, text: text}
	if err := r.value(dst); err != nil {
		return err
	}
	if r.peek() != 0 || r.at < len(text) {
		return errSeveral
	}
	return nil
}

// place is the path for messages.
func (r *reader) place() string {
	path := ""
	for _, s := range r.path {
		if s.name == "" {
			path += "[" + strconv.Itoa(s.index) + "]"
		} else {
			path = join(path, s.name)
		}
	}
	return at(path)
}

func (r *reader) mismatch(want string) error {
	if c := r.peek(); c == 0 || strings.IndexByte(`{["tfn-0123456789,]}`, c) < 0 {
		return errNotJSON // it ends, or has what begins and follows no value
	}
	return serialization("%s must be %s.", r.place(), want)
}

// peek passes over white space and returns the next character, 0 at the end.
func (r *reader) peek() byte {
	text := r.text
	for i := r.at; i < len(text); i++ {
		if c := text[i]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			r.at = i
			return c
		}
	}
	r.at = len(text)
	return 0
}

// take passes over a character that must come next.
func (r *reader) take(c byte) error {
	if r.peek() != c || c == 0 {
		return errNotJSON
	}
	r.at++
	return nil
}

// word passes over true, false or null.
func (r *reader) word(word string) error {
	if len(r.text)-r.at < len(word) || string(r.text[r.at:r.at+len(word)]) != word {
		return errNotJSON
	}
	r.at += len(word)
	return nil
}

// string passes over a string and returns its characters; the bytes are those of the text where nothing is escaped.
func (r *reader) string() ([]byte, error) {
	if err := r.take('"'); err != nil {
		return nil, err
	}
	text, start, plain := r.text, r.at, true
	for i := start; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			if r.at = i + 1; plain {
				return text[start:i], nil
			}
			var read string
			if json.Unmarshal(text[start-1:i+1], &read) != nil {
				return nil, errNotJSON
			}
			return []byte(read), nil
		case c == '\\':
			plain = false
			i++
		case c < ' ':
			return nil, errNotJSON
		case c >= utf8.RuneSelf:
			plain = false // what is not UTF-8 is replaced
		}
	}
	return nil, errNotJSON
}

// number passes over a number and returns it as it is written.
func (r *reader) number() (string, error) {
	start := r.at
	digits := func() bool {
		from := r.at
		for r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9' {
			r.at++
		}
		return r.at > from
	}
	has := func(set string) bool {
		for i := range len(set) {
			if r.at < len(r.text) && r.text[r.at] == set[i] {
				r.at++
				return true
			}
		}
		return false
	}
	has("-")
	ok := has("0") || digits()
	if ok && has(".") {
		ok = digits()
	}
	if ok && has("eE") {
		has("+-")
		ok = digits()
	}
	if !ok {
		return "", errNotJSON
	}
	return string(r.text[start:r.at]), nil
}

// enter passes over an opening bracket, and bounds how deep they nest.
func (r *reader) enter(bracket byte) error {
	if r.depth++; r.depth > MaxDepth {
		return errTooDeep
	}
	return r.take(bracket)
}

// leave passes over a closing bracket, and tells whether it is there.
func (r *reader) leave(bracket byte) bool {
	if r.peek() != bracket {
		return false
	}
	r.at++
	r.depth--
	return true
}

// elements calls each at every element of a list, before it is read.
func (r *reader) elements(each func(i int) error) error {
	if err := r.enter('['); err != nil || r.leave(']') {
		return err
	}
	for i := 0; ; i++ {
		if err := each(i); err != nil {
			return err
		}
		if r.leave(']') {
			return nil
		}
		if err := r.take(','); err != nil {
			return err
		}
	}
}

// members calls each at every member of an object, before its value is read. The name is good until each returns.
func (r *reader) members(each func(name []byte) error) error {
	if err := r.enter('{'); err != nil || r.leave('}') {
		return err
	}
	for {
		if r.peek() != '"' {
			return errNotJSON
		}
		name, err := r.string()
		if err == nil {
			err = r.take(':')
		}
		if err == nil {
			err = each(name)
		}
		if err != nil {
			return err
		}
		if r.leave('}') {
			return nil
		}
		if err := r.take(','); err != nil {
			return err
		}
	}
}

// skip passes over a value.
func (r *reader) skip() error {
	switch r.peek() {
	case '{':
		return r.members(func([]byte) error { return r.skip() })
	case '[':
		return r.elements(func(int) error { return r.skip() })
	case '"':
		_, err := r.string()
		return err
	case 't':
		return r.word("true")
	case 'f':
		return r.word("false")
	case 'n':
		return r.word("null")
	}
	_, err := r.number()
	return err
}

// tree reads a value that has no type of its own.
func (r *reader) tree() (any, error) {
	r.peek()
	start := r.at
	if err := r.skip(); err != nil {
		return nil, err
	}
	return parseJSON(r.text[start:r.at])
}

// below reads the value of a member or an element.
func (r *reader) below(s step, dst reflect.Value) error {
	r.path = append(r.path, s)
	err := r.value(dst)
	r.path = r.path[:len(r.path)-1]
	return err
}

func (r *reader) value(dst reflect.Value) error {
	if r.peek() == 'n' {
		return r.word("null") // which is absence
	}
	switch dst.Type() {
	case timeType:
		return r.time(dst)
	case rawType:
		tree, err := r.tree()
		if err != nil {
			return err
		}
		text, err := json.Marshal(tree)
		if err != nil {
			return serialization("%s cannot be kept.", r.place())
		}
		dst.SetBytes(text)
		return nil
	case bytesType:
		if r.peek() != '"' {
			return r.mismatch("a string of base 64")
		}
		text, err := r.string()
		if err != nil {
			return err
		}
		return fromText(dst, string(text), r.place())
	}
	switch dst.Kind() {
	case reflect.Pointer:
		v := reflect.New(dst.Type().Elem())
		if err := r.value(v.Elem()); err != nil {
			return err
		}
		dst.Set(v)
		return nil
	case reflect.Struct:
		return r.structure(dst)
	case reflect.Slice:
		return r.list(dst)
	case reflect.Map:
		return r.entries(dst)
	case reflect.Interface:
		return r.union(dst)
	}
	return r.scalar(dst)
}

func (r *reader) scalar(dst reflect.Value) error {
	c := r.peek()
	switch dst.Kind() {
	case reflect.String:
		if c != '"' {
			return r.mismatch("a string")
		}
		text, err := r.string()
		dst.SetString(string(text))
		return err
	case reflect.Bool:
		dst.SetBool(c == 't')
		switch c {
		case 't':
			return r.word("true")
		case 'f':
			return r.word("false")
		}
		return r.mismatch("true or false")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if c != '-' && (c < '0' || c > '9') {
			return r.mismatch("a whole number")
		}
		number, err := r.number()
		if err != nil {
			return err
		}
		if n, err := strconv.ParseInt(number, 10, dst.Type().Bits()); err == nil {
			dst.SetInt(n)
			return nil
		}
		return setInteger(dst, number, r.place())
	case reflect.Float32, reflect.Float64:
		if c == '"' {
			text, err := r.string()
			if err != nil {
				return err
			}
			if word := string(text); word == "NaN" || word == "Infinity" || word == "-Infinity" {
				return fromText(dst, word, r.place())
			}
		}
		if c != '-' && (c < '0' || c > '9') {
			return r.mismatch("a number")
		}
		number, err := r.number()
		if err != nil {
			return err
		}
		if n, err := strconv.ParseFloat(number, dst.Type().Bits()); err == nil {
			dst.SetFloat(n)
			return nil
		}
		return fromText(dst, number, r.place())
	}
	return fault.New(fault.Unsupported, "%s has a type that is not supported here.", r.place())
}

func (r *reader) time(dst reflect.Value) error {
	var t time.Time
	ok := false
	switch c := r.peek(); {
	case c == '"':
		text, err := r.string()
		if err != nil {
			return err
		}
		t, ok = parseTime(string(text))
	case c == '-' || c >= '0' && c <= '9':
		number, err := r.number()
		if err != nil {
			return err
		}
		t, ok = parseEpoch(number)
	}
	if !ok {
		return r.mismatch("a timestamp")
	}
	dst.Set(reflect.ValueOf(t))
	return nil
}

// structure reads an object into a struct. Of a name in both spellings of its first letter the service's own counts, of a
// name that comes twice the last.
func (r *reader) structure(dst reflect.Value) error {
	if r.peek() != '{' {
		return r.mismatch("an object")
	}
	sh := r.service.shapeOf(dst.Type())
	read := make([]struct{ any, exact bool }, len(sh.fields))
	return r.members(func(name []byte) error {
		i, known := sh.byWire[string(name)]
		if !known {
			return r.skip()
		}
		f := &sh.fields[i]
		exact := string(name) == f.wire
		if read[i].exact && !exact {
			return r.skip()
		}
		field := dst.Field(f.index)
		if read[i].any {
			field.SetZero()
		}
		read[i].any, read[i].exact = true, exact
		return r.below(step{name: f.wire}, field)
	})
}

func (r *reader) list(dst reflect.Value) error {
	if r.peek() != '[' {
		return r.mismatch("an array")
	}
	dst.Set(reflect.MakeSlice(dst.Type(), 0, 0))
	pointers := dst.Type().Elem().Kind() == reflect.Pointer
	return r.elements(func(i int) error {
		if r.peek() == 'n' && !pointers {
			r.path = append(r.path, step{index: i})
			return r.mismatch("a value, not null")
		}
		dst.Grow(1)
		dst.SetLen(i + 1)
		return r.below(step{index: i}, dst.Index(i))
	})
}

func (r *reader) entries(dst reflect.Value) error {
	if r.peek() != '{' {
		return r.mismatch("an object")
	}
	m := reflect.MakeMap(dst.Type())
	err := r.members(func(name []byte) error {
		key := string(name)
		v := reflect.New(dst.Type().Elem()).Elem()
		at := reflect.ValueOf(key).Convert(dst.Type().Key())
		if r.peek() == 'n' && v.Kind() != reflect.Pointer {
			m.SetMapIndex(at, reflect.Value{}) // a null value is an absent entry
			return r.word("null")
		}
		err := r.below(step{name: printable(key)}, v)
		m.SetMapIndex(at, v)
		return err
	})
	dst.Set(m)
	return err
}

func (r *reader) union(dst reflect.Value) error {
	u := r.service.unions[dst.Type()]
	if u == nil {
		if dst.NumMethod() > 0 {
			return fault.New(fault.Unsupported, "%s has a type that is not supported here.", r.place())
		}
		tree, err := r.tree()
		if err == nil {
			dst.Set(reflect.ValueOf(tree))
		}
		return err
	}
	if r.peek() != '{' {
		return r.mismatch("an object")
	}
	var member reflect.Value
	err := r.members(func(name []byte) error {
		t := u.byWire[string(name)]
		if t == nil || r.peek() == 'n' || string(name) == "__type" {
			return r.skip()
		}
		if member.IsValid() {
			return serialization("%s holds more than one member; it must hold exactly one.", r.place())
		}
		member = reflect.New(t)
		return r.below(step{name: string(name)}, member.Elem().FieldByName("Value"))
	})
	if err == nil && !member.IsValid() {
		err = serialization("%s holds none of its known members; it must hold exactly one.", r.place())
	}
	if err == nil {
		dst.Set(member)
	}
	return err
}
