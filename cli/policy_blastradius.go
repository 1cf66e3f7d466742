package cli

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) policyBlastRadius() *cobra.Command {
	return &cobra.Command{
		Use: "blast-radius ROLE-ARN", Args: oneArgument("the ARN of a role of your account"),
		Short: "Say what three different leaks around a role reach",
		Long: `Tells three leaks apart: of a session that was scoped to one role, of the first role of a chain itself or the right to
assume it, and of any principal of a trusted account. As the owner of the role in which a chain ends you see who comes
to it; as the one of the role in which it begins, where one comes from it.`,
		Example: `  interlaken --profile retail policy blast-radius arn:aws:iam::222222222222:role/role-b
  interlaken --profile admin policy blast-radius arn:aws:iam::111111111111:role/role-a`,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			out, err := call[interlaken.BlastRadiusOutput](cmd.Context(), client, interlaken.Cloud, "BlastRadius", &interlaken.BlastRadiusInput{RoleArn: &arguments[0]})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, out)
			}
			c.printLeaks(out.Leaks)
			for _, note := range out.Notes {
				fmt.Fprintln(c.out, printable(note))
			}
			return nil
		},
	}
}

// leaks are the kinds of leak in words.
var leaks = map[string]string{
	"scopedSession": "A scoped session of %s", "baseRole": "The credentials of %s, or the right to assume it", "wholeAccount": "Any principal of %s",
}

func (c *command) printLeaks(all []interlaken.Leak) {
	if len(all) == 0 {
		fmt.Fprintln(c.out, "No role and no account is trusted by it, and it may assume none.")
	}
	for _, l := range all {
		state := "reaches"
		if !aws.ToBool(l.Open) {
			state = "closed"
		}
		fmt.Fprintf(c.out, "%s: %s\n", printable(fmt.Sprintf(leaks[aws.ToString(l.Kind)], aws.ToString(l.Holder))), state)
		for _, r := range l.Reaches {
			fmt.Fprintf(c.out, "    %s\n", printable(aws.ToString(r.Arn)))
			for _, condition := range r.Conditions {
				fmt.Fprintf(c.out, "      if %s\n", printable(condition))
			}
		}
		fmt.Fprintf(c.out, "  %s\n", printable(aws.ToString(l.Says)))
	}
}
