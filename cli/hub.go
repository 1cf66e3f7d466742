package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) hub() *cobra.Command {
	hub := &cobra.Command{Use: "hub", Short: "Administer the hub", Args: subcommand, RunE: showHelp}
	settings := &cobra.Command{
		Use: "settings", Short: "Show and replace what administrators say about the hub", Args: subcommand, RunE: showHelp,
		Long: `The settings say who may name which role of another account (role B) in a data source. Until an administrator has said
so, nobody may. Principals and roles are ARN patterns in which * stands for any characters. TraceRoleArn names the role
with which the hub reads its own account's trail for traces; without one, traces leave that account's events out.`,
	}
	settings.AddCommand(c.settingsGet(), c.settingsPut())
	hub.AddCommand(settings, c.hubInvite())
	return hub
}

func (c *command) settingsGet() *cobra.Command {
	return &cobra.Command{
		Use: "get", Short: "Print the hub's settings as JSON", Args: noArguments,
		Example: "  interlaken --profile admin hub settings get > settings.json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			out, err := call[interlaken.GetHubSettingsOutput](cmd.Context(), client, interlaken.Hub, "GetHubSettings", &interlaken.GetHubSettingsInput{})
			if err != nil {
				return err
			}
			return printJSON(c.out, out.Settings)
		},
	}
}

func (c *command) settingsPut() *cobra.Command {
	return &cobra.Command{
		Use: "put FILE", Short: "Replace the hub's settings with a JSON file (- is standard input)", Args: oneArgument("a file"),
		Example: `  interlaken --profile admin hub settings put settings.json
  echo '{"ConsumerRoleGrants": [{"Principals": ["arn:aws:iam::111111111111:user/ana"],
      "Roles": ["arn:aws:iam::222222222222:role/role-b"]}]}' | interlaken --profile admin hub settings put -`,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			settings, err := c.readSettings(arguments[0])
			if err != nil {
				return err
			}
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			out, err := call[interlaken.PutHubSettingsOutput](cmd.Context(), client, interlaken.Hub, "PutHubSettings", &interlaken.PutHubSettingsInput{Settings: settings})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, out)
			}
			fmt.Fprintf(c.out, "The hub's settings are replaced: %s for roles of other accounts.\n", counted(int64(len(settings.ConsumerRoleGrants)), "grant"))
			return nil
		},
	}
}

// readSettings reads settings strictly: a misspelt member of a security setting must not pass for an absent one.
func (c *command) readSettings(path string) (*interlaken.HubSettings, error) {
	var text []byte
	var err error
	if path == "-" {
		text, err = io.ReadAll(io.LimitReader(c.in, 1<<20))
	} else {
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("the settings cannot be read: %w", err)
	}
	settings := &interlaken.HubSettings{}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(settings); err != nil {
		return nil, fmt.Errorf("%s is not the JSON of hub settings: %w", path, err)
	}
	if d.More() {
		return nil, fmt.Errorf("%s has more than one JSON value in it", path)
	}
	return settings, nil
}
