//go:build !ui

package web

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed absent/index.html
var absent embed.FS

var pages = func() fs.FS {
	files, err := fs.Sub(absent, "absent")
	if err != nil {
		panic(fmt.Sprintf("web: %v", err)) // the folder is part of the program
	}
	return files
}()
