package main

// services lists what is generated, and the operations that are served: whose inputs are held to the model. One that is
// served and not listed here is refused when it is registered.
var services = []service{
	{folder: "sts", models: "sts", served: []string{
		"AssumeRole", "AssumeRoleWithWebIdentity", "DecodeAuthorizationMessage", "GetAccessKeyInfo", "GetCallerIdentity", "GetSessionToken",
	}},
	{folder: "iam", models: "iam", served: []string{
		"AddClientIDToOpenIDConnectProvider", "CreateOpenIDConnectProvider", "DeleteOpenIDConnectProvider", "GetOpenIDConnectProvider",
		"ListOpenIDConnectProviders", "ListOpenIDConnectProviderTags", "RemoveClientIDFromOpenIDConnectProvider", "TagOpenIDConnectProvider",
		"UntagOpenIDConnectProvider", "UpdateOpenIDConnectProviderThumbprint",
		"AddUserToGroup", "AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy", "CreateAccessKey", "CreateGroup",
		"CreatePolicy", "CreatePolicyVersion", "CreateRole", "CreateUser", "DeleteAccessKey", "DeleteGroup", "DeleteGroupPolicy",
		"DeletePolicy", "DeletePolicyVersion", "DeleteRole", "DeleteRolePermissionsBoundary", "DeleteRolePolicy", "DeleteUser",
		"DeleteUserPermissionsBoundary", "DeleteUserPolicy", "DetachGroupPolicy", "DetachRolePolicy", "DetachUserPolicy",
		"GetAccountAuthorizationDetails", "GetContextKeysForCustomPolicy", "GetContextKeysForPrincipalPolicy", "GetGroup",
		"GetGroupPolicy", "GetPolicy", "GetPolicyVersion", "GetRole", "GetRolePolicy", "GetUser", "GetUserPolicy",
		"ListAccessKeys", "ListAttachedGroupPolicies", "ListAttachedRolePolicies", "ListAttachedUserPolicies",
		"ListEntitiesForPolicy", "ListGroupPolicies", "ListGroups", "ListGroupsForUser", "ListInstanceProfilesForRole",
		"ListPolicies", "ListPolicyTags", "ListPolicyVersions", "ListRolePolicies", "ListRoleTags", "ListRoles",
		"ListUserPolicies", "ListUserTags", "ListUsers", "PutGroupPolicy", "PutRolePermissionsBoundary", "PutRolePolicy",
		"PutUserPermissionsBoundary", "PutUserPolicy", "RemoveUserFromGroup", "SetDefaultPolicyVersion", "SimulateCustomPolicy",
		"SimulatePrincipalPolicy", "TagPolicy", "TagRole", "TagUser", "UntagPolicy", "UntagRole", "UntagUser", "UpdateAccessKey",
		"UpdateAssumeRolePolicy", "UpdateGroup", "UpdateRole", "UpdateUser",
	}},
	{folder: "organizations", models: "organizations", served: []string{
		"AcceptHandshake", "AttachPolicy", "CancelHandshake", "CreateAccount", "CreateOrganization", "CreateOrganizationalUnit",
		"CreatePolicy", "DeclineHandshake", "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy", "DescribeAccount",
		"DescribeCreateAccountStatus", "DescribeHandshake", "DescribeOrganization", "DescribeOrganizationalUnit", "DescribePolicy",
		"DetachPolicy", "DisablePolicyType", "EnablePolicyType", "InviteAccountToOrganization", "LeaveOrganization",
		"ListAccounts", "ListAccountsForParent", "ListChildren", "ListCreateAccountStatus", "ListHandshakesForAccount",
		"ListHandshakesForOrganization", "ListOrganizationalUnitsForParent", "ListParents", "ListPolicies",
		"ListPoliciesForTarget", "ListRoots", "ListTagsForResource", "ListTargetsForPolicy", "MoveAccount",
		"RemoveAccountFromOrganization", "TagResource", "UntagResource", "UpdateOrganizationalUnit", "UpdatePolicy",
	}},
	{folder: "athena", models: "athena", served: []string{
		"BatchGetNamedQuery", "BatchGetPreparedStatement", "BatchGetQueryExecution", "CreateDataCatalog", "CreateNamedQuery",
		"CreatePreparedStatement", "CreateWorkGroup", "DeleteDataCatalog", "DeleteNamedQuery", "DeletePreparedStatement",
		"DeleteWorkGroup", "GetDataCatalog", "GetDatabase", "GetNamedQuery", "GetPreparedStatement", "GetQueryExecution",
		"GetQueryResults", "GetQueryRuntimeStatistics", "GetTableMetadata", "GetWorkGroup", "ListDataCatalogs", "ListDatabases",
		"ListEngineVersions", "ListNamedQueries", "ListPreparedStatements", "ListQueryExecutions", "ListTableMetadata",
		"ListTagsForResource", "ListWorkGroups", "StartQueryExecution", "StopQueryExecution", "TagResource", "UntagResource",
		"UpdateDataCatalog", "UpdateNamedQuery", "UpdatePreparedStatement", "UpdateWorkGroup",
	}},
	{folder: "glue", models: "glue", served: []string{
		"BatchCreatePartition", "BatchDeletePartition", "BatchDeleteTable", "BatchDeleteTableVersion", "BatchGetPartition",
		"BatchUpdatePartition", "CreateDatabase", "CreatePartition", "CreateTable", "DeleteColumnStatisticsForPartition",
		"DeleteColumnStatisticsForTable", "DeleteDatabase", "DeletePartition", "DeleteResourcePolicy", "DeleteTable",
		"DeleteTableVersion", "GetCatalogImportStatus", "GetColumnStatisticsForPartition", "GetColumnStatisticsForTable",
		"GetDatabase", "GetDatabases", "GetPartition", "GetPartitionIndexes", "GetPartitions", "GetResourcePolicy", "GetTable",
		"GetTableVersion", "GetTableVersions", "GetTables", "GetTags", "GetUserDefinedFunction", "GetUserDefinedFunctions",
		"PutResourcePolicy", "SearchTables", "TagResource", "UntagResource", "UpdateColumnStatisticsForPartition",
		"UpdateColumnStatisticsForTable", "UpdateDatabase", "UpdatePartition", "UpdateTable",
	}},
	{folder: "cloudtrail", models: "cloudtrail", served: []string{
		"AddTags", "CreateTrail", "DeleteTrail", "DescribeTrails", "GetEventSelectors", "GetTrail", "GetTrailStatus", "ListTags",
		"ListTrails", "LookupEvents", "PutEventSelectors", "RemoveTags", "StartLogging", "StopLogging", "UpdateTrail",
	}},
	{folder: "costexplorer", models: "ce", served: []string{
		"GetCostAndUsage",
	}},
	{folder: "quicksight", models: "quicksight", served: []string{
		"CreateDashboard", "CreateDataSet", "CreateDataSource", "CreateGroup", "CreateGroupMembership", "DeleteDashboard",
		"DeleteDataSet", "DeleteDataSource", "DeleteGroup", "DeleteGroupMembership", "DeleteUser", "DescribeAccountSubscription",
		"DescribeDashboard", "DescribeDashboardDefinition", "DescribeDashboardPermissions", "DescribeDataSet",
		"DescribeDataSetPermissions", "DescribeDataSource", "DescribeDataSourcePermissions", "DescribeGroup", "DescribeNamespace",
		"DescribeUser", "ListDashboardVersions", "ListDashboards", "ListDataSets", "ListDataSources", "ListGroupMemberships",
		"ListGroups", "ListNamespaces", "ListUserGroups", "ListUsers", "RegisterUser", "UpdateDashboard",
		"UpdateDashboardPermissions", "UpdateDashboardPublishedVersion", "UpdateDataSet", "UpdateDataSetPermissions",
		"UpdateDataSource", "UpdateDataSourcePermissions", "UpdateGroup", "UpdateUser",
		// In memory.
		"CancelIngestion", "CreateIngestion", "CreateRefreshSchedule", "DeleteDataSetRefreshProperties", "DeleteRefreshSchedule",
		"DescribeDataSetRefreshProperties", "DescribeIngestion", "DescribeRefreshSchedule", "ListIngestions",
		"ListRefreshSchedules", "PutDataSetRefreshProperties", "UpdateRefreshSchedule",
	}},
}
