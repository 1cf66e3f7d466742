// Package quicksight is the hub's API in Amazon QuickSight's own shapes: users, groups, the default namespace, data
// sources and data sets, one file an operation. An operation translates; what holds whoever asks is in hub, who may do
// what with an asset in hub/share. Every call needs what IAM allows, decided before the operation runs, and for an asset
// the mapped user's permission.
//
// It reaches no data: that a data source works is proved by a job over hub.Prober, which hub/chain has. Only app may
// import it.
package quicksight

import (
	"interlaken/hub"
	"interlaken/job"
	"interlaken/service"
	wire "interlaken/wire/quicksight"
)

// Config is what the service works with. AnyRoleB and Memory aside, every field is needed.
type Config struct {
	Mesh *service.Mesh
	// Jobs proves data sources; New registers the kind, so the queue is started after it.
	Jobs   *job.Queue
	Prober hub.Prober
	// AnyRoleB lets every author name every role B, whatever the hub's settings say. It is for the demo, and is not kept:
	// a folder that the demo used is not open later (SECURITY S5).
	AnyRoleB bool
	// Inviter makes the invitations of local users.
	Inviter hub.Inviter
	// Memory keeps data sets in memory; nil for a hub that has none there.
	Memory Memory
}

// api holds what operations share.
type api struct {
	mesh     *service.Mesh
	jobs     *job.Queue
	prober   hub.Prober
	anyRoleB bool
	inviter  hub.Inviter
	memory   Memory
}

// New makes the service, to be registered with the mesh.
func New(c Config) *service.Service {
	a := &api{mesh: c.Mesh, jobs: c.Jobs, prober: c.Prober, anyRoleB: c.AnyRoleB, inviter: c.Inviter, memory: c.Memory}
	c.Jobs.Register(a.proof())
	return &service.Service{
		Wire:   wire.Service,
		Source: hub.ServiceName,
		Operations: []service.Operation{
			a.registerUser(), a.describeUser(), a.listUsers(), a.updateUser(), a.deleteUser(), a.listUserGroups(),
			a.createGroup(), a.describeGroup(), a.listGroups(), a.updateGroup(), a.deleteGroup(),
			a.createGroupMembership(), a.listGroupMemberships(), a.deleteGroupMembership(),
			a.describeNamespace(), a.listNamespaces(), a.describeAccountSubscription(),
			a.createDataSource(), a.describeDataSource(), a.updateDataSource(), a.listDataSources(), a.deleteDataSource(),
			a.describeDataSourcePermissions(), a.updateDataSourcePermissions(),
			a.createDataSet(), a.describeDataSet(), a.updateDataSet(), a.listDataSets(), a.deleteDataSet(),
			a.describeDataSetPermissions(), a.updateDataSetPermissions(),
			a.createIngestion(), a.describeIngestion(), a.listIngestions(), a.cancelIngestion(),
			a.createRefreshSchedule(), a.updateRefreshSchedule(), a.describeRefreshSchedule(), a.listRefreshSchedules(), a.deleteRefreshSchedule(),
			a.putDataSetRefreshProperties(), a.describeDataSetRefreshProperties(), a.deleteDataSetRefreshProperties(),
			a.createDashboard(), a.updateDashboard(), a.describeDashboard(), a.describeDashboardDefinition(), a.deleteDashboard(),
			a.listDashboards(), a.listDashboardVersions(), a.updateDashboardPublishedVersion(),
			a.describeDashboardPermissions(), a.updateDashboardPermissions(), a.updateDashboardLinks(),
			a.createAnalysis(), a.describeAnalysis(), a.describeAnalysisDefinition(), a.updateAnalysis(), a.deleteAnalysis(), a.restoreAnalysis(),
			a.listAnalyses(), a.describeAnalysisPermissions(), a.updateAnalysisPermissions(),
			a.createTemplate(), a.describeTemplate(), a.describeTemplateDefinition(), a.updateTemplate(), a.deleteTemplate(), a.listTemplates(),
			a.listTemplateVersions(), a.describeTemplatePermissions(), a.updateTemplatePermissions(),
			a.createTemplateAlias(), a.describeTemplateAlias(), a.updateTemplateAlias(), a.deleteTemplateAlias(), a.listTemplateAliases(),
			a.createTheme(), a.describeTheme(), a.updateTheme(), a.deleteTheme(), a.listThemes(), a.listThemeVersions(),
			a.describeThemePermissions(), a.updateThemePermissions(),
			a.createThemeAlias(), a.describeThemeAlias(), a.updateThemeAlias(), a.deleteThemeAlias(), a.listThemeAliases(),
			a.createFolder(), a.describeFolder(), a.updateFolder(), a.deleteFolder(), a.listFolders(), a.listFolderMembers(), a.listFoldersForResource(),
			a.createFolderMembership(), a.deleteFolderMembership(),
			a.describeFolderPermissions(), a.describeFolderResolvedPermissions(), a.updateFolderPermissions(),
			a.tagResource(), a.untagResource(), a.listTagsForResource(),
			a.searchDataSources(), a.searchDataSets(), a.searchDashboards(), a.searchAnalyses(), a.searchFolders(), a.searchGroups(),
			a.describeGroupMembership(), a.deleteUserByPrincipalID(),
			a.createAccountSubscription(), a.describeAccountSettings(), a.updateAccountSettings(),
		},
	}
}
