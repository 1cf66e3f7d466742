package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/hub/web"
)

// demoBreak lists what the demo can break, breaks one, or mends it.
func (c *command) demoBreak() *cobra.Command {
	var undo bool
	command := &cobra.Command{
		Use: "break [NAME]", Short: "Break the chain to retail in one of four ways, or mend it", Args: cobra.MaximumNArgs(1),
		Long: `Makes one real change in the account 222222222222, as its owner, that stops the hub there, and shows the same as a command
of the AWS CLI. The other accounts go on. Without a name it lists the ways and says which are in force.`,
		Example: `  interlaken demo break
  interlaken demo break external-id
  interlaken demo break external-id --undo`,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			owner, err := c.configuration(cmd.Context(), demoAccounts[1].profile)
			if err != nil {
				return err
			}
			all := (&demo{command: c, region: demoRegion}).breakages()
			if len(arguments) == 0 {
				return c.listBreaks(cmd.Context(), owner, all)
			}
			b, err := findBreak(all, arguments[0])
			if err != nil {
				return usageError{err}
			}
			made := b.breaks
			if undo {
				made = b.mends
			}
			if err := made.do(cmd.Context(), owner); err != nil {
				return err
			}
			if c.json {
				shown, err := b.shown(cmd.Context(), owner)
				if err != nil {
					return err
				}
				return printJSON(c.out, shown)
			}
			fmt.Fprintf(c.out, "Done, as the owner of retail:\n\n  %s\n", made.shell())
			return nil
		},
	}
	command.Flags().BoolVar(&undo, "undo", false, "mend what was broken")
	return command
}

func (c *command) listBreaks(ctx context.Context, owner aws.Config, all []breakage) error {
	shown, err := showBreaks(ctx, owner, all)
	if err != nil {
		return err
	}
	if c.json {
		return printJSON(c.out, shown)
	}
	t := table{headings: []string{"name", "in force", "what"}}
	for _, b := range shown {
		state := "no"
		if b.Active {
			state = "yes"
		}
		t.add(b.ID, state, b.What)
	}
	t.write(c.out, "")
	return nil
}

func findBreak(all []breakage, id string) (breakage, error) {
	names := make([]string, len(all))
	for i, b := range all {
		if b.id == id {
			return b, nil
		}
		names[i] = b.id
	}
	return breakage{}, fmt.Errorf("there is no way %q to break the chain: they are %s", id, strings.Join(names, ", "))
}

func showBreaks(ctx context.Context, owner aws.Config, all []breakage) ([]web.Break, error) {
	shown := make([]web.Break, len(all))
	for i, b := range all {
		var err error
		if shown[i], err = b.shown(ctx, owner); err != nil {
			return nil, err
		}
	}
	return shown, nil
}

func (b breakage) shown(ctx context.Context, owner aws.Config) (web.Break, error) {
	active, err := b.stands(ctx, owner)
	return web.Break{ID: b.id, Title: b.title, What: b.what, Command: b.breaks.shell(), Undo: b.mends.shell(), Active: active}, err
}
