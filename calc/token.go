package calc

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is what a token is.
type kind uint8

const (
	end       kind = iota
	word           // a name without braces: function, field, keyword
	braced         // {field}
	parameter      // ${parameter}
	special        // $visualDimensions
	text           // 'text' or "text"
	number
	symbol
)

// token is one of the text's. value is without braces, quotes and escapes.
type token struct {
	kind  kind
	value string
	at    Position
}

// String shows a token in a message.
func (t token) String() string {
	switch t.kind {
	case end:
		return "the end"
	case braced:
		return "{" + t.value + "}"
	case parameter:
		return "${" + t.value + "}"
	case special:
		return "$" + t.value
	case text:
		return "'" + t.value + "'"
	}
	return t.value
}

// scanner cuts a text into tokens.
type scanner struct {
	text string
	at   Position
}

// symbols, longer ones first.
var symbols = []string{"<>", "!=", "<=", ">=", "+", "-", "*", "/", "%", "^", "=", "<", ">", "(", ")", "[", "]", ",", "!"}

// scan returns all tokens, the last one of kind end.
func scan(source string) ([]token, error) {
	s := &scanner{text: source}
	var all []token
	for {
		t, err := s.next()
		if err != nil {
			return nil, err
		}
		all = append(all, t)
		if t.kind == end {
			return all, nil
		}
	}
}

func (s *scanner) rest() string { return s.text[s.at.offset:] }

// advance goes n bytes on and returns them.
func (s *scanner) advance(n int) string {
	passed := s.rest()[:n]
	s.at.offset += n
	if lines := strings.Count(passed, "\n"); lines > 0 {
		s.at.line += lines
		s.at.column = 0
		passed = passed[strings.LastIndexByte(passed, '\n')+1:]
	}
	s.at.column += utf8.RuneCountInString(passed)
	return s.text[s.at.offset-n : s.at.offset]
}

// skip passes blanks and comments.
func (s *scanner) skip() error {
	for {
		rest := s.rest()
		trimmed := strings.TrimLeftFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
		s.advance(len(rest) - len(trimmed))
		switch {
		case strings.HasPrefix(trimmed, "//"):
			line, _, _ := strings.Cut(trimmed, "\n")
			s.advance(len(line))
		case strings.HasPrefix(trimmed, "/*"):
			n := strings.Index(trimmed[2:], "*/")
			if n < 0 {
				return invalid(s.at, "The comment does not end; it needs a */.")
			}
			s.advance(n + 4)
		default:
			return nil
		}
	}
}

func (s *scanner) next() (token, error) {
	if err := s.skip(); err != nil {
		return token{}, err
	}
	at, rest := s.at, s.rest()
	take := func(k kind, n, from, to int) (token, error) {
		return token{k, s.advance(n)[from : n-to], at}, nil
	}
	switch {
	case rest == "":
		return token{end, "", at}, nil
	case rest[0] == '\'' || rest[0] == '"':
		return s.quoted()
	case strings.HasPrefix(rest, "${"), rest[0] == '{':
		n := strings.IndexByte(rest, '}')
		if n < 0 {
			return token{}, invalid(at, "The name does not end; it needs a }.")
		}
		if rest[0] == '$' {
			return take(parameter, n+1, 2, 1)
		}
		return take(braced, n+1, 1, 1)
	case rest[0] == '$' && letters(rest[1:]) > 0:
		return take(special, 1+letters(rest[1:]), 1, 0)
	}
	if n := digits(rest); n > 0 {
		return take(number, n, 0, 0)
	}
	if n := letters(rest); n > 0 {
		return take(word, n, 0, 0)
	}
	if i := slices.IndexFunc(symbols, func(one string) bool { return strings.HasPrefix(rest, one) }); i >= 0 {
		return take(symbol, len(symbols[i]), 0, 0)
	}
	strange, _ := utf8.DecodeRuneInString(rest)
	return token{}, invalid(at, "The character %q means nothing here. A field whose name has others than letters, digits and _ stands in braces: {name}.", strange)
}

// quoted reads a text. A backslash makes a quote or a backslash stand for itself; before anything else it is one.
func (s *scanner) quoted() (token, error) {
	at, rest := s.at, s.rest()
	var b strings.Builder
	for i := 1; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == rest[0]:
			s.advance(i + 1)
			return token{text, b.String(), at}, nil
		case c == '\\' && i+1 < len(rest) && strings.IndexByte(`\'"`, rest[i+1]) >= 0:
			i++
			b.WriteByte(rest[i])
		default:
			b.WriteByte(c)
		}
	}
	return token{}, invalid(at, "The text does not end; it needs a %c.", rest[0])
}

// letters is the length of the name that s begins with.
func letters(s string) int {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return i
		}
	}
	return len(s)
}

// digits is the length of the number that s begins with: digits, and a point with digits on one side at least.
func digits(s string) int {
	n, points := 0, 0
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '.' && points == 0) {
		if s[n] == '.' {
			points++
		}
		n++
	}
	if n == points {
		return 0
	}
	return n
}
