package web

import (
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// pages serves the app's files. A path that is no file is a place in the app, whose one page finds its way.
type pages struct {
	files fs.FS
}

func newPages(files fs.FS) *pages { return &pages{files} }

// has reports whether a path is a file's.
func (p *pages) has(path string) bool {
	name := nameOf(path)
	if p.files == nil || name == "" {
		return false
	}
	info, err := fs.Stat(p.files, name)
	return err == nil && info.Mode().IsRegular()
}

func nameOf(urlPath string) string { return strings.TrimPrefix(path.Clean("/"+urlPath), "/") }

const indexPage = "index.html"

// encodings are the compressed forms that may lie beside a file, the best first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

func (p *pages) serve(w http.ResponseWriter, r *http.Request) {
	if p.files == nil {
		refuse(w, http.StatusNotFound, "NotFound", "This server has no pages.")
		return
	}
	name, file := nameOf(r.URL.Path), p.has(r.URL.Path)
	switch {
	case !file && path.Ext(name) != "" && strings.HasPrefix(name, "assets/"):
		refuse(w, http.StatusNotFound, "NotFound", "There is no such file.")
		return
	case !file:
		name = indexPage
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if strings.HasPrefix(name, "assets/") { // their names change with what is in them
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "application/octet-stream"
	}
	h.Set("Content-Type", kind)
	h.Set("Vary", "Accept-Encoding")
	for _, e := range encodings {
		if !accepts(r, e.name) {
			continue
		}
		if body, err := fs.ReadFile(p.files, name+e.suffix); err == nil {
			h.Set("Content-Encoding", e.name)
			write(w, r, body)
			return
		}
	}
	body, err := fs.ReadFile(p.files, name)
	if err != nil {
		refuse(w, http.StatusNotFound, "NotFound", "There is no such page.")
		return
	}
	write(w, r, body)
}

func write(w http.ResponseWriter, r *http.Request, body []byte) {
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // a reader who has gone gets no error either
}

// accepts reports whether a client takes an encoding.
func accepts(r *http.Request, encoding string) bool {
	for _, offered := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(offered), ";")
		if name == encoding && strings.ReplaceAll(quality, " ", "") != "q=0" {
			return true
		}
	}
	return false
}
