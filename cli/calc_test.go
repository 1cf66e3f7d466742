package cli

import (
	"strings"
	"testing"
)

func TestCalcCheck(t *testing.T) {
	const lines = `{"name":"a","expression":"sum(x)","dataset":"d","dashboard":"b"}
{"name":"g","expression":"abs(x)","dataset":"d","dashboard":"b"}
{"name":"c","expression":"{a} + 1","dataset":"d","dashboard":"b"}
{"name":"e","expression":"{a} + {g}","dataset":"d","dashboard":"b"}
{"name":"f","expression":"{a} + y","dataset":"other","dashboard":"b"}
`
	const problem = "-:4: e: line 1:5: Mismatched aggregation: aggregated and not aggregated values cannot be combined. Aggregate the fields too, such as sum({field}).\n"
	for line, want := range map[string]outcome{
		"calc check -":    {exitFailed, problem + "understood 4 of 5\n", ""},
		"calc check - -v": {exitFailed, "-:1: a: UNKNOWN, aggregated\n-:2: g: UNKNOWN, not aggregated\n-:3: c: INTEGER, aggregated\n" + problem + "-:5: f: UNKNOWN, not aggregated\nunderstood 4 of 5\n", ""},
	} {
		if got := runLineOf(t.Context(), lines, nil, strings.Fields(line)...); got != want {
			t.Errorf("%s: got\n%+v\nwant\n%+v", line, got, want)
		}
	}
	for in, want := range map[string]string{
		"":                "interlaken: -: there are no calculated fields in it\n",
		"{}":              "interlaken: -: line 1 has no name or no expression\n",
		"\n{\"name\": 1}": "interlaken: -: line 2 is no JSON object of a calculated field: json: cannot unmarshal number into Go struct field calculatedField.name of type string\n",
	} {
		if got := runLineOf(t.Context(), in, nil, "calc", "check", "-"); got.Code == exitOK || got.Errors != want {
			t.Errorf("%q: %+v, want %s", in, got, want)
		}
	}
}

func TestCalcFunctions(t *testing.T) {
	got := runLineOf(t.Context(), "", nil, "calc", "functions")
	if got.Code != exitOK || !strings.HasSuffix(got.Out, "\n128 functions\n") || !strings.Contains(got.Out, "ifelse(if, then, …, otherwise) ") {
		t.Errorf("%+v", got)
	}
	for line := range strings.Lines(got.Out) {
		for start, want := range map[string]string{"sumOver(": "POST_AGG_FILTER exact exact", "median(": "dimensions approximate exact"} {
			if strings.HasPrefix(line, start) && !strings.Contains(strings.Join(strings.Fields(line), " "), want) {
				t.Errorf("%s: want %s", line, want)
			}
		}
	}
}
