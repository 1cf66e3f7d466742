package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/wire/interlaken"
)

// writeChanges prints the smallest change that would allow what was refused.
func writeChanges(w io.Writer, changes []interlaken.DecisionChange) {
	if len(changes) == 0 {
		return
	}
	fmt.Fprintln(w, "  The smallest change that would allow it:")
	for i := range changes {
		fmt.Fprintf(w, "  %d. %s\n", i+1, printable(changeLine(&changes[i])))
	}
}

func changeLine(c *interlaken.DecisionChange) string {
	if c.Kind == nil {
		return fmt.Sprintf("in the request: send %s = %s", aws.ToString(c.Key), strings.Join(c.Add, ", "))
	}
	where := fmt.Sprintf("in the %s policy", *c.Kind)
	if aws.ToBool(c.New) {
		where = fmt.Sprintf("in a new %s policy of account %s", *c.Kind, aws.ToString(c.AccountId))
	} else {
		if c.Name != nil {
			where += " " + *c.Name
		}
		if c.Arn != nil {
			where += " of " + *c.Arn
		}
	}
	if c.Statement != nil {
		if len(c.Remove) > 0 {
			return fmt.Sprintf("%s: take out statement %d, %s", where, aws.ToInt32(c.StatementIndex)+1, *c.Statement)
		}
		return fmt.Sprintf("%s: add the statement %s", where, *c.Statement)
	}
	where += fmt.Sprintf(", statement %d", aws.ToInt32(c.StatementIndex)+1)
	if c.Sid != nil {
		where += fmt.Sprintf(" %q", *c.Sid)
	}
	if c.Line != nil {
		where += fmt.Sprintf(" at line %d", *c.Line)
	}
	var edits []string
	if len(c.Add) > 0 {
		edits = append(edits, "add "+strings.Join(c.Add, ", ")+" to "+aws.ToString(c.Element))
	}
	if len(c.Remove) > 0 {
		edits = append(edits, "take "+strings.Join(c.Remove, ", ")+" out of "+aws.ToString(c.Element))
	}
	line := where + ": " + strings.Join(edits, ", ")
	if aws.ToString(c.Element) == "Action" && len(c.Add) > 0 {
		line += " (on all that the statement names)"
	}
	return line
}
