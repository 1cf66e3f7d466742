package wire

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"interlaken/fault"
)

// malformed is the refusal of a form that cannot be read.
func malformed(format string, args ...any) error { return fault.New("MalformedInput", format, args...) }

// parseForm reads the parameters of an awsQuery request: those of the query string and, for a POST, of the body. A
// parameter that is given twice is refused, because two readers of the request might disagree about which counts.
func parseForm(r *http.Request, body []byte) (url.Values, error) {
	form, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, fault.Wrap(err, "MalformedQueryString", "The query string cannot be parsed.")
	}
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return nil, fault.New("InvalidAction", "The request must be a GET or a POST.")
	}
	if r.Method == http.MethodPost && len(body) > 0 {
		posted, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, fault.Wrap(err, "MalformedInput", "The request body is not a form.")
		}
		for name, values := range posted {
			form[name] = append(form[name], values...)
		}
	}
	if len(form) > maxParameters {
		return nil, malformed("The request has more than %d parameters.", maxParameters)
	}
	for name, values := range form {
		if len(values) > 1 {
			return nil, malformed("The parameter %s is given more than once.", printable(name))
		}
	}
	return form, nil
}

// node is a parameter name's part between two dots, with what stands below it.
type node struct {
	value    string
	isSet    bool
	children map[string]*node
}

func (n *node) child(name string) *node {
	c := n.children[name]
	if c == nil {
		if n.children == nil {
			n.children = map[string]*node{}
		}
		c = &node{}
		n.children[name] = c
	}
	return c
}

func (s *Service) decodeForm(r *http.Request, body []byte, dst reflect.Value) error {
	form, err := parseForm(r, body)
	if err != nil {
		return err
	}
	root := &node{}
	for name, values := range form {
		if strings.Count(name, ".") > MaxDepth {
			return malformed("A parameter name nests deeper than %d levels.", MaxDepth)
		}
		n := root
		for part := range strings.SplitSeq(name, ".") {
			n = n.child(part)
		}
		n.value, n.isSet = values[0], true
	}
	return s.fromForm(dst, root, "")
}

// fromForm sets dst from a parameter and what stands below it.
func (s *Service) fromForm(dst reflect.Value, n *node, path string) error {
	if dst.Type() == timeType || dst.Type() == bytesType {
		return scalarFromForm(dst, n, path)
	}
	switch dst.Kind() {
	case reflect.Pointer:
		v := reflect.New(dst.Type().Elem())
		if err := s.fromForm(v.Elem(), n, path); err != nil {
			return err
		}
		dst.Set(v)
		return nil
	case reflect.Struct:
		sh := s.shapeOf(dst.Type())
		for name, c := range n.children {
			i, known := sh.byWire[name]
			if !known {
				continue
			}
			f := &sh.fields[i]
			if n.children[f.wire] != nil && name != f.wire {
				continue // both spellings were sent: the service's own counts
			}
			if err := s.fromForm(dst.Field(f.index), c, join(path, f.wire)); err != nil {
				return err
			}
		}
		return nil
	case reflect.Slice:
		return s.listFromForm(dst, n, path)
	case reflect.Map:
		return s.mapFromForm(dst, n, path)
	case reflect.Interface:
		return s.unionFromForm(dst, n, path)
	}
	return scalarFromForm(dst, n, path)
}

func scalarFromForm(dst reflect.Value, n *node, path string) error {
	if !n.isSet {
		return malformed("%s must be a single value.", path)
	}
	if err := fromText(dst, n.value, path); err != nil {
		return malformed("%s", fault.Public(err))
	}
	return nil
}

// entries returns the numbered children below name, in the order of their numbers. Gaps close up.
func (n *node) entries(name, path string) ([]*node, error) {
	list := n.children[name]
	if list == nil {
		return nil, nil
	}
	numbers := make([]int, 0, len(list.children))
	for text := range list.children {
		number, err := strconv.Atoi(text)
		if err != nil || number < 1 || strconv.Itoa(number) != text {
			return nil, malformed("%s.%s must be followed by a number from 1 on.", path, name)
		}
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	entries := make([]*node, len(numbers))
	for i, number := range numbers {
		entries[i] = list.children[strconv.Itoa(number)]
	}
	return entries, nil
}

func (s *Service) listFromForm(dst reflect.Value, n *node, path string) error {
	if n.value != "" {
		return malformed("%s must be a list.", path) // "Tags=" alone is how clients send an empty list
	}
	entries, err := n.entries("member", path)
	if err != nil {
		return err
	}
	list := reflect.MakeSlice(dst.Type(), len(entries), len(entries))
	for i, entry := range entries {
		if err := s.fromForm(list.Index(i), entry, path+".member."+strconv.Itoa(i+1)); err != nil {
			return err
		}
	}
	dst.Set(list)
	return nil
}

func (s *Service) mapFromForm(dst reflect.Value, n *node, path string) error {
	entries, err := n.entries("entry", path)
	if err != nil {
		return err
	}
	m := reflect.MakeMapWithSize(dst.Type(), len(entries))
	for _, entry := range entries {
		key, value := entry.children["key"], entry.children["value"]
		if key == nil || value == nil {
			return malformed("%s.entry must hold a key and a value.", path)
		}
		v := reflect.New(dst.Type().Elem()).Elem()
		if err := s.fromForm(v, value, join(path, printable(key.value))); err != nil {
			return err
		}
		m.SetMapIndex(reflect.ValueOf(key.value).Convert(dst.Type().Key()), v)
	}
	dst.Set(m)
	return nil
}

func (s *Service) unionFromForm(dst reflect.Value, n *node, path string) error {
	u := s.unions[dst.Type()]
	if u == nil {
		return fault.New(fault.Unsupported, "%s has a type that is not supported here.", path)
	}
	if len(n.children) != 1 {
		return malformed("%s must hold exactly one member.", path)
	}
	for name, c := range n.children {
		t := u.byWire[name]
		if t == nil {
			return malformed("%s holds none of its known members.", path)
		}
		member := reflect.New(t)
		if err := s.fromForm(member.Elem().FieldByName("Value"), c, join(path, name)); err != nil {
			return err
		}
		dst.Set(member)
	}
	return nil
}
