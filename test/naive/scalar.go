package naive

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"interlaken/calc"
)

// point is where an expression is evaluated: a row, or a group of rows.
type point interface {
	field(name string, within *formula) any
	call(c *calc.Call, within *formula) any
	world() *world
}

// eval is an expression's value at a point. within is the calculated field whose expression it is, nil for none.
func eval(n calc.Node, at point, within *formula) any {
	switch n := n.(type) {
	case *calc.Literal:
		switch n.Type {
		case calc.String:
			return n.Text
		case calc.Integer:
			v, _ := strconv.ParseInt(n.Text, 10, 64)
			return v
		case calc.Decimal:
			v, _ := strconv.ParseFloat(n.Text, 64)
			return v
		case calc.Boolean:
			return n.Text == "TRUE"
		}
		return nil
	case *calc.Parameter:
		return at.world().parameter(n.Name)[0]
	case *calc.Field:
		return at.field(n.Name, within)
	case *calc.Unary:
		return unary(n.Operator, eval(n.X, at, within))
	case *calc.Binary:
		return binary(n.Operator, eval(n.X, at, within), eval(n.Y, at, within))
	case *calc.Call:
		if n.Function.Kind == calc.Scalar {
			return scalar(n, at, within)
		}
		return at.call(n, within)
	}
	panic(fmt.Sprintf("naive: %T has no value", n))
}

func unary(operator string, x any) any {
	switch x := x.(type) {
	case bool:
		return !x
	case int64:
		return -x
	case float64:
		return -x
	}
	return nil
}

func binary(operator string, x, y any) any {
	switch operator {
	case "AND", "OR":
		decided := operator == "OR" // what one side alone decides
		if x == decided || y == decided {
			return decided
		}
		if x == nil || y == nil {
			return nil
		}
		return !decided
	}
	if x == nil || y == nil {
		return nil
	}
	switch operator {
	case "=":
		return compare(x, y) == 0
	case "<>":
		return compare(x, y) != 0
	case "<":
		return compare(x, y) < 0
	case "<=":
		return compare(x, y) <= 0
	case ">":
		return compare(x, y) > 0
	case ">=":
		return compare(x, y) >= 0
	case "/":
		if number(y) == 0 {
			return nil
		}
		return number(x) / number(y)
	case "^":
		return math.Pow(number(x), number(y))
	}
	a, whole := x.(int64)
	b, also := y.(int64)
	if whole && also {
		switch operator {
		case "+":
			return a + b
		case "-":
			return a - b
		case "*":
			return a * b
		}
		if b == 0 {
			return nil
		}
		return a % b
	}
	switch operator {
	case "+":
		return number(x) + number(y)
	case "-":
		return number(x) - number(y)
	case "*":
		return number(x) * number(y)
	}
	if number(y) == 0 {
		return nil
	}
	return math.Mod(number(x), number(y))
}

// scalar evaluates the functions that look at nulls, words and lists themselves, and the others over values that are there.
func scalar(n *calc.Call, at point, within *formula) any {
	value := func(i int) any { return eval(n.Arguments[i], at, within) }
	last := len(n.Arguments) - 1
	switch n.Function.Name {
	case "coalesce":
		for i := range n.Arguments {
			if v := value(i); v != nil {
				return v
			}
		}
		return nil
	case "ifelse":
		for i := 0; i < last; i += 2 {
			if value(i) == true {
				return value(i + 1)
			}
		}
		return value(last)
	case "switch":
		for i := 1; i < last; i += 2 {
			if binary("=", value(0), value(i)) == true {
				return value(i + 1)
			}
		}
		return value(last)
	case "isNull":
		return value(0) == nil
	case "isNotNull":
		return value(0) != nil
	case "nullIf":
		if binary("=", value(0), value(1)) == true {
			return nil
		}
		return value(0)
	case "in", "notIn":
		return among(n, at, within)
	case "now":
		return at.world().now
	}
	var values []any
	for _, a := range n.Arguments {
		if f, ok := a.(*calc.Field); ok && at.world().word(f, within) {
			values = append(values, f.Name)
			continue
		}
		v := eval(a, at, within)
		if v == nil {
			return nil
		}
		values = append(values, v)
	}
	if f := dates[n.Function.Name]; f != nil {
		return f(values)
	}
	return others[n.Function.Name](values)
}

