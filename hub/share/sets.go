package share

import "slices"

// Kind is a kind of asset.
type Kind string

// The kinds of asset that can be shared.
const (
	DataSources Kind = "data source"
	DataSets    Kind = "data set"
	Dashboards  Kind = "dashboard"
)

// sets are the lists of actions that a principal can be given, the owner's first (QuickSight API Reference,
// ResourcePermission, and the permission sets of the console). No other combination may come out of a change.
var sets = map[Kind][][]string{
	DataSources: {
		{DescribeDataSource, DescribeDataSourcePermissions, PassDataSource, UpdateDataSource, DeleteDataSource, UpdateDataSourcePermissions},
		{DescribeDataSource, DescribeDataSourcePermissions, PassDataSource},
	},
	DataSets: {
		slices.Concat(dataSetOwner, dataSetRefresh),
		{DescribeDataSet, DescribeDataSetPermissions, PassDataSet, DescribeIngestion, ListIngestions},
		// The owner's set from before refresh schedules had actions of their own; it is in wide use.
		dataSetOwner,
	},
	Dashboards: {
		append(slices.Clone(dashboardOwner), "quicksight:UpdateDashboardLinks"),
		{DescribeDashboard, ListDashboardVersions, QueryDashboard},
		// The owner's set from before links had an action of their own.
		dashboardOwner,
	},
}

var dashboardOwner = []string{
	DescribeDashboard, ListDashboardVersions, QueryDashboard, UpdateDashboard, DeleteDashboard, UpdateDashboardPermissions,
	DescribeDashboardPermissions, UpdateDashboardPublishedVersion,
}

var dataSetOwner = []string{
	PassDataSet, DescribeDataSet, DescribeDataSetPermissions, UpdateDataSet, DeleteDataSet, UpdateDataSetPermissions,
	CreateIngestion, DescribeIngestion, ListIngestions, CancelIngestion,
}

var dataSetRefresh = []string{
	CreateRefreshSchedule, UpdateRefreshSchedule, DeleteRefreshSchedule, DescribeRefreshSchedule, ListRefreshSchedules,
	PutDataSetRefreshProperties, DescribeDataSetRefreshProperties, DeleteDataSetRefreshProperties,
}

// Owner is the set of an owner: 6 actions on a data source, 18 on a data set, 9 on a dashboard.
func Owner(k Kind) []string { return slices.Clone(sets[k][0]) }

// Viewer is the set of a user: 3 actions on a data source, 5 on a data set, 3 on a dashboard.
func Viewer(k Kind) []string { return slices.Clone(sets[k][1]) }

// isSet reports whether actions, in any order, are one of the sets.
func isSet(k Kind, actions []string) bool {
	return slices.ContainsFunc(sets[k], func(set []string) bool {
		return len(set) == len(actions) && !slices.ContainsFunc(set, func(a string) bool { return !slices.Contains(actions, a) })
	})
}
