package cli

import (
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) hubInvite() *cobra.Command {
	return &cobra.Command{
		Use: "invite USER", Short: "Invite a local user to choose a password, for the first time or anew", Args: oneArgument("a user"),
		Long: `Prints the address of an invitation of a local user, who is to open it in a browser: whoever does so chooses the user's
password, once. An earlier invitation ends; the password before holds until the invitation is taken, then its sessions end.
A local user is registered with the QuickSight API, whose answer holds the first invitation.`,
		Example: `  aws quicksight register-user --aws-account-id 111111111111 --namespace default --identity-type QUICKSIGHT \
      --user-role READER --user-name lea --email lea@example.com
  interlaken --profile admin-111111111111 hub invite lea`,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			out, err := call[interlaken.InviteUserOutput](cmd.Context(), client, interlaken.Hub, "InviteUser", &interlaken.InviteUserInput{UserName: &arguments[0]})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, out)
			}
			_, err = fmt.Fprintf(c.out, "To choose a password, %s opens this until %s:\n\n  %s\n", arguments[0],
				aws.ToTime(out.ExpiresAt).UTC().Format(time.DateTime+" UTC"), aws.ToString(out.UserInvitationUrl))
			return err
		},
	}
}
