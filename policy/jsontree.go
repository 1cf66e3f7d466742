package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"interlaken/fault"
)

// MalformedPolicyDocument is the code of every error of Parse, Compile and Validate (IAM and STS, HTTP 400).
const MalformedPolicyDocument fault.Code = "MalformedPolicyDocument"

type shape uint8

const (
	object shape = iota
	array
	text
	scalar // a number or a boolean, in value as it was written
	null
)

// node is JSON with positions, which encoding/json does not give.
type node struct {
	at      Position
	shape   shape
	value   string
	items   []node   // of an array; of an object, the members' values
	names   []string // of an object, in the order of items
	nameAts []Position
}

// maxDepth is what a policy needs (Statement list, statement, Condition, operator, key, values) and one to spare.
const maxDepth = 8

// readTree reads one JSON value with nothing after it, and refuses repeated names in any object.
func readTree(src []byte) (node, error) {
	if !utf8.Valid(src) {
		return node{}, malformed(Position{}, "Syntax errors in policy: the text is not UTF-8.")
	}
	var whole json.RawMessage
	if err := json.Unmarshal(src, &whole); err != nil {
		offset := len(src)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			// Offset counts the bytes read; the last of them is the offending one.
			offset = max(0, int(syntax.Offset)-1)
		}
		return node{}, malformed(position(src, offset), "Syntax errors in policy.")
	}
	decoder := json.NewDecoder(bytes.NewReader(src))
	decoder.UseNumber()
	r := treeReader{src: src, decoder: decoder}
	return r.value(0)
}

type treeReader struct {
	src     []byte
	decoder *json.Decoder
}

// token returns the next token and where it begins.
func (r *treeReader) token() (json.Token, Position, error) {
	start := int(r.decoder.InputOffset())
	for start < len(r.src) && bytes.IndexByte([]byte(" \t\r\n,:"), r.src[start]) >= 0 {
		start++
	}
	t, err := r.decoder.Token()
	at := position(r.src, start)
	if err != nil { // json.Unmarshal accepted the text, so this is a defect
		return nil, at, malformed(at, "Syntax errors in policy.")
	}
	return t, at, nil
}

func (r *treeReader) value(depth int) (node, error) {
	t, at, err := r.token()
	if err != nil {
		return node{}, err
	}
	n := node{at: at}
	switch t := t.(type) {
	case json.Delim:
		if depth == maxDepth {
			return n, malformed(at, "Syntax errors in policy: values are nested too deeply.")
		}
		if t == '[' {
			n.shape = array
			return n, r.elements(&n, depth)
		}
		n.shape = object
		return n, r.members(&n, depth)
	case string:
		n.shape, n.value = text, t
	case json.Number:
		n.shape, n.value = scalar, t.String()
	case bool:
		n.shape, n.value = scalar, "false"
		if t {
			n.value = "true"
		}
	default:
		n.shape = null
	}
	return n, nil
}

func (r *treeReader) elements(n *node, depth int) error {
	for r.decoder.More() {
		item, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, _, err := r.token()
	return err
}

func (r *treeReader) members(n *node, depth int) error {
	seen := map[string]bool{}
	for r.decoder.More() {
		t, at, err := r.token()
		if err != nil {
			return err
		}
		name, _ := t.(string)
		if seen[name] {
			return malformed(at, "Syntax errors in policy: %q stands twice in one object.", name)
		}
		seen[name] = true
		item, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		n.names, n.nameAts, n.items = append(n.names, name), append(n.nameAts, at), append(n.items, item)
	}
	_, _, err := r.token()
	return err
}

// position turns a byte offset into line and column.
func position(src []byte, offset int) Position {
	before := src[:min(offset, len(src))]
	line := bytes.Count(before, []byte("\n")) + 1
	start := bytes.LastIndexByte(before, '\n') + 1
	return Position{line, utf8.RuneCount(before[start:]) + 1}
}

// malformed makes the package's error. A zero position is left out.
func malformed(at Position, format string, args ...any) *fault.Error {
	if at == (Position{}) {
		return fault.New(MalformedPolicyDocument, format, args...)
	}
	return fault.Wrap(placed{at}, MalformedPolicyDocument, format+" (line %d, column %d)", append(args, at.Line, at.Column)...)
}
