// Command wiregen writes the registries of package wire: for each AWS service what the codec cannot see in the SDK's
// Go types. It is run by hand when a pin of the SDK moves, is linked by nothing, and a test regenerates and compares.
//
//	go run ./internal/gen/wiregen registry                     from the SDK's source in the module cache
//	go run ./internal/gen/wiregen constraints -models FOLDER   from botocore's service-2.json (Apache-2.0)
//
// FOLDER is botocore/data of the unpacked wheel botocore 1.43.11, of which only the operations that this project serves
// are read. Both commands run at the module's root and write under wire/.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// service names one AWS service in the sources that are read.
type service struct {
	folder string // under wire/ and in the SDK
	models string // in botocore/data
	served []string
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "wiregen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("say registry or constraints")
	}
	flags := flag.NewFlagSet("wiregen "+args[0], flag.ContinueOnError)
	models := flags.String("models", "", "the folder botocore/data")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	for _, s := range services {
		var text []byte
		var err error
		var file string
		switch args[0] {
		case "registry":
			file = "registry_gen.go"
			text, err = registry(s.folder)
		case "constraints":
			file = "constraints_gen.go"
			text, err = constraints(s, *models)
		default:
			return fmt.Errorf("there is no command %q", args[0])
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.folder, err)
		}
		if err := os.WriteFile(filepath.Join("wire", s.folder, file), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
