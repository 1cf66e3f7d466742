package web

import (
	"net/http"
	"slices"
	"strings"
)

// Endpoint is an address below /web/ and a method that it takes. A Path that ends in a slash has a name after it.
type Endpoint struct {
	Method, Path string
	serve        func(s *Server, w http.ResponseWriter, r *http.Request)
}

var endpoints = []Endpoint{
	{http.MethodGet, "/web/session", (*Server).showSession},
	{http.MethodPost, "/web/session", (*Server).signIn},
	{http.MethodDelete, "/web/session", (*Server).signOut},
	{http.MethodGet, "/web/breaks", (*Server).listBreaks},
	{http.MethodPost, "/web/breaks/", (*Server).setBreak},
}

// Endpoints are all there are, for those who want to have asked each.
func Endpoints() []Endpoint { return slices.Clone(endpoints) }

// name is what stands after the path of an endpoint with a name.
func (e Endpoint) name(path string) (string, bool) {
	name, ok := strings.CutPrefix(path, e.Path)
	return name, ok && (name != "") == strings.HasSuffix(e.Path, "/")
}

func (s *Server) serveEndpoint(w http.ResponseWriter, r *http.Request) {
	var methods []string
	for _, e := range endpoints {
		if _, here := e.name(r.URL.Path); !here {
			continue
		}
		if e.Method == r.Method {
			e.serve(s, w, r)
			return
		}
		methods = append(methods, e.Method)
	}
	if methods == nil {
		refuse(w, http.StatusNotFound, "NotFound", "There is no such address.")
		return
	}
	allowed := strings.Join(methods, ", ")
	w.Header().Set("Allow", allowed)
	refuse(w, http.StatusMethodNotAllowed, "MethodNotAllowed", "This address takes "+allowed+".")
}
