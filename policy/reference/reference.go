// Package reference is AWS's Service Authorization Reference as data: which actions the services that matter here have,
// what each reads or changes, on which types of resource it can be allowed, and which condition keys go with it. It says
// what AWS documents, not what this program serves, and decides nothing. Its data is made by internal/gen/refgen.
//
// policy/lint, policy/diff and whoever completes or explains a policy may import it; it imports policy/glob
// only.
package reference

import (
	"embed"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"interlaken/policy/glob"
)

// Access is what an action does (IAM User Guide, "Access level in policy summaries").
type Access string

const (
	List        Access = "List"
	Read        Access = "Read"
	Write       Access = "Write"
	Tagging     Access = "Tagging"
	Permissions Access = "Permissions management"
)

// Action is one action of a service.
type Action struct {
	Service string // the prefix: "s3"
	Name    string // as AWS spells it: "GetObject"
	Access  Access
	// ResourceTypes are the names of the types that a Resource element can name for it, sorted. None: it has to be "*".
	ResourceTypes []string
	// Keys are the condition keys of services that go with it, sorted; one that ends in "/" takes a tag's name behind it.
	Keys []string
}

// Service is what is known of a service.
type Service struct {
	Name    string
	actions map[string]*Action // by the lower-case name
	names   []string           // of actions, lower case, sorted
	types   map[string][]string
	forms   map[string][]glob.Pattern // of the types
	keys    map[string]string
}

//go:embed data/*.txt
var data embed.FS

// Lookup returns a service by its prefix in actions, in whatever case; known is false for one whose actions are not in the
// data. It is safe for concurrent use.
func Lookup(service string) (s *Service, known bool) {
	s = services()[strings.ToLower(service)]
	return s, s != nil && len(s.actions) > 0
}

// Exists reports whether AWS has a service with the prefix, be its actions known here or not.
func Exists(service string) bool { return services()[strings.ToLower(service)] != nil }

// Find returns an action by its full name, such as "s3:GetObject", in whatever case.
func Find(action string) (*Action, bool) {
	service, name, _ := strings.Cut(action, ":")
	s, known := Lookup(service)
	if !known {
		return nil, false
	}
	a := s.actions[strings.ToLower(name)]
	return a, a != nil
}

// All yields every action that is known, by service and name.
func All() iter.Seq[*Action] {
	return func(yield func(*Action) bool) {
		all := services()
		for _, name := range slices.Sorted(func(yield func(string) bool) {
			for name := range all {
				if !yield(name) {
					return
				}
			}
		}) {
			for a := range all[name].Actions() {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// Actions yields the service's actions by name.
func (s *Service) Actions() iter.Seq[*Action] {
	return func(yield func(*Action) bool) {
		for _, name := range s.names {
			if !yield(s.actions[name]) {
				return
			}
		}
	}
}

// ARNs are the forms of a resource type's ARN, with "*" for what a resource fills in.
func (s *Service) ARNs(resourceType string) []string { return s.types[strings.ToLower(resourceType)] }

// KeyType is the type of a condition key of the service ("String", "ARN", "Numeric", "Date", "Bool", "IPAddress" or
// ArrayOf one of them), "" for one that it has not.
func (s *Service) KeyType(key string) string {
	key = strings.ToLower(key)
	if t, ok := s.keys[key]; ok {
		return t
	}
	if at := strings.IndexByte(key, '/'); at > 0 {
		return s.keys[key[:at+1]]
	}
	return ""
}

// FullName is the action with its service.
func (a *Action) FullName() string { return a.Service + ":" + a.Name }

// ARNs are the forms of the ARNs that the action can be allowed on. None: only "*" takes effect.
func (a *Action) ARNs() []string {
	var all []string
	s := services()[a.Service]
	for _, t := range a.ResourceTypes {
		all = append(all, s.types[t]...)
	}
	return all
}

// Takes reports whether the action can be allowed on some resource that fits a pattern of ARNs.
func (a *Action) Takes(resource glob.Pattern) bool {
	for _, form := range a.Forms() {
		if form.Meets(resource) {
			return true
		}
	}
	return false
}

// Forms are the patterns of the ARNs that the action can be allowed on.
func (a *Action) Forms() []glob.Pattern {
	var all []glob.Pattern
	s := services()[a.Service]
	for _, t := range a.ResourceTypes {
		all = append(all, s.forms[t]...)
	}
	return all
}

var services = sync.OnceValue(func() map[string]*Service {
	all, err := load()
	if err != nil { // the data is part of the program and a test reads it
		panic(err)
	}
	return all
})

func load() (map[string]*Service, error) {
	all := map[string]*Service{}
	for line := range lines("services") {
		all[line] = &Service{Name: line}
	}
	files, err := data.ReadDir("data")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".txt")
		if name == "services" {
			continue
		}
		s := &Service{Name: name, actions: map[string]*Action{}, types: map[string][]string{}, forms: map[string][]glob.Pattern{}, keys: map[string]string{}}
		for line := range lines(name) {
			if err := s.add(strings.Split(line, "\t")); err != nil {
				return nil, fmt.Errorf("reference: %s: %q: %w", f.Name(), line, err)
			}
		}
		slices.Sort(s.names)
		all[name] = s
	}
	return all, nil
}

// lines yields a file's lines without its comments.
func lines(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		text, err := data.ReadFile("data/" + name + ".txt")
		if err != nil {
			panic(err)
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, "#") && !yield(line) {
				return
			}
		}
	}
}

func (s *Service) add(fields []string) error {
	if len(fields) < 3 {
		return fmt.Errorf("%d fields", len(fields))
	}
	switch kind, name := fields[0], fields[1]; kind {
	case "resource":
		s.types[name] = append(s.types[name], fields[2])
		s.forms[name] = append(s.forms[name], glob.Form(fields[2], s.Name == "s3" && name == "bucket"))
	case "key":
		s.keys[strings.ToLower(name)] = fields[2]
	case "action":
		a := &Action{Service: s.Name, Name: name, Access: Access(fields[2])}
		if len(fields) > 3 {
			a.ResourceTypes = strings.Fields(fields[3])
		}
		if len(fields) > 4 {
			a.Keys = strings.Fields(fields[4])
		}
		lower := strings.ToLower(name)
		s.actions[lower], s.names = a, append(s.names, lower)
	default:
		return fmt.Errorf("unknown kind %q", kind)
	}
	return nil
}
