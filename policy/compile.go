package policy

import (
	"slices"

	"interlaken/fault"
)

// Source says what a document is and whose, so that a reason can name it and a caller can tell which reasons may be
// shown to whom (SECURITY S12). Only Kind has a meaning in decisions.
type Source struct {
	Kind    Kind   `json:"kind"`
	Name    string `json:"name,omitempty"`    // the policy's name, or the name of what it is attached to
	Account string `json:"account,omitempty"` // the account that owns the document
	ARN     string `json:"arn,omitempty"`     // of a managed policy, or of the resource that holds the document
}

// Policy is a compiled document: immutable, and safe for use by several goroutines.
type Policy struct {
	source     Source
	version    string
	id         string
	statements []statement
	problems   []Problem
}

// Problem is an element that Compile could not give a meaning. Wherever a decision hangs on it, the decision is
// Unsupported.
type Problem struct {
	Statement int      // index, from 0
	At        Position // of the statement
	Element   string   // "Resource", "Condition StringLike aws:SourceArn", …
	Text      string   // what is wrong, without the document's values
}

// statement is a compiled Statement. original is a private copy, kept for reasons.
type statement struct {
	original     Statement
	index        int
	allow        bool
	principals   principalSet // nil where the kind has none
	notPrincipal bool
	actions      []pattern
	notAction    bool
	resources    []resourcePattern // none: whatever the document is attached to
	notResource  bool
	conditions   []condition
}

type resourcePattern struct {
	arnPattern
	problem string
}

// Load parses and compiles.
func Load(source Source, src []byte) (*Policy, error) {
	document, err := Parse(source.Kind, src)
	if err != nil {
		return nil, err
	}
	return Compile(source, document)
}

// Compile makes a document ready for decisions. It copies what it needs; the document may be changed afterwards. A
// document built by code is held to the same structure as Parse demands.
func Compile(source Source, document *Document) (*Policy, error) {
	if err := document.check(source.Kind); err != nil {
		return nil, err
	}
	p := &Policy{source: source, version: document.Version, id: document.ID, statements: make([]statement, len(document.Statement))}
	variables := document.Version == Version2012
	for i := range document.Statement {
		p.compileStatement(i, document.Statement[i].mapped(slices.Clone[Values]), variables)
	}
	return p, nil
}

func (p *Policy) compileStatement(index int, original Statement, variables bool) {
	s := &p.statements[index]
	*s = statement{original: original, index: index, allow: original.Effect == Allow}
	problem := func(element, text string) {
		p.problems = append(p.problems, Problem{index, original.At, element, text})
	}
	s.principals, s.notPrincipal = compilePrincipals(original.Principal), original.NotPrincipal != nil
	element := "Principal"
	if s.notPrincipal {
		s.principals, element = compilePrincipals(original.NotPrincipal), "NotPrincipal"
		if s.allow {
			problem(element, "NotPrincipal stands in deny statements only")
		}
	}
	for _, name := range s.principals {
		if name.kind == brokenName {
			problem(element, name.problem)
		}
	}
	actions := original.Action
	if s.notAction = len(original.NotAction) > 0; s.notAction {
		actions = original.NotAction
	}
	for _, a := range actions {
		compiled, _ := compilePattern(a, true, false) // without variables nothing can be wrong
		s.actions = append(s.actions, compiled)
	}
	resources, element := original.Resource, "Resource"
	if s.notResource = len(original.NotResource) > 0; s.notResource {
		resources, element = original.NotResource, "NotResource"
	}
	for _, r := range resources {
		compiled, text := compileResource(r, variables)
		if text != "" {
			problem(element, text)
		}
		s.resources = append(s.resources, resourcePattern{compiled, text})
	}
	s.conditions = compileConditions(original.Condition, variables)
	for i := range s.conditions {
		if c := &s.conditions[i]; c.problem != "" {
			problem("Condition "+c.operatorName+" "+c.keyName, c.problem)
		}
	}
}

// Source returns what the policy was compiled with.
func (p *Policy) Source() Source { return p.source }

// Problems returns what could not be given a meaning, in the order of the statements.
func (p *Policy) Problems() []Problem { return slices.Clone(p.problems) }

// Validate refuses what AWS refuses when a document is written, beyond its structure: a resource that is no ARN, an
// unknown condition operator or a value that it cannot take, a principal with a partial wildcard, and in policies
// of IAM a Sid that is not alphanumeric or stands twice. The error is MalformedPolicyDocument. Whether a principal
// exists is for the caller to ask.
func (p *Policy) Validate() error {
	seen := map[string]bool{}
	for i := range p.statements {
		s := &p.statements[i].original
		if p.source.Kind == Resource || p.source.Kind == Key {
			break // other services are laxer about Sids (User Guide, "Sid")
		}
		if !alphanumeric(s.Sid) {
			return malformed(s.At, "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*.")
		}
		if s.Sid != "" && seen[s.Sid] {
			return malformed(s.At, "Statement IDs (SID) in a single policy must be unique.")
		}
		seen[s.Sid] = true
	}
	for _, x := range p.problems {
		return x.fault()
	}
	return nil
}

func (x Problem) fault() *fault.Error {
	if x.Element == "Principal" || x.Element == "NotPrincipal" {
		return malformed(x.At, "Invalid principal in policy: %s.", x.Text)
	}
	return malformed(x.At, "Syntax errors in policy: %s: %s.", x.Element, x.Text)
}

func alphanumeric(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
