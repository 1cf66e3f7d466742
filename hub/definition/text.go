package definition

import (
	"encoding/xml"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// Paragraph is a paragraph of a text: runs of text in one style. Nothing in it is markup.
type Paragraph struct {
	// Level is 1 for a heading, 2 for a smaller one, 0 for body text.
	Level int
	Runs  []Run
}

// Run is text in one style. Link is an https address or "".
type Run struct {
	Text         string
	Bold, Italic bool
	Link         string
}

// mostMarkup is the longest content of a text box (QuickSight API Reference, SheetTextBox: 150,000).
const mostMarkup = 150_000

// blocks are elements that stand on lines of their own; others that are known are within a line. What is not known is
// left out with all that it holds (SECURITY S22).
var (
	blocks = map[string]bool{"text-box": true, "visual-title": true, "visual-subtitle": true, "block": true, "ul": true, "ol": true, "li": true, "p": true, "br": true}
	inline = map[string]bool{"inline": true, "b": true, "i": true, "u": true, "a": true, "parameter": true}
)

// readText reads QuickSight's markup of text boxes and titles. value gives what a parameter is set to. Markup that is
// broken ends the text where it breaks.
func readText(content string, value func(parameter string) string) []Paragraph {
	if len(content) > mostMarkup {
		content = content[:mostMarkup]
	}
	decoder := xml.NewDecoder(strings.NewReader(strings.ToValidUTF8(content, "")))
	decoder.Strict, decoder.Entity = false, xml.HTMLEntity
	r := textReader{value: value, stack: []style{{}}}
	for {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			r.start(t)
		case xml.EndElement:
			r.end(t.Name.Local)
		case xml.CharData:
			r.text(string(t))
		}
	}
	r.flush()
	return r.paragraphs
}

// style is what surrounds a piece of text.
type style struct {
	bold, italic, parameter, skipped bool
	link                             string
	size                             int // in pixels; 0: none is named
}

type textReader struct {
	value      func(string) string
	paragraphs []Paragraph
	runs       []Run
	size       int  // the largest of the paragraph
	space      bool // a space is due before the next text
	bullet     bool
	stack      []style
}

func (r *textReader) top() style { return r.stack[len(r.stack)-1] }

func (r *textReader) start(t xml.StartElement) {
	s, name := r.top(), t.Name.Local
	switch {
	case s.skipped:
	case blocks[name]:
		r.flush()
		r.bullet = name == "li"
	case !inline[name]:
		s.skipped = true
	}
	s.bold, s.italic, s.parameter = s.bold || name == "b", s.italic || name == "i", name == "parameter"
	for _, a := range t.Attr {
		switch {
		case name == "inline" && a.Name.Local == "font-size":
			s.size = pixels(a.Value)
		case name == "a" && a.Name.Local == "href":
			s.link = safeLink(a.Value)
		}
	}
	r.stack = append(r.stack, s)
}

func (r *textReader) end(name string) {
	if len(r.stack) > 1 {
		r.stack = r.stack[:len(r.stack)-1]
	}
	if blocks[name] {
		r.flush()
	}
}

// text adds text; white space of any length is one space, as in HTML.
func (r *textReader) text(text string) {
	s := r.top()
	if s.skipped {
		return
	}
	if s.parameter {
		name := strings.TrimSpace(text)
		if inner, found := strings.CutPrefix(name, "${"); found {
			text = r.value(strings.TrimSuffix(inner, "}"))
		}
	}
	words := strings.Join(strings.FieldsFunc(text, func(c rune) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }), " ")
	before, after := strings.TrimLeft(text, " \n\t\r") != text, strings.TrimRight(text, " \n\t\r") != text
	if words == "" {
		r.space = r.space || before
		return
	}
	if (r.space || before) && len(r.runs) > 0 {
		words = " " + words
	}
	if len(r.runs) == 0 && r.bullet {
		words, r.bullet = "• "+words, false
	}
	r.space, r.size = after, max(r.size, s.size)
	run := Run{Text: words, Bold: s.bold, Italic: s.italic, Link: s.link}
	if n := len(r.runs); n > 0 && sameStyle(r.runs[n-1], run) {
		r.runs[n-1].Text += run.Text
		return
	}
	r.runs = append(r.runs, run)
}

func sameStyle(a, b Run) bool { return a.Bold == b.Bold && a.Italic == b.Italic && a.Link == b.Link }

// flush ends the paragraph.
func (r *textReader) flush() {
	for n := len(r.runs) - 1; n >= 0; n-- { // spaces at the end of a line, hard ones too, are not seen
		if r.runs[n].Text = strings.TrimRightFunc(r.runs[n].Text, unicode.IsSpace); r.runs[n].Text != "" {
			break
		}
		r.runs = r.runs[:n]
	}
	if len(r.runs) > 0 {
		level := 0
		switch {
		case r.size >= 28:
			level = 1
		case r.size >= 18:
			level = 2
		}
		r.paragraphs = append(r.paragraphs, Paragraph{level, r.runs})
	}
	r.runs, r.size, r.space, r.bullet = nil, 0, false, false
}

// pixels reads a font size: 20px, or one of QuickSight's words.
func pixels(size string) int {
	switch size {
	case "extra-large", "x-large":
		return 28
	case "large":
		return 18
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(size, "px"), 64)
	if err != nil || n < 0 || n > 1000 {
		return 0
	}
	return int(n)
}

// safeLink keeps addresses of https alone, with a host and without a user.
func safeLink(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}

// flat is a text on one line.
func flat(paragraphs []Paragraph) string {
	var lines []string
	for _, p := range paragraphs {
		line := ""
		for _, r := range p.Runs {
			line += r.Text
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, " ")
}
