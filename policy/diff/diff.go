// Package diff compares two policy documents by what they say, not by how they are written: which requests the new one
// lets through that the old one did not, and the other way about, with a request as witness of each. It does not try
// requests at random: the patterns of both documents divide actions and resources into finitely many cells, their
// conditions divide the values of each key, and of each combination one request is put to both.
//
// cli and whoever proposes changes may import it; it imports policy, policy/glob and policy/reference.
package diff

import (
	"fmt"
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/policy"
)

// Account is the account of the witnesses' callers and resources where a document names no other.
const Account = "111111111111"

// mostRequests bounds what is put to the two documents.
const mostRequests = 20_000_000

// Difference is a set of requests that differ in the same way.
type Difference struct {
	// Was and Is are what the old and the new document say.
	Was, Is policy.Opinion
	// Actions are those of the difference by their names, or as the documents write them where the service's actions are
	// not known here. Sorted.
	Actions []string
	// Resources are what the difference is about, as the documents write it: the narrowest pattern that holds the
	// witness, or the witness itself where none does. Sorted.
	Resources []string
	// Witness is one request of them. Callers that the documents tell apart have differences of their own.
	Witness policy.Request
}

// Widens reports whether the new document lets through more.
func (d *Difference) Widens() bool { return d.Is > d.Was }

// Compare returns how the documents differ: what the new one lets through first. Both have to be of the same kind. A
// fault.Limit error says that they divide requests into more parts than can be looked at.
func Compare(kind policy.Kind, old, new *policy.Document) ([]Difference, error) {
	before, err := policy.Compile(policy.Source{Kind: kind}, old)
	if err != nil {
		return nil, err
	}
	after, err := policy.Compile(policy.Source{Kind: kind}, new)
	if err != nil {
		return nil, err
	}
	statements := slices.Concat(old.Statement, new.Statement)
	s := &space{statements: statements, kind: kind}
	if err := s.divide(); err != nil {
		return nil, err
	}
	if n := s.size(); n > mostRequests {
		return nil, fault.New(fault.Limit, "The documents divide requests into %d parts (%d actions, %d resources, %d contexts, %d principals), more than the %d that are looked at.",
			n, len(s.actions), len(s.resources), len(s.contexts), len(s.principals), mostRequests)
	}
	var c collector
	for request, action := range s.requests() {
		was, is := before.Opinion(request), after.Opinion(request)
		if was != is {
			c.add(was, is, action, s.label(request.Resource), request)
		}
	}
	return c.differences(), nil
}

// collector puts together what differs alike.
type collector struct {
	found []*found
	index map[string]*found
}

// found is one action's difference.
type found struct {
	was, is   policy.Opinion
	actions   []string
	resources []string
	witness   policy.Request
}

func (c *collector) add(was, is policy.Opinion, a action, resource string, request *policy.Request) {
	if c.index == nil {
		c.index = map[string]*found{}
	}
	key := fmt.Sprint(was, is, a.names, request.Principal.ARN)
	f := c.index[key]
	if f == nil {
		f = &found{was: was, is: is, actions: a.names, witness: *request}
		c.index[key], c.found = f, append(c.found, f)
	}
	if !slices.Contains(f.resources, resource) {
		f.resources = append(f.resources, resource)
	}
}

// differences joins the actions that differ about the same resources.
func (c *collector) differences() []Difference {
	var all []Difference
	joined := map[string]int{}
	for _, f := range c.found {
		slices.Sort(f.resources)
		key := fmt.Sprint(f.was, f.is, f.resources, f.witness.Principal.ARN)
		at, ok := joined[key]
		if !ok {
			at, joined[key] = len(all), len(all)
			all = append(all, Difference{Was: f.was, Is: f.is, Resources: f.resources, Witness: f.witness})
		}
		all[at].Actions = append(all[at].Actions, f.actions...)
	}
	for i := range all {
		slices.Sort(all[i].Actions)
	}
	slices.SortStableFunc(all, func(a, b Difference) int {
		if a.Widens() != b.Widens() {
			if a.Widens() {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Actions[0], b.Actions[0])
	})
	return all
}
