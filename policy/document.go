package policy

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Document is a policy as plain data, in the shape and order of its JSON. Parse makes one from text, and Go code
// may build one (a session policy, for one) and print it with Canonical. A Document decides nothing until Compile.
type Document struct {
	Version   string      `json:",omitempty"` // Version2012, Version2008, or "" which means Version2008
	ID        string      `json:"Id,omitempty"`
	Statement []Statement // at least one
}

// Statement is one rule. Exactly one of Action and NotAction is set; which of the others may be is the Kind's matter.
type Statement struct {
	Sid          string `json:",omitempty"`
	Effect       Effect
	Principal    *Principals `json:",omitempty"`
	NotPrincipal *Principals `json:",omitempty"`
	Action       Values      `json:",omitempty"`
	NotAction    Values      `json:",omitempty"`
	Resource     Values      `json:",omitempty"`
	NotResource  Values      `json:",omitempty"`
	Condition    Condition   `json:",omitempty"`
	At           Position    `json:"-"` // where Parse found it; zero in a document built by code
}

// Position is a place in a document's text. Both count from 1, Column in characters.
type Position struct{ Line, Column int }

// Values is a list that prints as a bare string when it has one member.
type Values []string

// Condition maps an operator (with its set prefix and suffix) to condition keys and their values.
type Condition map[string]map[string]Values

// Principals is the value of Principal or NotPrincipal.
type Principals struct {
	Everyone      bool // the bare "*"; the lists are empty then
	AWS           Values
	Service       Values
	Federated     Values
	CanonicalUser Values
}

// MarshalJSON prints one value bare and several as an array.
func (v Values) MarshalJSON() ([]byte, error) {
	if len(v) == 1 {
		return encode(v[0])
	}
	return encode([]string(v))
}

// MarshalJSON prints "*" or the object of lists, in the order AWS, Service, Federated, CanonicalUser.
func (p Principals) MarshalJSON() ([]byte, error) {
	if p.Everyone {
		return []byte(`"*"`), nil
	}
	return encode(struct {
		AWS           Values `json:",omitempty"`
		Service       Values `json:",omitempty"`
		Federated     Values `json:",omitempty"`
		CanonicalUser Values `json:",omitempty"`
	}{p.AWS, p.Service, p.Federated, p.CanonicalUser})
}

// Canonical prints the document so that equal meaning of lists is equal text: no spaces, elements and condition keys
// in a fixed order, the values of each list sorted and without repetition. Statements keep their order.
func (d *Document) Canonical() string {
	sorted := Document{Version: d.Version, ID: d.ID, Statement: make([]Statement, len(d.Statement))}
	for i := range d.Statement {
		sorted.Statement[i] = d.Statement[i].mapped(func(v Values) Values {
			v = slices.Clone(v)
			slices.Sort(v)
			return slices.Compact(v)
		})
	}
	text, err := encode(sorted)
	if err != nil { // strings, slices and maps of strings always encode
		panic(err)
	}
	return string(text)
}

// mapped returns a deep copy in which change made each list.
func (s *Statement) mapped(change func(Values) Values) Statement {
	c := *s
	c.Principal, c.NotPrincipal = s.Principal.mapped(change), s.NotPrincipal.mapped(change)
	c.Action, c.NotAction = change(s.Action), change(s.NotAction)
	c.Resource, c.NotResource = change(s.Resource), change(s.NotResource)
	if s.Condition != nil {
		c.Condition = make(Condition, len(s.Condition))
		for operator, keys := range s.Condition {
			c.Condition[operator] = make(map[string]Values, len(keys))
			for key, values := range keys {
				c.Condition[operator][key] = change(values)
			}
		}
	}
	return c
}

func (p *Principals) mapped(change func(Values) Values) *Principals {
	if p == nil {
		return nil
	}
	return &Principals{p.Everyone, change(p.AWS), change(p.Service), change(p.Federated), change(p.CanonicalUser)}
}

// encode is json.Marshal without the escaping of <, > and &, which would count against size limits.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
