package trail

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
)

// The types below embed one another in the ways that encoding/json tells apart.
type (
	Source struct {
		Kind string `json:"kind"`
		Name string `json:"name,omitempty"`
	}
	Place struct {
		Name string `json:"name"`
		Line int    `json:"line"`
	}
	hiddenType struct {
		Note string `json:"note"`
	}
	Deep struct {
		Place
		*hiddenType
	}
	Circle struct {
		*Circle
		Count int `json:"count"`
	}
	Tagged struct {
		Mark string `json:"mark"`
	}
	Untagged struct {
		Mark string
	}
	Equal struct {
		Mark string
	}
	// Secret has what must not be shown.
	Secret struct {
		Password string
	}
	Word string
)

// TestEmbeddedStructsAreFlattened: an embedded struct gives its fields, as encoding/json has it. The names are those of
// tags, because others begin with a small letter here.
func TestEmbeddedStructsAreFlattened(t *testing.T) {
	for name, in := range map[string]any{
		"a struct": struct {
			Source
			Outcome string `json:"outcome"`
		}{Source{"identity", "p"}, "allows"},
		"a pointer": struct {
			*Source
			Outcome string `json:"outcome"`
		}{&Source{"identity", "p"}, "allows"},
		"a nil pointer": struct {
			*Source
			Outcome string `json:"outcome"`
		}{nil, "allows"},
		"by a name": struct {
			Source `json:"source"`
		}{Source{"identity", "p"}},
		"left out": struct {
			Source  `json:"-"`
			Outcome string `json:"outcome"`
		}{Source{"identity", "p"}, "allows"},
		"one that is not exported": struct {
			hiddenType
		}{hiddenType{"n"}},
		"no struct": struct {
			Word `json:"word"`
		}{"w"},
		"several levels": struct {
			Deep
			Kind string `json:"kind"`
		}{Deep{Place{"p", 3}, &hiddenType{"n"}}, "k"},
		"the outer field hides the inner": struct {
			Source
			Kind string `json:"kind"`
		}{Source{"inner", "p"}, "outer"},
		"a field that is left out hides too": struct {
			Source
			Kind string `json:"kind,omitempty"`
		}{Source{"inner", "p"}, ""},
		"the less nested of two": struct {
			Deep
			Source
		}{Deep{Place: Place{"place", 3}}, Source{"k", "source"}},
		"a circle": Circle{&Circle{nil, 2}, 1},
	} {
		tree, err := Elements(in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, _ := json.Marshal(tree)
		document, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var plain any
		if err := json.Unmarshal(document, &plain); err != nil {
			t.Fatal(err)
		}
		if want, _ := json.Marshal(plain); string(got) != string(want) {
			t.Errorf("%s: %s, encoding/json has %s", name, got, want)
		}
	}
	for name, c := range map[string]struct {
		in   any
		want string
	}{
		"two of one name hide each other": {struct {
			Untagged
			Equal
		}{Untagged{"u"}, Equal{"e"}}, `{}`},
		"the tagged of two": {struct {
			Tagged
			Untagged
		}{Tagged{"t"}, Untagged{"u"}}, `{"mark":"t"}`},
		"names begin small": {struct{ Untagged }{Untagged{"m"}}, `{"mark":"m"}`},
		"a secret is one":   {struct{ Secret }{Secret{"s"}}, `{"password":"HIDDEN_DUE_TO_SECURITY_REASONS"}`},
		"a stream is left out": {struct {
			io.Reader
			A string
		}{strings.NewReader("stream"), "a"}, `{"a":"a"}`},
	} {
		tree, err := Elements(c.in)
		if got, _ := json.Marshal(tree); err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v, want %s", name, got, err, c.want)
		}
	}
}
