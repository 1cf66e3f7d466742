package hive

import (
	"strconv"
	"strings"
	"time"

	"interlaken/fault"
)

// dateFormat is a pattern of Java's DateTimeFormatter, as far as partitions are named by it: numbers of years to
// seconds, and text.
type dateFormat []datePart

// datePart is a number, of the field that a letter of Java's stands for, or a text.
type datePart struct {
	letter byte // one of yMdHms; 0 for text
	width  int
	text   string
}

// parseDateFormat reads a pattern.
func parseDateFormat(pattern string) (dateFormat, error) {
	if pattern == "" {
		return nil, fault.New(fault.Validation, "it is missing")
	}
	var f dateFormat
	text := func(s string) {
		if n := len(f); n > 0 && f[n-1].letter == 0 {
			f[n-1].text += s
			return
		}
		f = append(f, datePart{text: s})
	}
	for i := 0; i < len(pattern); {
		c := pattern[i]
		switch {
		case c == '\'':
			end := strings.IndexByte(pattern[i+1:], '\'')
			if end < 0 {
				return nil, fault.New(fault.Validation, "a quote is not closed")
			}
			if end == 0 {
				text("'")
			}
			text(pattern[i+1 : i+1+end])
			i += end + 2
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			width := len(pattern[i:]) - len(strings.TrimLeft(pattern[i:], string(c)))
			letter := c
			if letter == 'u' {
				letter = 'y'
			}
			if !strings.ContainsRune("yMdHms", rune(letter)) || letter == 'M' && width > 2 || letter != 'y' && width > 2 || width > 4 {
				return nil, fault.New(fault.Validation, "%s is not a part that is known here", strings.Repeat(string(c), width))
			}
			f = append(f, datePart{letter: letter, width: width})
			i += width
		default:
			text(string(c))
			i++
		}
	}
	return f, nil
}

// has reports whether the format has a field.
func (f dateFormat) has(letter byte) bool {
	for _, p := range f {
		if p.letter == letter {
			return true
		}
	}
	return false
}

// unit is the interval that a format stands for by itself: days or months; "" for others (Athena User Guide, "Supported
// types for partition projection": date).
func (f dateFormat) unit() string {
	switch {
	case f.has('H'), f.has('m'), f.has('s'):
		return ""
	case f.has('d'):
		return "DAYS"
	case f.has('M'):
		return "MONTHS"
	}
	return ""
}

func (f dateFormat) print(at time.Time) string {
	fields := map[byte]int{'y': at.Year(), 'M': int(at.Month()), 'd': at.Day(), 'H': at.Hour(), 'm': at.Minute(), 's': at.Second()}
	var b strings.Builder
	for _, p := range f {
		if p.letter == 0 {
			b.WriteString(p.text)
			continue
		}
		n := fields[p.letter]
		if p.letter == 'y' && p.width == 2 {
			n %= 100
		}
		text := strconv.Itoa(n)
		b.WriteString(strings.Repeat("0", max(0, p.width-len(text))) + text)
	}
	return b.String()
}

// parse reads a date; what the format has no field for is the first of its kind.
func (f dateFormat) parse(text string) (time.Time, bool) {
	fields := map[byte]int{'y': 1970, 'M': 1, 'd': 1}
	for i, p := range f {
		if p.letter == 0 {
			rest, ok := strings.CutPrefix(text, p.text)
			if !ok {
				return time.Time{}, false
			}
			text = rest
			continue
		}
		digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
		// A number ends where its field does when another one follows, and where the digits do otherwise.
		if i+1 < len(f) && f[i+1].letter != 0 {
			digits = min(digits, p.width)
		}
		n, err := strconv.Atoi(text[:digits])
		if err != nil || digits < p.width {
			return time.Time{}, false
		}
		if p.letter == 'y' && p.width == 2 {
			n += 2000
		}
		fields[p.letter], text = n, text[digits:]
	}
	at := time.Date(fields['y'], time.Month(fields['M']), fields['d'], fields['H'], fields['m'], fields['s'], 0, time.UTC)
	// Date turns the 31st of a short month into another day: such a text is no date.
	return at, text == "" && int(at.Month()) == fields['M'] && at.Day() == fields['d'] && at.Hour() == fields['H']
}
