package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/usage"
	"interlaken/wire/interlaken"
)

// printAnswer prints rows and what each account gave and took for them.
func (c *command) printAnswer(a *answer, asCSV bool) error {
	if c.json {
		return printJSON(c.out, a)
	}
	beside := c.out
	if asCSV {
		if err := writeCSV(c.out, a); err != nil {
			return err
		}
		beside = c.errors
	} else {
		writeRows(c.out, a, "")
		fmt.Fprintln(c.out)
	}
	for _, line := range footer(a.Run) {
		fmt.Fprintln(beside, line)
	}
	return nil
}

// writeRows sets rows as a table.
func writeRows(w io.Writer, a *answer, indent string) {
	var t table
	for _, column := range a.Columns {
		t.headings = append(t.headings, printable(aws.ToString(column.Name)))
		t.right = append(t.right, isNumber(aws.ToString(column.Type)))
	}
	for _, row := range a.Rows {
		cells := make([]string, len(row.Cells))
		for i, cell := range row.Cells {
			cells[i] = "NULL"
			if cell != nil {
				cells[i] = printable(*cell)
			}
		}
		t.add(cells...)
	}
	t.write(w, indent)
}

// under is the answer with other headings for some columns.
func (a *answer) under(headings map[string]string) *answer {
	renamed := &answer{a.Run, slices.Clone(a.Columns), a.Rows}
	for i, column := range renamed.Columns {
		if heading, ok := headings[aws.ToString(column.Name)]; ok {
			renamed.Columns[i].Name = &heading
		}
	}
	return renamed
}

// writeCSV writes rows as RFC 4180 has it; NULL is empty.
func writeCSV(w io.Writer, a *answer) error {
	out := csv.NewWriter(w)
	line := make([]string, len(a.Columns))
	for i, column := range a.Columns {
		line[i] = aws.ToString(column.Name)
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, row := range a.Rows {
		for i, cell := range row.Cells {
			line[i] = aws.ToString(cell)
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func isNumber(sqlType string) bool {
	name, _, _ := strings.Cut(sqlType, "(")
	switch name {
	case "tinyint", "smallint", "integer", "bigint", "real", "double", "decimal":
		return true
	}
	return false
}

// printable keeps what comes out of data from moving the cursor or changing the terminal.
func printable(text string) string {
	if strings.IndexFunc(text, unprintable) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if unprintable(r) {
			fmt.Fprintf(&b, "\\u%04x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// footer says what each account did for a run: a line a part, one for the whole, one a warning.
func footer(run *interlaken.Run) []string {
	var lines []string
	for _, p := range run.Parts {
		lines = append(lines, strings.Join(partFacts(p), " · "))
	}
	var whole []string
	if run.Rows != nil { // nil for who may not see what the run gave
		whole = append(whole, counted(*run.Rows, "row"))
	}
	if run.JoinMillis != nil {
		whole = append(whole, "joined in "+seconds(*run.JoinMillis))
	}
	whole = append(whole, price(run.Picodollars)+" in all", "run "+aws.ToString(run.RunId))
	lines = append(lines, strings.Join(whole, " · "))
	for _, warning := range run.Warnings {
		lines = append(lines, "Note: "+warning)
	}
	return lines
}

func partFacts(p interlaken.RunPartResult) []string {
	facts := []string{sourceName(p) + " " + aws.ToString(p.Account)}
	if p.Rows != nil {
		facts = append(facts, counted(*p.Rows, "row"))
	}
	if p.ScannedBytes != nil {
		facts = append(facts, size(*p.ScannedBytes)+" scanned")
	}
	facts = append(facts, price(p.Picodollars))
	if p.TotalMillis != nil {
		facts = append(facts, seconds(*p.TotalMillis))
	}
	return facts
}

// sourceName is a part's name, and its data source's where that is another one.
func sourceName(p interlaken.RunPartResult) string {
	_, source, _ := strings.Cut(aws.ToString(p.DataSourceArn), "datasource/")
	name := aws.ToString(p.Name)
	if name == source || name == "rows" {
		return source
	}
	return name + "@" + source
}

// runLine is how far a run is.
func runLine(run *interlaken.Run) string {
	var parts []string
	for _, p := range run.Parts {
		parts = append(parts, sourceName(p)+" "+strings.ToLower(string(p.State)))
	}
	return fmt.Sprintf("run %s: %s", strings.ToLower(string(run.State)), strings.Join(parts, ", "))
}

// price is an amount as a person reads it, rounded; what is not known is not 0. JSON has all places.
func price(amount *int64) string {
	if amount == nil {
		return "price unknown"
	}
	return usage.Picodollars(*amount).Dollars()
}

func seconds(milliseconds int64) string {
	return fmt.Sprintf("%.2f s", (time.Duration(milliseconds) * time.Millisecond).Seconds())
}

// runError is a run that failed or was stopped.
type runError struct{ run *interlaken.Run }

// Error says which account refused at which step, and whom to ask; the hub's sentence has the latter.
func (e *runError) Error() string {
	runID := aws.ToString(e.run.RunId)
	f := e.run.Failure
	if f == nil {
		return fmt.Sprintf("Run %s was stopped.", runID)
	}
	var at []string
	if f.Part != nil {
		at = append(at, "part "+*f.Part)
	}
	if f.Account != nil {
		at = append(at, "account "+*f.Account)
	}
	if step, ok := steps[aws.ToInt32(f.Step)]; ok {
		at = append(at, step)
	}
	where := ""
	if len(at) > 0 {
		where = " (" + strings.Join(at, ", ") + ")"
	}
	return fmt.Sprintf("%s%s: %s [run %s]", aws.ToString(f.Code), where, aws.ToString(f.Message), runID)
}

// steps are the steps of the chain, as RunFailure numbers them.
var steps = map[int32]string{1: "step 1, role A", 2: "step 2, role B", 3: "step 3, Athena"}
