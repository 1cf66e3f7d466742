package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"interlaken/examples/bank"
	"interlaken/wire/interlaken"
)

// billOf makes a bill of amounts by service in picodollars; a negative one is a service that was not used.
func billOf(account, name string, amounts ...int64) bill {
	total := int64(0)
	out := &interlaken.GetBillOutput{AccountId: &account}
	for i, amount := range amounts {
		if amount >= 0 {
			total += amount
			out.Lines = append(out.Lines, interlaken.BillLine{Service: aws.String(services[i].name), Picodollars: aws.Int64(amount)})
		}
	}
	out.Picodollars = &total
	return bill{name, out}
}

// seen is a sight with the lengths of a real one.
func seen(folder string, withAWS bool) *sight {
	d := &demo{dir: folder}
	if withAWS {
		d.aws = folder + "/bin/aws"
	}
	run := finished()
	run.Parts = append(run.Parts[:1], interlaken.RunPartResult{Name: aws.String("investment"), Rows: aws.Int64(48)}, interlaken.RunPartResult{Name: aws.String("risk"), Rows: aws.Int64(2148)})
	return &sight{
		Question: bank.QuestionText, Endpoint: "http://127.0.0.1:8400", Folder: d.shown(folder), Commands: d.commands(), noAWS: !withAWS,
		Answer: &answer{
			Run: run,
			Columns: columns("markets", "varchar(7)", "months", "bigint", "complaints_per_day", "decimal(12,2)", "complaints_ratio", "decimal(12,2)",
				"bad_loans_per_month", "decimal(12,2)", "bad_loans_ratio", "decimal(12,2)", "states_rising", "bigint", "states", "bigint"),
			Rows: []interlaken.RunRow{row("nervous", "16", "109.55", "1.60", "269.94", "1.40", "30", "30"), row("calm", "32", "68.47", "1.00", "192.78", "1.00", "0", "30")},
		},
		Bills: []bill{
			billOf("111111111111", "hub", -1, -1, -1, 300_000_000_000),
			billOf("222222222222", "retail", 143051148, 1_531_200_000, 12_000_000, -1),
			billOf("333333333333", "investment", 143051148, 141_200_000, 8_000_000, -1),
			billOf("444444444444", "risk", 143051148, 158_600_000, 9_000_000, -1),
		},
	}
}

func TestScreen(t *testing.T) {
	t.Setenv("HOME", "/h")
	want, err := os.ReadFile("testdata/screen.txt")
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(seen("/h/.interlaken/demo", true).screen(), "\n") + "\n"
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("screen (-want +got):\n%s\n%s", diff, got)
	}
}

func TestScreensFit(t *testing.T) {
	t.Setenv("HOME", "/h")
	long := "/h/" + strings.Repeat("long/", 8) + "demo"
	for name, s := range map[string]*sight{
		"usual": seen("/h/.interlaken/demo", true), "without aws": seen("/h/.interlaken/demo", false),
		"long folder": seen(long, true), "long folder without aws": seen(long, false),
		"folder with blanks": seen("/h/my demo's folder", true),
	} {
		lines := s.screen()
		if len(lines) > screenLines {
			t.Errorf("%s: %d lines", name, len(lines))
		}
		commands := 0
		for _, line := range lines {
			if n := utf8.RuneCountInString(line); n > screenColumns {
				t.Errorf("%s: %d columns: %s", name, n, line)
			}
			if strings.HasPrefix(line, ". ") {
				commands++
			}
		}
		if said := strings.Contains(strings.Join(lines, "\n"), "No aws program was found"); commands != 3 || said != s.noAWS {
			t.Errorf("%s: %d commands, %t:\n%s", name, commands, said, strings.Join(lines, "\n"))
		}
	}
}

func TestFoldersAreShownAsShellsReadThem(t *testing.T) {
	t.Setenv("HOME", "/h")
	d := &demo{}
	for path, want := range map[string]string{
		"/h/.interlaken/demo": "~/.interlaken/demo", "/srv/demo": "/srv/demo", "/h2/demo": "/h2/demo",
		"/h/my demo": "'/h/my demo'", "/srv/it's": `'/srv/it'\''s'`, "/srv/$(x)": "'/srv/$(x)'",
	} {
		if got := d.shown(path); got != want {
			t.Errorf("%s is shown as %s, not %s", path, got, want)
		}
	}
}

func TestBills(t *testing.T) {
	bills := []bill{billOf("111111111111", "admin", -1, -1, -1, 300_000_000_000), billOf("222222222222", "retail", 47683716, 5_000_000, -1, -1)}
	var out bytes.Buffer
	printBills(&out, bills, "")
	want := `account       profile     Athena         S3  Glue  QuickSight      total
111111111111  admin            –          –     –       $0.30      $0.30
222222222222  retail   $0.000048  $0.000005     –           –  $0.000053
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	other := billOf("222222222222", "retail", 1_000_000_000_000)
	other.Lines = append(other.Lines, interlaken.BillLine{Service: aws.String("AWS Lambda"), Picodollars: aws.Int64(500_000_000_000)})
	*other.Picodollars += 500_000_000_000
	out.Reset()
	printBills(&out, []bill{other}, "")
	if want := "account       profile  Athena  S3  Glue  QuickSight  other  total\n222222222222  retail    $1.00   –     –           –  $0.50  $1.50\n"; out.String() != want {
		t.Errorf("a service that has no column:\n%s", out.String())
	}
}
