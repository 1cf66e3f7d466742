package main

// services lists what is generated, and for which operations constraints are read.
var services = []service{
	{folder: "sts", models: "sts", served: []string{"AssumeRole", "GetCallerIdentity"}},
	{folder: "iam", models: "iam", served: []string{
		"CreateRole", "GetRole", "ListRoles", "DeleteRole", "UpdateRole", "UpdateAssumeRolePolicy",
		"PutRolePolicy", "GetRolePolicy", "ListRolePolicies", "DeleteRolePolicy",
		"CreateUser", "GetUser", "ListUsers", "DeleteUser",
		"PutUserPolicy", "GetUserPolicy", "ListUserPolicies", "DeleteUserPolicy",
		"CreateAccessKey", "ListAccessKeys", "DeleteAccessKey", "UpdateAccessKey",
	}},
	{folder: "athena", models: "athena", served: []string{
		"CreateWorkGroup", "GetWorkGroup", "ListWorkGroups", "UpdateWorkGroup", "DeleteWorkGroup",
		"StartQueryExecution", "GetQueryExecution", "StopQueryExecution", "ListQueryExecutions",
		"BatchGetQueryExecution", "GetQueryResults", "GetQueryRuntimeStatistics",
		"ListDataCatalogs", "GetDataCatalog", "GetDatabase", "ListDatabases", "GetTableMetadata", "ListTableMetadata",
		"ListEngineVersions",
	}},
	{folder: "glue", models: "glue", served: []string{
		"CreateDatabase", "GetDatabase", "GetDatabases", "UpdateDatabase", "DeleteDatabase",
		"CreateTable", "GetTable", "GetTables", "UpdateTable", "DeleteTable",
		"CreatePartition", "GetPartition", "GetPartitions", "UpdatePartition", "DeletePartition",
		"BatchCreatePartition", "BatchGetPartition", "BatchDeletePartition",
	}},
	{folder: "cloudtrail", models: "cloudtrail", served: []string{"LookupEvents"}},
	{folder: "organizations", models: "organizations", served: []string{
		"CreateOrganization", "DescribeOrganization", "DeleteOrganization", "ListRoots",
		"CreateAccount", "DescribeCreateAccountStatus", "ListCreateAccountStatus", "DescribeAccount", "ListAccounts",
		"ListAccountsForParent", "ListChildren", "ListParents", "MoveAccount", "RemoveAccountFromOrganization", "LeaveOrganization",
		"InviteAccountToOrganization", "AcceptHandshake", "DeclineHandshake", "CancelHandshake", "DescribeHandshake",
		"ListHandshakesForAccount", "ListHandshakesForOrganization",
		"CreateOrganizationalUnit", "DescribeOrganizationalUnit", "UpdateOrganizationalUnit", "DeleteOrganizationalUnit",
		"ListOrganizationalUnitsForParent",
		"CreatePolicy", "DescribePolicy", "UpdatePolicy", "DeletePolicy", "ListPolicies", "AttachPolicy", "DetachPolicy",
		"ListPoliciesForTarget", "ListTargetsForPolicy", "EnablePolicyType", "DisablePolicyType",
		"TagResource", "UntagResource", "ListTagsForResource",
	}},
	{folder: "costexplorer", models: "ce", served: []string{"GetCostAndUsage"}},
	{folder: "quicksight", models: "quicksight", served: []string{
		"RegisterUser", "DescribeUser", "ListUsers", "UpdateUser", "DeleteUser", "DeleteUserByPrincipalId", "ListUserGroups",
		"CreateGroup", "DescribeGroup", "ListGroups", "UpdateGroup", "DeleteGroup", "SearchGroups",
		"CreateGroupMembership", "DescribeGroupMembership", "ListGroupMemberships", "DeleteGroupMembership",
		"DescribeNamespace", "ListNamespaces",
		"CreateDataSource", "DescribeDataSource", "UpdateDataSource", "ListDataSources", "DeleteDataSource",
		"SearchDataSources", "DescribeDataSourcePermissions", "UpdateDataSourcePermissions",
		"CreateDataSet", "DescribeDataSet", "UpdateDataSet", "ListDataSets", "DeleteDataSet", "SearchDataSets",
		"DescribeDataSetPermissions", "UpdateDataSetPermissions",
		"CreateDashboard", "DescribeDashboard", "DescribeDashboardDefinition", "UpdateDashboard", "UpdateDashboardPublishedVersion",
		"ListDashboards", "ListDashboardVersions", "DeleteDashboard", "DescribeDashboardPermissions", "UpdateDashboardPermissions",
	}},
}
