package naive

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/hub/definition"
)

// Column is a column of the rows.
type Column struct {
	Name string
	Type types.ColumnDataType
}

// Data are rows in memory: nil, int64, float64, string or time.Time a value.
type Data struct {
	Columns []Column
	Rows    [][]any
}

// formula is a calculated field.
type formula struct {
	name string
	tree calc.Node
}

// world is what a query is answered in.
type world struct {
	Data
	definition.Query
	now      time.Time
	formulas []*formula
	all      []point        // every row
	left     []point        // those that the filters of rows leave
	known    map[string]any // what is computed over rows, by call and row
}

func newWorld(d Data, q definition.Query, now time.Time) (*world, error) {
	w := &world{Data: d, Query: q, now: now, known: map[string]any{}}
	for _, c := range q.Calculated {
		tree, err := calc.Parse(c.Expression)
		if err != nil {
			return nil, err
		}
		w.formulas = append(w.formulas, &formula{c.Name, tree})
	}
	for i := range d.Rows {
		w.all = append(w.all, row{w, i})
	}
	return w, nil
}

// meant is what a name means: a calculated field, else the number of a column. What has the name in its very letters goes
// before what differs in case. A field that names itself means the column.
func (w *world) meant(name string, within *formula) (*formula, int) {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, f := range w.formulas {
			if same(f.name, name) && f != within {
				return f, -1
			}
		}
		if column := slices.IndexFunc(w.Columns, func(c Column) bool { return same(c.Name, name) }); column >= 0 {
			return nil, column
		}
	}
	return nil, -1
}

func (w *world) parameter(name string) (values []any) {
	for _, p := range w.Parameters {
		if strings.EqualFold(p.Name, name) {
			for _, text := range p.Values {
				values = append(values, valueOf(p.Kind, text))
			}
		}
	}
	return values
}

// valueOf is a text of the query as a value.
func valueOf(kind types.ColumnDataType, text string) any {
	switch kind {
	case types.ColumnDataTypeInteger:
		if truth, ok := map[string]int64{"true": 1, "false": 0}[text]; ok {
			return truth
		}
		v, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			panic(err)
		}
		return v
	case types.ColumnDataTypeDecimal:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			panic(err)
		}
		return v
	case types.ColumnDataTypeDatetime:
		v, err := time.Parse("2006-01-02T15:04:05", text)
		if err != nil {
			panic(err)
		}
		return v
	}
	return text
}

// leaves calls f with the parts of an expression and of the calculated fields that it names, each with the field whose
// expression it is of; where f returns false, what is within a part is left out.
func (w *world) leaves(n calc.Node, within *formula, f func(calc.Node, *formula) bool) {
	if field, ok := n.(*calc.Field); ok && w.word(field, within) {
		return
	}
	if field, ok := n.(*calc.Field); ok {
		if meant, _ := w.meant(field.Name, within); meant != nil {
			w.leaves(meant.tree, meant, f)
			return
		}
	}
	if !f(n, within) {
		return
	}
	switch n := n.(type) {
	case *calc.Unary:
		w.leaves(n.X, within, f)
	case *calc.Binary:
		w.leaves(n.X, within, f)
		w.leaves(n.Y, within, f)
	case *calc.Call:
		for _, a := range n.Arguments {
			w.leaves(a, within, f)
		}
	case *calc.List:
		for _, item := range n.Items {
			w.leaves(item.X, within, f)
		}
	}
}

// has reports whether a field is computed from a call that fits.
func (w *world) has(name string, fits func(*calc.Call) bool) (found bool) {
	w.leaves(mustParse("{"+name+"}"), nil, func(n calc.Node, _ *formula) bool {
		if c, ok := n.(*calc.Call); ok {
			found = found || fits(c)
		}
		return true
	})
	return found
}

func mustParse(expression string) calc.Node {
	n, err := calc.Parse(expression)
	if err != nil {
		panic(err)
	}
	return n
}

