package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// noArguments, oneArgument and subcommand are cobra's, in our words and with our exit code.
func noArguments(cmd *cobra.Command, arguments []string) error {
	if len(arguments) > 0 {
		return usageError{fmt.Errorf("'%s' takes no argument, and %q was given (see '%s --help')", cmd.CommandPath(), arguments[0], cmd.CommandPath())}
	}
	return nil
}

func oneArgument(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, arguments []string) error {
		if len(arguments) != 1 {
			return usageError{fmt.Errorf("'%s' takes %s, and %s were given (see '%s --help')", cmd.CommandPath(), what, counted(int64(len(arguments)), "argument"), cmd.CommandPath())}
		}
		return nil
	}
}

// subcommand is for a command that has only commands below it.
func subcommand(cmd *cobra.Command, arguments []string) error {
	if len(arguments) > 0 {
		return usageError{fmt.Errorf("there is no command '%s %s' (see '%s --help')", cmd.CommandPath(), arguments[0], cmd.CommandPath())}
	}
	return nil
}

// showHelp is what such a command does by itself.
func showHelp(cmd *cobra.Command, _ []string) error { return cmd.Help() }
