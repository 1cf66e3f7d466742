package hive

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/sql/analyze"
)

// maxProjected is how many values of a column, and how many partitions of a table, a query may look at (Athena User
// Guide, "Service Quotas": partitions read for a table scan).
const maxProjected = 1_000_000

// Projected tells tables whose partitions are computed from the table's properties instead of being in the catalog
// (Athena User Guide, "Use partition projection with Amazon Athena").
func Projected(t *glue.Table) bool {
	return strings.EqualFold(t.Parameters["projection.enabled"], "true") && len(t.PartitionKeys) > 0
}

// projection is a table's projected columns in the order of its partition keys.
type projection struct {
	t     *glue.Table
	names []string
	now   time.Time
}

// Partition is where a partition's files lie, and its values in the order of the partition keys; nil values are NULL.
type Partition struct {
	Location string
	Values   []*string
}

// Project returns the partitions of a projected table that can hold rows that matter.
func Project(t *glue.Table, now time.Time, condition *analyze.Predicate) ([]Partition, error) {
	p := &projection{t: t, now: now}
	columns := make([][]string, len(t.PartitionKeys))
	for i, key := range t.PartitionKeys {
		name := strings.ToLower(aws.ToString(key.Name))
		p.names = append(p.names, name)
		all, err := p.values(name, condition)
		if err != nil {
			return nil, err
		}
		columns[i] = slices.DeleteFunc(all, func(v string) bool { return !condition.Test(map[string]*string{name: &v}) })
	}
	count := 1
	for _, values := range columns {
		if count *= len(values); count > maxProjected {
			return nil, fault.New("HIVE_EXCEEDED_PARTITION_LIMIT", "Query over table '%s' can potentially read more than %d partitions", p.table(), maxProjected)
		}
	}
	if count == 0 {
		return nil, nil
	}
	return p.product(columns, condition)
}

func (p *projection) table() string {
	return aws.ToString(p.t.DatabaseName) + "." + aws.ToString(p.t.Name)
}

// product makes the partitions of all combinations of values that the condition keeps.
func (p *projection) product(columns [][]string, condition *analyze.Predicate) ([]Partition, error) {
	var all []Partition
	at := make([]int, len(columns))
	for {
		values, named := make([]*string, len(columns)), map[string]*string{}
		for i := range columns {
			values[i] = &columns[i][at[i]]
			named[p.names[i]] = values[i]
		}
		if condition.Test(named) {
			one, err := p.location(values)
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
		i := len(at) - 1
		for ; i >= 0; i-- { // the next combination, like an odometer
			if at[i]++; at[i] < len(columns[i]) {
				break
			}
			at[i] = 0
		}
		if i < 0 {
			return all, nil
		}
	}
}

// location is where a partition lies: by storage.location.template, or as Hive lays partitions out.
func (p *projection) location(values []*string) (Partition, error) {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = *v
	}
	text := p.t.Parameters["storage.location.template"]
	if text == "" {
		text = strings.TrimSuffix(aws.ToString(p.t.StorageDescriptor.Location), "/") + "/" + PartitionPath(p.t.PartitionKeys, texts)
	} else {
		for i, name := range p.names {
			if !strings.Contains(text, "${"+name+"}") {
				return Partition{}, p.invalid("storage.location.template has no ${%s}", name)
			}
			text = strings.ReplaceAll(text, "${"+name+"}", texts[i])
		}
	}
	return Partition{text, values}, nil
}

func (p *projection) invalid(format string, args ...any) error {
	return fault.New("HIVE_INVALID_METADATA", "Table %s: "+format, append([]any{p.table()}, args...)...)
}

// values are the values of one column, all of them: the condition only says which ones of an injected column.
func (p *projection) values(name string, condition *analyze.Predicate) ([]string, error) {
	setting := func(what string) string { return p.t.Parameters["projection."+name+"."+what] }
	switch kind := strings.ToLower(setting("type")); kind {
	case "enum":
		var all []string
		for _, v := range strings.Split(setting("values"), ",") {
			if v = strings.TrimSpace(v); v != "" {
				all = append(all, v)
			}
		}
		if all == nil {
			return nil, p.invalid("projection.%s.values is missing", name)
		}
		return all, nil
	case "integer":
		return p.integers(name, setting)
	case "date":
		return p.dates(name, setting)
	case "injected":
		all := condition.ValuesOf(name)
		if all == nil {
			return nil, fault.New("CONSTRAINT_VIOLATION", "For the injected projected partition column %s, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.", name)
		}
		return all, nil
	case "":
		return nil, p.invalid("projection.%s.type is missing", name)
	default:
		return nil, p.invalid("projection.%s.type is %q, and none of enum, integer, date and injected", name, kind)
	}
}

