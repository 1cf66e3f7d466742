package policy

import "slices"

// Explanation is a decision with its reasons: plain data in a fixed order, the same for the same input. It quotes
// documents; who may see which is the caller's to decide by each document's Source (SECURITY S12).
type Explanation struct {
	Verdict   Verdict          `json:"verdict"`
	Documents []DocumentReason `json:"documents"`
}

// DocumentReason is a document that was asked, in the order of Set.
type DocumentReason struct {
	Source
	Level   int    `json:"level,omitempty"` // of control policies: 0 is the organization's root
	Outcome string `json:"outcome"`         // DocumentAllows, DocumentDenies, DocumentSilent, …
	Asked   int    `json:"asked"`           // how many statements it has; all were evaluated
	// Statements are those that match, those that may, and those in which a single element fails.
	Statements []StatementReason `json:"statements,omitempty"`
}

const (
	DocumentAllows      = "allows"
	DocumentDenies      = "denies"
	DocumentSilent      = "silent"
	DocumentUnsupported = "unsupported" // a statement that may match is not understood
	DocumentExempt      = "exempt"      // does not bind this request; its statements were not asked
)

// StatementReason is one statement and the outcome of each of its elements.
type StatementReason struct {
	Index   int    `json:"index"`
	Sid     string `json:"sid,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Effect  Effect `json:"effect"`
	Outcome string `json:"outcome"` // Matched, Near (Failed names the element), Unclear
	// Names is how a resource-based statement names the caller: "caller", "issuer" or "account".
	Names    string          `json:"names,omitempty"`
	Elements []ElementReason `json:"elements"`
}

const (
	Matched = "matched"
	Near    = "near"
	Failed  = "failed"
	Unclear = "unsupported"
)

// ElementReason is one element of a statement; a condition is one operator with one key.
type ElementReason struct {
	Element  string   `json:"element"` // Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition
	Operator string   `json:"operator,omitempty"`
	Key      string   `json:"key,omitempty"`
	Outcome  string   `json:"outcome"`           // Matched, Failed, Unclear
	Policy   []string `json:"policy"`            // what the document says
	Request  []string `json:"request"`           // what the request has
	Absent   bool     `json:"absent,omitempty"`  // the condition key is not in the request
	Problem  string   `json:"problem,omitempty"` // why it is Unclear, where the document is the cause
}

// Explain decides like Decide, and says why.
func Explain(request *Request, set *Set) Explanation {
	r := &recorder{}
	e := evaluation{request: request, recorder: r}
	r.evaluation = &e
	verdict := e.decide(set)
	return Explanation{verdict, r.documents}
}

// recorder collects reasons. A nil recorder ignores every call, so that one evaluation serves both.
type recorder struct {
	evaluation *evaluation
	documents  []DocumentReason
	elements   []ElementReason
	failed     int
}

func (r *recorder) begin(p *Policy, level int) {
	if r != nil {
		r.documents = append(r.documents, DocumentReason{Source: p.source, Level: level, Asked: len(p.statements), Outcome: DocumentSilent})
	}
}

func (r *recorder) exempt(p *Policy, level int) {
	if r != nil && p != nil {
		r.documents = append(r.documents, DocumentReason{Source: p.source, Level: level, Asked: len(p.statements), Outcome: DocumentExempt})
	}
}

func (r *recorder) end() {
	if r == nil {
		return
	}
	d := &r.documents[len(r.documents)-1]
	rank := []string{DocumentSilent, DocumentAllows, DocumentUnsupported, DocumentDenies}
	for _, s := range d.Statements {
		outcome := DocumentSilent
		switch {
		case s.Outcome == Unclear:
			outcome = DocumentUnsupported
		case s.Outcome == Matched && s.Effect == Deny:
			outcome = DocumentDenies
		case s.Outcome == Matched:
			outcome = DocumentAllows
		}
		if slices.Index(rank, outcome) > slices.Index(rank, d.Outcome) {
			d.Outcome = outcome
		}
	}
}

func (r *recorder) principal(s *statement, t truth) {
	if r == nil || s.principals == nil {
		return
	}
	name, list := "Principal", s.original.Principal
	if s.notPrincipal {
		name, list = "NotPrincipal", s.original.NotPrincipal
	}
	caller := &r.evaluation.request.Principal
	request := []string{caller.ARN}
	if caller.IssuerARN != "" {
		request = append(request, caller.IssuerARN)
	}
	reason := ElementReason{Element: name, Policy: list.flat(), Request: request}
	if t == unknown {
		for _, n := range s.principals {
			if n.problem != "" {
				reason.Problem = n.problem
			}
		}
	}
	r.element(reason, t)
}

func (r *recorder) action(s *statement, t truth) {
	if r == nil {
		return
	}
	reason := ElementReason{Element: "Action", Policy: s.original.Action}
	if s.notAction {
		reason = ElementReason{Element: "NotAction", Policy: s.original.NotAction}
	}
	reason.Request = []string{r.evaluation.request.Action}
	r.element(reason, t)
}

func (r *recorder) resource(s *statement, t truth) {
	if r == nil || len(s.resources) == 0 {
		return
	}
	reason := ElementReason{Element: "Resource", Policy: s.original.Resource}
	if s.notResource {
		reason = ElementReason{Element: "NotResource", Policy: s.original.NotResource}
	}
	reason.Request = []string{r.evaluation.request.Resource}
	for i := range s.resources {
		if t == unknown && s.resources[i].problem != "" {
			reason.Problem = s.resources[i].problem
		}
	}
	r.element(reason, t)
}

func (r *recorder) condition(c *condition, t truth) {
	if r == nil {
		return
	}
	values, state := r.evaluation.lookup(c.key)
	r.element(ElementReason{
		Element: "Condition", Operator: c.operatorName, Key: c.keyName, Policy: c.source,
		Request: values, Absent: state != yes, Problem: c.problem,
	}, t)
}

func (r *recorder) element(reason ElementReason, t truth) {
	reason.Outcome = [...]string{no: Failed, unknown: Unclear, yes: Matched}[t]
	reason.Policy, reason.Request = slices.Clone(reason.Policy), slices.Clone(reason.Request)
	if t == no {
		r.failed++
	}
	r.elements = append(r.elements, reason)
}

// statement ends a statement: it is kept when at most one element failed.
func (r *recorder) statement(s *statement, t truth, as allows) {
	if r == nil {
		return
	}
	elements, failed := r.elements, r.failed
	r.elements, r.failed = nil, 0
	if failed > 1 {
		return
	}
	reason := StatementReason{
		Index: s.index, Sid: s.original.Sid, Line: s.original.At.Line, Column: s.original.At.Column, Effect: s.original.Effect,
		Outcome: [...]string{no: Near, unknown: Unclear, yes: Matched}[t], Elements: elements,
	}
	if s.principals != nil && !s.notPrincipal {
		reason.Names = [...]string{noGrant: "", toAccount: "account", toIssuer: "issuer", toCaller: "caller"}[as.sure]
	}
	d := &r.documents[len(r.documents)-1]
	d.Statements = append(d.Statements, reason)
}

// flat lists all names with their types, as a person would read them.
func (p *Principals) flat() []string {
	if p.Everyone {
		return []string{"*"}
	}
	var all []string
	for _, group := range [...]struct {
		kind  string
		names Values
	}{{"AWS", p.AWS}, {"Service", p.Service}, {"Federated", p.Federated}, {"CanonicalUser", p.CanonicalUser}} {
		for _, name := range group.names {
			all = append(all, group.kind+": "+name)
		}
	}
	return all
}