// word reports whether a name is one of the language's and no field.
func (w *world) word(f *calc.Field, within *formula) bool {
	upper := strings.ToUpper(f.Name)
	if meant, column := w.meant(f.Name, within); !f.Bare || meant != nil || column >= 0 {
		return false
	}
	return units[upper] != "" || upper == "CASE_SENSITIVE" || upper == "CASE_INSENSITIVE" || strings.HasPrefix(upper, "PRE_") || upper == "POST_AGG_FILTER"
}

func among(n *calc.Call, at point, within *formula) any {
	x := eval(n.Arguments[0], at, within)
	var values []any
	switch list := n.Arguments[1].(type) {
	case *calc.Parameter:
		values = at.world().parameter(list.Name)
	case *calc.List:
		for _, item := range list.Items {
			values = append(values, eval(item.X, at, within))
		}
	}
	not := n.Function.Name == "notIn"
	if len(values) == 0 {
		return not
	}
	if x == nil {
		return nil
	}
	for _, v := range values {
		if compare(x, v) == 0 {
			return !not
		}
	}
	return not
}

var dates = map[string]func([]any) any{
	"addDateTime": func(a []any) any { return move(units[strings.ToUpper(a[1].(string))], a[0].(int64), a[2].(time.Time)) },
	"addWorkDays": func(a []any) any {
		t, n := a[0].(time.Time), a[1].(int64)
		for n != 0 {
			step := int64(1)
			if n < 0 {
				step = -1
			}
			t = t.AddDate(0, 0, int(step))
			if workDay(t) {
				n -= step
			}
		}
		return t
	},
	"dateDiff": func(a []any) any {
		unit := "day"
		if len(a) > 2 {
			unit = units[strings.ToUpper(a[2].(string))]
		}
		return count(unit, a[1].(time.Time)) - count(unit, a[0].(time.Time))
	},
	"epochDate": func(a []any) any { return time.Unix(a[0].(int64), 0).UTC() },
	"extract": func(a []any) any {
		t := a[1].(time.Time)
		switch units[strings.ToUpper(a[0].(string))] {
		case "year":
			return int64(t.Year())
		case "quarter":
			return int64(t.Month()-1)/3 + 1
		case "month":
			return int64(t.Month())
		case "week":
			_, week := t.AddDate(0, 0, 1).ISOWeek()
			return int64(week)
		case "day":
			return int64(t.Day())
		case "weekday":
			return int64(t.Weekday()) + 1
		case "hour":
			return int64(t.Hour())
		case "minute":
			return int64(t.Minute())
		case "second":
			return int64(t.Second())
		}
		return int64(t.Nanosecond() / 1e6)
	},
	"formatDate": func(a []any) any {
		t, pattern := a[0].(time.Time), "2006-01-02T15:04:05:"
		if len(a) == 1 {
			return t.Format(pattern) + fmt.Sprintf("%03d", t.Nanosecond()/1e6)
		}
		if len(a) > 2 {
			zone, err := time.LoadLocation(a[2].(string))
			if err != nil {
				panic(err)
			}
			t = t.In(zone)
		}
		return t.Format(layout(a[1].(string)))
	},
	"isWorkDay": func(a []any) any { return shown(workDay(a[0].(time.Time))) },
	"netWorkDays": func(a []any) any {
		from, to, sign, n := a[0].(time.Time), a[1].(time.Time), int64(1), int64(0)
		if from.After(to) {
			from, to, sign = to, from, -1
		}
		for d := begin("day", from); !d.After(begin("day", to)); d = d.AddDate(0, 0, 1) {
			if workDay(d) {
				n++
			}
		}
		return sign * n
	},
	"truncDate": func(a []any) any { return begin(units[strings.ToUpper(a[0].(string))], a[1].(time.Time)) },
	"parseDate": func(a []any) any {
		pattern, zone := time.RFC3339, time.UTC
		if len(a) > 1 {
			pattern = layout(a[1].(string))
		}
		if len(a) > 2 {
			var err error
			if zone, err = time.LoadLocation(a[2].(string)); err != nil {
				panic(err)
			}
		}
		t, err := time.ParseInLocation(pattern, a[0].(string), zone)
		if err != nil {
			return nil
		}
		return t.UTC()
	},
}

// real makes a function of decimals one of values.
func real(f func(float64) float64) func([]any) any {
	return func(a []any) any {
		v := f(number(a[0]))
		return v
	}
}

