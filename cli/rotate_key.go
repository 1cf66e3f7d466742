package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"interlaken/app"
)

func (c *command) rotateKey() *cobra.Command {
	var file, data, rootKey string
	rotate := &cobra.Command{
		Use: "rotate-key", Short: "Seal what is kept under a new root key", Args: noArguments,
		Long: `Makes a new root key, seals every stored secret under it and puts it in the place of the old one. Nothing else may
have the data folder open: stop the server before. It may be broken off at any moment; the next start, or the next
rotation, goes on from there.

Access keys go on working. Sessions made before end, since their tokens no longer open: assume the roles again.
Backups made before, and copies that an upgrade left in the folder, open with the old key only: keep it elsewhere for
as long as you keep them. If others know the old key and have such a copy, they have its secrets: make the access keys
anew as well. A key file seals one data folder; do not rotate one that two folders share.

A key that came from INTERLAKEN_ROOT_KEY is followed by one in a file, which --root-key names: it is printed nowhere.`,
		Example: `  interlaken rotate-key --data /srv/interlaken
  interlaken rotate-key --data /srv/interlaken --root-key /etc/interlaken/root.key
  interlaken rotate-key --config interlaken.json --json`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			configuration, err := c.serverConfiguration(file)
			if err != nil {
				return err
			}
			if data != "" {
				configuration.Data = data
			}
			if rootKey != "" {
				configuration.RootKey = rootKey
			}
			given, _ := c.lookup("INTERLAKEN_ROOT_KEY")
			if given != "" && rootKey == "" {
				return usageError{errors.New("the present root key is in INTERLAKEN_ROOT_KEY and the new one is printed nowhere: name a file for it with --root-key, and afterwards unset INTERLAKEN_ROOT_KEY")}
			}
			done, err := app.RotateKey(cmd.Context(), configuration, app.Options{RootKey: given})
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, done)
			}
			fmt.Fprintf(c.out, "The new root key is in %s, and %s sealed under it.\n", done.RootKey, sealedKeys(done.AccessKeys))
			if given != "" {
				fmt.Fprintln(c.out, "Unset INTERLAKEN_ROOT_KEY and name the file in INTERLAKEN_ROOT_KEY_FILE: the key in the variable opens nothing any more.")
			}
			_, err = fmt.Fprintln(c.out, "Access keys work as before; sessions made before have ended. Backups made before open with the old key only.")
			return err
		},
	}
	flags := rotate.Flags()
	flags.StringVar(&file, "config", "", "configuration file")
	flags.StringVar(&data, "data", "", "folder of everything that is kept (~/.interlaken/data)")
	flags.StringVar(&rootKey, "root-key", "", "file of the root key (the data folder's name with .key)")
	return rotate
}

func sealedKeys(n int) string {
	if n == 1 {
		return "1 access key is"
	}
	return counted(int64(n), "access key") + " are"
}
