package ledger

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/service"
	"interlaken/wire/interlaken"
)

// ownerDecides is the outcome where the principal's side allows and the rest is another account's.
const ownerDecides = "ownerDecides"

// explainDecision says whether a principal may do something, and why. For another principal than the caller it takes
// iam:SimulatePrincipalPolicy on it, as AWS's simulator does. Nothing is done, and nothing but its own event is left.
//
// Documents of other accounts are not even asked: with a context of one's own choice, the answers would tell what
// they say, without a trace in the account that they belong to.
func (l *ledger) explainDecision() service.Operation {
	return define("ExplainDecision", "decision", func(c *service.Call, in *interlaken.ExplainDecisionInput) (*interlaken.ExplainDecisionOutput, error) {
		asked, err := l.principal(c, in.PrincipalArn)
		if err != nil {
			return nil, err
		}
		check, notes, err := l.check(c, asked, in)
		if err != nil {
			return nil, err
		}
		e, err := c.Explain(asked, check)
		if err != nil {
			return nil, err
		}
		shown, err := l.show(c, check.Action, check.Resource, e.Explanation)
		if err != nil {
			return nil, err
		}
		shown.PrincipalArn = aws.String(asked.ARN)
		shown.Notes = append(shown.Notes, notes...)
		if shown.Changes, err = l.propose(c, asked, e); err != nil {
			return nil, err
		}
		if check.Account != "" && check.Account != asked.Account {
			if !ownSide(e.Verdict) {
				shown.Outcome, shown.DecidedBy = aws.String(ownerDecides), nil
			}
			note(&shown, check.Account)
		}
		return &interlaken.ExplainDecisionOutput{Decision: &shown}, nil
	})
}

// ownSide reports whether the principal's own side decided: then no document of the other account can change it.
func ownSide(v policy.Verdict) bool {
	if v.Outcome == policy.ExplicitDeny || v.Outcome == policy.NotUnderstood {
		return true
	}
	switch v.DecidedBy {
	case policy.Identity, policy.Boundary, policy.Session, policy.SCP:
		return !v.Allowed
	}
	return false
}

// principal is whom a question is about: the caller, or a user, role or role session of the caller's account.
func (l *ledger) principal(c *service.Call, named *string) (identity.Principal, error) {
	caller := c.Session.Principal
	if named == nil || *named == caller.ARN {
		return caller, nil
	}
	a, err := arn.Parse(*named)
	if err != nil {
		return caller, fault.New(fault.Validation, "%s is not an ARN.", *named)
	}
	asked, subject, err := l.find(c, a)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return caller, err
	}
	if subject == "" {
		subject = *named
	}
	// Asked before it is said whether there is such a principal.
	if err := c.Authorize(service.Check{Action: "iam:SimulatePrincipalPolicy", Resource: subject, Account: a.Account}); err != nil {
		return caller, err
	}
	if err != nil || a.Account != caller.Account {
		return caller, fault.New(fault.NotFound, "There is no user, role or role session %s in account %s.", *named, caller.Account)
	}
	return asked, nil
}

// find makes the principal that an ARN names, and returns the ARN of the user or role behind it.
func (l *ledger) find(c *service.Call, a arn.ARN) (p identity.Principal, subject string, err error) {
	missing := fault.New(fault.NotFound, "There is no principal %s.", a)
	switch kind := a.Service + ":" + a.Type(); kind {
	case "iam:user":
		u, err := l.directory.User(c.Tx, a.Account, a.LastName())
		if err == nil && u.ARN() != a.String() {
			err = missing
		}
		return identity.Principal{
			Kind: identity.User, Account: u.Account, ARN: u.ARN(), UniqueID: u.ID, Name: u.Name, Tags: u.Tags,
		}, "", err
	case "iam:role", "sts:assumed-role":
		name, session := a.LastName(), "explained"
		if kind == "sts:assumed-role" {
			name, session, _ = strings.Cut(a.Name(), "/")
		}
		r, err := l.directory.Role(c.Tx, a.Account, name)
		if err != nil {
			return p, "", err
		}
		if kind == "iam:role" && r.ARN() != a.String() {
			return p, "", missing
		}
		return identity.Principal{
			Kind: identity.AssumedRole, Account: r.Account, ARN: arn.AssumedRole(r.Account, r.Name, session), Name: r.Name,
			UniqueID: r.ID + ":" + session, RoleARN: r.ARN(), RoleID: r.ID, SessionName: session, Tags: r.Tags, Issued: c.Now,
		}, r.ARN(), nil
	}
	return p, "", missing
}

// nobody is the trust policy of a role that does not exist: it trusts an id that is never given out.
const nobody = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"AROA00000000000000000"},"Action":"sts:AssumeRole"}]}`

// check is the question to policy. The policy of the resource is part of it where the resource is the account's own.
func (l *ledger) check(c *service.Call, asked identity.Principal, in *interlaken.ExplainDecisionInput) (service.Check, []string, error) {
	check := service.Check{Action: *in.Action, Resource: *in.Resource, Keys: in.Context, Policy: &service.ResourcePolicy{}}
	if check.Resource == "*" {
		return check, nil, nil
	}
	a, err := arn.Parse(check.Resource)
	if err != nil {
		return check, nil, fault.New(fault.Validation, "%s is not an ARN.", check.Resource)
	}
	check.Account = a.Account
	switch {
	case a.Account == "":
		return check, []string{"The ARN names no account, so the resource is taken for one of account " + asked.Account + ", and its own policy was not asked."}, nil
	case a.Account != asked.Account:
		return check, nil, nil
	case a.Service == "iam" && a.Type() == "role" && strings.EqualFold(strings.SplitN(check.Action, ":", 2)[0], "sts"):
		role, err := l.directory.Role(c.Tx, a.Account, a.LastName())
		if err != nil && !fault.Is(err, fault.NotFound) {
			return check, nil, err
		}
		check.Policy = &service.ResourcePolicy{Name: "role trust policy", Document: nobody, Trust: true}
		if err == nil && role.ARN() == check.Resource {
			check.Policy.Document = role.Trust
		}
	default:
		check.Policy = nil // the resource's service is asked
	}
	return check, nil, nil
}
