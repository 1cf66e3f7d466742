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

// serveBreaks shows what can be broken to who is signed in, and breaks or mends it.
func (s *Server) serveBreaks(w http.ResponseWriter, r *http.Request) {
	if s.Breaks == nil {
		refuse(w, http.StatusNotFound, "NotFound", "Nothing can be broken here: this is not the demo.")
		return
	}
	if _, err := s.Authenticate(r); err != nil {
		refuseError(w, err)
		return
	}
	id, one := strings.CutPrefix(r.URL.Path, "/web/breaks/")
	switch {
	case one && r.Method == http.MethodPost:
		var in struct {
			Active bool `json:"active"`
		}
		if !read(w, r, &in) {
			return
		}
		if err := s.Breaks.Set(r.Context(), id, in.Active); err != nil {
			refuseError(w, err)
			return
		}
	case one || r.Method != http.MethodGet:
		refuse(w, http.StatusMethodNotAllowed, "MethodNotAllowed", "What can be broken is read with GET, and each is set with POST.")
		return
	}
	all, err := s.Breaks.List(r.Context())
	if err != nil {
		refuseError(w, err)
		return
	}
	answer(w, map[string]any{"breaks": all})
}
