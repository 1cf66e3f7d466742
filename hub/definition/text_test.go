package definition

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func parameterValue(name string) string { return map[string]string{"Group": "Payer"}[name] }

// TestText: QuickSight's markup becomes paragraphs and runs.
func TestText(t *testing.T) {
	for content, want := range map[string][]Paragraph{
		"<text-box>\n  <inline font-size=\"40px\">Usage  <b>now</b></inline>\n  <br/>\n  as it <i>is</i>, today&apos;s\n</text-box>": {
			{1, []Run{{Text: "Usage"}, {Text: " now", Bold: true}}},
			{0, []Run{{Text: "as it"}, {Text: " is", Italic: true}, {Text: ", today's"}}},
		},
		`<text-box><ul><li class="a">one</li><li>two <a href="https://example.com/?a=1&amp;b=2" target="_blank">there</a></li></ul>end</text-box>`: {
			{0, []Run{{Text: "• one"}}}, {0, []Run{{Text: "• two"}, {Text: " there", Link: "https://example.com/?a=1&b=2"}}}, {0, []Run{{Text: "end"}}},
		},
		`<text-box><block align="center"><inline font-size="20px" color="#fff">Head</inline></block>tail</text-box>`: {
			{2, []Run{{Text: "Head"}}}, {0, []Run{{Text: "tail"}}},
		},
		`<visual-title>Savings by <parameter>${Group}</parameter></visual-title>`: {{0, []Run{{Text: "Savings by Payer"}}}},
		`plain & <b>bold`:  {{0, []Run{{Text: "plain &"}, {Text: " bold", Bold: true}}}},
		`<text-box>a</b>x`: {{0, []Run{{Text: "a"}}}},
		``:                 nil,
	} {
		if diff := cmp.Diff(want, readText(content, parameterValue)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", content, diff)
		}
	}
}

// TestForeignText: nothing in a text is markup of a page, and links are https alone (S22).
func TestForeignText(t *testing.T) {
	for content, want := range map[string][]Paragraph{
		`<text-box>a<script>alert(1)</script>b<img src="https://example.com/x.png"/>c<style>x</style></text-box>`: {{0, []Run{{Text: "abc"}}}},
		`<text-box>&lt;script&gt;alert(1)&lt;/script&gt;</text-box>`:                                              {{0, []Run{{Text: "<script>alert(1)</script>"}}}},
		`<text-box><![CDATA[<b>x</b>]]></text-box>`:                                                               {{0, []Run{{Text: "<b>x</b>"}}}},
		`<!DOCTYPE x [<!ENTITY e "boom">]><text-box>a &e; b</text-box>`:                                           {{0, []Run{{Text: "a &e; b"}}}},
	} {
		if diff := cmp.Diff(want, readText(content, parameterValue)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", content, diff)
		}
	}
	for address, want := range map[string]string{
		"https://example.com/a?b#c": "https://example.com/a?b#c", "HTTPS://example.com": "https://example.com", "http://example.com": "", "javascript:alert(1)": "",
		" java\nscript:alert(1)": "", "data:text/html,x": "", "//example.com": "", "https://": "", "https://someone:secret@example.com": "", "/path": "", "https:example.com": "",
	} {
		if got := safeLink(address); got != want {
			t.Errorf("link %q is %q, want %q", address, got, want)
		}
	}
	deep := readText(strings.Repeat("<inline>", 100_000)+"x", parameterValue)
	if len(deep) > 1 {
		t.Errorf("a deep text has %d paragraphs", len(deep))
	}
}
