package cli

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"interlaken/fault"
	"interlaken/hub/definition"
)

func (c *command) definition() *cobra.Command {
	cmd := &cobra.Command{Use: "definition", Short: "Check definitions of dashboards, without a server", Args: subcommand, RunE: showHelp}
	cmd.AddCommand(c.definitionCheck())
	return cmd
}

// mostDefinition bounds the bytes of a document that is read: several times the largest dashboard that is known.
const mostDefinition = 32 << 20

// checkedDefinition is what is said of one file.
type checkedDefinition struct {
	File string `json:"file"`
	definition.Examined
}

func (c *command) definitionCheck() *cobra.Command {
	var dataSets []string
	var verbose bool
	cmd := &cobra.Command{
		Use: "check {FILE | DIR}...", Short: "Tell which visuals of definitions are understood, which compile, and what is not drawn",
		Long: `Reads definitions of dashboards, analyses or templates: as such, or as the member Definition of a larger document, as
CreateDashboard takes it and DescribeDashboardDefinition gives it. Says of each visual whether

  understood   each member and each choice of it is known,
  compiled     a query is made of it in which each name is there, each expression has a type and each comparison fits,
  runs         which is not tried here: that takes a server ("not run"),

and which of its properties are not drawn. Visuals that ask for no data, such as texts, count as compiled.

--datasets names files or folders of data sets, as CreateDataSet takes them or DescribeDataSet gives them. A data set is
found by its id in the definition's ARN, else by its name as the definition's identifier. Of one that is not found the
columns are those that the definition names, of any type: such visuals are counted apart. Needs no server.

Exits with 1 when something is not understood.`,
		Example: `  interlaken definition check dashboard.json
  interlaken definition check dashboards/ --datasets datasets/ -v
  interlaken definition check dashboard.json --json`,
		Args: someArguments("the files of definitions to check"),
		RunE: func(_ *cobra.Command, arguments []string) error {
			schemas, unread, err := readSchemas(dataSets)
			if err != nil {
				return err
			}
			files, err := jsonFiles(arguments)
			if err != nil {
				return err
			}
			var all []checkedDefinition
			for _, name := range files {
				document, err := readDocument(name)
				if err != nil {
					return err
				}
				examined, err := definition.Examine(document, schemas, time.Now())
				if err != nil {
					return fmt.Errorf("%s: %s", name, sentence(err))
				}
				all = append(all, checkedDefinition{name, examined})
			}
			if c.json {
				err = printJSON(c.out, all)
			} else {
				c.writeDefinitions(all, unread, verbose)
			}
			if err == nil && slices.ContainsFunc(all, notUnderstood) {
				err = errAnswered
			}
			return err
		},
	}
	cmd.Flags().StringArrayVar(&dataSets, "datasets", nil, "file or folder of data sets (several)")
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "print a line for every visual, and each property that is not drawn")
	return cmd
}

func notUnderstood(d checkedDefinition) bool {
	return len(d.NotUnderstood) > 0 || slices.ContainsFunc(d.Visuals, func(v definition.ExaminedVisual) bool { return !v.Understood })
}

// jsonFiles are the files of arguments, and of folders all below them that end in .json.
func jsonFiles(arguments []string) ([]string, error) {
	var files []string
	for _, name := range arguments {
		info, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", name, err)
		}
		if !info.IsDir() {
			files = append(files, name)
			continue
		}
		err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && strings.HasSuffix(path, ".json") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no file there ends in .json", strings.Join(arguments, ", "))
	}
	return files, nil
}

// readDocument reads a definition, or the member Definition of what it came in.
func readDocument(name string) ([]byte, error) {
	text, err := readBounded(name)
	if err != nil {
		return nil, err
	}
	var around struct{ Definition json.RawMessage }
	if json.Unmarshal(text, &around) == nil && len(around.Definition) > 0 {
		return around.Definition, nil
	}
	return text, nil
}

