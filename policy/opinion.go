package policy

import "slices"

// Opinion is what a single document says about a request, whatever others say. The more it lets through, the greater it
// is.
type Opinion uint8

const (
	SaysDeny    Opinion = iota // a deny statement matches
	SaysUnclear                // a statement that may match is not understood
	SaysNothing                // no statement matches
	SaysAllow                  // an allow statement matches, and no deny does
)

// String is the opinion as a verb of which the document is the subject.
func (o Opinion) String() string {
	return [...]string{SaysDeny: "denies", SaysUnclear: "is unclear about", SaysNothing: "says nothing about", SaysAllow: "allows"}[o]
}

// Opinion returns what the document says about a request. Where it names principals, naming the caller's account counts
// as naming the caller. It may be called concurrently and allocates nothing.
func (p *Policy) Opinion(request *Request) Opinion {
	e := evaluation{request: request}
	e.resource, e.isARN = splitARN(request.Resource)
	says := e.policy(p, 0)
	switch {
	case e.denied != "":
		return SaysDeny
	case e.maybeDenied != "":
		return SaysUnclear
	case says.sure != noGrant:
		return SaysAllow
	case says.maybe != noGrant:
		return SaysUnclear
	}
	return SaysNothing
}

// Reasons says why the document is of its opinion, as Explain does for all.
func (p *Policy) Reasons(request *Request) DocumentReason {
	r := &recorder{}
	e := evaluation{request: request, recorder: r}
	r.evaluation = &e
	e.resource, e.isARN = splitARN(request.Resource)
	e.policy(p, 0)
	return r.documents[0]
}

// Document returns a copy of what the policy was compiled from.
func (p *Policy) Document() *Document {
	d := &Document{Version: p.version, ID: p.id}
	for i := range p.statements {
		d.Statement = append(d.Statement, p.statements[i].original.mapped(slices.Clone[Values]))
	}
	return d
}
