package ledger

import (
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/policy/repair"
	"interlaken/service"
	"interlaken/wire/interlaken"
)

// propose returns the smallest change after which a refused request would be allowed, as far as it is one of the asked
// principal's own account: of the request, and of documents that the caller may read. What else there has to be changed
// another account's documents say, which are not asked.
func (l *ledger) propose(c *service.Call, asked identity.Principal, e service.Explained) ([]interlaken.DecisionChange, error) {
	shown := []interlaken.DecisionChange{}
	if e.Verdict.Allowed || e.Verdict.Outcome == policy.NotUnderstood {
		return shown, nil
	}
	changes, err := repair.Propose(e.Request, e.Set)
	if err != nil { // nothing helps, which the reasons say as well
		return shown, nil
	}
	for _, change := range changes {
		ok := change.Element == repair.OfRequest || change.New && change.Document.Kind == policy.Identity && change.Document.Account == asked.Account
		if !ok && !change.New {
			if ok, err = l.mayRead(c, change.Document); err != nil {
				return nil, err
			}
		}
		if !ok {
			continue
		}
		one, err := showChange(change)
		if err != nil {
			return nil, err
		}
		shown = append(shown, one)
	}
	return shown, nil
}

func showChange(c repair.Change) (interlaken.DecisionChange, error) {
	shown := interlaken.DecisionChange{Element: aws.String(c.Element), Add: c.Add, Remove: c.Remove, Key: text(c.Key)}
	if c.Element == repair.OfRequest {
		return shown, nil
	}
	shown.Kind, shown.Name, shown.AccountId, shown.Arn = aws.String(string(c.Document.Kind)), text(c.Document.Name), text(c.Document.Account), text(c.Document.ARN)
	shown.New, shown.StatementIndex, shown.Sid = aws.Bool(c.New), aws.Int32(int32(c.Statement)), text(c.Sid)
	if c.Line > 0 {
		shown.Line = aws.Int32(int32(c.Line))
	}
	if c.Whole != nil {
		statement, err := json.Marshal(c.Whole)
		if err != nil {
			return shown, fault.Wrap(err, fault.Internal, "A statement cannot be printed.")
		}
		shown.Statement = aws.String(string(statement))
	}
	return shown, nil
}
