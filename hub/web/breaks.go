package web

import (
	"context"
	"net/http"
	"strings"
)

// Break is one real change in an account that the demo makes and undoes through that account's own API.
type Break struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	What    string `json:"what"`
	Command string `json:"command"` // makes the change, with the AWS CLI as the account's owner
	Undo    string `json:"undo"`
	Active  bool   `json:"active"`
}

// Breaks are what the demo can break. It is safe for concurrent use.
type Breaks interface {
	List(ctx context.Context) ([]Break, error)
	// Set makes a change or undoes it; an unknown id is fault.NotFound.
	Set(ctx context.Context, id string, active bool) error
}

// mayBreak reports whether there is something to break, for who is signed in; it has answered where not.
func (s *Server) mayBreak(w http.ResponseWriter, r *http.Request) bool {
	if s.Breaks == nil {
		refuse(w, http.StatusNotFound, "NotFound", "Nothing can be broken here: this is not the demo.")
		return false
	}
	if _, err := s.Authenticate(r); err != nil {
		refuseError(w, err)
		return false
	}
	return true
}

// setBreak breaks or mends one thing.
func (s *Server) setBreak(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Active bool `json:"active"`
	}
	if !s.mayBreak(w, r) || !read(w, r, &in) {
		return
	}
	if err := s.Breaks.Set(r.Context(), strings.TrimPrefix(r.URL.Path, "/web/breaks/"), in.Active); err != nil {
		refuseError(w, err)
		return
	}
	s.showBreaks(w, r)
}

// listBreaks shows what can be broken.
func (s *Server) listBreaks(w http.ResponseWriter, r *http.Request) {
	if s.mayBreak(w, r) {
		s.showBreaks(w, r)
	}
}

func (s *Server) showBreaks(w http.ResponseWriter, r *http.Request) {
	all, err := s.Breaks.List(r.Context())
	if err != nil {
		refuseError(w, err)
		return
	}
	answer(w, map[string]any{"breaks": all})
}
