//go:build ui

package web

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var built embed.FS

var pages = func() fs.FS {
	files, err := fs.Sub(built, "dist")
	if err != nil {
		panic(fmt.Sprintf("web: %v", err)) // the folder is part of the program
	}
	return files
}()
