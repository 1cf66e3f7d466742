package sts

import (
	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
	"interlaken/store"
)

// target is the role that a caller wants to assume.
type target struct {
	role    identity.Role // zero where there is none
	account string        // of the ARN
	arn     string
}

// nobody is the trust policy of roles that do not exist: it trusts a unique id that is never given out. A role that
// is not there is so refused by the same way, and with the same sentence, as one that does not trust the caller.
const nobody = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"AROA00000000000000000"},"Action":"sts:AssumeRole"}]}`

// find looks a role up by its whole ARN, path included. That there is none is no error: see nobody.
func (s *sts) find(r store.Reader, text string) (target, error) {
	a, err := arn.Parse(text)
	if err != nil || a.Service != "iam" || a.Type() != "role" || a.Name() == "" || !arn.IsAccount(a.Account) {
		return target{}, fault.New(fault.Validation, "%s is invalid", text)
	}
	t := target{account: a.Account, arn: text}
	role, err := s.directory.Role(r, a.Account, a.LastName())
	switch {
	case fault.Is(err, fault.NotFound):
		return t, nil
	case err != nil:
		return t, err
	case role.ARN() == text:
		t.role = role
	}
	return t, nil
}

// trust is the target's trust policy.
func (t target) trust() *service.ResourcePolicy {
	document := t.role.Trust
	if t.role.ID == "" {
		document = nobody
	}
	return &service.ResourcePolicy{Name: "role trust policy", Document: document, Trust: true}
}
