package token

import (
	"strings"
	"unicode/utf8"
)

// Scan cuts a text into tokens, the last one of kind EOF. It never fails: what is no token is Unrecognized, for the
// parser to refuse with its place.
func Scan(text string, dialect Dialect) []Token {
	s := scanner{text: text, dialect: dialect, pos: Pos{Line: 1, Column: 1}}
	return s.upTo("", make([]Token, 0, len(text)/4+1))
}

// ScanTo cuts the beginning of a text into tokens, as far as a symbol. The last one is the symbol, or of kind EOF where
// there is none.
func ScanTo(text, symbol string, dialect Dialect) []Token {
	s := scanner{text: text, dialect: dialect, pos: Pos{Line: 1, Column: 1}}
	return s.upTo(symbol, nil)
}

// upTo adds tokens up to a symbol or the end.
func (s *scanner) upTo(symbol string, tokens []Token) []Token {
	for {
		t := s.next()
		tokens = append(tokens, t)
		if t.Kind == EOF || t.Kind == Symbol && t.Key == symbol {
			return tokens
		}
	}
}

// Comments are the places of a text's comments.
func Comments(text string, dialect Dialect) []Span {
	s := scanner{text: text, dialect: dialect, pos: Pos{Line: 1, Column: 1}, keep: true}
	for s.next().Kind != EOF {
	}
	return s.comments
}

type scanner struct {
	text    string
	dialect Dialect
	pos     Pos
	// keep has the comments noted that are passed.
	keep     bool
	comments []Span
}

// advance moves to an offset and counts lines and characters on the way.
func (s *scanner) advance(offset int) {
	for i := s.pos.Offset; i < offset; i++ {
		switch b := s.text[i]; {
		case b == '\n':
			s.pos.Line++
			s.pos.Column = 1
		case utf8.RuneStart(b):
			s.pos.Column++
		}
	}
	s.pos.Offset = offset
}

func (s *scanner) next() Token {
	s.skip()
	start := s.pos
	rest := s.text[start.Offset:]
	if rest == "" {
		return Token{Kind: EOF, Start: start, End: start}
	}
	kind, length := s.measure(rest)
	s.advance(start.Offset + length)
	t := Token{Kind: kind, Text: rest[:length], Start: start, End: s.pos}
	switch kind {
	case Word:
		t.Key = strings.ToUpper(t.Text)
	case Symbol:
		t.Key = t.Text
	}
	return t
}

// skip passes white space and comments.
func (s *scanner) skip() {
	for {
		rest := s.text[s.pos.Offset:]
		white := len(rest) - len(strings.TrimLeft(rest, " \t\r\n"))
		rest = rest[white:]
		comment := 0
		switch {
		case strings.HasPrefix(rest, "--"):
			comment = strings.IndexByte(rest, '\n') + 1
			if comment == 0 {
				comment = len(rest)
			}
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 { // unterminated: the slash and the star are tokens, and refused as such
				s.advance(s.pos.Offset + white)
				return
			}
			comment = end + 4
		case white == 0:
			return
		}
		s.advance(s.pos.Offset + white)
		start := s.pos
		s.advance(s.pos.Offset + comment)
		if s.keep && comment > 0 {
			s.comments = append(s.comments, Span{start, s.pos})
		}
	}
}

// measure tells the kind and length in bytes of the token at the start of rest.
func (s *scanner) measure(rest string) (Kind, int) {
	switch c := rest[0]; {
	case c == '\'':
		return s.quotation(rest, 0, String)
	case c == '"':
		return s.quotation(rest, 0, Quoted)
	case c == '`':
		return s.quotation(rest, 0, Backquoted)
	case (c == 'x' || c == 'X') && strings.HasPrefix(rest[1:], "'"):
		return s.quotation(rest, 1, Binary)
	case (c == 'u' || c == 'U') && strings.HasPrefix(rest[1:], "&'"):
		return s.quotation(rest, 2, UnicodeString)
	case isLetter(c) || c == '_':
		return Word, wordLength(rest)
	case isDigit(c), c == '.' && len(rest) > 1 && isDigit(rest[1]):
		return number(rest)
	}
	for _, symbol := range symbols {
		if strings.HasPrefix(rest, symbol) {
			return Symbol, len(symbol)
		}
	}
	_, size := utf8.DecodeRuneInString(rest)
	return Unrecognized, size
}

// symbols has the longer before those that begin them.
var symbols = []string{
	"<>", "!=", "<=", ">=", "||", "->", "=>", "{-", "-}",
	"(", ")", ",", ".", "=", "+", "-", "*", "/", "%", "<", ">", "[", "]", "?", ";", ":", "{", "}", "|", "^", "$",
}

// quotation measures a token in quotes whose opening quote stands at index open of rest.
func (s *scanner) quotation(rest string, open int, kind Kind) (Kind, int) {
	quote := rest[open]
	for i := open + 1; i < len(rest); i++ {
		switch {
		case rest[i] == '\\' && s.dialect == Hive && quote != '`':
			i++
		case rest[i] != quote:
		case i+1 < len(rest) && rest[i+1] == quote:
			i++
		default:
			return kind, i + 1
		}
	}
	if open > 0 { // the letter is a word; the quote comes next
		return Word, 1
	}
	return Unrecognized, 1
}

func number(rest string) (Kind, int) {
	if n := radixLength(rest); n > 0 && n == wordLength(rest) {
		return Integer, n
	}
	n := digitsLength(rest)
	kind := Integer
	if n < len(rest) && rest[n] == '.' {
		kind = Decimal
		n++
		n += digitsLength(rest[n:])
	}
	if e := exponentLength(rest[n:]); e > 0 {
		kind = Double
		n += e
	}
	if word := wordLength(rest); word > n {
		return DigitWord, word
	}
	return kind, n
}

// radixLength measures 0x…, 0o… and 0b…; zero when it is none.
func radixLength(rest string) int {
	if len(rest) < 3 || rest[0] != '0' {
		return 0
	}
	digits := map[byte]string{'x': "0123456789abcdefABCDEF", 'o': "01234567", 'b': "01"}[rest[1]|0x20]
	n := 2
	for n < len(rest) && (strings.IndexByte(digits, rest[n]) >= 0 || rest[n] == '_' && n > 2) {
		n++
	}
	if digits == "" || n == 2 || rest[n-1] == '_' {
		return 0
	}
	return n
}

// digitsLength measures digits with single underscores between them.
func digitsLength(rest string) int {
	n := 0
	for n < len(rest) && (isDigit(rest[n]) || n > 0 && rest[n] == '_' && rest[n-1] != '_' && n+1 < len(rest) && isDigit(rest[n+1])) {
		n++
	}
	return n
}

func exponentLength(rest string) int {
	if rest == "" || rest[0]|0x20 != 'e' {
		return 0
	}
	sign := 1
	if len(rest) > 1 && (rest[1] == '+' || rest[1] == '-') {
		sign = 2
	}
	n := sign
	for n < len(rest) && isDigit(rest[n]) {
		n++
	}
	if n == sign {
		return 0
	}
	return n
}

// wordLength measures letters, digits and underscores.
func wordLength(rest string) int {
	n := 0
	for n < len(rest) && (isLetter(rest[n]) || isDigit(rest[n]) || rest[n] == '_') {
		n++
	}
	return n
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
