// Command interlaken is the hub, the local cloud and their tools in one program. Everything it does is in package
// cli; here is only the process around it.
package main

import (
	"os"

	"interlaken/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ())) }
