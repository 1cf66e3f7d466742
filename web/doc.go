// Package web holds the web app's built files, for the program to serve them. The app itself is TypeScript beside this
// file; `make ui` builds it into dist. With the build tag ui the files are part of the program; without it, so that
// `go build ./...` works on a clean clone, there is one page that says so. app imports it; nothing else does.
package web

import "io/fs"

// Pages are the app's files: index.html and assets.
func Pages() fs.FS { return pages }
