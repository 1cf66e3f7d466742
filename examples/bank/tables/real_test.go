package tables

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestForeignFilesAreAsTheirHashesSay(t *testing.T) {
	readme, err := os.ReadFile("data/README.md")
	if err != nil {
		t.Fatal(err)
	}
	hashes := make(map[string]string)
	for _, line := range regexp.MustCompile("(?m)^\\| (\\S+\\.csv) \\|.*\\| `([0-9a-f]{64})` \\|$").FindAllStringSubmatch(string(readme), -1) {
		hashes[line[1]] = line[2]
	}
	files, err := originals.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 4 || len(hashes) != len(files) {
		t.Fatalf("%d files and %d hashes, want 4 of each", len(files), len(hashes))
	}
	for _, file := range files {
		content, err := originals.ReadFile("data/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		hash := sha256.Sum256(content)
		if got := hex.EncodeToString(hash[:]); got != hashes[file.Name()] {
			t.Errorf("%s has hash %s, data/README.md says %q", file.Name(), got, hashes[file.Name()])
		}
	}
}

// TestRealTablesHoldTheirOriginals compares every cell with the text of the original, read here by other means
// than the package's.
func TestRealTablesHoldTheirOriginals(t *testing.T) {
	tables := tablesOf(t, Options{Rows: 1, Loans: 1})
	list, err := Originals()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 4 {
		t.Fatalf("%d originals", len(list))
	}
	for _, original := range list {
		t.Run(original.Table, func(t *testing.T) {
			table := tables[original.Table]
			if original.Account != table.Account || path.Dir(original.Key) != "original" {
				t.Errorf("original %s of account %s", original.Key, original.Account)
			}
			lines, err := csv.NewReader(strings.NewReader(string(original.Bytes))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			lines = lines[1:]
			at, cells := 0, 0
			eachRow(t, table, func(_ File, row map[string]any) {
				for i, column := range table.Columns {
					got := textOf(row[column.Name])
					if want := normal(t, column.Type, lines[at][i]); got != want {
						t.Fatalf("row %d, %s: %q, want %q", at, column.Name, got, want)
					}
					cells++
				}
				at++
			})
			if at != len(lines) || cells != len(lines)*len(table.Columns) {
				t.Errorf("compared %d rows and %d cells of %d lines", at, cells, len(lines))
			}
		})
	}
}

// textOf writes a value so that it can be compared with normal's text.
func textOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case int32:
		return strconv.Itoa(int(v))
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		return map[bool]string{true: "Yes", false: "No"}[v]
	}
	return "unexpected type"
}

// normal writes a cell of an original as textOf would write it as the type.
func normal(t *testing.T, hive, cell string) string {
	switch {
	case cell == "":
	case hive == "double":
		number, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			t.Fatal(err)
		}
		return textOf(number)
	case hive == "decimal(12,2)":
		number, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			t.Fatal(err)
		}
		return strconv.FormatFloat(number, 'f', 2, 64)
	case hive == "date" && strings.Contains(cell, "/"):
		day, err := time.Parse("1/2/2006", cell)
		if err != nil {
			t.Fatal(err)
		}
		return day.Format(time.DateOnly)
	}
	return cell
}

func TestRealTablesAreTyped(t *testing.T) {
	want := map[string]string{
		"complaints_cfpb": "date_received date, product string, sub_product string, issue string, sub_issue string, company string, " +
			"state string, zip_code string, consumer_consent_provided string, submitted_via string, date_sent_to_company date, " +
			"company_response_to_consumer string, timely_response boolean, consumer_disputed boolean",
		"vix_daily":  "day date, open double, high double, low double, close double",
		"fx_monthly": "month date, country string, rate double",
		"loans_lc": "funded_amnt int, term string, int_rate double, sub_grade string, addr_state string, verification_status string, " +
			"annual_inc decimal(12,2), emp_length string, delinq_2yrs int, inq_last_6mths int, revol_util double, acc_now_delinq int, " +
			"open_il_6m int, open_il_12m int, open_il_24m int, total_bal_il int, all_util int, inq_fi int, inq_last_12m int, " +
			"delinq_amnt int, num_il_tl int, total_il_high_credit_limit int, class string",
		"complaints": "complaint_id bigint, received_on date, state string, product string, company string",
		"loans": "loan_id bigint, state string, grade string, sub_grade string, funded_amnt int, term string, int_rate double, " +
			"annual_inc decimal(12,2), verification_status string, emp_length string, went_bad_on date",
	}
	got := make(map[string]string)
	for name, table := range tablesOf(t, Options{Rows: 1, Loans: 1}) {
		var columns []string
		for _, column := range table.Columns {
			columns = append(columns, column.Name+" "+column.Type)
		}
		got[name] = strings.Join(columns, ", ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
}
