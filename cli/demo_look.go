package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/clock"
	"interlaken/examples/bank"
	"interlaken/wire/interlaken"
)

// sight is all that the demo's last screen tells.
type sight struct {
	Question string
	Answer   *answer
	Bills    []bill
	Commands []string // to copy; each works in a fresh shell
	Links    []personaLink
	Endpoint string
	Folder   string

	noAWS bool // there is no aws program
}

// look asks the question as an author and each account for its bill.
func (d *demo) look(ctx context.Context) (*sight, error) {
	question := bank.Ask()
	author, err := d.client(ctx, authors[0])
	if err != nil {
		return nil, err
	}
	request := &interlaken.StartRunInput{SqlText: aws.String(question.Join)}
	for _, p := range question.Parts {
		request.Parts = append(request.Parts, interlaken.RunPart{
			Name: aws.String(p.Name), DataSourceId: aws.String(accountOf(p.Account).name), SqlText: aws.String(p.SQL), Database: aws.String(p.Database),
		})
	}
	d.progress.step("asking one question of 3 accounts", nil)
	run, err := ask(ctx, author, request, func(run *interlaken.Run) {
		d.progress.far(func() string { return runLine(run) })
	})
	if err != nil {
		return nil, err
	}
	rows, err := fetch(ctx, author, run)
	if err != nil {
		return nil, err
	}
	d.progress.step("asking 4 accounts for their bills", nil)
	seen := &sight{Question: question.Text, Answer: rows, Endpoint: d.system.Endpoint(), Folder: d.shown(d.dir), Commands: d.commands(), Links: d.links(), noAWS: d.aws == ""}
	from, to := month(clock.System.Now())
	for _, a := range demoAccounts {
		owner, err := d.client(ctx, a.profile)
		if err != nil {
			return nil, err
		}
		got, err := getBill(ctx, owner, from, to)
		if err != nil {
			return nil, err
		}
		seen.Bills = append(seen.Bills, bill{a.name, got})
	}
	return seen, nil
}

// commands are three to copy. One is a plain aws command where there is that program.
func (d *demo) commands() []string {
	first := "aws quicksight list-data-sources --aws-account-id " + hubAccount
	if d.aws == "" {
		first = "interlaken run list"
	}
	commands := []string{first, "interlaken query -s investment 'SELECT max(close) FROM market.vix_daily'", "interlaken cost"}
	for i, text := range commands {
		commands[i] = ". " + d.shown(d.environmentPath()) + " && " + text
	}
	return commands
}

// screen lays out the sight in at most 24 lines of 100 columns.
func (s *sight) screen() []string {
	lines := []string{s.Question, ""}
	add := func(texts ...string) { lines = append(lines, texts...) }
	var set strings.Builder
	writeRows(&set, s.Answer.under(questionHeadings), "  ")
	add(split(set.String())...)
	add("", "Time is generated, and with it the effect; mixes and index are real.", s.left(), "", chainLine(s.Answer.Run), "")
	set.Reset()
	printBills(&set, s.Bills, "")
	bills := split(set.String())
	const headings = "account       profile   "
	bills[0] = fmt.Sprintf("%-*s", len(headings), "Bills this month") + strings.TrimPrefix(bills[0], headings)
	add(bills...)
	add("")
	if s.noAWS {
		add("No aws program was found, so these are interlaken's; AWS clients work as well:")
	}
	for _, c := range s.Commands {
		if before, after, ok := strings.Cut(c, " && "); ok && len([]rune(c)) > screenColumns {
			add(before+" && \\", "  "+after)
			continue
		}
		add(c)
	}
	if len(s.Links) > 0 {
		add("")
	}
	for _, l := range s.Links {
		add(l.line())
	}
	last := servingLine(s.Endpoint, s.Folder)
	if len([]rune(last)) > screenColumns {
		last = strings.Replace(last, " state in "+s.Folder+",", "", 1)
		add("", "State in "+s.Folder)
		return fit(append(lines, last))
	}
	return fit(append(lines, "", last))
}

func servingLine(endpoint, folder string) string {
	return fmt.Sprintf("Serving on %s, state in %s, Ctrl-C stops, nothing is lost.", endpoint, folder)
}

func (d *demo) serving() string { return servingLine(d.system.Endpoint(), d.shown(d.dir)) }

// questionHeadings are the columns of the question's answer in words that fit a screen.
var questionHeadings = map[string]string{
	"complaints_per_day": "complaints/day", "complaints_ratio": "ratio", "bad_loans_per_month": "bad loans/month", "bad_loans_ratio": "ratio",
	"states_rising": "both up in", "states": "of states",
}

const (
	screenLines   = 24
	screenColumns = 100
)

// fit takes empty lines out, last first, until the lines fit on a screen.
func fit(lines []string) []string {
	for i := len(lines) - 1; i > 0 && len(lines) > screenLines; i-- {
		if lines[i] == "" {
			lines = append(lines[:i], lines[i+1:]...)
		}
	}
	return lines
}

// left says what went over the border.
func (s *sight) left() string {
	var parts []string
	for _, p := range s.Answer.Run.Parts {
		rows := grouped(aws.ToInt64(p.Rows))
		if len(parts) == 0 {
			rows = counted(aws.ToInt64(p.Rows), "row")
		}
		parts = append(parts, rows+" of "+aws.ToString(p.Name))
	}
	return "Only aggregates left the accounts: " + strings.Join(parts, ", ") + "."
}

// chainLine is person → role A → role B → query, of the first account that was asked.
func chainLine(run *interlaken.Run) string {
	p := run.Parts[0]
	return fmt.Sprintf("%s → %s → %s → query %s", personName(run.RequestedBy), roleOf(p.RoleASession), roleOf(p.RoleBSession), aws.ToString(p.QueryExecutionId))
}

// roleOf is account and role of a session's ARN.
func roleOf(session *string) string {
	fields := strings.SplitN(aws.ToString(session), ":", 6)
	if len(fields) < 6 {
		return aws.ToString(session)
	}
	name := strings.Split(fields[5], "/")
	if len(name) < 2 {
		return fields[4] + " " + fields[5]
	}
	return fields[4] + " " + name[1]
}

func split(text string) []string { return strings.Split(strings.TrimRight(text, "\n"), "\n") }
