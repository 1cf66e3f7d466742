package policy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	literalToken  tokenKind = iota
	oneToken                // "?": exactly one character
	manyToken               // "*": any number of characters, none too
	variableToken           // ${key} or ${key, 'default'}
)

type token struct {
	kind        tokenKind
	text        string // the literal, or the variable's key in lower case
	fallback    string
	hasFallback bool
}

// pattern is text with wildcards and policy variables. What a variable stands for is literal text: a "*" in a tag's
// value is no wildcard.
type pattern struct {
	tokens    []token
	variables bool // at least one token is a variable
	// Most patterns are one of these, which need no walk.
	plain bool   // no token is a wildcard or a variable: text is all
	text  string // of a plain pattern
	any   bool   // the only token is "*"
}

// compilePattern reads a pattern. wild says whether "*" and "?" are wildcards, variables whether ${…} is a policy
// variable (User Guide, "IAM policy elements: Variables and tags"); what is not, is literal text. problem is not
// empty when the text cannot be understood.
func compilePattern(s string, wild, variables bool) (p pattern, problem string) {
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			p.tokens = append(p.tokens, token{kind: literalToken, text: literal.String()})
			literal.Reset()
		}
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case wild && c == '*':
			flush()
			if n := len(p.tokens); n == 0 || p.tokens[n-1].kind != manyToken {
				p.tokens = append(p.tokens, token{kind: manyToken})
			}
		case wild && c == '?':
			flush()
			p.tokens = append(p.tokens, token{kind: oneToken})
		case variables && c == '$' && i+1 < len(s) && s[i+1] == '{':
			end := strings.IndexByte(s[i:], '}')
			if end < 0 {
				return p, "a policy variable is not closed"
			}
			inner := s[i+2 : i+end]
			i += end
			if inner == "*" || inner == "?" || inner == "$" {
				literal.WriteString(inner)
				continue
			}
			variable, problem := compileVariable(inner)
			if problem != "" {
				return p, problem
			}
			flush()
			p.tokens, p.variables = append(p.tokens, variable), true
		default:
			literal.WriteByte(c)
		}
	}
	flush()
	switch {
	case len(p.tokens) == 0:
		p.plain = true
	case len(p.tokens) == 1:
		p.any = p.tokens[0].kind == manyToken
		p.plain, p.text = p.tokens[0].kind == literalToken, p.tokens[0].text
	}
	return p, ""
}

// compileVariable reads what stands between ${ and }: a key and perhaps a comma and a default in single quotes.
func compileVariable(inner string) (token, string) {
	key, fallback, has := strings.Cut(inner, ",")
	key, fallback = strings.TrimSpace(key), strings.TrimSpace(fallback)
	t := token{kind: variableToken, text: strings.ToLower(key), hasFallback: has}
	if key == "" || strings.ContainsAny(key, "${'\"*?") {
		return t, "a policy variable has no valid key"
	}
	if has {
		if len(fallback) < 2 || fallback[0] != '\'' || fallback[len(fallback)-1] != '\'' || strings.Contains(fallback[1:len(fallback)-1], "'") {
			return t, "the default of a policy variable stands in single quotes"
		}
		t.fallback = fallback[1 : len(fallback)-1]
	}
	return t, ""
}

// resolve returns what a token stands for. A variable resolves to a key with exactly one value, or to its default;
// otherwise it is unresolved (no), or unknown when the caller cannot say whether the key is there.
func (t *token) resolve(e *evaluation) (string, truth) {
	if t.kind == literalToken {
		return t.text, yes
	}
	values, state := e.lookup(t.text)
	switch {
	case state == yes && len(values) == 1:
		return values[0], yes
	case state == unknown:
		return "", unknown
	case t.hasFallback && len(values) == 0:
		return t.fallback, yes
	}
	return "", no
}

// match reports whether the whole of s fits. An unresolved variable fits nothing. fold ignores case.
// It backtracks to the last "*" only, which is enough, and allocates nothing.
func (p *pattern) match(e *evaluation, s string, fold bool) truth {
	switch {
	case p.any:
		return yes
	case p.plain && fold:
		return truthOf(strings.EqualFold(s, p.text))
	case p.plain:
		return truthOf(s == p.text)
	}
	if p.variables {
		all := yes
		for i := range p.tokens {
			if p.tokens[i].kind == variableToken {
				_, state := p.tokens[i].resolve(e)
				all = all.and(state)
			}
		}
		if all != yes {
			return all
		}
	}
	at, next := 0, 0      // in s and in tokens
	starAt, star := 0, -1 // where the last "*" stands, and where in s its rest was tried last
	for {
		if next == len(p.tokens) {
			if at == len(s) {
				return yes
			}
		} else if t := &p.tokens[next]; t.kind == manyToken {
			if next == len(p.tokens)-1 {
				return yes
			}
			starAt, star = at, next
			next++
			continue
		} else if n := t.prefix(e, s[at:], fold); n >= 0 {
			at += n
			next++
			continue
		}
		if star < 0 || starAt == len(s) {
			return no
		}
		_, width := utf8.DecodeRuneInString(s[starAt:])
		starAt += width
		at, next = starAt, star+1
	}
}

// prefix returns how many bytes of s the token takes, -1 when it does not fit.
func (t *token) prefix(e *evaluation, s string, fold bool) int {
	if t.kind == oneToken {
		if s == "" {
			return -1
		}
		_, width := utf8.DecodeRuneInString(s)
		return width
	}
	want, _ := t.resolve(e)
	if fold {
		return foldedPrefix(s, want)
	}
	if strings.HasPrefix(s, want) {
		return len(want)
	}
	return -1
}

// foldedPrefix is the length of the prefix of s that equals want without regard to case, -1 when there is none.
func foldedPrefix(s, want string) int {
	at := 0
	for _, w := range want {
		if at == len(s) {
			return -1
		}
		r, width := utf8.DecodeRuneInString(s[at:])
		if r != w && !sameFold(r, w) {
			return -1
		}
		at += width
	}
	return at
}

func sameFold(a, b rune) bool {
	for r := unicode.SimpleFold(a); r != a; r = unicode.SimpleFold(r) {
		if r == b {
			return true
		}
	}
	return false
}
