package policy

// evaluation is one request on its way through the documents. It lives on the stack of Decide.
type evaluation struct {
	request  *Request
	resource arnParts
	isARN    bool
	recorder *recorder // nil unless reasons are asked for

	denied      Kind // of the first document with an explicit deny
	maybeDenied Kind // of the first document that may deny
}

// lookup returns a condition key's values: yes when it is present, no when absent, unknown when it is not in the
// request and the caller cannot tell.
func (e *evaluation) lookup(lower string) ([]string, truth) {
	if values, present := e.request.Context.lookup(lower); present {
		return values, yes
	}
	if known := e.request.Known; known != nil && !known.has(lower) {
		return nil, unknown
	}
	return nil, no
}

// allows is what the allow statements of some documents say. Both fields are noGrant where nothing allows; for
// documents that name no principals they are toCaller where something does.
type allows struct {
	sure  grant // statements that match
	maybe grant // and those that may match
}

func (a allows) or(o allows) allows { return allows{max(a.sure, o.sure), max(a.maybe, o.maybe)} }

// policies asks documents of which any may allow.
func (e *evaluation) policies(list []*Policy, level int) allows {
	var all allows
	for _, p := range list {
		all = all.or(e.policy(p, level))
	}
	return all
}

// levels asks control policies: at each level of the organization some document has to allow.
func (e *evaluation) levels(levels [][]*Policy) allows {
	all := allows{toCaller, toCaller}
	for i, list := range levels {
		level := e.policies(list, i)
		all = allows{min(all.sure, level.sure), min(all.maybe, level.maybe)}
	}
	return all
}

// policy asks every statement of a document.
func (e *evaluation) policy(p *Policy, level int) allows {
	var all allows
	if p == nil {
		return all
	}
	e.recorder.begin(p, level)
	for i := range p.statements {
		s := &p.statements[i]
		matches, as := e.statement(s)
		switch {
		case matches == no:
		case s.allow && matches == yes:
			all = all.or(allows{as.sure, as.maybe})
		case s.allow:
			all = all.or(allows{noGrant, as.maybe})
		case matches == yes:
			if e.denied == "" {
				e.denied = p.source.Kind
			}
		default:
			if e.maybeDenied == "" {
				e.maybeDenied = p.source.Kind
			}
		}
	}
	e.recorder.end()
	return all
}

// statement evaluates the elements in the order Principal, Action, Resource, Condition. Without a recorder it stops
// at the first that fails.
func (e *evaluation) statement(s *statement) (truth, allows) {
	r := e.recorder
	matches, as := e.principal(s)
	r.principal(s, matches)
	if matches == no && r == nil {
		return no, as
	}
	t := e.action(s)
	r.action(s, t)
	if matches = matches.and(t); matches == no && r == nil {
		return no, as
	}
	t = e.resources(s)
	r.resource(s, t)
	if matches = matches.and(t); matches == no && r == nil {
		return no, as
	}
	for i := range s.conditions {
		t = s.conditions[i].truth(e)
		r.condition(&s.conditions[i], t)
		if matches = matches.and(t); matches == no && r == nil {
			return no, as
		}
	}
	r.statement(s, matches, as)
	return matches, as
}

func (e *evaluation) principal(s *statement) (truth, allows) {
	caller := &e.request.Principal
	switch {
	case s.principals == nil:
		return yes, allows{toCaller, toCaller}
	case s.notPrincipal:
		t := s.principals.exempts(caller).not()
		if s.allow {
			t = t.and(unknown) // see Problem "NotPrincipal stands in deny statements only"
		}
		return t, allows{toCaller, toCaller}
	}
	sure, broken := s.principals.grant(caller)
	switch {
	case broken && sure == noGrant:
		return unknown, allows{noGrant, toCaller}
	case broken:
		return yes, allows{sure, toCaller}
	}
	return truthOf(sure != noGrant), allows{sure, sure}
}

func (e *evaluation) action(s *statement) truth {
	matches := no
	for i := range s.actions {
		if matches = s.actions[i].match(e, e.request.Action, true); matches == yes {
			break
		}
	}
	if s.notAction {
		return matches.not()
	}
	return matches
}

func (e *evaluation) resources(s *statement) truth {
	if len(s.resources) == 0 {
		return yes
	}
	matches := no
	for i := range s.resources {
		r := &s.resources[i]
		if r.problem != "" {
			matches = matches.or(unknown)
			continue
		}
		t := r.match(e, &e.resource, e.isARN)
		if t == no && s.notResource && r.unresolved(e) {
			t = unknown // AWS does not say which side of NotResource an unresolved variable falls on
		}
		if matches = matches.or(t); matches == yes {
			break
		}
	}
	if s.notResource {
		return matches.not()
	}
	return matches
}

// unresolved reports whether a variable of the pattern has no value.
func (p *resourcePattern) unresolved(e *evaluation) bool {
	last := &p.parts[5]
	for i := range last.tokens {
		if t := &last.tokens[i]; t.kind == variableToken {
			if _, state := t.resolve(e); state != yes {
				return true
			}
		}
	}
	return false
}
