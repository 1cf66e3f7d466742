package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (c *command) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Say which build this is", Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			build := struct {
				Version  string `json:"version"`
				Go       string `json:"go"`
				Platform string `json:"platform"`
			}{"unreleased", runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}
			if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
				build.Version = info.Main.Version
			}
			if c.json {
				return printJSON(c.out, build)
			}
			_, err := fmt.Fprintf(c.out, "interlaken %s (%s, %s)\n", build.Version, build.Go, build.Platform)
			return err
		},
	}
}
