package sqlrun

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"interlaken/engine"
	"interlaken/engine/duck"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/internal/shared"
	"interlaken/sql/analyze"
	"interlaken/sql/parser"
	"interlaken/sql/translate"
	"interlaken/sql/types"
)

// tables is a catalog of fixed tables.
type tables map[string][]analyze.Column

func (c tables) Table(_ context.Context, _, _, name string) (*analyze.TableInfo, error) {
	columns, ok := c[name]
	if !ok {
		return nil, fault.New(fault.NotFound, "no such table")
	}
	return &analyze.TableInfo{Columns: columns}, nil
}

var now = time.Date(2024, 5, 6, 7, 8, 9, 123_000_000, time.UTC)

// bench runs statements.
type bench struct {
	engine engine.Engine
	tables tables
	loaded []engine.Table
}

func newBench(t *testing.T) *bench {
	t.Helper()
	e, err := duck.New(duck.Config{Slots: 1, Queue: 1, Kept: 2, MemoryBytes: 1 << 30, TempBytes: 1 << 30, Threads: 2, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return &bench{engine: e, tables: tables{}}
}

// errRefused marks what was refused before it ran.
var errRefused = errors.New("refused")

func (b *bench) prepare(text string) (*analyze.Analysis, string, error) {
	q, err := parser.ParseQuery(text)
	if err != nil {
		return nil, "", err
	}
	a, err := analyze.Analyze(context.Background(), q, b.tables, analyze.Options{Catalog: "awsdatacatalog", Database: "db", Now: now, Text: text})
	if err != nil {
		return nil, "", err
	}
	printed, err := translate.Statement(a, translate.Options{Now: now, Random: id.Seeded(1)})
	return a, printed, err
}

// run evaluates a statement: its columns, and its rows as text.
func (b *bench) run(text string) (*analyze.Analysis, [][]string, error) {
	a, printed, err := b.prepare(text)
	if err != nil {
		return nil, nil, errors.Join(errRefused, err)
	}
	rows, err := b.engine.Run(context.Background(), engine.Request{
		Statement: printed, Tables: b.loaded,
		Key: engine.Key{Account: "111111111111", Role: "r", Catalog: "1", Objects: "1"},
	})
	if err != nil {
		return a, nil, fmt.Errorf("%w in %s", err, printed)
	}
	defer rows.Close()
	var out [][]string
	for {
		batch, err := rows.Next(context.Background())
		if err == io.EOF {
			return a, out, nil
		}
		if err != nil {
			return a, nil, err
		}
		for r := range int(batch.NumRows()) {
			row := make([]string, batch.NumCols())
			for c := range row {
				row[c] = strings.Clone(batch.Column(c).ValueStr(r)) // the batch owns the text
			}
			out = append(out, row)
		}
		batch.Release()
	}
}

// assertion is a line of trino-functions.jsonl.
type assertion struct {
	Expr   string          `json:"expr"`
	Type   string          `json:"type"`
	Value  json.RawMessage `json:"value"`
	Equals string          `json:"equals"`
	Error  string          `json:"error"`
	Kind   string          `json:"kind"`
	File   string          `json:"file"`
}

// inUTC moves an assertion of a test whose session stands in the zone Pacific/Apia to ours, which stands in UTC: there
// the zone is written for what a cast from a type without zone gives.
func (x assertion) inUTC() assertion {
	if x.File == "TestTimestamp.java" || x.File == "TestDate.java" || x.File == "TestTimestampWithTimeZone.java" {
		x.Equals = strings.ReplaceAll(x.Equals, " Pacific/Apia'", " UTC'")
	}
	return x
}

// tally counts outcomes and keeps examples.
type tally struct {
	counts   map[string]int
	examples map[string][]string
}

func (y *tally) add(outcome, detail string) {
	y.counts[outcome]++
	y.examples[outcome] = append(y.examples[outcome], detail)
}

// TestTrinoAssertions runs Trino's own function tests. What is not supported may be refused; a wrong value may not be
// given.
func TestTrinoAssertions(t *testing.T) {
	file, err := os.Open(shared.Path(t, "corpus", "sql", "trino-functions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b := newBench(t)
	y := &tally{counts: map[string]int{}, examples: map[string][]string{}}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	total := 0
	for lines.Scan() {
		var x assertion
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		total++
		judge(b, y, x.inUTC())
	}
	if total < 7000 {
		t.Fatalf("only %d assertions", total)
	}
	t.Logf("%d assertions: %v", total, y.counts)
	if path := os.Getenv("INTERLAKEN_SQLRUN_REPORT"); path != "" {
		report(t, path, y)
	}
	if y.counts["right"] < 4481 {
		t.Errorf("only %d right", y.counts["right"])
	}
	for _, kind := range []string{"wrong value", "wrong type"} {
		var unexplained []string
		for _, e := range y.examples[kind] {
			if !known(e) {
				unexplained = append(unexplained, e)
			}
		}
		if len(unexplained) > 0 {
			t.Errorf("%d with a %s, the first: %s", len(unexplained), kind, unexplained[0])
		}
	}
}

func report(t *testing.T, path string, y *tally) {
	var s strings.Builder
	for kind, list := range y.examples {
		for _, e := range list {
			fmt.Fprintf(&s, "%s\t%s\n", kind, strings.ReplaceAll(e, "\n", " "))
		}
	}
	if err := os.WriteFile(path, []byte(s.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

func judge(b *bench, y *tally, x assertion) {
	switch {
	case x.Kind == "query":
		judgeQuery(b, y, x)
	case x.Error != "":
		_, rows, err := b.run("SELECT " + x.Expr)
		if err != nil {
			y.add("right", x.Expr)
			return
		}
		y.add("accepted", fmt.Sprintf("%s gives %v, want error %s", x.Expr, rows, x.Error))
	case x.Equals != "":
		judgePair(b, y, x)
	default:
		judgeValue(b, y, x)
	}
}

// failed sorts an error where a value was expected.
func failed(y *tally, x assertion, err error) {
	if errors.Is(err, errRefused) {
		y.add("refused", x.Expr+" | "+err.Error())
		return
	}
	y.add("failed", x.Expr+" | "+err.Error())
}

func judgePair(b *bench, y *tally, x assertion) {
	a, rows, err := b.run("SELECT " + x.Expr + ", " + x.Equals)
	switch {
	case err != nil:
		failed(y, x, err)
	case rows[0][0] != rows[0][1]:
		y.add("wrong value", fmt.Sprintf("%s gives %s, want %s = %s", x.Expr, rows[0][0], x.Equals, rows[0][1]))
	case !a.Columns[0].Type.Equal(a.Columns[1].Type) && a.Columns[1].Type.Kind != types.Unknown && !bothText(a.Columns[0].Type, a.Columns[1].Type):
		y.add("wrong type", fmt.Sprintf("%s is %s, want %s", x.Expr, a.Columns[0].Type, a.Columns[1].Type))
	default:
		y.add("right", x.Expr)
	}
}

func bothText(a, b types.Type) bool { return a.Kind == types.Varchar && b.Kind == types.Varchar }

func judgeQuery(b *bench, y *tally, x assertion) {
	_, got, err := b.run(x.Expr)
	if err != nil {
		failed(y, x, err)
		return
	}
	_, want, err := b.run(x.Equals)
	if err != nil {
		failed(y, x, err)
		return
	}
	for _, rows := range [][][]string{got, want} {
		slices.SortFunc(rows, slices.Compare)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		y.add("wrong value", fmt.Sprintf("%s gives %v, want %v", x.Expr, got, want))
		return
	}
	y.add("right", x.Expr)
}

func judgeValue(b *bench, y *tally, x assertion) {
	a, rows, err := b.run("SELECT " + x.Expr)
	if err != nil {
		failed(y, x, err)
		return
	}
	typ := a.Columns[0].Type
	if want, err := types.ParseTrino(x.Type); err == nil && !want.Equal(typ) && !bothText(want, typ) {
		y.add("wrong type", fmt.Sprintf("%s is %s, want %s", x.Expr, typ, want))
		return
	}
	var want any
	decoder := json.NewDecoder(strings.NewReader(string(x.Value)))
	decoder.UseNumber()
	if err := decoder.Decode(&want); err != nil {
		y.add("unreadable", x.Expr)
		return
	}
	if !sameValue(typ, rows[0][0], want) {
		y.add("wrong value", fmt.Sprintf("%s gives %s, want %v (%s)", x.Expr, rows[0][0], want, typ))
		return
	}
	y.add("right", x.Expr)
}

// sameValue compares a value's text in Arrow with the assertion's.
func sameValue(typ types.Type, got string, want any) bool {
	if want == nil {
		return got == "(null)"
	}
	text := fmt.Sprint(want)
	switch typ.Kind {
	case types.Double, types.Real:
		bits := 64
		if typ.Kind == types.Real {
			bits = 32
		}
		g, err := strconv.ParseFloat(got, bits)
		w, err2 := strconv.ParseFloat(text, bits)
		if err != nil || err2 != nil {
			return got == text
		}
		return g == w || g != g && w != w || abs(g-w) <= 1e-14*abs(w)
	case types.IPAddress:
		octets, err := base64.StdEncoding.DecodeString(got)
		return err == nil && len(octets) == 16 && netip.AddrFrom16([16]byte(octets)).Unmap().String() == text
	case types.Decimal:
		g, ok := new(big.Rat).SetString(got)
		w, ok2 := new(big.Rat).SetString(text)
		return ok && ok2 && g.Cmp(w) == 0 // Arrow's text has no zeros at the end
	}
	// The assertions have their blanks squeezed.
	return strings.Join(strings.Fields(got), " ") == strings.Join(strings.Fields(text), " ")
}

func abs(x float64) float64 { return max(x, -x) }

// known reports the differences that are of the harness or documented.
func known(example string) bool {
	// The assertion is a Java float printed before it became a double.
	if strings.HasPrefix(example, "CAST(REAL'-754.2008' AS DOUBLE)") {
		return true
	}
	// The assertions are of sessions in other zones than UTC, in which a value without zone is taken to be.
	for _, session := range []string{
		"timezone_hour(current_timestamp) ", "DATE '2013-10-27' = TIMESTAMP '2013-10-27 00:00:00 Europe/Berlin' ",
		"TIMESTAMP '2001-1-22 03:04:05.321 +07:09' = TIMESTAMP '2001-1-22 02:04:05.321' ", "TIMESTAMP '2001-1-22 03:04:05.321 +07:09' < TIMESTAMP '2001-1-22 02:04:05",
		"TIMESTAMP '2001-1-22 03:04:05.321 +07:09' > TIMESTAMP '2001-1-22 02:04:05.111' ", "TIMESTAMP '2001-1-22 03:04:05.321 +07:09' >= TIMESTAMP '2001-1-22 02:04:05.321' ",
		"TIMESTAMP '2001-1-22 03:04:05.321 +07:09' between TIMESTAMP '2001-1-22 02:04:05.111' and TIMESTAMP '2001-1-22 02:04:05.3",
	} {
		if strings.HasPrefix(example, session) {
			return true
		}
	}
	return false
}
