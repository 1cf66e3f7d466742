package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/spf13/cobra"

	"interlaken/wire/interlaken"
)

func (c *command) dashboards() *cobra.Command {
	dashboards := &cobra.Command{Use: "dashboard", Short: "List, show and draw dashboards", Args: subcommand, RunE: showHelp}
	dashboards.AddCommand(c.dashboardList(), c.dashboardShow(), c.dashboardDraw())
	return dashboards
}

func (c *command) dashboardList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the dashboards that you may see", Args: noArguments,
		Example: "  interlaken dashboard list",
		RunE: func(cmd *cobra.Command, _ []string) error {
			loaded, err := c.configuration(cmd.Context(), "")
			if err != nil {
				return err
			}
			account, err := callerAccount(cmd.Context(), loaded)
			if err != nil {
				return err
			}
			found := []types.DashboardSummary{}
			pages := quicksight.NewListDashboardsPaginator(quicksight.NewFromConfig(loaded), &quicksight.ListDashboardsInput{AwsAccountId: &account})
			for pages.HasMorePages() {
				page, err := pages.NextPage(cmd.Context())
				if err != nil {
					return err
				}
				found = append(found, page.DashboardSummaryList...)
			}
			if c.json {
				return printJSON(c.out, found)
			}
			if len(found) == 0 {
				_, err := fmt.Fprintln(c.out, "There is no dashboard that you may see. Ask its owner to share one with you.")
				return err
			}
			t := table{headings: []string{"id", "name", "version", "published"}, right: []bool{false, false, true, false}}
			for _, d := range found {
				t.add(aws.ToString(d.DashboardId), printable(aws.ToString(d.Name)), fmt.Sprint(aws.ToInt64(d.PublishedVersionNumber)),
					aws.ToTime(d.LastPublishedTime).UTC().Format(time.DateTime))
			}
			t.write(c.out, "")
			return nil
		},
	}
}

func (c *command) dashboardShow() *cobra.Command {
	var version int64
	show := &cobra.Command{
		Use: "show ID", Short: "Show a dashboard's sheets, controls and visuals", Args: oneArgument("a dashboard"),
		Example: "  interlaken dashboard show nervous-markets",
		RunE: func(cmd *cobra.Command, arguments []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			view, err := getView(cmd.Context(), client, arguments[0], version)
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, view)
			}
			c.printView(view)
			return nil
		},
	}
	show.Flags().Int64Var(&version, "version", 0, "version; 0 is the published one")
	return show
}

func (c *command) printView(view *interlaken.DashboardView) {
	fmt.Fprintf(c.out, "%s, version %d\n", printable(aws.ToString(view.Name)), aws.ToInt64(view.VersionNumber))
	for _, s := range view.Sheets {
		fmt.Fprintf(c.out, "\n%s (%s)\n", printable(aws.ToString(s.Name)), aws.ToString(s.SheetId))
		t := table{headings: []string{"kind", "id", "title", "reads"}}
		for _, k := range s.Controls {
			t.add(strings.ToLower(string(k.Kind))+" control", aws.ToString(k.ControlId), printable(aws.ToString(k.Title)), "")
		}
		for _, e := range s.Elements {
			t.add(strings.ToLower(string(e.Kind)), aws.ToString(e.ElementId), printable(aws.ToString(e.Title)), strings.Join(e.DataSourceIds, ", "))
		}
		t.write(c.out, "  ")
	}
}

// drawing is what `dashboard draw` is asked for.
type drawing struct {
	version int64
	sheet   string
	visuals []string
	set     []string
}

func (c *command) dashboardDraw() *cobra.Command {
	var d drawing
	draw := &cobra.Command{
		Use: "draw ID", Short: "Ask for what a dashboard's visuals draw, with the receipt of each", Args: oneArgument("a dashboard"),
		Long: `Asks for the visuals of a sheet, each in the accounts that own its data, and prints their figures with what stands under
each: the accounts, the age and the price.`,
		Example: `  interlaken dashboard draw nervous-markets
  interlaken dashboard draw nervous-markets --visual complaints-headline --set overview-states=CA,NY
  interlaken dashboard draw nervous-markets --set overview-dates=2020-01-01..2020-12-31 --json`,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			client, err := c.connect(cmd.Context())
			if err != nil {
				return err
			}
			return c.draw(cmd.Context(), client, arguments[0], d)
		},
	}
	flags := draw.Flags()
	flags.Int64Var(&d.version, "version", 0, "version; 0 is the published one")
	flags.StringVar(&d.sheet, "sheet", "", "id of the sheet (the first one)")
	flags.StringArrayVar(&d.visuals, "visual", nil, "id of a visual, more than once for several (all of the sheet)")
	flags.StringArrayVar(&d.set, "set", nil, "CONTROL=VALUE,… of a list, or CONTROL=FIRST..LAST of days")
	return draw
}
