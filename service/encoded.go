package service

import (
	"encoding/json"
	"errors"

	"interlaken/identity"
	"interlaken/policy"
)

// refused is the cause of a refusal by policy: what the message that DecodeAuthorizationMessage decodes is made of. It does
// not cross the wire.
type refused struct {
	principal   identity.Principal
	request     *policy.Request
	explanation policy.Explanation
	// undecided is ErrUndecided where a document was not understood, else nil.
	undecided error
}

func (r *refused) Error() string {
	if r.undecided != nil {
		return r.undecided.Error()
	}
	return "refused by policy"
}

func (r *refused) Unwrap() error { return r.undecided }

// mostEncoded bounds an encoded message: it travels in a header.
const mostEncoded = 6 << 10

// EncodedMessage is the encoded authorization failure message of a refusal, for sts:DecodeAuthorizationMessage in the
// caller's account; "" for every other error (STS API reference, DecodeAuthorizationMessage: a service may return one).
func (m *Mesh) EncodedMessage(err error) string {
	var r *refused
	if !errors.As(err, &r) || r.principal.Account == "" {
		return ""
	}
	decoded := r.decoded()
	for _, shorten := range []func(){func() {}, func() { decoded.Matched.Items = nil }, func() { decoded.Context.Conditions.Items = nil }} {
		shorten()
		plain, err := json.Marshal(decoded)
		if err != nil {
			return ""
		}
		if encoded := m.directory.SealMessage(r.principal.Account, plain); len(encoded) <= mostEncoded {
			return encoded
		}
	}
	return ""
}

// items is how the message writes each list.
type items[T any] struct {
	Items []T `json:"items"`
}

type value struct {
	Value string `json:"value"`
}

func valuesOf(all ...string) items[value] {
	list := items[value]{Items: []value{}}
	for _, v := range all {
		list.Items = append(list.Items, value{v})
	}
	return list
}

// decodedMessage is the message in AWS's form (IAM User Guide, "Troubleshoot access denied error messages"; AWS CLI
// reference, decode-authorization-message).
type decodedMessage struct {
	Allowed      bool                    `json:"allowed"`
	ExplicitDeny bool                    `json:"explicitDeny"`
	Matched      items[matchedStatement] `json:"matchedStatements"`
	Failures     items[string]           `json:"failures"`
	Context      struct {
		Principal struct {
			ID   string `json:"id"`
			Name string `json:"name,omitempty"`
			ARN  string `json:"arn"`
		} `json:"principal"`
		Action     string           `json:"action"`
		Resource   string           `json:"resource"`
		Conditions items[condition] `json:"conditions"`
	} `json:"context"`
}

type condition struct {
	Key    string       `json:"key"`
	Values items[value] `json:"values"`
}

type matchedStatement struct {
	StatementID string           `json:"statementId"`
	Effect      string           `json:"effect"`
	Principals  items[value]     `json:"principals"`
	Actions     items[value]     `json:"actions"`
	Resources   items[value]     `json:"resources"`
	Conditions  items[condition] `json:"conditions"`
}

// decoded is the message of a refusal. Of documents it quotes those of the caller's own account alone, and where the resource
// is another account's no condition keys, among which are that resource's tags and its organization (SECURITY S12).
func (r *refused) decoded() *decodedMessage {
	d := &decodedMessage{ExplicitDeny: r.explanation.Verdict.Outcome == policy.ExplicitDeny, Failures: items[string]{Items: []string{}}}
	d.Matched.Items = []matchedStatement{}
	d.Context.Principal.ID, d.Context.Principal.Name, d.Context.Principal.ARN = r.principal.UniqueID, r.principal.Name, r.principal.ARN
	d.Context.Action, d.Context.Resource = r.request.Action, r.request.Resource
	d.Context.Conditions.Items = []condition{}
	var names []string
	if r.request.ResourceAccount == r.principal.Account {
		names = r.request.Context.Names()
	}
	for _, name := range names {
		values, _ := r.request.Context.Get(name)
		d.Context.Conditions.Items = append(d.Context.Conditions.Items, condition{name, valuesOf(values...)})
	}
	for _, document := range r.explanation.Documents {
		if document.Account != r.principal.Account || document.Kind == policy.SCP || document.Kind == policy.RCP {
			continue
		}
		for _, s := range document.Statements {
			if s.Outcome == policy.Matched && s.Effect == policy.Deny {
				d.Matched.Items = append(d.Matched.Items, matched(&s))
			}
		}
	}
	return d
}

func matched(s *policy.StatementReason) matchedStatement {
	m := matchedStatement{
		StatementID: s.Sid, Effect: "DENY", Principals: valuesOf(), Actions: valuesOf(), Resources: valuesOf(), Conditions: items[condition]{Items: []condition{}},
	}
	for _, e := range s.Elements {
		switch e.Element {
		case "Principal", "NotPrincipal":
			m.Principals = valuesOf(e.Policy...)
		case "Action", "NotAction":
			m.Actions = valuesOf(e.Policy...)
		case "Resource", "NotResource":
			m.Resources = valuesOf(e.Policy...)
		case "Condition":
			m.Conditions.Items = append(m.Conditions.Items, condition{e.Key, valuesOf(e.Policy...)})
		}
	}
	return m
}
