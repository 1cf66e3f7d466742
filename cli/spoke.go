package cli

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) spoke() *cobra.Command {
	spoke := &cobra.Command{Use: "spoke", Short: "Name the accounts that own data, and say whose they are", Args: subcommand, RunE: showHelp}
	spoke.AddCommand(c.spokePut(), c.spokeList(), c.spokeDelete())
	return spoke
}

func (c *command) spokePut() *cobra.Command {
	var name, contact string
	var owners []string
	put := &cobra.Command{
		Use: "put ACCOUNT", Short: "Name an account and say who owns it", Args: oneArgument("an account"),
		Example: `  interlaken --profile admin spoke put 222222222222 --name retail --contact "the data office of retail" \
      --owner arn:aws:quicksight:us-east-1:111111111111:user/default/owner`,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			out, err := call[interlaken.PutSpokeOutput](cmd.Context(), client, interlaken.Hub, "PutSpoke", &interlaken.PutSpokeInput{Spoke: &interlaken.Spoke{
				AccountId: &arguments[0], Name: &name, Contact: optional(contact), Owners: owners,
			}})
			if err == nil && c.json {
				return printJSON(c.out, out)
			}
			if err == nil {
				fmt.Fprintf(c.out, "Account %s is %s, with %s.\n", arguments[0], name, counted(int64(len(owners)), "owner"))
			}
			return err
		},
	}
	put.Flags().StringVar(&name, "name", "", "what people call it")
	put.Flags().StringVar(&contact, "contact", "", "whom a refused reader is told to ask")
	put.Flags().StringArrayVar(&owners, "owner", nil, "ARN of a user of the hub who holds its switch, more than once for several")
	return put
}

func (c *command) spokeList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the accounts that were named, to an administrator, or yours", Args: noArguments,
		Example: "  interlaken --profile admin spoke list",
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			out, err := call[interlaken.ListSpokesOutput](cmd.Context(), client, interlaken.Hub, "ListSpokes", &interlaken.ListSpokesInput{})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, out.Spokes)
			}
			t := table{headings: []string{"account", "name", "contact", "owners"}}
			for _, s := range out.Spokes {
				t.add(aws.ToString(s.AccountId), printable(aws.ToString(s.Name)), printable(aws.ToString(s.Contact)), strings.Join(s.Owners, ", "))
			}
			t.write(c.out, "")
			return nil
		},
	}
}

func (c *command) spokeDelete() *cobra.Command {
	return &cobra.Command{
		Use: "delete ACCOUNT", Short: "Take an account's name and its owners' grants away", Args: oneArgument("an account"),
		Example: "  interlaken --profile admin spoke delete 222222222222",
		RunE: func(cmd *cobra.Command, arguments []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			out, err := call[interlaken.DeleteSpokeOutput](cmd.Context(), client, interlaken.Hub, "DeleteSpoke", &interlaken.DeleteSpokeInput{AccountId: &arguments[0]})
			if err == nil && c.json {
				return printJSON(c.out, out)
			}
			return err
		},
	}
}
