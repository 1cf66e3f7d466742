package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"interlaken/policy"
	"interlaken/policy/lint"
)

// policyKinds are the kinds of document, as a person names them.
var policyKinds = []string{
	string(policy.Identity), string(policy.Trust), string(policy.Resource), string(policy.Session), string(policy.Boundary), string(policy.SCP), string(policy.RCP), string(policy.Key),
}

// kindFlag adds the flag that says what documents are for.
func kindFlag(cmd *cobra.Command, kind *string) {
	cmd.Flags().StringVar(kind, "kind", "", "what the document is for: "+strings.Join(policyKinds, ", ")+" (guessed from what stands in it)")
}

// kindOf is the kind that was named, or the one that a document's text suggests.
func kindOf(named string, src []byte) (policy.Kind, error) {
	if named == "" {
		return lint.KindOf(src), nil
	}
	if !slices.Contains(policyKinds, named) {
		return "", usageError{fmt.Errorf("--kind %q: it has to be one of %s", named, strings.Join(policyKinds, ", "))}
	}
	return policy.Kind(named), nil
}

// readDocument reads a file, "-" for standard input.
func (c *command) readDocument(name string) ([]byte, error) {
	const most = 1 << 20 // the largest document that AWS takes has 20 KiB
	var in io.Reader = c.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("the document cannot be read: %w", err)
		}
		defer file.Close()
		in = file
	}
	src, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && len(src) > most {
		err = fmt.Errorf("it is longer than %d bytes, which no policy is", most)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return src, nil
}

// lintLevels are the levels of findings, the worst first.
var lintLevels = []lint.Level{lint.Error, lint.SecurityWarning, lint.Warning, lint.Suggestion}

// fileFindings are one document's, for --json.
type fileFindings struct {
	File     string         `json:"file"`
	Kind     policy.Kind    `json:"kind"`
	Findings []lint.Finding `json:"findings"`
}

func (c *command) policyLint() *cobra.Command {
	var kind, failOn string
	cmd := &cobra.Command{
		Use: "lint FILE...", Short: "Find what is wrong, risky or pointless in policy documents",
		Long: `Reads policy documents ("-" is standard input) and prints what is found in each: errors, which AWS refuses; security
warnings, where more is allowed than its writer may think; warnings, where it does not do what it seems to; suggestions.
The codes are those of AWS's policy checks where AWS has one. Needs no server. Exits with 1 when something is found that
is as bad as --fail-on or worse.`,
		Example: `  interlaken policy lint role-b-policy.json
  interlaken policy lint --kind scp --fail-on error guardrails/*.json
  aws iam get-role-policy ... --query PolicyDocument | interlaken policy lint -`,
		Args: func(cmd *cobra.Command, arguments []string) error {
			if len(arguments) == 0 {
				return usageError{fmt.Errorf("'%s' takes the files to look at (see '%s --help')", cmd.CommandPath(), cmd.CommandPath())}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, files []string) error {
			worst := slices.IndexFunc(lintLevels, func(l lint.Level) bool { return strings.EqualFold(levelName(l), failOn) })
			if worst < 0 {
				return usageError{fmt.Errorf("--fail-on %q: it has to be error, security-warning, warning or suggestion", failOn)}
			}
			all := []fileFindings{}
			bad := false
			for _, name := range files {
				src, err := c.readDocument(name)
				if err != nil {
					return err
				}
				of, err := kindOf(kind, src)
				if err != nil {
					return err
				}
				found := lint.Check(of, src)
				bad = bad || slices.ContainsFunc(found, func(f lint.Finding) bool { return slices.Index(lintLevels, f.Level) <= worst })
				all = append(all, fileFindings{name, of, append([]lint.Finding{}, found...)})
			}
			if c.json {
				if err := printJSON(c.out, all); err != nil {
					return err
				}
			} else {
				writeFindings(c.out, all)
			}
			if bad {
				return errAnswered
			}
			return nil
		},
	}
	kindFlag(cmd, &kind)
	cmd.Flags().StringVar(&failOn, "fail-on", levelName(lint.SecurityWarning), "the least level that makes the exit code 1: error, security-warning, warning or suggestion")
	return cmd
}

func levelName(l lint.Level) string {
	return strings.ToLower(strings.ReplaceAll(string(l), "_", "-"))
}

// writeFindings prints a line a finding, as compilers do, and a summary.
func writeFindings(w io.Writer, all []fileFindings) {
	counts := map[lint.Level]int{}
	for _, f := range all {
		for _, x := range f.Findings {
			counts[x.Level]++
			place := f.File
			if x.Line > 0 {
				place += fmt.Sprintf(":%d:%d", x.Line, x.Column)
			}
			fmt.Fprintf(w, "%s: %s %s\n  %s\n", printable(place), strings.ReplaceAll(levelName(x.Level), "-", " "), x.Code, printable(x.Text))
		}
	}
	var parts []string
	for _, l := range lintLevels {
		if n := counts[l]; n > 0 {
			parts = append(parts, counted(int64(n), strings.ReplaceAll(levelName(l), "-", " ")))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing found"}
	}
	fmt.Fprintf(w, "%s: %s\n", counted(int64(len(all)), "document"), strings.Join(parts, ", "))
}
