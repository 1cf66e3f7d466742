package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"interlaken/policy"
	"interlaken/policy/replay"
)

// replayed is the outcome of a file of cases, for --json.
type replayed struct {
	Agree         int            `json:"agree"`
	Of            int            `json:"of"`
	Disagreements []disagreement `json:"disagreements"`
}

type disagreement struct {
	ID     string         `json:"id"`
	Family string         `json:"family,omitempty"`
	Want   policy.Outcome `json:"want"`
	Got    policy.Outcome `json:"got"`
	By     policy.Kind    `json:"decidedBy,omitempty"`
	Reason string         `json:"reason,omitempty"` // the case's own
}

func (c *command) policyReplay() *cobra.Command {
	var decided string
	cmd := &cobra.Command{
		Use: "replay FILE.jsonl", Short: "Decide a file of cases, and compare with the verdicts that they expect",
		Long: `Reads decision cases, one JSON object a line (request, identityPolicies, resourcePolicy, scps, rcps, permissionBoundaries,
sessionPolicies, oracle.result), decides each, and ends with the line "agree N of M". Needs no server. Exits with 1 when a
case is decided otherwise than it expects.`,
		Example: `  interlaken policy replay cases.jsonl
  interlaken policy replay cases.jsonl --decided decided.jsonl --json`,
		Args: oneArgument("the file of cases"),
		RunE: func(_ *cobra.Command, files []string) error {
			instead := map[string]replay.Decided{}
			if decided != "" {
				file, err := os.Open(decided)
				if err != nil {
					return fmt.Errorf("--decided cannot be read: %w", err)
				}
				defer file.Close()
				if instead, err = replay.ReadDecided(file); err != nil {
					return fmt.Errorf("--decided %s: %w", decided, err)
				}
			}
			file, err := os.Open(files[0])
			if err != nil {
				return fmt.Errorf("the cases cannot be read: %w", err)
			}
			defer file.Close()
			all := replayed{Disagreements: []disagreement{}}
			for one, err := range replay.Read(file) {
				if err != nil {
					return fmt.Errorf("%s: %w", files[0], err)
				}
				if other, ok := instead[one.ID]; ok {
					one.Want, one.Reason = other.Want, other.Reason
				}
				all.Of++
				v := one.Verdict()
				if one.Agrees(v) {
					all.Agree++
				} else {
					all.Disagreements = append(all.Disagreements, disagreement{one.ID, one.Family, one.Want, v.Outcome, v.DecidedBy, one.Reason})
				}
			}
			if all.Of == 0 {
				return fmt.Errorf("%s holds no case", files[0])
			}
			if c.json {
				err = printJSON(c.out, all)
			} else {
				for _, d := range all.Disagreements {
					fmt.Fprintf(c.out, "%s (%s): %s decided by %s, expected %s: %s\n", printable(d.ID), printable(d.Family), d.Got, d.By, d.Want, printable(d.Reason))
				}
				fmt.Fprintf(c.out, "agree %d of %d\n", all.Agree, all.Of)
			}
			if err == nil && all.Agree < all.Of {
				err = errAnswered
			}
			return err
		},
	}
	cmd.Flags().StringVar(&decided, "decided", "", "a file of cases that are decided otherwise than theirs says: lines of id, result and reason")
	return cmd
}
