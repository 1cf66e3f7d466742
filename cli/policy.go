package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) policy() *cobra.Command {
	policy := &cobra.Command{Use: "policy", Short: "Explain, check and compare IAM policies", Args: subcommand, RunE: showHelp}
	policy.AddCommand(c.policyWhy(), c.policyWho(), c.policyBlastRadius(), c.policyLint(), c.policyDiff(), c.policyReplay())
	return policy
}

func (c *command) policyWhy() *cobra.Command {
	var action, resource, as, request string
	var keys []string
	why := &cobra.Command{
		Use: "why {--action ACTION --resource ARN | --request ID}", Args: noArguments,
		Short: "Say why something is allowed or refused, document by document",
		Long: `Asks whether a principal may do an action on a resource, or why a request was refused, and prints each document that was
asked, each statement of it that matters, and each element of the statement. Documents that you may not read are named
by their account only. A request's id stands in the answer to it and in its event. Exits with 1 when the answer is no.`,
		Example: `  interlaken policy why --action s3:GetObject --resource arn:aws:s3:::bucket/key
  interlaken policy why --action sts:AssumeRole --resource arn:aws:iam::222222222222:role/role-b \
      --as arn:aws:iam::111111111111:role/role-a --context sts:ExternalId=arn:aws:quicksight:us-east-1:111111111111:datasource/retail
  interlaken policy why --request 5d0f7d53-7d3c-4f0e-bb0c-1d2b8a6b0a4e`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (request == "") == (action == "" || resource == "") || request != "" && (action != "" || resource != "" || as != "" || keys != nil) {
				return usageError{errors.New("say what to explain with --action and --resource, or with --request alone")}
			}
			values, err := contextKeys(keys)
			if err != nil {
				return err
			}
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			if request != "" {
				out, err := call[interlaken.ExplainRequestOutput](cmd.Context(), client, interlaken.Cloud, "ExplainRequest", &interlaken.ExplainRequestInput{RequestId: &request})
				if err != nil {
					return err
				}
				return c.printRequest(out)
			}
			in := &interlaken.ExplainDecisionInput{Action: &action, Resource: &resource, Context: values}
			if as != "" {
				in.PrincipalArn = &as
			}
			out, err := call[interlaken.ExplainDecisionOutput](cmd.Context(), client, interlaken.Cloud, "ExplainDecision", in)
			if err != nil {
				return err
			}
			if c.json {
				err = printJSON(c.out, out.Decision)
			} else {
				writeDecision(c.out, out.Decision)
			}
			if err == nil && aws.ToString(out.Decision.Outcome) != "allowed" {
				err = errAnswered
			}
			return err
		},
	}
	flags := why.Flags()
	flags.StringVar(&action, "action", "", "action, such as s3:GetObject")
	flags.StringVar(&resource, "resource", "", "ARN of the resource, or * for an action that names none")
	flags.StringVar(&as, "as", "", "ARN of the user, role or role session to ask about (yourself)")
	flags.StringArrayVar(&keys, "context", nil, "condition key of the request, KEY=VALUE; several for several values")
	flags.StringVar(&request, "request", "", "id of a request that was refused")
	return why
}

// errAnswered is an answer of no: it has been printed, and is an exit code.
var errAnswered = errors.New("answered no")

func contextKeys(texts []string) (map[string][]string, error) {
	var values map[string][]string
	for _, text := range texts {
		key, value, ok := strings.Cut(text, "=")
		if !ok || key == "" {
			return nil, usageError{fmt.Errorf("--context %q: it has to be KEY=VALUE, such as sts:ExternalId=abc", text)}
		}
		if values == nil {
			values = map[string][]string{}
		}
		values[key] = append(values[key], value)
	}
	return values, nil
}

func (c *command) printRequest(out *interlaken.ExplainRequestOutput) error {
	if c.json {
		return printJSON(c.out, out)
	}
	e := out.Event
	fmt.Fprintf(c.out, "%s  %s by %s at %s: %s\n", moment(e.EventTime), aws.ToString(e.EventName), orNobody(e.Username), aws.ToString(e.EventSource), orDone(e.ErrorCode))
	if len(out.Decisions) == 0 {
		fmt.Fprintln(c.out, "No policy refused this request.")
	}
	for i := range out.Decisions {
		fmt.Fprintln(c.out)
		writeDecision(c.out, &out.Decisions[i])
	}
	return nil
}

