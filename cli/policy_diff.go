package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"interlaken/policy"
	"interlaken/policy/diff"
)

// shownDifference is a difference, for --json.
type shownDifference struct {
	Was       string       `json:"was"`
	Is        string       `json:"is"`
	Actions   []string     `json:"actions"`
	Resources []string     `json:"resources"`
	Witness   shownRequest `json:"witness"`
}

type shownRequest struct {
	Principal string              `json:"principal,omitempty"`
	Action    string              `json:"action"`
	Resource  string              `json:"resource"`
	Context   map[string][]string `json:"context,omitempty"`
}

func (c *command) policyDiff() *cobra.Command {
	var kind string
	cmd := &cobra.Command{
		Use: "diff OLD NEW", Short: "Say what a change of a policy allows and denies that it did not before",
		Long: `Compares two policy documents by what they say, not by how they are written, and prints what the new one lets through
that the old one did not, and the other way about, each with a request as witness. Every part into which the documents
divide requests is looked at. Each document stands for itself: what other policies say of the request is not asked. Needs
no server. Exits with 1 when they differ.`,
		Example: `  interlaken policy diff role-b-trust.json role-b-strict-trust.json`,
		Args: func(cmd *cobra.Command, arguments []string) error {
			if len(arguments) != 2 {
				return usageError{fmt.Errorf("'%s' takes the old and the new document, and %s were given (see '%s --help')", cmd.CommandPath(), counted(int64(len(arguments)), "argument"), cmd.CommandPath())}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, files []string) error {
			var of policy.Kind
			var documents [2]*policy.Document
			for i, name := range files {
				src, err := c.readDocument(name)
				if err != nil {
					return err
				}
				if i == 0 {
					if of, err = kindOf(kind, src); err != nil {
						return err
					}
				}
				if documents[i], err = policy.Parse(of, src); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
			found, err := diff.Compare(of, documents[0], documents[1])
			if err != nil {
				return err
			}
			if c.json {
				shown := []shownDifference{}
				for i := range found {
					shown = append(shown, showDifference(&found[i]))
				}
				err = printJSON(c.out, shown)
			} else {
				writeDifferences(c.out, found)
			}
			if err == nil && len(found) > 0 {
				err = errAnswered
			}
			return err
		},
	}
	kindFlag(cmd, &kind)
	return cmd
}

func showDifference(d *diff.Difference) shownDifference {
	return shownDifference{Was: d.Was.String(), Is: d.Is.String(), Actions: d.Actions, Resources: d.Resources, Witness: showRequest(&d.Witness)}
}

func showRequest(r *policy.Request) shownRequest {
	shown := shownRequest{Principal: r.Principal.ARN, Action: r.Action, Resource: r.Resource}
	for _, name := range r.Context.Names() {
		if shown.Context == nil {
			shown.Context = map[string][]string{}
		}
		shown.Context[name], _ = r.Context.Get(name)
	}
	return shown
}

func writeDifferences(w io.Writer, found []diff.Difference) {
	if len(found) == 0 {
		fmt.Fprintln(w, "The documents say the same of every request.")
		return
	}
	for i := range found {
		d := &found[i]
		sign, verb := "-", "newly denied"
		switch {
		case d.Widens() && d.Is == policy.SaysAllow:
			sign, verb = "+", "newly allowed"
		case d.Widens():
			sign, verb = "+", "no longer denied"
		case d.Is == policy.SaysNothing:
			verb = "no longer allowed"
		}
		fmt.Fprintf(w, "%s %s: %s\n    on %s\n    such as %s\n", sign, verb, list(d.Actions), list(d.Resources), requestLine(&d.Witness))
	}
}

// list is a list on one line, cut where it is long.
func list(names []string) string {
	const most = 8
	if len(names) <= most {
		return printable(strings.Join(names, ", "))
	}
	return printable(strings.Join(names[:most], ", ")) + fmt.Sprintf(" and %d more", len(names)-most)
}

func requestLine(r *policy.Request) string {
	text := r.Action + " on " + r.Resource
	if r.Principal.ARN != "" && r.Principal.ARN != "arn:aws:iam::"+diff.Account+":user/someone" {
		text += " by " + r.Principal.ARN
	}
	shown := showRequest(r)
	for _, name := range r.Context.Names() {
		text += " " + name + "=" + strings.Join(shown.Context[name], ",")
	}
	return printable(text)
}
