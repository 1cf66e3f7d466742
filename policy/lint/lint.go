// Package lint finds what is wrong, risky or pointless in a policy document, in the manner of AWS's policy checks (IAM User
// Guide, "Access Analyzer policy check reference", whose codes it takes where AWS has one): errors, security warnings,
// warnings and suggestions, each with the element's path and place. Beside AWS's checks it knows what goes wrong where
// queries run across accounts: trust without an ExternalId, actions that no longer exist, permissions that never take
// effect, what Athena needs and a policy lacks.
//
// It reads documents only: it decides nothing and knows no account. cli and whoever writes policies may import it; it
// imports policy, policy/glob and policy/reference.
package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/policy"
)

// Level is how bad a finding is (Access Analyzer API, ValidatePolicyFinding).
type Level string

const (
	Error           Level = "ERROR"            // AWS refuses the document, or the element never means anything
	SecurityWarning Level = "SECURITY_WARNING" // it allows more than its writer may think
	Warning         Level = "WARNING"          // it does not do what it seems to
	Suggestion      Level = "SUGGESTION"       // it can be said better
)

// Finding is one thing found. Findings come in the order of the text.
type Finding struct {
	Level Level  `json:"findingType"`
	Code  string `json:"issueCode"`
	// Path is that of the element, as policy.Places has it; "" is the document.
	Path   string `json:"path,omitempty"`
	Line   int    `json:"line,omitempty"` // from 1; 0 where it is unknown
	Column int    `json:"column,omitempty"`
	Text   string `json:"findingDetails"` // one or two sentences: what, and what to do
}

// Check returns what is found in a document's text. It is safe for concurrent use.
func Check(kind policy.Kind, src []byte) []Finding {
	document, err := policy.Parse(kind, src)
	if err != nil {
		at, _ := policy.PlaceOf(err)
		return []Finding{{Level: Error, Code: "INVALID_POLICY", Line: at.Line, Column: at.Column, Text: sentence(err)}}
	}
	compiled, err := policy.Compile(policy.Source{Kind: kind}, document)
	if err != nil { // what Parse accepts compiles
		return []Finding{{Level: Error, Code: "INVALID_POLICY", Text: sentence(err)}}
	}
	places, err := policy.Places(src)
	if err != nil { // what Parse accepts is JSON
		return []Finding{{Level: Error, Code: "INVALID_POLICY", Text: sentence(err)}}
	}
	c := &check{kind: kind, document: document, places: places}
	c.size(src)
	c.version()
	c.problems(compiled.Problems())
	c.sids()
	for i := range document.Statement {
		s := &statement{Statement: &document.Statement[i], check: c, path: fmt.Sprintf("Statement[%d]", i)}
		s.actions()
		s.resources()
		s.principals()
		s.conditions()
		s.passRole()
		s.trust()
	}
	c.lake()
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Path, b.Path))
	})
	return c.found
}

// KindOf guesses what a document is for from what stands in it: a document whose statements name a principal is attached
// to a resource, and is a role's trust where all of its actions are those of STS.
func KindOf(src []byte) policy.Kind {
	for _, kind := range []policy.Kind{policy.Trust, policy.Resource} {
		document, err := policy.Parse(kind, src)
		if err != nil {
			continue
		}
		if kind == policy.Resource || !slices.ContainsFunc(document.Statement, func(s policy.Statement) bool {
			return slices.ContainsFunc(s.Action, func(a string) bool { return !strings.HasPrefix(strings.ToLower(a), "sts:") })
		}) {
			return kind
		}
	}
	return policy.Identity
}

// sentence is an error's sentence without its place, which a finding has of its own.
func sentence(err error) string {
	text, _, _ := strings.Cut(fault.Public(err), " (line ")
	return text
}

// check is one document on its way.
type check struct {
	kind     policy.Kind
	document *policy.Document
	places   map[string]policy.Position
	found    []Finding
}

func (c *check) add(level Level, code, path, format string, args ...any) {
	at := c.places[path]
	c.found = append(c.found, Finding{Level: level, Code: code, Path: path, Line: at.Line, Column: at.Column, Text: fmt.Sprintf(format, args...)})
}

// statement is one statement of the document.
type statement struct {
	*policy.Statement
	*check
	path string
}

func (s *statement) add(level Level, code, element, format string, args ...any) {
	path := s.path
	if element != "" {
		path += "." + element
	}
	s.check.add(level, code, path, format, args...)
}

func (s *statement) allows() bool { return s.Effect == policy.Allow }

// list yields the elements of the statement that hold patterns, by name.
func (s *statement) list(names ...string) map[string]policy.Values {
	all := map[string]policy.Values{"Action": s.Action, "NotAction": s.NotAction, "Resource": s.Resource, "NotResource": s.NotResource}
	lists := map[string]policy.Values{}
	for _, name := range names {
		if len(all[name]) > 0 {
			lists[name] = all[name]
		}
	}
	return lists
}

func item(element string, index int) string { return fmt.Sprintf("%s[%d]", element, index) }
