package interlaken

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/hub/share"
	"interlaken/service"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

// getDashboardView gives a dashboard's layout to who may query it: what a reader's page needs, and no query, data set or
// role.
func (o operations) getDashboardView() service.Operation {
	return service.Define("GetDashboardView",
		service.On("interlaken:GetDashboardView", func(c *service.Call, in *wire.GetDashboardViewInput) string {
			return dashboardARN(c, in.DashboardId)
		}),
		func(c *service.Call, in *wire.GetDashboardViewInput) (*wire.GetDashboardViewOutput, error) {
			caller, err := hub.Resolve(c.Tx, c.Session)
			if err != nil {
				return nil, err
			}
			board, number, err := o.Query.Board(c.Tx, caller, aws.ToString(in.DashboardId), aws.ToInt64(in.VersionNumber))
			if err != nil {
				return nil, err
			}
			version, d, err := o.Query.Definition(c.Tx, board.Account, board.Region, board.ID, number)
			if err != nil {
				return nil, err
			}
			writes, err := share.May(c.Tx, caller, board.ARN(), board.Permissions, share.UpdateDashboard)
			if err != nil {
				return nil, err
			}
			sources, err := sourcesOf(c.Tx, version.DataSets)
			if err != nil {
				return nil, err
			}
			view := definition.Lay(d, definition.Ask{Now: c.Now, Columns: sources.columns})
			names := map[string]string{}
			for _, d := range sources.all {
				spoke, err := hub.GetSpoke(c.Tx, board.Account, d.Athena.Account())
				if err != nil {
					return nil, err
				}
				names[spoke.Account] = spoke.Name
			}
			return &wire.GetDashboardViewOutput{View: shownView(board, version, view, sources, names, writes)}, nil
		}, service.Reads)
}

// dashboardSources are the data sources below the data sets of a dashboard.
type dashboardSources struct {
	sets map[string]hub.DataSet // by ARN
	all  []hub.DataSource
}

func sourcesOf(r store.Reader, sets []string) (*dashboardSources, error) {
	s := &dashboardSources{sets: map[string]hub.DataSet{}}
	for _, arn := range sets {
		set, err := hub.GetDataSetByARN(r, arn)
		if fault.Is(err, fault.NotFound) {
			continue // a data set that is gone fails its visuals, and not the page
		}
		if err != nil {
			return nil, err
		}
		s.sets[arn] = set
		for _, sourceARN := range set.Sources() {
			if slices.ContainsFunc(s.all, func(d hub.DataSource) bool { return d.ARN() == sourceARN }) {
				continue
			}
			source, err := hub.GetDataSourceByARN(r, sourceARN)
			if fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			s.all = append(s.all, source)
		}
	}
	return s, nil
}

func (s *dashboardSources) columns(dataSetARN string) []string {
	return s.sets[dataSetARN].ColumnNames()
}

// ids are the data sources that data sets read.
func (s *dashboardSources) ids(dataSets []string) []string {
	var ids []string
	for _, d := range s.all {
		if slices.ContainsFunc(dataSets, func(set string) bool { return slices.Contains(s.sets[set].Sources(), d.ARN()) }) {
			ids = append(ids, d.ID)
		}
	}
	return ids
}