// levelOf is the level of calculation that a call names, in capital letters.
func levelOf(c *calc.Call) string {
	if f, ok := c.Arguments[len(c.Arguments)-1].(*calc.Field); ok && c.Function.Kind == calc.Over {
		if upper := strings.ToUpper(f.Name); f.Bare && strings.HasPrefix(upper, "P") && strings.Contains(upper, "_") {
			return upper
		}
	}
	if c.Function.Kind == calc.Aggregate && dimensionsOf(c) != nil {
		return "PRE_AGG"
	}
	return ""
}

// isTable, isGroup and isBeforeAggregation tell what a call is computed over.
func isTable(c *calc.Call) bool {
	level := levelOf(c)
	return c.Function.Kind == calc.TableCalculation || c.Function.Kind == calc.Over && level != "PRE_AGG" && level != "PRE_FILTER"
}

func isGroup(c *calc.Call) bool {
	return c.Function.Kind == calc.PeriodAggregate || c.Function.Kind == calc.Aggregate && dimensionsOf(c) == nil
}

func isBeforeAggregation(c *calc.Call) bool { return levelOf(c) == "PRE_AGG" }

// table and group tell the level of a field. What aggregates with dimensions within an aggregate is of groups all the same.
func (w *world) table(name string) bool { return w.has(name, isTable) }
func (w *world) group(name string) bool { return !w.table(name) && w.has(name, isGroup) }

// dimension is an expression that rows are partitioned by.
type dimension struct {
	node   calc.Node
	within *formula
	group  *definition.Group // of the visual, nil for others
}

func (d dimension) name() string {
	name := strings.ToLower(strings.NewReplacer("{", "", "}", "").Replace(calc.Print(d.node)))
	if d.group != nil && d.group.Granularity != "" {
		name += " by " + d.group.Granularity
	}
	return name
}

// at is its value at a point.
func (d dimension) at(p point) any {
	v := eval(d.node, p, d.within)
	if t, ok := v.(time.Time); ok && d.group != nil && d.group.Granularity != "" {
		return begin(strings.ToLower(d.group.Granularity), t)
	}
	return v
}

// expand is the dimensions of a list, with those of the visual.
func (w *world) expand(list *calc.List, within *formula) (all []dimension) {
	var without []string
	for _, item := range list.Items {
		_, visual := item.X.(*calc.Dimensions)
		switch {
		case visual:
			for i := range w.Groups {
				all = append(all, dimension{mustParse("{" + w.Groups[i].Column + "}"), nil, &w.Groups[i]})
			}
		case item.Excluded:
			without = append(without, dimension{node: item.X}.name())
		default:
			all = append(all, dimension{node: item.X, within: within})
		}
	}
	return slices.DeleteFunc(all, func(d dimension) bool {
		name, _, _ := strings.Cut(d.name(), " by ")
		return slices.Contains(without, name)
	})
}

// row is a row of the data.
type row struct {
	w *world
	n int
}

func (r row) world() *world { return r.w }

func (r row) field(name string, within *formula) any {
	f, column := r.w.meant(name, within)
	if f != nil {
		return eval(f.tree, r, f)
	}
	return r.w.Rows[r.n][column]
}

// call computes over all rows, or over those that filters leave.
func (r row) call(c *calc.Call, within *formula) any {
	k := key(int64(r.n), calc.Print(c), within != nil)
	if within != nil {
		k += within.name
	}
	if v, ok := r.w.known[k]; ok {
		return v
	}
	population := r.w.left
	if levelOf(c) == "PRE_FILTER" {
		population = r.w.all
	}
	list := dimensionsOf(c)
	if list == nil {
		list = &calc.List{}
	}
	dimensions := r.w.expand(list, within)
	own := func(p point) string {
		var values []any
		for _, d := range dimensions {
			values = append(values, d.at(p))
		}
		return key(values...)
	}
	var partition []point
	for _, p := range population {
		if own(p) == own(r) {
			partition = append(partition, p)
		}
	}
	var v any
	if c.Function.Kind == calc.Aggregate {
		v = aggregated(c, partition, within, r.w)
	} else {
		v = over(c, partition, r, within)
	}
	r.w.known[k] = v
	return v
}
