package wire

import (
	"regexp"
	"sync"
)

// Constraint is what a service's model says about a member beyond its type. The zero value of a limit means that
// there is none; a minimum of zero excludes nothing.
type Constraint struct {
	Min, Max *int64 // of a number its value, of a string its characters, of a list or a map its entries
	Pattern  string // regular expression as the model writes it; a value must match it whole
	Element  *Constraint
	Key      *Constraint
}

// Limit returns a pointer to n, for tables.
func Limit(n int64) *int64 { return &n }

var patterns sync.Map // pattern text → *regexp.Regexp

// CheckPattern reports whether a pattern of a model can be used; the generator asks.
func CheckPattern(pattern string) error {
	_, err := regexp.Compile(goPattern(pattern))
	return err
}

// matches reports whether text as a whole matches the pattern, as AWS requires it.
func matches(pattern, text string) bool {
	known, ok := patterns.Load(pattern)
	if !ok {
		known, _ = patterns.LoadOrStore(pattern, regexp.MustCompile(`^(?:`+goPattern(pattern)+`)$`))
	}
	return known.(*regexp.Regexp).MatchString(text)
}

// goPattern rewrites a pattern of the models, which are written for Java's engine, for Go's: four-digit escapes, and
// the surrogate pairs that stand for everything beyond them.
func goPattern(pattern string) string {
	pattern = supplementary.ReplaceAllString(pattern, `\x{10000}-\x{10FFFF}`)
	return unicodeEscape.ReplaceAllString(pattern, `\x{$1}`)
}

var (
	supplementary = regexp.MustCompile(`(?i)\\ud800\\udc00-\\udbff\\udfff`)
	unicodeEscape = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)
)
