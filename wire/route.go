package wire

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"interlaken/fault"
)

// maxLabelSegments bounds the segments of a path that is worth matching; no service has a longer one.
const maxLabelSegments = 32

type routeKey struct {
	method   string
	segments int
}

// route is the parsed URI of one operation.
type route struct {
	operation *Operation
	segments  []segment
}

type segment struct {
	text  string // literal text, or the label's name
	label bool
}

func (s *Service) indexRoutes() {
	s.routes = map[routeKey][]*route{}
	for i := range s.Operations {
		o := &s.Operations[i]
		r := &route{operation: o}
		if o.Method == "" || !strings.HasPrefix(o.URI, "/") || strings.ContainsAny(o.URI, "?+") {
			// Greedy labels and fixed query parameters occur in no service that is registered; a new one must not
			// be routed wrongly in silence.
			panic(fmt.Sprintf("wire: %s.%s: the URI %q of %s is not of the supported form", s.ID, o.Name, o.URI, o.Method))
		}
		for _, text := range strings.Split(o.URI[1:], "/") {
			name, label := strings.CutPrefix(text, "{")
			r.segments = append(r.segments, segment{strings.TrimSuffix(name, "}"), label})
		}
		key := routeKey{o.Method, len(r.segments)}
		s.routes[key] = append(s.routes[key], r)
	}
	for _, routes := range s.routes {
		// A literal is tried before a label, from left to right, so that the first match is the most exact one.
		slices.SortFunc(routes, func(a, b *route) int {
			for i := range a.segments {
				if c := cmp.Compare(rank(a.segments[i]), rank(b.segments[i])); c != 0 {
					return c
				}
			}
			return cmp.Compare(a.operation.Name, b.operation.Name)
		})
	}
}

func rank(s segment) int {
	if s.label {
		return 1
	}
	return 0
}

// match compares a path's segments, still escaped, and returns the labels' decoded values.
func (r *route) match(path []string) (map[string]string, bool) {
	var labels map[string]string
	for i, s := range r.segments {
		if !s.label {
			if path[i] != s.text {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(path[i])
		if err != nil || value == "" {
			return nil, false
		}
		if labels == nil {
			labels = make(map[string]string, 4)
		}
		labels[s.text] = value
	}
	return labels, true
}

// find returns the route of a REST request. It looks at the escaped path: a slash inside a label stays inside it.
func (s *Service) find(method, escapedPath string) (*route, map[string]string) {
	path := strings.Split(strings.TrimPrefix(escapedPath, "/"), "/")
	if len(path) > maxLabelSegments {
		return nil, nil
	}
	for _, r := range s.routes[routeKey{method, len(path)}] {
		if labels, ok := r.match(path); ok {
			return r, labels
		}
	}
	return nil, nil
}

// Route names the operation that a request asks for: by Action and Version, by X-Amz-Target, or by method and path.
// body is the whole body. A request that names none, two, or one of another service is refused with the code that the
// protocol has for it.
func (s *Service) Route(r *http.Request, body []byte) (*Operation, error) {
	switch s.Protocol {
	case AWSQuery:
		return s.routeQuery(r, body)
	case AWSJSON11:
		return s.routeTarget(r)
	case RESTJSON1:
		if found, _ := s.find(r.Method, r.URL.EscapedPath()); found != nil {
			return found.operation, nil
		}
		return nil, fault.New("UnknownOperationException", "There is no operation at %s of this path.", r.Method)
	}
	return nil, fault.New(fault.Unsupported, "Requests of the protocol %s are not decoded here.", s.Protocol)
}

func (s *Service) routeTarget(r *http.Request) (*Operation, error) {
	targets := r.Header.Values("X-Amz-Target")
	if len(targets) != 1 || r.Method != http.MethodPost {
		return nil, fault.New("UnknownOperationException", "The request must be a POST with exactly one X-Amz-Target.")
	}
	target := targets[0]
	if s.TargetNamespace != "" {
		target = strings.TrimPrefix(target, s.TargetNamespace+".")
	}
	prefix, name, _ := strings.Cut(target, ".")
	if prefix != s.TargetPrefix {
		return nil, fault.New("UnknownOperationException", "The X-Amz-Target belongs to another service.")
	}
	o := s.operations[name]
	if o == nil {
		return nil, fault.New("UnknownOperationException", "There is no operation of the name in X-Amz-Target.")
	}
	return o, nil
}

func (s *Service) routeQuery(r *http.Request, body []byte) (*Operation, error) {
	form, err := parseForm(r, body)
	if err != nil {
		return nil, err
	}
	action, version := form.Get("Action"), form.Get("Version")
	if action == "" {
		return nil, fault.New("MissingAction", "The request must contain the parameter Action.")
	}
	if version == "" {
		version = "NO_VERSION_SPECIFIED"
	}
	o := s.operations[action]
	if o == nil || version != s.APIVersion {
		return nil, fault.New("InvalidAction", "Could not find operation %s for version %s", printable(action), printable(version))
	}
	return o, nil
}

// printable bounds what a message repeats of a request.
func printable(text string) string {
	const most = 128
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "..."
	}
	return text
}