// outcomes are the outcomes of a decision in words.
var outcomes = map[string]string{
	"allowed": "ALLOWED", "implicitDeny": "REFUSED: nothing allows it", "explicitDeny": "REFUSED: a statement denies it",
	"unsupported":  "REFUSED: a document was not understood, so this says nothing about AWS",
	"ownerDecides": "UNDECIDED: your side allows it, the rest is in documents of another account",
}

// writeDecision prints a decision as a tree.
func writeDecision(w io.Writer, d *interlaken.Decision) {
	outcome := aws.ToString(d.Outcome)
	if text, ok := outcomes[outcome]; ok {
		outcome = text
	}
	fmt.Fprintf(w, "%s on %s\n", aws.ToString(d.Action), aws.ToString(d.Resource))
	if d.PrincipalArn != nil {
		fmt.Fprintf(w, "  by %s\n", *d.PrincipalArn)
	}
	fmt.Fprintf(w, "  %s", outcome)
	if d.DecidedBy != nil {
		fmt.Fprintf(w, " (decided by: %s)", *d.DecidedBy)
	}
	fmt.Fprintln(w)
	t := &tree{out: w}
	last := len(d.Documents) + len(d.Notes) - 1
	for i := range d.Documents {
		writeDocument(t, &d.Documents[i], i == last)
	}
	for i, note := range d.Notes {
		t.line(len(d.Documents)+i == last, note)
	}
	writeChanges(w, d.Changes)
}

func writeDocument(t *tree, d *interlaken.DecisionDocument, last bool) {
	name := aws.ToString(d.Kind)
	if d.Name != nil {
		name += " " + *d.Name
	}
	if d.Arn != nil {
		name += " of " + *d.Arn
	}
	asked := counted(int64(aws.ToInt32(d.StatementsAsked)), "statement")
	t.branch(last, fmt.Sprintf("%s: %s (%s)", name, aws.ToString(d.Outcome), asked), func() {
		for i := range d.Statements {
			writeStatement(t, &d.Statements[i], i == len(d.Statements)-1)
		}
	})
}

func writeStatement(t *tree, s *interlaken.DecisionStatement, last bool) {
	name := fmt.Sprintf("statement %d", aws.ToInt32(s.Index)+1)
	if s.Sid != nil {
		name += fmt.Sprintf(" %q", *s.Sid)
	}
	if s.Line != nil {
		name += fmt.Sprintf(" at %d:%d", *s.Line, aws.ToInt32(s.Column))
	}
	outcome := aws.ToString(s.Outcome)
	if outcome == "near" {
		outcome = "would match but for one element"
	}
	t.branch(last, fmt.Sprintf("%s: %s, %s", name, aws.ToString(s.Effect), outcome), func() {
		for i, e := range s.Elements {
			t.line(i == len(s.Elements)-1, elementLine(e))
		}
	})
}

// marks tell the outcome of an element.
var marks = map[string]string{"matched": "✓", "failed": "✗", "unsupported": "?"}

func elementLine(e interlaken.DecisionElement) string {
	name := aws.ToString(e.Element)
	if e.Operator != nil {
		name += " " + *e.Operator
	}
	if e.Key != nil {
		name += " " + *e.Key
	}
	request := strings.Join(e.Request, ", ")
	if aws.ToBool(e.KeyAbsent) {
		request = "not in the request"
	}
	line := fmt.Sprintf("%s %s: %s", marks[aws.ToString(e.Outcome)], name, few(e.Policy, e.Request))
	if aws.ToString(e.Outcome) != "matched" || e.Operator != nil {
		line += "  ← " + request
	}
	if e.Problem != nil {
		line += "  (" + *e.Problem + ")"
	}
	return line
}

// few is a list of a policy's patterns, the ones that the request may fit first and not more than a line holds.
func few(patterns, request []string) string {
	const most = 4
	if len(patterns) <= most {
		return strings.Join(patterns, ", ")
	}
	rank := func(pattern string) int {
		switch {
		case slices.ContainsFunc(request, func(r string) bool { return strings.EqualFold(r, pattern) }):
			return 0
		case strings.ContainsAny(pattern, "*?"):
			return 1
		}
		return 2
	}
	sorted := slices.Clone(patterns)
	slices.SortStableFunc(sorted, func(a, b string) int { return rank(a) - rank(b) })
	return fmt.Sprintf("%s and %d more", strings.Join(sorted[:most], ", "), len(sorted)-most)
}
