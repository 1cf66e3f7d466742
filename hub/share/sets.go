package share

import (
	"slices"

	"interlaken/arn"
	"interlaken/hub"
)

// Kind is a kind of asset.
type Kind string

// The kinds of asset that can be shared.
const (
	DataSources Kind = "data source"
	DataSets    Kind = "data set"
	Dashboards  Kind = "dashboard"
	Analyses    Kind = "analysis"
	Templates   Kind = "template"
	Themes      Kind = "theme"
	Folders     Kind = "folder"
)

// names are the kinds as the names of operations have them.
var names = map[Kind]string{
	DataSources: "DataSource", DataSets: "DataSet", Dashboards: "Dashboard", Analyses: "Analysis", Templates: "Template",
	Themes: "Theme", Folders: "Folder",
}

// types are the kinds as ARNs have them.
var types = map[Kind]string{
	DataSources: "datasource", DataSets: "dataset", Dashboards: "dashboard", Analyses: hub.AnalysisType,
	Templates: hub.TemplateType, Themes: hub.ThemeType, Folders: hub.FolderType,
}

// KindOf is the kind of an asset with an ARN; "" for anything else.
func KindOf(text string) Kind {
	a, err := arn.Parse(text)
	if err == nil && a.Service == "quicksight" {
		for k, name := range types {
			if name == a.Type() {
				return k
			}
		}
	}
	return ""
}

// Type is the kind as ARNs have it.
func (k Kind) Type() string { return types[k] }

// Creates is the action of making an asset of the kind.
func (k Kind) Creates() string { return "quicksight:Create" + names[k] }

// Describes, Changes, Deletes, DescribesPermissions and ChangesPermissions are the actions that each kind has.
func (k Kind) Describes() string { return "quicksight:Describe" + names[k] }

// Changes is the action of changing an asset of the kind; see Describes.
func (k Kind) Changes() string { return "quicksight:Update" + names[k] }

// Deletes is the action of deleting one.
func (k Kind) Deletes() string { return "quicksight:Delete" + names[k] }

// DescribesPermissions is the action of reading who may do what with one.
func (k Kind) DescribesPermissions() string { return "quicksight:Describe" + names[k] + "Permissions" }

// ChangesPermissions is the action of giving and taking permissions, which makes an owner.
func (k Kind) ChangesPermissions() string { return "quicksight:Update" + names[k] + "Permissions" }

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
	Analyses: {
		{DescribeAnalysis, DescribeAnalysisPermissions, UpdateAnalysis, UpdateAnalysisPermissions, DeleteAnalysis, QueryAnalysis, RestoreAnalysis},
		{DescribeAnalysis, QueryAnalysis},
	},
	// AWS publishes the sets of themes and none of templates, which have the same operations.
	Templates: append(modelSets(Templates), []string{Templates.Describes()}),
	Themes:    modelSets(Themes),
	Folders: {
		append(slices.Clone(folderContributor), UpdateFolder, DeleteFolder, UpdateFolderPermissions),
		{DescribeFolder},
		folderContributor,
	},
}

// modelSets are the sets of templates and themes (QuickSight API Reference, UpdateThemePermissions).
func modelSets(k Kind) [][]string {
	name := names[k]
	viewer := []string{k.Describes(), k.Describes() + "Alias", "quicksight:List" + name + "Aliases", "quicksight:List" + name + "Versions"}
	owner := append(slices.Clone(viewer), k.Deletes(), k.Changes(), "quicksight:Create"+name+"Alias", k.Deletes()+"Alias",
		k.Changes()+"Alias", k.ChangesPermissions(), k.DescribesPermissions())
	return [][]string{owner, viewer}
}

// folderContributor is the set of who fills a folder (Quick Sight User Guide, "Create and manage membership permissions").
var folderContributor = []string{CreateFolder, DescribeFolder, CreateFolderMembership, DeleteFolderMembership, DescribeFolderPermissions}

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

// Owner is the set of an owner: 6 actions on a data source, 18 on a data set, 9 on a dashboard, 7 on an analysis, 11 on a
// template or theme, 8 on a folder.
func Owner(k Kind) []string { return slices.Clone(sets[k][0]) }

// Viewer is the set of a user: 3 actions on a data source, 5 on a data set, 3 on a dashboard, 2 on an analysis, 4 on a
// template or theme, 1 on a folder.
func Viewer(k Kind) []string { return slices.Clone(sets[k][1]) }

// isSet reports whether actions, in any order, are one of the sets.
func isSet(k Kind, actions []string) bool {
	return slices.ContainsFunc(sets[k], func(set []string) bool {
		return len(set) == len(actions) && !slices.ContainsFunc(set, func(a string) bool { return !slices.Contains(actions, a) })
	})
}
