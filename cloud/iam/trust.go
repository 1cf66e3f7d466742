package iam

import (
	"bytes"
	"encoding/json"
	"strings"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/store"
)

// maxTrust is the quota of a trust policy in characters without white space (IAM User Guide, "IAM and AWS STS quotas").
const maxTrust = 2048

// readTrust checks a trust policy and returns it as it is kept: users and roles by their unique ids, so that a
// principal that was deleted and made anew under its name is not trusted (IAM User Guide, "AWS JSON policy elements:
// Principal").
func (s *iam) readTrust(r store.Reader, text string) (string, error) {
	document, err := policy.Parse(policy.Trust, []byte(text))
	if err != nil {
		return "", err
	}
	compiled, err := policy.Compile(policy.Source{Kind: policy.Trust}, document)
	if err != nil {
		return "", err
	}
	if err := compiled.Validate(); err != nil {
		return "", err
	}
	if err := policy.CheckSize(policy.Trust, []byte(text), maxTrust); err != nil {
		return "", err
	}
	for i := range document.Statement {
		statement := &document.Statement[i]
		for _, actions := range []policy.Values{statement.Action, statement.NotAction} {
			for _, action := range actions {
				if len(action) < 4 || !strings.EqualFold(action[:4], "sts:") {
					return "", fault.New(policy.MalformedPolicyDocument, "AssumeRole policy may only specify STS AssumeRole actions.")
				}
			}
		}
		if err := s.bindAll(r, statement.Principal); err != nil {
			return "", err
		}
	}
	return printed(document)
}

// showTrust is a trust policy as it is shown: with the names of users and roles, and the raw ids of those that are
// gone.
func (s *iam) showTrust(r store.Reader, kept string) (string, error) {
	document, err := policy.Parse(policy.Trust, []byte(kept))
	if err != nil {
		return "", fault.Wrap(err, fault.Internal, "A stored trust policy cannot be read.")
	}
	for i := range document.Statement {
		principals := document.Statement[i].Principal.AWS
		for j, value := range principals {
			if !isUniqueID(value) {
				continue
			}
			name, ok, err := s.directory.ARNOf(r, value)
			if err != nil {
				return "", err
			}
			if ok {
				principals[j] = name
			}
		}
	}
	return printed(document)
}

func (s *iam) bindAll(r store.Reader, p *policy.Principals) error {
	for i, value := range p.AWS {
		bound, err := s.bind(r, value)
		if fault.Is(err, fault.NotFound) {
			return invalidPrincipal("AWS", value)
		}
		if err != nil {
			return err
		}
		p.AWS[i] = bound
	}
	for _, value := range p.Service {
		if !strings.HasSuffix(value, ".amazonaws.com") {
			return invalidPrincipal("SERVICE", value)
		}
	}
	for _, value := range p.Federated {
		// An ARN names an identity provider of IAM; a name is a public one.
		if !strings.HasPrefix(value, "arn:") {
			continue
		}
		account, issuer, ok := identity.ReadProviderARN(value)
		if !ok {
			return invalidPrincipal("FEDERATED", value)
		}
		switch _, err := s.directory.Provider(r, account, issuer); {
		case fault.Is(err, fault.NotFound):
			return invalidPrincipal("FEDERATED", value)
		case err != nil:
			return err
		}
	}
	for _, value := range p.CanonicalUser {
		return invalidPrincipal("CANONICALUSER", value)
	}
	return nil
}

func invalidPrincipal(kind, value string) error {
	return fault.New(policy.MalformedPolicyDocument, "Invalid principal in policy: %q:%q", kind, value)
}

// bind returns the form in which a principal is kept, or fault.NotFound where there is none such.
func (s *iam) bind(r store.Reader, value string) (string, error) {
	missing := fault.New(fault.NotFound, "There is no principal %s.", value)
	if value == "*" {
		return value, nil
	}
	if arn.IsAccount(value) {
		value = arn.Root(value)
	}
	if isUniqueID(value) {
		_, ok, err := s.directory.ARNOf(r, value)
		if err == nil && !ok {
			err = missing
		}
		return value, err
	}
	a, err := arn.Parse(value)
	if err != nil || a.Partition != "aws" {
		return "", missing
	}
	switch {
	case a.Service == "iam" && a.Type() != "":
		return s.directory.UniqueID(r, value)
	case a.Service == "sts" && a.Type() == "assumed-role":
		// A session is named, not bound: the role behind it has to exist.
		role, session, _ := strings.Cut(a.Name(), "/")
		if _, err := s.directory.Role(r, a.Account, role); err != nil {
			return "", err
		}
		if value != arn.AssumedRole(a.Account, role, session) || session == "" {
			return "", missing
		}
		return value, nil
	case value == arn.Root(a.Account), a.Service == "sts" && a.Type() == "federated-user":
		ok, err := s.directory.HasAccount(r, a.Account)
		if err == nil && !ok {
			err = missing
		}
		return value, err
	}
	return "", missing
}

// isUniqueID reports whether a principal is a unique id such as AROAIIAV7JDQ4KTB6WXYZ and not a name.
func isUniqueID(value string) bool {
	return len(value) >= 16 && !strings.ContainsAny(value, ":/*") && !arn.IsAccount(value)
}

// printed is a document's text. It leaves < and > as they are, which would else count six characters each.
func printed(document *policy.Document) (string, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		return "", fault.Wrap(err, fault.Internal, "A trust policy cannot be printed.")
	}
	return strings.TrimSuffix(text.String(), "\n"), nil
}
