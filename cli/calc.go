package cli

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"interlaken/calc"
	"interlaken/fault"
)

func (c *command) calc() *cobra.Command {
	calc := &cobra.Command{Use: "calc", Short: "List the functions of calculated fields and check expressions, without a server", Args: subcommand, RunE: showHelp}
	calc.AddCommand(c.calcFunctions(), c.calcCheck())
	return calc
}

func (c *command) calcFunctions() *cobra.Command {
	return &cobra.Command{
		Use: "functions", Short: "List the functions of calculated fields",
		Example: "  interlaken calc functions\n  interlaken calc functions --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			functions := slices.SortedFunc(calc.Functions(), func(a, b *calc.Function) int {
				return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
			})
			if c.json {
				var all []calcFunction
				for _, f := range functions {
					all = append(all, describe(f))
				}
				return printJSON(c.out, all)
			}
			t := table{headings: []string{"function", "level", "direct", "SPICE", "checked", "what it does"}}
			for _, f := range functions {
				d := describe(f)
				t.add(d.Signature, d.Level, d.Direct, d.SPICE, strconv.Itoa(d.Checked), d.Summary)
			}
			t.write(c.out, "")
			fmt.Fprintf(c.out, "\n%d functions\n", len(functions))
			return nil
		},
	}
}

// calcFunction is what is said of a function. Direct and SPICE are how it is computed there: exact, or approximate. Checked
// is how many of its values tests compare on each of both.
type calcFunction struct {
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Level     string `json:"level"`
	Signature string `json:"signature"`
	Direct    string `json:"direct"`
	SPICE     string `json:"spice"`
	Checked   int    `json:"checked"`
	Summary   string `json:"summary"`
}

func describe(f *calc.Function) calcFunction {
	d := calcFunction{f.Name, f.Kind.String(), f.Levels(), f.Signature(), "exact", "exact", f.Checked(), f.Summary}
	if f.Lacks() != "" {
		d.Direct = "approximate"
	}
	return d
}

// calculatedField is a line of a file to check.
type calculatedField struct {
	Name       string `json:"name"`
	Expression string `json:"expression"`
	DataSet    string `json:"dataset"`
	Dashboard  string `json:"dashboard"`
	line       int
}

// calcChecked is what became of it.
type calcChecked struct {
	calculatedField
	Type    string `json:"type,omitempty"`
	Level   string `json:"level,omitempty"`
	Problem string `json:"problem,omitempty"`
}

// The most that calc check reads: of a line, and lines.
const (
	maxCalcLine  = 1 << 20
	maxCalcLines = 100_000
)

func (c *command) calcCheck() *cobra.Command {
	var verbose bool
	cmd := &cobra.Command{
		Use: "check {FILE | -}", Short: "Tell which calculated fields are understood, and of the others why not",
		Long: `Reads JSON lines with name, expression, dataset and dashboard, and says of each calculated field whether it is understood.
Fields of one data set and dashboard may name each other. Any other name is taken for a column of a type that is not known,
and any parameter for one that is there. Needs no server. Exits with 1 when a field is not understood.`,
		Example: "  interlaken calc check fields.jsonl\n  interlaken calc check - --json < fields.jsonl",
		Args:    oneArgument("the file of calculated fields"),
		RunE: func(_ *cobra.Command, arguments []string) error {
			fields, err := c.calculatedFields(arguments[0])
			if err != nil {
				return err
			}
			all := checkFields(fields)
			understood := 0
			for _, f := range all {
				if f.Problem == "" {
					understood++
				}
			}
			if c.json {
				err = printJSON(c.out, all)
			} else {
				for _, f := range all {
					if f.Problem != "" || verbose {
						fmt.Fprintf(c.out, "%s:%d: %s: %s\n", printable(arguments[0]), f.line, printable(f.Name), printable(cmp.Or(f.Problem, f.Type+", "+f.Level)))
					}
				}
				fmt.Fprintf(c.out, "understood %d of %d\n", understood, len(all))
			}
			if err == nil && understood < len(all) {
				err = errAnswered
			}
			return err
		},
	}
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "print a line for fields without a problem too")
	return cmd
}

// checkFields resolves each field among those of its data set and dashboard.
func checkFields(fields []calculatedField) []calcChecked {
	type place struct{ dashboard, dataSet string }
	sets := map[place]*calc.Set{}
	for _, f := range fields {
		at := place{f.Dashboard, f.DataSet}
		if sets[at] == nil {
			sets[at] = calc.NewSet()
			sets[at].Open = true
		}
		sets[at].AddFormula(f.Name, f.Expression)
	}
	var all []calcChecked
	for _, f := range fields {
		checked := calcChecked{calculatedField: f}
		formula, err := sets[place{f.Dashboard, f.DataSet}].Resolve(f.Name)
		if err != nil {
			checked.Problem = fault.Public(err)
		} else {
			checked.Type, checked.Level = formula.Meaning.Type.String(), formula.Meaning.Level.String()
		}
		all = append(all, checked)
	}
	return all
}

// calculatedFields reads a file, "-" for standard input.
func (c *command) calculatedFields(name string) (fields []calculatedField, err error) {
	in := c.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("the calculated fields cannot be read: %w", err)
		}
		defer file.Close()
		in = io.Reader(file)
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxCalcLine)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		f := calculatedField{line: n}
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			return nil, fmt.Errorf("%s: line %d is no JSON object of a calculated field: %w", name, n, err)
		}
		if f.Name == "" || f.Expression == "" {
			return nil, fmt.Errorf("%s: line %d has no name or no expression", name, n)
		}
		if len(fields) == maxCalcLines {
			return nil, fmt.Errorf("%s: there are more than %d lines", name, maxCalcLines)
		}
		fields = append(fields, f)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(fields) == 0 {
		return nil, errors.New(name + ": there are no calculated fields in it")
	}
	return fields, nil
}
