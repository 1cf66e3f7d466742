// Package glob reasons about patterns with "*" and "?" as IAM has them: whether one pattern covers another, and into which
// cells a list of patterns divides all texts, with a shortest text of each. With it policies are compared exactly and not
// by trying. It does not decide requests: package policy does, which matches without allocating.
//
// policy/lint and policy/diff may import it; it imports nothing of ours.
package glob

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The characters of a pattern beside runes, which are not negative.
const (
	any1       rune = -1 // "?": one character
	anyN       rune = -2 // "*": any number of characters, none too
	any1InARN  rune = -3 // likewise, but for ":"
	anyNInARN  rune = -4
	any1InPath rune = -5 // likewise, but for "/"
	anyNInPath rune = -6
)

// Pattern is a compiled pattern. It is immutable.
type Pattern []rune

// New reads a pattern in which "*" and "?" are wildcards.
func New(s string) Pattern { return compile(s, anyN, any1) }

// Literal makes a pattern of text without wildcards.
func Literal(s string) Pattern { return Pattern([]rune(s)) }

// Fold is a pattern whose letters are lower case, for texts that are so.
func Fold(s string) Pattern { return New(strings.ToLower(s)) }

// ARN reads a pattern of an ARN: a wildcard before the fifth colon stays within its part, and missing parts are "*"
// (Reference guide, "ARN format"). "*" alone is everything.
func ARN(s string) Pattern {
	if s == "*" {
		return New(s)
	}
	fields := strings.SplitN(s, ":", 6)
	for len(fields) < 6 {
		fields = append(fields, "*")
	}
	var p Pattern
	for _, field := range fields[:5] {
		p = append(append(p, compile(field, anyNInARN, any1InARN)...), ':')
	}
	return append(p, New(fields[5])...)
}

// Form reads the form of an ARN, in which "*" stands for what a resource has in a place: something, and nothing with a
// colon before the fifth colon, or with a slash before the last "*". bare says that the last has no slash either, as the
// name of a bucket has none.
func Form(s string, bare bool) Pattern {
	fields := strings.SplitN(s, ":", 6)
	var p Pattern
	last := strings.LastIndexByte(s, '*')
	at := 0
	for i, field := range fields {
		if i > 0 {
			p = append(p, ':')
			at++
		}
		for _, r := range field {
			switch {
			case r != '*':
				p = append(p, r)
			case i < 5:
				p = append(p, any1InARN, anyNInARN)
			case at < last || bare:
				p = append(p, any1InPath, anyNInPath)
			default:
				p = append(p, any1, anyN)
			}
			at += len(string(r))
		}
	}
	return p
}

func compile(s string, many, one rune) Pattern {
	p := make(Pattern, 0, len(s))
	for _, r := range s {
		switch {
		case r == '*' && len(p) > 0 && p[len(p)-1] == many:
		case r == '*':
			p = append(p, many)
		case r == '?':
			p = append(p, one)
		default:
			p = append(p, r)
		}
	}
	return p
}

// takes reports whether a single element of a pattern takes the rune.
func takes(element, r rune) bool {
	switch element {
	case any1, anyN:
		return true
	case any1InARN, anyNInARN:
		return r != ':'
	case any1InPath, anyNInPath:
		return r != '/'
	}
	return element == r
}

func many(element rune) bool { return element == anyN || element == anyNInARN || element == anyNInPath }

// Wild reports whether more than one text fits.
func (p Pattern) Wild() bool { return slices.ContainsFunc(p, func(r rune) bool { return r < 0 }) }

// Match reports whether the whole text fits.
func (p Pattern) Match(s string) bool {
	at, next := 0, 0      // in the text and in the pattern
	starAt, star := 0, -1 // where the last "*" stands, and where in the text its rest was tried last
	for at < len(s) || next < len(p) {
		r, width := utf8.DecodeRuneInString(s[at:])
		switch {
		case next < len(p) && many(p[next]):
			starAt, star = at, next
			next++
			continue
		case next < len(p) && width > 0 && takes(p[next], r):
			at, next = at+width, next+1
			continue
		case star < 0 || starAt == len(s):
			return false
		}
		r, width = utf8.DecodeRuneInString(s[starAt:])
		if !takes(p[star], r) {
			return false
		}
		starAt += width
		at, next = starAt, star+1
	}
	return true
}

// AnyFolds reports whether a text fits one of the patterns, whatever the case of its letters, as actions do.
func AnyFolds(patterns []string, text string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return Fold(p).Match(strings.ToLower(text)) })
}

// Covers reports whether every text that fits q fits p too.
func (p Pattern) Covers(q Pattern) bool {
	_, found := cells([]Pattern{p, q}, 0, func(matches []bool) bool { return matches[1] && !matches[0] })
	return !found
}

// Meets reports whether some text fits both.
func (p Pattern) Meets(q Pattern) bool {
	_, found := cells([]Pattern{p, q}, 0, func(matches []bool) bool { return matches[0] && matches[1] })
	return found
}
