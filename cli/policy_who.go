package cli

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) policyWho() *cobra.Command {
	var action, resource string
	var keys []string
	who := &cobra.Command{
		Use: "who --can ACTION --resource ARN", Args: noArguments,
		Short: "List who can do something, by itself or by becoming a role",
		Long: `Lists the users and roles of your account whose policies let them do an action on a resource, and whoever can become
one of these roles, over chains of roles, with what has to be sent on the way. Of what lies in documents of another
account it says that its owner decides. Takes iam:GetAccountAuthorizationDetails. Exits with 1 when there is nobody.`,
		Example: `  interlaken policy who --can s3:GetObject --resource arn:aws:s3:::data/complaints/part-0.parquet
  interlaken --profile admin policy who --can sts:AssumeRole --resource arn:aws:iam::222222222222:role/role-b`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if action == "" || resource == "" {
				return usageError{fmt.Errorf("say what with --can and --resource")}
			}
			values, err := contextKeys(keys)
			if err != nil {
				return err
			}
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			out, err := call[interlaken.WhoCanOutput](cmd.Context(), client, interlaken.Cloud, "WhoCan", &interlaken.WhoCanInput{Action: &action, Resource: &resource, Context: values})
			if err != nil {
				return err
			}
			if c.json {
				err = printJSON(c.out, out)
			} else {
				c.printCapable(out)
			}
			if err == nil && len(out.Principals) == 0 {
				err = errAnswered
			}
			return err
		},
	}
	flags := who.Flags()
	flags.StringVar(&action, "can", "", "action, such as s3:GetObject")
	flags.StringVar(&resource, "resource", "", "ARN of the resource, or * for an action that names none")
	flags.StringArrayVar(&keys, "context", nil, "condition key of the request, KEY=VALUE; several for several values")
	return who
}

func (c *command) printCapable(out *interlaken.WhoCanOutput) {
	if len(out.Principals) == 0 {
		fmt.Fprintln(c.out, "Nobody of your account.")
	}
	for _, p := range out.Principals {
		line := aws.ToString(p.Arn)
		for _, role := range p.Via {
			line += " → " + role[strings.LastIndexByte(role, '/')+1:]
		}
		if aws.ToString(p.Outcome) == "ownerDecides" {
			line += "  (the other account's owner decides the rest)"
		}
		fmt.Fprintln(c.out, printable(line))
		for _, need := range p.Needs {
			fmt.Fprintln(c.out, "    with "+printable(need))
		}
	}
	for _, note := range out.Notes {
		fmt.Fprintln(c.out, printable(note))
	}
}
