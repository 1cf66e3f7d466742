package ledger

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/service"
	"interlaken/wire/interlaken"
)

// show is a decision as the caller may see it: the documents that it may read, and a note for each account that has
// others (SECURITY S12).
func (l *ledger) show(c *service.Call, action, resource string, e policy.Explanation) (interlaken.Decision, error) {
	shown := interlaken.Decision{
		Action: &action, Resource: &resource, Outcome: aws.String(string(e.Verdict.Outcome)),
		DecidedBy: text(string(e.Verdict.DecidedBy)), Documents: []interlaken.DecisionDocument{}, Notes: []string{},
	}
	for _, d := range e.Documents {
		ok, err := l.mayRead(c, d.Source)
		if err != nil {
			return shown, err
		}
		if ok {
			shown.Documents = append(shown.Documents, showDocument(d))
		} else {
			note(&shown, d.Account)
		}
	}
	return shown, nil
}

// note says, once an account, that documents were left out.
func note(d *interlaken.Decision, account string) {
	sentence := "Documents of account " + account + " are for their owner."
	if account == "" {
		sentence = "Documents of another account are for their owner."
	}
	if !slices.Contains(d.Notes, sentence) {
		d.Notes = append(d.Notes, sentence)
	}
}

// mayRead reports whether the caller may read a document by the operation that AWS has for it, in the document's own
// account. It is asked of policy and leaves no refusal in the event.
func (l *ledger) mayRead(c *service.Call, source policy.Source) (bool, error) {
	if source.Account == identity.OfAWS { // AWS publishes its policies
		return true, nil
	}
	action, resource, err := l.reading(c, source)
	if err != nil || action == "" {
		return false, err
	}
	e, err := c.Explain(c.Session.Principal, service.Check{Action: action, Resource: resource, Account: source.Account})
	return e.Verdict.Allowed, err
}

// reading is the action and resource with which a document is read; "" where there is none that is known here.
func (l *ledger) reading(c *service.Call, source policy.Source) (action, resource string, err error) {
	a, failed := arn.Parse(source.ARN)
	if failed != nil || !arn.IsAccount(source.Account) {
		return "", "", nil
	}
	kind := a.Service + ":" + a.Type()
	switch {
	case source.Kind == policy.Identity && kind == "iam:role":
		return "iam:GetRolePolicy", source.ARN, nil
	case source.Kind == policy.Identity && kind == "iam:user":
		return "iam:GetUserPolicy", source.ARN, nil
	case source.Kind == policy.Identity && kind == "iam:group":
		return "iam:GetGroupPolicy", source.ARN, nil
	case (source.Kind == policy.Identity || source.Kind == policy.Boundary || source.Kind == policy.Session) && kind == "iam:policy":
		return "iam:GetPolicyVersion", source.ARN, nil
	case source.Kind == policy.SCP || source.Kind == policy.RCP:
		return "organizations:DescribePolicy", source.ARN, nil
	case source.Kind == policy.Trust && kind == "iam:role":
		return "iam:GetRole", source.ARN, nil
	case source.Kind == policy.Session && kind == "sts:assumed-role":
		// No operation returns a session policy. It belongs to the session's role, so who may read that may read it.
		name, _, _ := strings.Cut(a.Name(), "/")
		role, err := l.directory.Role(c.Tx, a.Account, name)
		if fault.Is(err, fault.NotFound) {
			return "", "", nil
		}
		return "iam:GetRole", role.ARN(), err
	case source.Kind == policy.Resource && a.Service == "s3":
		bucket, _, _ := strings.Cut(a.Resource, "/")
		return "s3:GetBucketPolicy", arn.Make("s3", "", "", bucket), nil
	case source.Kind == policy.Resource && a.Service == "glue":
		return "glue:GetResourcePolicy", arn.Make("glue", a.Region, a.Account, "catalog"), nil
	}
	return "", "", nil
}

func showDocument(d policy.DocumentReason) interlaken.DecisionDocument {
	shown := interlaken.DecisionDocument{
		Kind: aws.String(string(d.Kind)), Name: text(d.Name), AccountId: text(d.Account), Arn: text(d.ARN),
		Outcome: aws.String(d.Outcome), StatementsAsked: aws.Int32(int32(d.Asked)), Statements: []interlaken.DecisionStatement{},
	}
	for _, s := range d.Statements {
		statement := interlaken.DecisionStatement{
			Index: aws.Int32(int32(s.Index)), Sid: text(s.Sid), Effect: aws.String(string(s.Effect)), Outcome: aws.String(s.Outcome),
			Elements: []interlaken.DecisionElement{},
		}
		if s.Line > 0 {
			statement.Line, statement.Column = aws.Int32(int32(s.Line)), aws.Int32(int32(s.Column))
		}
		for _, e := range s.Elements {
			statement.Elements = append(statement.Elements, interlaken.DecisionElement{
				Element: aws.String(e.Element), Operator: text(e.Operator), Key: text(e.Key), Outcome: aws.String(e.Outcome),
				Policy: e.Policy, Request: e.Request, KeyAbsent: aws.Bool(e.Absent), Problem: text(e.Problem),
			})
		}
		shown.Statements = append(shown.Statements, statement)
	}
	return shown
}
