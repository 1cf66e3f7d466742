package glob_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"interlaken/policy/glob"
)

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		wide, narrow string
		want         bool
	}{
		{"*", "anything", true},
		{"s3:Get*", "s3:GetObject", true},
		{"s3:Get*", "s3:Get*Tagging", true},
		{"s3:Get*Tagging", "s3:Get*", false},
		{"a?c", "abc", true},
		{"a?c", "a*c", false},
		{"a*c", "a?c", true},
		{"?*", "*?", true},
		{"*?", "?*", true},
		{"*a*", "*a", true},
		{"abc", "abc", true},
		{"abc", "abd", false},
		{"", "", true},
		{"*", "", true},
		{"?", "", false},
	} {
		if got := glob.New(c.wide).Covers(glob.New(c.narrow)); got != c.want {
			t.Errorf("%q covers %q: %v", c.wide, c.narrow, got)
		}
	}
}

func TestARNs(t *testing.T) {
	for _, c := range []struct {
		wide, narrow string
		want         bool
	}{
		{"*", "arn:aws:s3:::lake/x", true},
		{"arn:aws:s3:::lake*", "arn:aws:s3:::lake/a:b/c", true},
		{"arn:aws:*:role/x", "arn:aws:iam::111111111111:role/x", false}, // "*" stays in its part; what is short is filled up
		{"arn:aws:iam::*:role/x", "arn:aws:iam::111111111111:role/x", true},
		{"arn:aws:s3", "arn:aws:s3:::lake", true},
		{"arn:*:s3:::lake", "arn:aws-cn:s3:::lake", true},
	} {
		if got := glob.ARN(c.wide).Covers(glob.Literal(c.narrow)); got != c.want {
			t.Errorf("%q covers %q: %v", c.wide, c.narrow, got)
		}
		if got := glob.ARN(c.wide).Meets(glob.Literal(c.narrow)); got != c.want {
			t.Errorf("%q meets %q: %v", c.wide, c.narrow, got)
		}
	}
}

// TestMatchAgreesWithRegexp holds the automata against Go's regular expressions.
func TestMatchAgreesWithRegexp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringMatching(`[ab*?]{0,6}`).Draw(t, "pattern")
		text := rapid.StringMatching(`[abc]{0,6}`).Draw(t, "text")
		quoted := strings.NewReplacer("*", ".*", "?", ".").Replace(pattern)
		want := regexp.MustCompile(`^` + quoted + `$`).MatchString(text)
		if got := glob.New(pattern).Match(text); got != want {
			t.Errorf("%q matches %q: %v", pattern, text, got)
		}
	})
}

// TestCellsAgreeWithTrying compares the cells with those found by trying every short text.
func TestCellsAgreeWithTrying(t *testing.T) {
	var texts []string
	texts = append(texts, "")
	for level := texts; len(level[0]) < 6; {
		var next []string
		for _, text := range level {
			for _, letter := range "abx" {
				next = append(next, text+string(letter))
			}
		}
		texts, level = append(texts, next...), next
	}
	rapid.Check(t, func(t *rapid.T) {
		var patterns []glob.Pattern
		var sources []string
		for range rapid.IntRange(1, 3).Draw(t, "patterns") {
			source := rapid.StringMatching(`[ab*?]{0,4}`).Draw(t, "pattern")
			sources, patterns = append(sources, source), append(patterns, glob.New(source))
		}
		patterns = append(patterns, glob.New("*"))
		cells, err := glob.Cells(patterns, 100_000)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for _, c := range cells {
			for i, p := range patterns {
				if p.Match(c.Text) != c.Matches[i] {
					t.Fatalf("%q: the text %q of the cell %v", sources, c.Text, c.Matches)
				}
			}
			key := key(c.Matches)
			if found[key] {
				t.Fatalf("%q: the cell %v stands twice", sources, c.Matches)
			}
			found[key] = true
		}
		for _, text := range texts {
			matches := make([]bool, len(patterns))
			for i, p := range patterns {
				matches[i] = p.Match(text)
			}
			if !found[key(matches)] {
				t.Fatalf("%q: no cell %v, which %q is of", sources, matches, text)
			}
		}
	})
}

func key(matches []bool) string {
	var b strings.Builder
	for _, m := range matches {
		if m {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	return b.String()
}

func TestShortestTextsComeFirst(t *testing.T) {
	cells, err := glob.Cells([]glob.Pattern{glob.New("*"), glob.New("lake/*"), glob.New("lake/raw/*")}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, c := range cells {
		texts = append(texts, c.Text)
	}
	if want := []string{"", "lake/", "lake/raw/"}; !slices.Equal(texts, want) {
		t.Errorf("%q, want %q", texts, want)
	}
}

func TestTooMany(t *testing.T) {
	var patterns []glob.Pattern
	for _, word := range []string{"*abcd*", "*bcda*", "*cdab*", "*dabc*", "*aabb*", "*ccdd*", "*acbd*", "*bdac*"} {
		patterns = append(patterns, glob.New(word))
	}
	if _, err := glob.Cells(patterns, 100); !errors.Is(err, glob.ErrTooMany) {
		t.Errorf("error %v", err)
	}
}
