package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"golang.org/x/sync/errgroup"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/visual"
	"interlaken/wire"
	"interlaken/wire/interlaken"
)

// drawn is a visual with its figures and its receipt, or why it has none.
type drawn struct {
	Visual  string
	Title   string
	State   interlaken.RunState
	Chart   *visual.Chart          `json:",omitempty"`
	Receipt *interlaken.Receipt    `json:",omitempty"`
	Failure *interlaken.RunFailure `json:",omitempty"`
}

func getView(ctx context.Context, client *wire.Client, dashboard string, version int64) (*interlaken.DashboardView, error) {
	in := &interlaken.GetDashboardViewInput{DashboardId: &dashboard}
	if version != 0 {
		in.VersionNumber = &version
	}
	out, err := call[interlaken.GetDashboardViewOutput](ctx, client, interlaken.Hub, "GetDashboardView", in)
	if err != nil {
		return nil, err
	}
	return out.View, nil
}

// draw asks for all visuals at once and prints them in the order of the sheet. One that fails does not keep the others.
func (c *command) draw(ctx context.Context, client *wire.Client, dashboard string, d drawing) error {
	view, err := getView(ctx, client, dashboard, d.version)
	if err != nil {
		return err
	}
	sheet, err := d.sheetOf(view)
	if err != nil {
		return err
	}
	values, err := d.values()
	if err != nil {
		return err
	}
	var chosen []interlaken.ViewElement
	for _, e := range sheet.Elements {
		drawable := e.Kind != interlaken.TextElement && e.Kind != interlaken.OtherElement
		if drawable && (len(d.visuals) == 0 || slices.Contains(d.visuals, aws.ToString(e.ElementId))) {
			chosen = append(chosen, e)
		}
	}
	if len(chosen) < max(1, len(d.visuals)) {
		return usageError{fmt.Errorf("the sheet %s has no such visual; see 'interlaken dashboard show %s'", aws.ToString(sheet.SheetId), dashboard)}
	}
	all := make([]drawn, len(chosen))
	group, at := errgroup.WithContext(ctx)
	for i, e := range chosen {
		group.Go(func() (err error) {
			all[i], err = drawVisual(at, client, view, sheet, e, values)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if c.json {
		err = printJSON(c.out, all)
	} else {
		for _, one := range all {
			one.write(c.out)
		}
	}
	if err == nil && slices.ContainsFunc(all, func(one drawn) bool { return one.Failure != nil }) {
		err = errAnswered
	}
	return err
}

func (d drawing) sheetOf(view *interlaken.DashboardView) (*interlaken.ViewSheet, error) {
	for i := range view.Sheets {
		if d.sheet == "" || aws.ToString(view.Sheets[i].SheetId) == d.sheet {
			return &view.Sheets[i], nil
		}
	}
	return nil, usageError{fmt.Errorf("the dashboard has no sheet %q", d.sheet)}
}

// values reads what controls are set to.
func (d drawing) values() ([]interlaken.ControlValue, error) {
	var all []interlaken.ControlValue
	for _, text := range d.set {
		control, value, ok := strings.Cut(text, "=")
		if !ok || control == "" {
			return nil, usageError{fmt.Errorf("--set %q: it has to be CONTROL=VALUE", text)}
		}
		v := interlaken.ControlValue{ControlId: &control}
		if from, to, days := strings.Cut(value, ".."); days {
			v.From, v.To = optional(from), optional(to)
		} else if value != "" {
			v.Texts = strings.Split(value, ",")
		}
		all = append(all, v)
	}
	return all, nil
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// drawVisual asks for one visual and waits for it. When the caller gives up, so does the run.
func drawVisual(ctx context.Context, client *wire.Client, view *interlaken.DashboardView, sheet *interlaken.ViewSheet, e interlaken.ViewElement, values []interlaken.ControlValue) (drawn, error) {
	one := drawn{Visual: aws.ToString(e.ElementId), Title: aws.ToString(e.Title)}
	started, err := call[interlaken.StartRunOutput](ctx, client, interlaken.Hub, "StartRun", &interlaken.StartRunInput{Visual: &interlaken.RunVisual{
		DashboardId: view.DashboardId, VersionNumber: view.VersionNumber, SheetId: sheet.SheetId, VisualId: e.ElementId, Values: values,
	}})
	if err != nil {
		code := fault.CodeOf(err)
		if ctx.Err() != nil || code == fault.AccessDenied || code == fault.Unavailable {
			return one, err
		}
		// What cannot be drawn says so in its place, and the others are drawn.
		one.State, one.Failure = interlaken.RunFailed, &interlaken.RunFailure{Code: aws.String(string(code)), Message: aws.String(fault.Public(err))}
		return one, nil
	}
	// The server holds an answer until the run ends, or a second.
	for {
		out, err := call[interlaken.GetVisualOutput](ctx, client, interlaken.Hub, "GetVisual", &interlaken.GetVisualInput{RunId: started.RunId})
		if err != nil {
			return one, errors.Join(err, stopRun(ctx, client, started.RunId))
		}
		one.State, one.Receipt, one.Failure = out.State, out.Receipt, out.Failure
		switch out.State {
		case interlaken.RunSucceeded:
			one.Chart = &visual.Chart{}
			return one, json.Unmarshal([]byte(aws.ToString(out.Chart)), one.Chart)
		case interlaken.RunFailed, interlaken.RunCancelled:
			return one, nil
		}
	}
}

// write prints a visual: its title, its figures, and the receipt.
func (one drawn) write(w io.Writer) {
	fmt.Fprintln(w, printable(one.Title))
	switch chart := one.Chart; {
	case one.Failure != nil:
		fmt.Fprintf(w, "  %s\n", printable(aws.ToString(one.Failure.Message)))
	case chart == nil:
		fmt.Fprintf(w, "  %s\n", strings.ToLower(string(one.State)))
	case chart.Empty:
		fmt.Fprintln(w, "  No rows for these filters.")
	default:
		writeChart(w, chart)
	}
	if one.Receipt != nil && one.Chart != nil {
		for _, warning := range one.Receipt.Warnings {
			fmt.Fprintf(w, "  %s\n", printable(warning))
		}
		fmt.Fprintf(w, "  %s\n", receiptLine(one.Receipt))
	}
	fmt.Fprintln(w)
}

func writeChart(w io.Writer, chart *visual.Chart) {
	switch {
	case chart.KPI != nil:
		line := chart.KPI.Text
		if k := chart.KPI.Comparison; k != nil {
			line += fmt.Sprintf("   %s %s (%s)", k.Change, k.Label, k.Text)
		}
		fmt.Fprintf(w, "  %s\n", printable(line))
	case chart.Plot != nil:
		t := table{headings: []string{printable(chart.Plot.Category.Title)}, right: []bool{false}}
		for _, s := range chart.Plot.Series {
			t.headings, t.right = append(t.headings, printable(s.Name)), append(t.right, true)
		}
		for i, label := range chart.Plot.Category.Labels {
			cells := []string{printable(label)}
			for _, s := range chart.Plot.Series {
				cells = append(cells, printable(s.Texts[i]))
			}
			t.add(cells...)
		}
		t.write(w, "  ")
	case chart.Table != nil:
		t := table{}
		for _, column := range chart.Table.Columns {
			t.headings, t.right = append(t.headings, printable(column.Title)), append(t.right, column.Number)
		}
		for _, row := range append(slices.Clone(chart.Table.Rows), chart.Table.Totals) {
			cells := make([]string, len(row))
			for i, cell := range row {
				cells[i] = printable(cell)
			}
			if len(cells) > 0 {
				t.add(cells...)
			}
		}
		t.write(w, "  ")
	}
	for _, note := range chart.Notes {
		fmt.Fprintf(w, "  %s\n", printable(note))
	}
}

// receiptLine is what stands under a figure: the accounts, the age, the price.
func receiptLine(r *interlaken.Receipt) string {
	names := make([]string, len(r.Accounts))
	for i, a := range r.Accounts {
		names[i] = printable(aws.ToString(a.Name))
	}
	age := clock.System.Now().Sub(aws.ToTime(r.AnsweredAt))
	return fmt.Sprintf("%s · %.0f s ago · %s", strings.Join(names, ", "), max(0, age.Seconds()), aws.ToString(r.Price))
}