func readBounded(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err == nil && info.Size() > mostDefinition {
		return nil, fmt.Errorf("%s has more than %d bytes", name, mostDefinition)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	return text, nil
}

// readSchemas reads data sets. Those whose columns cannot be worked out are told, and their columns inferred.
func readSchemas(arguments []string) (schemas []definition.Schema, unread []string, err error) {
	if len(arguments) == 0 {
		return nil, nil, nil
	}
	files, err := jsonFiles(arguments)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range files {
		text, err := readBounded(name)
		if err != nil {
			return nil, nil, err
		}
		var around struct{ DataSet json.RawMessage }
		if json.Unmarshal(text, &around) == nil && len(around.DataSet) > 0 {
			text = around.DataSet
		}
		schema, err := definition.ReadSchema(text)
		switch {
		case fault.Is(err, fault.Unsupported):
			unread = append(unread, name+": "+fault.Public(err))
		case err != nil:
			return nil, nil, fmt.Errorf("%s: %s", name, sentence(err))
		default:
			schemas = append(schemas, schema)
		}
	}
	return schemas, unread, nil
}

var place = regexp.MustCompile(`\[\d+\]`)

func (c *command) writeDefinitions(all []checkedDefinition, unread []string, verbose bool) {
	for _, line := range unread {
		fmt.Fprintf(c.out, "data set not read: %s\n", printable(line))
	}
	files := table{headings: []string{"file", "visuals", "understood", "compiled", "without data", "inferred", "drawn"}, right: []bool{false, true, true, true, true, true, true}}
	notDrawn := map[string]int{}
	var total definitionCount
	for _, d := range all {
		for _, path := range d.NotUnderstood {
			fmt.Fprintf(c.out, "%s: not understood: %s\n", printable(d.File), printable(path))
		}
		var n definitionCount
		for _, v := range d.Visuals {
			n.add(v)
			for _, path := range v.NotDrawn {
				notDrawn[v.Kind+": "+place.ReplaceAllString(path, "")]++
			}
			if verbose || len(v.Problems) > 0 {
				c.writeVisual(d.File, v, verbose)
			}
		}
		total = total.plus(n)
		files.add(append([]string{printable(d.File)}, n.cells()...)...)
	}
	fmt.Fprintln(c.out)
	files.write(c.out, "")
	fmt.Fprintln(c.out)
	if len(notDrawn) > 0 {
		properties := table{headings: []string{"property that is not drawn", "visuals"}, right: []bool{false, true}}
		for _, name := range slices.SortedFunc(maps.Keys(notDrawn), func(a, b string) int {
			if notDrawn[a] != notDrawn[b] {
				return notDrawn[b] - notDrawn[a]
			}
			return strings.Compare(a, b)
		}) {
			properties.add(printable(name), strconv.Itoa(notDrawn[name]))
		}
		properties.write(c.out, "")
		fmt.Fprintln(c.out)
	}
	if total.inferred > 0 {
		fmt.Fprintf(c.out, "%d over inferred columns, of which %d compiled\n", total.inferred, total.compiledInferred)
	}
	fmt.Fprintf(c.out, "visuals: understood %d, compiled %d of %d\n", total.understood, total.compiled, total.visuals)
}

// writeVisual prints what is said of a visual, and below it what is wrong and what is not drawn.
func (c *command) writeVisual(file string, v definition.ExaminedVisual, verbose bool) {
	words := []string{"not understood", "not compiled", "not run"}
	if v.Understood {
		words[0] = "understood"
	}
	switch {
	case v.NoData:
		words = []string{words[0], "without data"}
	case v.Compiled && v.Inferred:
		words[1] = "compiled over inferred columns"
	case v.Compiled:
		words[1] = "compiled"
	}
	if v.Compiled && !v.Drawn && !v.NoData {
		words = append(words, "not drawn")
	}
	fmt.Fprintf(c.out, "%s: %s: %s %s: %s\n", printable(file), printable(v.Sheet), printable(v.Kind), printable(v.Visual), strings.Join(words, ", "))
	for _, problem := range v.Problems {
		fmt.Fprintf(c.out, "  %s\n", printable(problem))
	}
	if verbose {
		for _, path := range v.NotDrawn {
			fmt.Fprintf(c.out, "  not drawn: %s\n", printable(path))
		}
	}
}

// definitionCount counts visuals.
type definitionCount struct {
	visuals, understood, compiled, withoutData, inferred, compiledInferred, drawn int
}

func (n *definitionCount) add(v definition.ExaminedVisual) {
	n.visuals++
	for _, one := range []struct {
		count *int
		is    bool
	}{
		{&n.understood, v.Understood},
		{&n.compiled, v.Compiled},
		{&n.withoutData, v.NoData},
		{&n.inferred, v.Inferred},
		{&n.compiledInferred, v.Compiled && v.Inferred},
		{&n.drawn, v.Drawn},
	} {
		if one.is {
			*one.count++
		}
	}
}

func (n definitionCount) plus(o definitionCount) definitionCount {
	return definitionCount{
		n.visuals + o.visuals, n.understood + o.understood, n.compiled + o.compiled, n.withoutData + o.withoutData,
		n.inferred + o.inferred, n.compiledInferred + o.compiledInferred, n.drawn + o.drawn,
	}
}

func (n definitionCount) cells() []string {
	var cells []string
	for _, count := range []int{n.visuals, n.understood, n.compiled, n.withoutData, n.inferred, n.drawn} {
		cells = append(cells, strconv.Itoa(count))
	}
	return cells
}