func whole(f func(float64) float64) func([]any) any {
	return func(a []any) any { return int64(f(number(a[0]))) }
}

// text makes a function of two texts one that may be told to disregard case.
func text(f func(a, b string) bool) func([]any) any {
	return func(a []any) any {
		x, y := a[0].(string), a[1].(string)
		if len(a) > 2 && strings.EqualFold(a[2].(string), "CASE_INSENSITIVE") {
			x, y = strings.ToLower(x), strings.ToLower(y)
		}
		return f(x, y)
	}
}

var others = map[string]func([]any) any{
	"abs": func(a []any) any {
		if binary("<", a[0], int64(0)) == true {
			return unary("-", a[0])
		}
		return a[0]
	},
	"ceil": whole(math.Ceil), "floor": whole(math.Floor), "decimalToInt": whole(math.Trunc),
	"intToDecimal": real(func(x float64) float64 { return x }), "exp": real(math.Exp), "ln": real(math.Log), "log": real(math.Log10), "sqrt": real(math.Sqrt),
	"mod": func(a []any) any { return binary("%", a[0], a[1]) },
	"round": func(a []any) any {
		scale := 1.0
		if len(a) > 1 {
			scale = math.Pow(10, number(a[1]))
		}
		return math.Round(number(a[0])*scale) / scale
	},
	"concat": func(a []any) any {
		joined := ""
		for _, v := range a {
			joined += fmt.Sprint(v)
		}
		return joined
	},
	"contains": text(strings.Contains), "startsWith": text(strings.HasPrefix), "endsWith": text(strings.HasSuffix),
	"left": func(a []any) any { r := []rune(a[0].(string)); return string(r[:min(len(r), int(a[1].(int64)))]) },
	"right": func(a []any) any {
		r := []rune(a[0].(string))
		return string(r[max(0, len(r)-int(a[1].(int64))):])
	},
	"locate": func(a []any) any {
		r, start := []rune(a[0].(string)), 0
		if len(a) > 2 {
			start = int(a[2].(int64)) - 1
		}
		for i := start; i <= len(r); i++ {
			if strings.HasPrefix(string(r[i:]), a[1].(string)) {
				return int64(i) + 1
			}
		}
		return int64(0)
	},
	"ltrim": func(a []any) any { return strings.TrimLeft(a[0].(string), " ") },
	"rtrim": func(a []any) any { return strings.TrimRight(a[0].(string), " ") },
	"trim":  func(a []any) any { return strings.Trim(a[0].(string), " ") },
	"parseDecimal": func(a []any) any {
		v, err := strconv.ParseFloat(a[0].(string), 64)
		if err != nil {
			return nil
		}
		return v
	},
	"parseInt": func(a []any) any {
		v, err := strconv.ParseInt(a[0].(string), 10, 64)
		if err != nil {
			return nil
		}
		return v
	},
	"parseJson": func(a []any) any {
		var v any
		if json.Unmarshal([]byte(a[0].(string)), &v) != nil {
			return nil
		}
		for _, name := range strings.Split(a[1].(string), ".")[1:] {
			object, ok := v.(map[string]any)
			if !ok {
				return nil
			}
			v = object[name]
		}
		switch v := v.(type) {
		case string:
			return v
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64)
		case bool:
			return strconv.FormatBool(v)
		}
		return nil
	},
	"replace": func(a []any) any { return strings.ReplaceAll(a[0].(string), a[1].(string), a[2].(string)) },
	"split": func(a []any) any {
		parts, at := strings.Split(a[0].(string), a[1].(string)), int(a[2].(int64))
		if at < 0 {
			at += len(parts) + 1
		}
		if at < 1 || at > len(parts) {
			return nil
		}
		return parts[at-1]
	},
	"strlen": func(a []any) any { return int64(len([]rune(a[0].(string)))) },
	"substring": func(a []any) any {
		r, from := []rune(a[0].(string)), int(a[1].(int64))-1
		if from >= len(r) {
			return ""
		}
		return string(r[from:min(len(r), from+int(a[2].(int64)))])
	},
	"toLower":  func(a []any) any { return strings.ToLower(a[0].(string)) },
	"toUpper":  func(a []any) any { return strings.ToUpper(a[0].(string)) },
	"toString": func(a []any) any { return fmt.Sprint(a[0]) },
}
