package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/aws/smithy-go"

	"interlaken/fault"
)

// sentence is an error as a person reads it: code and message of an API's refusal without the SDK's wrapping.
func sentence(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode() + ": " + api.ErrorMessage()
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return known.Message
	}
	return err.Error()
}

// printJSON writes one value, indented.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// table is rows of text under headings, set in columns. Numbers stand right.
type table struct {
	headings []string
	right    []bool // by column
	rows     [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// write sets the table with two spaces between columns and an indent before each line.
func (t *table) write(w io.Writer, indent string) {
	width := make([]int, len(t.headings))
	all := append([][]string{t.headings}, t.rows...)
	for _, row := range all {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range all {
		var line strings.Builder
		line.WriteString(indent)
		for i, cell := range row {
			gap := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i > 0 {
				line.WriteString("  ")
			}
			if i < len(t.right) && t.right[i] {
				line.WriteString(gap + cell)
			} else {
				line.WriteString(cell + gap)
			}
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
}

// counted is a number of things in English: 1 row, 2 rows.
func counted(n int64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%s %ss", grouped(n), thing)
}

// grouped prints a number with commas between its thousands.
func grouped(n int64) string {
	text := fmt.Sprint(n)
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return sign + text
}

// size prints a number of bytes as a person says it.
func size(n int64) string {
	const unit = 1024
	if n < unit {
		return counted(n, "byte")
	}
	value, names := float64(n), "KMGTPE"
	for i := range names {
		value /= unit
		if value < unit || i == len(names)-1 {
			return fmt.Sprintf("%.1f %ciB", value, names[i])
		}
	}
	return ""
}

// shortened cuts a text for an error's sentence.
func shortened(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
