package wire_test

import (
	"strings"
	"testing"

	"interlaken/fault"
	"interlaken/wire"
)

func TestValidate(t *testing.T) {
	number := func(n int64) *int64 { return &n }
	good := func() *runInput { return &runInput{Statement: "s", Source: &sourceMemberName{"n"}} }
	for _, c := range []struct {
		name   string
		change func(in *runInput)
		want   string // what stands after "detected: "; "" for a valid input
	}{
		{"valid", func(*runInput) {}, ""},
		{"beyond the basic plane", func(in *runInput) { in.Statement = "a😀" }, ""},
		{"characters, not bytes", func(in *runInput) { in.Statement = strings.Repeat("語", 20) }, ""},
		{"missing", func(in *runInput) { in.Source = nil }, "Value null at 'source' failed to satisfy constraint: Member must not be null"},
		{
			"too long", func(in *runInput) { in.Statement = strings.Repeat("x", 21) },
			"Value 'xxxxxxxxxxxxxxxxxxxxx' at 'statement' failed to satisfy constraint: Member must have length less than or equal to 20",
		},
		{
			"pattern", func(in *runInput) { in.Statement = "a\tb" },
			`Value 'ab' at 'statement' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0020-\uD7FF\uD800\uDC00-\uDBFF\uDFFF]+`,
		},
		{
			"too small", func(in *runInput) { in.Limit = number(0) },
			"Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
		},
		{
			"too large", func(in *runInput) { in.Limit = number(1001) },
			"Value '1001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 1000",
		},
		{
			"enum", func(in *runInput) { in.Level = "SLOW" },
			"Value 'SLOW' at 'level' failed to satisfy constraint: Member must satisfy enum value set: [FAST, CHEAP]",
		},
		{
			"too many entries", func(in *runInput) { in.Parts = map[string]string{"a": "", "b": "", "c": ""} },
			"Value '{a=, b=, c=}' at 'parts' failed to satisfy constraint: Member must have length less than or equal to 2",
		},
		{
			"key", func(in *runInput) { in.Parts = map[string]string{"A": ""} },
			"Value '{A=}' at 'parts' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 3, " +
				"Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [a-z]*]",
		},
		{
			"entry", func(in *runInput) { in.Parts = map[string]string{"a": "sixsix"} },
			"Value '{a=sixsix}' at 'parts' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 5]",
		},
		{
			"sensitive", func(in *runInput) { in.Tags = []tag{{"k", "v"}, {"k", "password"}} },
			"Value at 'tags.2.member.value' failed to satisfy constraint: Member must have length less than or equal to 3",
		},
		{
			"in a union", func(in *runInput) { in.Source = &sourceMemberObject{tag{"k", "password"}} },
			"Value at 'source.object.value' failed to satisfy constraint: Member must have length less than or equal to 3",
		},
		{
			"empty but required", func(in *runInput) { in.Tags = []tag{{"", "v"}} },
			"Value null at 'tags.1.member.key' failed to satisfy constraint: Member must not be null",
		},
		{
			"two", func(in *runInput) { in.Statement, in.Limit = "", number(0) },
			"Value '' at 'statement' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
				`Value '' at 'statement' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0020-\uD7FF\uD800\uDC00-\uDBFF\uDFFF]+; ` +
				"Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := good()
			c.change(in)
			err := wire.Validate(declared.Operation("StartRun"), in)
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			_, got, _ := strings.Cut(fault.Public(err), " detected: ")
			if got != c.want || !fault.Is(err, fault.Validation) {
				t.Errorf("%v\nwant %s", err, c.want)
			}
		})
	}
}
