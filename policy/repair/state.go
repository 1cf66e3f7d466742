package repair

import (
	"fmt"
	"slices"
	"strings"

	"interlaken/policy"
)

// state is the request and the documents as they are after some changes.
type state struct {
	request policy.Request
	set     policy.Set
}

// slot is the place of a document in a set.
type slot struct {
	kind         policy.Kind
	level, index int
}

// slots are the places of all documents of a kind, those that are empty left out.
func (s *state) slots(kind policy.Kind) []slot {
	var all []slot
	add := func(level int, list []*policy.Policy) {
		for i, p := range list {
			if p != nil {
				all = append(all, slot{kind, level, i})
			}
		}
	}
	switch kind {
	case policy.Identity:
		add(0, s.set.Identity)
	case policy.Session:
		add(0, s.set.Session)
	case policy.Boundary:
		add(0, []*policy.Policy{s.set.Boundary})
	case policy.SCP:
		for level, list := range s.set.SCPs {
			add(level, list)
		}
	case policy.RCP:
		for level, list := range s.set.RCPs {
			add(level, list)
		}
	case policy.Resource, policy.Trust, policy.Key:
		if s.set.Resource != nil && s.set.Resource.Source().Kind == kind {
			add(0, []*policy.Policy{s.set.Resource})
		}
	}
	return all
}

// lists returns the list that a slot is in, so that it can be changed without touching the state it was copied from.
func (s *state) list(at slot) *[]*policy.Policy {
	switch at.kind {
	case policy.Identity:
		s.set.Identity = slices.Clone(s.set.Identity)
		return &s.set.Identity
	case policy.Session:
		s.set.Session = slices.Clone(s.set.Session)
		return &s.set.Session
	case policy.SCP:
		s.set.SCPs = slices.Clone(s.set.SCPs)
		s.set.SCPs[at.level] = slices.Clone(s.set.SCPs[at.level])
		return &s.set.SCPs[at.level]
	case policy.RCP:
		s.set.RCPs = slices.Clone(s.set.RCPs)
		s.set.RCPs[at.level] = slices.Clone(s.set.RCPs[at.level])
		return &s.set.RCPs[at.level]
	}
	return nil
}

func (s *state) get(at slot) *policy.Policy {
	switch at.kind {
	case policy.Boundary:
		return s.set.Boundary
	case policy.Resource, policy.Trust, policy.Key:
		return s.set.Resource
	}
	list := *s.list(at)
	if at.index >= len(list) {
		return nil
	}
	return list[at.index]
}

// with is the state with another document in a slot; one past the end of a list makes it longer.
func (s state) with(at slot, p *policy.Policy) state {
	switch at.kind {
	case policy.Boundary:
		s.set.Boundary = p
	case policy.Resource, policy.Trust, policy.Key:
		s.set.Resource = p
	default:
		list := s.list(at)
		if at.index == len(*list) {
			*list = append(*list, p)
		} else {
			(*list)[at.index] = p
		}
	}
	return s
}

// find is the slot of the document that a change is about.
func (s *state) find(c *Change) (slot, bool) {
	for _, at := range s.slots(c.Document.Kind) {
		if at.level == c.Level && s.get(at).Source() == c.Document {
			return at, true
		}
	}
	return slot{}, false
}

// apply makes one change.
func (s state) apply(c *Change) (state, error) {
	if c.Element == OfRequest {
		return s.carrying(c.Key, c.Add), nil
	}
	if c.New {
		at := slot{kind: c.Document.Kind, level: c.Level}
		if list := s.list(at); list != nil {
			at.index = len(*list)
		}
		return s.edited(at, c.Document, &policy.Document{Version: policy.Version2012}, c)
	}
	at, ok := s.find(c)
	if !ok {
		return s, fmt.Errorf("repair: there is no document %+v", c.Document)
	}
	p := s.get(at)
	return s.edited(at, p.Source(), p.Document(), c)
}

// carrying is the state in which the request has a condition key.
func (s state) carrying(key string, values []string) state {
	var context policy.Context
	for _, name := range s.request.Context.Names() {
		held, _ := s.request.Context.Get(name)
		context.Set(name, held...)
	}
	context.Set(key, values...)
	s.request.Context = context
	return s
}

func (s state) edited(at slot, source policy.Source, d *policy.Document, c *Change) (state, error) {
	if err := edit(d, c); err != nil {
		return s, err
	}
	p, err := policy.Compile(source, d)
	if err != nil {
		return s, err
	}
	return s.with(at, p), nil
}

// edit changes a document.
func edit(d *policy.Document, c *Change) error {
	if c.Element == WholeStatement && len(c.Remove) == 0 {
		d.Statement = append(d.Statement, *c.Whole)
		return nil
	}
	if c.Statement >= len(d.Statement) {
		return fmt.Errorf("repair: there is no statement %d", c.Statement)
	}
	statement := &d.Statement[c.Statement]
	if c.Element == WholeStatement {
		d.Statement = slices.Delete(d.Statement, c.Statement, c.Statement+1)
		return nil
	}
	if list := values(statement, c.Element); list != nil {
		*list = changed(*list, c)
		return nil
	}
	operator, key, ok := strings.Cut(strings.TrimPrefix(c.Element, "Condition "), " ")
	if !ok || !strings.HasPrefix(c.Element, "Condition ") {
		return fmt.Errorf("repair: there is no element %q", c.Element)
	}
	if statement.Condition == nil {
		statement.Condition = policy.Condition{}
	}
	if statement.Condition[operator] == nil {
		statement.Condition[operator] = map[string]policy.Values{}
	}
	if left := changed(statement.Condition[operator][key], c); len(left) > 0 {
		statement.Condition[operator][key] = left
		return nil
	}
	if delete(statement.Condition[operator], key); len(statement.Condition[operator]) == 0 {
		delete(statement.Condition, operator)
	}
	return nil
}

// values is the list of an element that is one.
func values(s *policy.Statement, element string) *policy.Values {
	kind, name, _ := strings.Cut(element, ".")
	principals := s.Principal
	switch kind {
	case "Action":
		return &s.Action
	case "NotAction":
		return &s.NotAction
	case "Resource":
		return &s.Resource
	case "NotResource":
		return &s.NotResource
	case "NotPrincipal":
		principals = s.NotPrincipal
	case "Principal":
	default:
		return nil
	}
	if principals == nil {
		return nil
	}
	switch name {
	case "AWS":
		return &principals.AWS
	case "Service":
		return &principals.Service
	case "Federated":
		return &principals.Federated
	case "CanonicalUser":
		return &principals.CanonicalUser
	}
	return nil
}

// changed is a list without what is removed and with what is added.
func changed(list policy.Values, c *Change) policy.Values {
	left := slices.DeleteFunc(slices.Clone(list), func(v string) bool { return slices.Contains(c.Remove, v) })
	return append(left, c.Add...)
}