// integers are the values of an integer column, written with leading zeros where digits are asked for.
func (p *projection) integers(name string, setting func(string) string) ([]string, error) {
	from, to, ok := strings.Cut(setting("range"), ",")
	first, err := strconv.ParseInt(strings.TrimSpace(from), 10, 64)
	last, err2 := strconv.ParseInt(strings.TrimSpace(to), 10, 64)
	if !ok || err != nil || err2 != nil {
		return nil, p.invalid("projection.%s.range is %q, and not two whole numbers", name, setting("range"))
	}
	interval, err := p.number(name, "interval", setting("interval"), 1)
	if err != nil {
		return nil, err
	}
	digits, err := p.number(name, "digits", setting("digits"), 0)
	if err != nil {
		return nil, err
	}
	if last >= first && uint64(last-first)/uint64(interval) >= maxProjected {
		return nil, p.tooMany(name)
	}
	var all []string
	for n := first; n <= last; n += interval {
		text := strconv.FormatInt(n, 10)
		if missing := int(digits) - len(text); missing > 0 && n >= 0 {
			text = strings.Repeat("0", missing) + text
		}
		all = append(all, text)
	}
	return all, nil
}

func (p *projection) tooMany(name string) error {
	return fault.New("HIVE_EXCEEDED_PARTITION_LIMIT", "Table %s: projection.%s.range has more than %d values", p.table(), name, maxProjected)
}

func (p *projection) number(name, what, text string, otherwise int64) (int64, error) {
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 1 {
		return 0, p.invalid("projection.%s.%s is %q, and not a positive number", name, what, text)
	}
	return n, nil
}

// dates are the values of a date column, in its format.
func (p *projection) dates(name string, setting func(string) string) ([]string, error) {
	format, err := parseDateFormat(setting("format"))
	if err != nil {
		return nil, p.invalid("projection.%s.format is %q: %s", name, setting("format"), fault.Public(err))
	}
	from, to, ok := strings.Cut(setting("range"), ",")
	first, okFirst := p.bound(from, format)
	last, okLast := p.bound(to, format)
	if !ok || !okFirst || !okLast {
		return nil, p.invalid("projection.%s.range is %q, and not two dates in the format %s, or NOW", name, setting("range"), setting("format"))
	}
	interval, err := p.number(name, "interval", setting("interval"), 1)
	if err != nil {
		return nil, err
	}
	unit := strings.ToUpper(setting("interval.unit"))
	if unit == "" {
		if unit = format.unit(); unit == "" {
			return nil, p.invalid("projection.%s.interval.unit is needed, because the format has neither days nor months as its finest part", name)
		}
	}
	var all []string
	for n := int64(0); ; n += interval {
		at, ok := step(first, unit, n)
		if !ok {
			return nil, p.invalid("projection.%s.interval.unit is %q, and no unit of time", name, unit)
		}
		if at.After(last) {
			return all, nil
		}
		if len(all) == maxProjected {
			return nil, p.tooMany(name)
		}
		if text := format.print(at); len(all) == 0 || all[len(all)-1] != text {
			all = append(all, text)
		}
	}
}

// bound is one end of a range: a date in the format, or NOW with what is added to it.
func (p *projection) bound(text string, format dateFormat) (time.Time, bool) {
	text = strings.TrimSpace(text)
	rest, relative := strings.CutPrefix(strings.ToUpper(text), "NOW")
	if !relative {
		return format.parse(text)
	}
	rest = strings.ReplaceAll(rest, " ", "")
	if rest == "" {
		return p.now.UTC(), true
	}
	digits := strings.TrimRight(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	n, err := strconv.ParseInt(digits, 10, 32)
	at, ok := step(p.now.UTC(), rest[len(digits):], n)
	return at, ok && err == nil && (rest[0] == '+' || rest[0] == '-')
}

// step adds units of time; false for what is no unit.
func step(at time.Time, unit string, n int64) (time.Time, bool) {
	switch strings.TrimSuffix(unit, "S") {
	case "YEAR":
		return at.AddDate(int(n), 0, 0), true
	case "MONTH":
		return at.AddDate(0, int(n), 0), true
	case "WEEK":
		return at.AddDate(0, 0, 7*int(n)), true
	case "DAY":
		return at.AddDate(0, 0, int(n)), true
	case "HOUR":
		return at.Add(time.Duration(n) * time.Hour), true
	case "MINUTE":
		return at.Add(time.Duration(n) * time.Minute), true
	case "SECOND":
		return at.Add(time.Duration(n) * time.Second), true
	}
	return at, false
}
