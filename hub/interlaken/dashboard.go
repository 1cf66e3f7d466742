package interlaken

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/hub/share"
	"interlaken/service"
	"interlaken/store"
	"interlaken/wire/quicksight"
)

// shownDashboard is a version of a dashboard that the caller may query, with its definition read.
type shownDashboard struct {
	caller     hub.Caller
	dashboard  hub.Dashboard
	version    hub.DashboardVersion
	definition *types.DashboardVersionDefinition
	// author tells that the caller may update the dashboard, and so sees what of it is not drawn.
	author bool
}

// findDashboard finds a version, the published one where none is named. Every other one is for who may update the
// dashboard (SECURITY S11); for all others it does not exist.
func findDashboard(c *service.Call, id *string, number *int64) (shownDashboard, error) {
	var d shownDashboard
	var err error
	if d.caller, err = hub.Resolve(c.Tx, c.Session); err != nil {
		return d, err
	}
	if aws.ToString(id) == "" {
		return d, fault.New(fault.Validation, "DashboardId is missing.")
	}
	if d.dashboard, err = share.Dashboard(c.Tx, d.caller, *id, share.QueryDashboard); err != nil {
		return d, err
	}
	if d.author, err = share.May(c.Tx, d.caller, d.dashboard.Permissions, share.UpdateDashboard); err != nil {
		return d, err
	}
	wanted := d.dashboard.Published
	if number != nil {
		wanted = *number
	}
	if wanted != d.dashboard.Published && !d.author {
		return d, fault.New(fault.NotFound, "Version %d of dashboard %s is not found.", wanted, d.dashboard.ID)
	}
	if d.version, err = hub.GetDashboardVersion(c.Tx, d.dashboard.Account, d.dashboard.Region, d.dashboard.ID, wanted); err != nil {
		return d, err
	}
	d.definition = &types.DashboardVersionDefinition{}
	if err := quicksight.Service.Unmarshal(d.version.Definition, d.definition); err != nil {
		return d, fault.Wrap(err, fault.Internal, "The definition of dashboard %s cannot be read.", d.dashboard.ID)
	}
	return d, nil
}

// dataSets reads the data sets that the definition declares, by ARN. One that is gone is left out: its visuals say so
// when they are asked for.
func (d shownDashboard) dataSets(r store.Reader) (map[string]hub.DataSet, error) {
	sets := map[string]hub.DataSet{}
	for _, declared := range d.definition.DataSetIdentifierDeclarations {
		text := aws.ToString(declared.DataSetArn)
		parsed, err := arn.Parse(text)
		if err != nil {
			continue
		}
		set, err := hub.GetDataSet(r, d.dashboard.Account, d.dashboard.Region, parsed.Name())
		switch {
		case fault.Is(err, fault.NotFound) || err == nil && set.ARN() != text:
			continue
		case err != nil:
			return nil, err
		}
		sets[text] = set
	}
	return sets, nil
}

// outputColumns are the columns of data sets by the definition's identifiers.
func (d shownDashboard) outputColumns(sets map[string]hub.DataSet) definition.OutputColumns {
	columns := definition.OutputColumns{}
	for _, declared := range d.definition.DataSetIdentifierDeclarations {
		if set, found := sets[aws.ToString(declared.DataSetArn)]; found {
			columns[aws.ToString(declared.Identifier)] = set.ColumnNames()
		}
	}
	return columns
}

// dataSources are the data sources of data sets, by the data set's ARN, each with the account it leads to.
func dataSources(r store.Reader, sets map[string]hub.DataSet) (map[string][]hub.DataSource, error) {
	sources := map[string][]hub.DataSource{}
	for text, set := range sets {
		source, err := hub.GetDataSourceByARN(r, set.Physical.DataSourceARN)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		sources[text] = append(sources[text], source)
	}
	return sources, nil
}

// sortedSources are all data sources, each once, by id.
func sortedSources(sources map[string][]hub.DataSource) []hub.DataSource {
	var all []hub.DataSource
	for _, some := range sources {
		for _, s := range some {
			if !slices.ContainsFunc(all, func(o hub.DataSource) bool { return o.ID == s.ID }) {
				all = append(all, s)
			}
		}
	}
	slices.SortFunc(all, func(a, b hub.DataSource) int { return cmp.Compare(a.ID, b.ID) })
	return all
}
