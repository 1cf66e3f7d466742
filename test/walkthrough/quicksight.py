"""Every operation of QuickSight that the hub offers, with boto3 or the AWS CLI: once as it succeeds, and its errors.

Needs an AWS configuration with the profile hub-admin (AWS_CONFIG_FILE). Says "N passed" as its last line, or ends with an
error at the first answer that is not as expected.

    python quicksight.py
"""

import json
import time

from clients import Client, fails, ok, summary

HUB, REGION = "111111111111", "us-east-1"
ARN = f"arn:aws:quicksight:{REGION}:{HUB}:"
IN = {"AwsAccountId": HUB}
NAMED = {**IN, "Namespace": "default"}
quick = Client("quicksight", "hub-admin")
OWNER = [f"quicksight:{action}" for action in (
    "DescribeDataSource", "DescribeDataSourcePermissions", "PassDataSource", "UpdateDataSource", "DeleteDataSource",
    "UpdateDataSourcePermissions",
)]


def trust(principal):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]})


def grant(principal, *actions):
    return [{"Principal": principal, "Actions": [f"quicksight:{action}" for action in actions]}]


def role(name, principal, policy):
    iam = Client("iam", "hub-admin")
    made = iam.call("create_role", RoleName=name, AssumeRolePolicyDocument=trust(principal))["Role"]["Arn"]
    iam.call("attach_role_policy", RoleName=name, PolicyArn=policy)
    return made


def people():
    """hub-admin becomes the author ann, and a session of a role the author bob, who holds no permission."""
    sts = Client("sts", "hub-admin")
    me = sts.call("get_caller_identity")["Arn"]
    register = {**NAMED, "IdentityType": "IAM", "UserRole": "ADMIN", "Email": "ann@example.com"}
    ann = ok(quick, "register_user", **register, IamArn=me, UserName="ann")["User"]
    fails(quick, "register_user", "ResourceExistsException", 409, **register, IamArn=me, UserName="ann")
    other = role("bob", {"AWS": f"arn:aws:iam::{HUB}:root"}, "arn:aws:iam::aws:policy/AdministratorAccess")
    bob = ok(quick, "register_user", **{**register, "UserRole": "AUTHOR"}, IamArn=other, SessionName="bob")["User"]
    held = sts.call("assume_role", RoleArn=other, RoleSessionName="bob")["Credentials"]
    asked = {**NAMED, "UserName": "ann"}
    assert ok(quick, "describe_user", **asked)["User"]["Arn"] == ann["Arn"] == f"{ARN}user/default/ann"
    fails(quick, "describe_user", "ResourceNotFoundException", 404, **NAMED, UserName="zoe")
    ok(quick, "update_user", **asked, Email="a@example.com", Role="ADMIN")
    assert [u["UserName"] for u in ok(quick, "list_users", **NAMED)["UserList"]] == ["ann", "bob/bob"]
    local = {**NAMED, "IdentityType": "QUICKSIGHT", "UserRole": "READER", "Email": "x@example.com"}
    for name in ("rita", "carl"):
        made = ok(quick, "register_user", **local, UserName=name)
        assert made["User"]["IdentityType"] == "QUICKSIGHT", made
    principal = made["User"]["PrincipalId"]
    ok(quick, "delete_user_by_principal_id", **NAMED, PrincipalId=principal)
    fails(quick, "delete_user_by_principal_id", "ResourceNotFoundException", 404, **NAMED, PrincipalId=principal)
    ok(quick, "delete_user", **NAMED, UserName="rita")
    return ann["Arn"], bob["Arn"], Client("quicksight", credentials=held, endpoint=quick.endpoint)


def groups():
    group = {**NAMED, "GroupName": "analysts"}
    assert ok(quick, "create_group", **group)["Group"]["Arn"] == f"{ARN}group/default/analysts"
    fails(quick, "create_group", "ResourceExistsException", 409, **group)
    ok(quick, "update_group", **group, Description="They analyse")
    assert ok(quick, "describe_group", **group)["Group"]["Description"] == "They analyse"
    assert len(ok(quick, "list_groups", **NAMED)["GroupList"]) == 1
    begins = [{"Operator": "StartsWith", "Name": "GROUP_NAME", "Value": "ana"}]
    assert len(ok(quick, "search_groups", **NAMED, Filters=begins)["GroupList"]) == 1
    member = {**group, "MemberName": "ann"}
    fails(quick, "describe_group_membership", "ResourceNotFoundException", 404, **member)
    ok(quick, "create_group_membership", **member)
    assert ok(quick, "describe_group_membership", **member)["GroupMember"]["Arn"] == f"{ARN}user/default/ann"
    assert len(ok(quick, "list_group_memberships", **group)["GroupMemberList"]) == 1
    assert len(ok(quick, "list_user_groups", **NAMED, UserName="ann")["GroupList"]) == 1
    ok(quick, "delete_group_membership", **member)
    ok(quick, "delete_group", **group)
    fails(quick, "delete_group", "ResourceNotFoundException", 404, **group)


def account():
    assert ok(quick, "describe_account_subscription", **IN)["AccountInfo"]["AccountSubscriptionStatus"] == "ACCOUNT_CREATED"
    fails(
        quick, "create_account_subscription", "ResourceExistsException", 409, **IN, AccountName="x", Edition="ENTERPRISE",
        AuthenticationMethod="IAM_ONLY", NotificationEmail="x@example.com",
    )
    ok(quick, "update_account_settings", **IN, DefaultNamespace="default", NotificationEmail="n@example.com")
    kept = ok(quick, "describe_account_settings", **IN)["AccountSettings"]
    assert kept["NotificationEmail"] == "n@example.com" and not kept["TerminationProtectionEnabled"], kept
    assert len(ok(quick, "list_namespaces", **IN)["Namespaces"]) == 1
    assert ok(quick, "describe_namespace", **NAMED)["Namespace"]["CreationStatus"] == "CREATED"
    fails(quick, "describe_namespace", "ResourceNotFoundException", 404, **IN, Namespace="other")
    fails(quick, "list_topics", "UnknownOperationException", 404, **IN)


def search(operation, key, name, value, who=quick, **more):
    """How many assets a search finds by a name."""
    return len(ok(who, operation, **IN, Filters=[{"Operator": "StringLike", "Name": name, "Value": value}], **more)[key])


def data_sources(ann, bob, other):
    a = role("role-a", {"Service": "quicksight.amazonaws.com"}, "arn:aws:iam::aws:policy/AdministratorAccess")
    Client("s3", "hub-admin").boto.create_bucket(Bucket=f"aws-athena-query-results-{HUB}-{REGION}")
    source = {**IN, "DataSourceId": "source"}
    parameters = {"AthenaParameters": {"WorkGroup": "primary", "RoleArn": a}}
    made = ok(
        quick, "create_data_source", **source, Name="Source", Type="ATHENA", DataSourceParameters=parameters,
        Permissions=[{"Principal": ann, "Actions": OWNER}],
    )
    assert made["CreationStatus"] == "CREATION_IN_PROGRESS", made
    settled(source, "CREATION_SUCCESSFUL")
    again = {**source, "Name": "Source", "Type": "ATHENA", "DataSourceParameters": parameters}
    fails(quick, "create_data_source", "ResourceExistsException", 409, **again)
    fails(other, "describe_data_source", "ResourceNotFoundException", 404, **source)
    ok(quick, "update_data_source", **source, Name="The source", DataSourceParameters=parameters)
    settled(source, "UPDATE_SUCCESSFUL")
    share = grant(bob, "DescribeDataSource", "DescribeDataSourcePermissions", "PassDataSource")
    ok(quick, "update_data_source_permissions", **source, GrantPermissions=share)
    assert len(ok(other, "describe_data_source_permissions", **source)["Permissions"]) == 2
    assert len(ok(other, "list_data_sources", **IN)["DataSources"]) == 1
    assert search("search_data_sources", "DataSourceSummaries", "DATASOURCE_NAME", "source", other) == 1
    fails(other, "delete_data_source", "AccessDeniedException", 401, **source)


def settled(source, status):
    """Waits until a data source was tried out."""
    while True:
        shown = ok(quick, "describe_data_source", **source)["DataSource"]
        if not shown["Status"].endswith("IN_PROGRESS"):
            assert shown["Status"] == status, shown
            return
        time.sleep(0.1)


def data_sets(bob, other):
    columns = [{"Name": name, "Type": kind} for name, kind in (("state", "STRING"), ("n", "INTEGER"))]
    table = {"DataSourceArn": f"{ARN}datasource/source", "Name": "t", "SqlQuery": "SELECT 'CA' AS state, 1 AS n", "Columns": columns}
    set_ = {**IN, "DataSetId": "set"}
    body = {
        "Name": "Set", "ImportMode": "DIRECT_QUERY", "PhysicalTableMap": {"t": {"CustomSql": table}},
        "DataPrepConfiguration": {
            "SourceTableMap": {"source": {"PhysicalTableId": "t"}},
            "TransformStepMap": {"import": {"ImportTableStep": {"Alias": "t", "Source": {"SourceTableId": "source"}}}},
            "DestinationTableMap": {"all": {"Alias": "t", "Source": {"TransformOperationId": "import"}}},
        },
        "SemanticModelConfiguration": {"TableMap": {"t": {"Alias": "t", "DestinationTableId": "all"}}},
    }
    assert ok(quick, "create_data_set", **set_, **body)["Arn"] == f"{ARN}dataset/set"
    fails(quick, "create_data_set", "ResourceExistsException", 409, **set_, **body)
    wrong = {**body, "PhysicalTableMap": {"t": {"CustomSql": {**table, "SqlQuery": "DROP TABLE t"}}}}
    fails(quick, "update_data_set", "InvalidParameterValueException", 400, "line 1:1", **set_, **wrong)
    ok(quick, "update_data_set", **set_, **body)
    shown = ok(quick, "describe_data_set", **set_)["DataSet"]
    assert [c["Name"] for c in shown["OutputColumns"]] == ["state", "n"] and "DataPrepConfiguration" in shown, shown
    fails(other, "describe_data_set", "ResourceNotFoundException", 404, **set_)
    seen = ("DescribeDataSet", "DescribeDataSetPermissions", "PassDataSet", "DescribeIngestion", "ListIngestions")
    ok(quick, "update_data_set_permissions", **set_, GrantPermissions=grant(bob, *seen))
    assert len(ok(other, "describe_data_set_permissions", **set_)["Permissions"]) == 2
    child = {
        **IN, "DataSetId": "child", "Name": "Child", "ImportMode": "DIRECT_QUERY", "PhysicalTableMap": {},
        "LogicalTableMap": {"set": {"Alias": "set", "Source": {"DataSetArn": f"{ARN}dataset/set"}}},
    }
    ok(other, "create_data_set", **child)
    assert len(ok(other, "list_data_sets", **IN)["DataSetSummaries"]) == 2
    assert search("search_data_sets", "DataSetSummaries", "DATASET_NAME", "Child", other) == 1
    ok(other, "delete_data_set", **IN, DataSetId="child")


BAR = {"BarChartAggregatedFieldWells": {"Category": [
    {"CategoricalDimensionField": {"FieldId": "f", "Column": {"DataSetIdentifier": "Set", "ColumnName": "state"}}}
]}}
DEFINITION = {
    "DataSetIdentifierDeclarations": [{"Identifier": "Set", "DataSetArn": f"{ARN}dataset/set"}],
    "Sheets": [{"SheetId": "one", "Name": "First", "Visuals": [{"BarChartVisual": {"VisualId": "bar", "ChartConfiguration": {"FieldWells": BAR}}}]}],
}


def analyses(bob, other):
    analysis = {**IN, "AnalysisId": "analysis"}
    body = {"Name": "Analysis", "Definition": DEFINITION}
    assert ok(quick, "create_analysis", **analysis, **body)["CreationStatus"] == "CREATION_IN_PROGRESS"
    fails(quick, "create_analysis", "ResourceExistsException", 409, **analysis, **body)
    assert ok(quick, "describe_analysis", **analysis)["Analysis"]["Status"] == "CREATION_SUCCESSFUL"
    fails(other, "describe_analysis", "ResourceNotFoundException", 404, **analysis)
    ok(quick, "update_analysis", **analysis, **body)
    assert ok(quick, "describe_analysis_definition", **analysis)["Definition"] == DEFINITION
    shared = ok(quick, "update_analysis_permissions", **analysis, GrantPermissions=grant(bob, "DescribeAnalysis", "QueryAnalysis"))
    assert len(shared["Permissions"]) == 2
    fails(other, "describe_analysis_permissions", "AccessDeniedException", 401, **analysis)
    assert len(ok(quick, "describe_analysis_permissions", **analysis)["Permissions"]) == 2
    assert len(ok(other, "list_analyses", **IN)["AnalysisSummaryList"]) == 1
    assert search("search_analyses", "AnalysisSummaryList", "ANALYSIS_NAME", "lysis", other) == 1
    fails(quick, "restore_analysis", "ConflictException", 409, **analysis)
    ok(quick, "delete_analysis", **analysis, RecoveryWindowInDays=7)
    assert ok(quick, "describe_analysis", **analysis)["Analysis"]["Status"] == "DELETED"
    ok(quick, "restore_analysis", **analysis)


def models(kind, made, body):
    """The life of a template or theme with its versions and aliases; what they have in common."""
    lower, found = kind.lower(), {**IN, f"{kind}Id": kind.lower()}
    created = ok(quick, f"create_{lower}", **found, Name=kind, **body)
    assert created["VersionArn"] == f"{ARN}{lower}/{lower}/version/1", created
    fails(quick, f"create_{lower}", "ResourceExistsException", 409, **found, Name=kind, **body)
    assert ok(quick, f"update_{lower}", **found, Name=kind, **body)["VersionArn"].endswith("/version/2")
    assert ok(quick, f"describe_{lower}", **found)[kind]["Version"]["VersionNumber"] == 2
    fails(quick, f"describe_{lower}", "ResourceNotFoundException", 404, **found, VersionNumber=3)
    assert len(ok(quick, f"list_{lower}_versions", **found)[f"{kind}VersionSummaryList"]) == 2
    assert made in [m[f"{kind}Id"] for m in ok(quick, f"list_{lower}s", **IN)[f"{kind}SummaryList"]]
    alias, number = {**found, "AliasName": "live"}, f"{kind}VersionNumber"
    assert ok(quick, f"create_{lower}_alias", **alias, **{number: 1})[f"{kind}Alias"]["Arn"] == f"{ARN}{lower}/{lower}/alias/live"
    fails(quick, f"create_{lower}_alias", "ResourceExistsException", 409, **alias, **{number: 1})
    fails(quick, f"delete_{lower}", "ConflictException", 409, **found, VersionNumber=1)
    ok(quick, f"update_{lower}_alias", **alias, **{number: 2})
    assert ok(quick, f"describe_{lower}_alias", **alias)[f"{kind}Alias"][number] == 2
    assert len(ok(quick, f"list_{lower}_aliases", **found)[f"{kind}AliasList"]) == 1
    ok(quick, f"delete_{lower}_alias", **alias)
    fails(quick, f"describe_{lower}_alias", "ResourceNotFoundException", 404, **alias)
    viewer = (f"Describe{kind}", f"Describe{kind}Alias", f"List{kind}Aliases", f"List{kind}Versions")
    shared = ok(quick, f"update_{lower}_permissions", **found, GrantPermissions=grant(f"{ARN}namespace/default", *viewer))
    assert len(shared["Permissions"]) == 2
    assert len(ok(quick, f"describe_{lower}_permissions", **found)["Permissions"]) == 2
    return found


def templates():
    reference = [{"DataSetPlaceholder": "Figures", "DataSetArn": f"{ARN}dataset/set"}]
    body = {"SourceEntity": {"SourceAnalysis": {"Arn": f"{ARN}analysis/analysis", "DataSetReferences": reference}}}
    found = models("Template", "template", body)
    definition = ok(quick, "describe_template_definition", **found)["Definition"]
    assert definition["DataSetConfigurations"][0]["Placeholder"] == "Figures", definition
    return {"SourceEntity": {"SourceTemplate": {"Arn": f"{ARN}template/template", "DataSetReferences": reference}}}


def dashboards(bob, other, of_template):
    board = {**IN, "DashboardId": "board"}
    made = ok(quick, "create_dashboard", **board, Name="Board", Definition=DEFINITION)
    assert made["VersionArn"] == f"{ARN}dashboard/board/version/1", made
    fails(quick, "create_dashboard", "ResourceExistsException", 409, **board, Name="Board", Definition=DEFINITION)
    ok(quick, "update_dashboard", **board, Name="Board", **of_template)
    assert ok(quick, "describe_dashboard", **board)["Dashboard"]["Version"]["VersionNumber"] == 1
    assert ok(quick, "update_dashboard_published_version", **board, VersionNumber=2)["Status"] == 200
    declared = ok(quick, "describe_dashboard_definition", **board)["Definition"]["DataSetIdentifierDeclarations"]
    assert [d["Identifier"] for d in declared] == ["Figures"], declared
    assert len(ok(quick, "list_dashboard_versions", **board)["DashboardVersionSummaryList"]) == 2
    ok(quick, "update_dashboard_links", **board, LinkEntities=[f"{ARN}analysis/analysis"])
    seen = ("DescribeDashboard", "ListDashboardVersions", "QueryDashboard")
    ok(quick, "update_dashboard_permissions", **board, GrantPermissions=grant(bob, *seen))
    assert len(ok(quick, "describe_dashboard_permissions", **board)["Permissions"]) == 2
    fails(other, "describe_dashboard_permissions", "AccessDeniedException", 401, **board)
    assert len(ok(other, "list_dashboards", **IN)["DashboardSummaryList"]) == 1
    assert search("search_dashboards", "DashboardSummaryList", "DASHBOARD_NAME", "board", other) == 1
    ok(quick, "update_dashboard_permissions", **board, RevokePermissions=grant(bob, *seen))


def folders(bob, other):
    top, inner = {**IN, "FolderId": "top"}, {**IN, "FolderId": "inner"}
    assert ok(quick, "create_folder", **top, Name="Top")["Arn"] == f"{ARN}folder/top"
    fails(quick, "create_folder", "ResourceExistsException", 409, **top, Name="Top")
    ok(quick, "create_folder", **inner, Name="Inner", ParentFolderArn=f"{ARN}folder/top")
    ok(quick, "update_folder", **inner, Name="Inside")
    member = {**inner, "MemberType": "DASHBOARD", "MemberId": "board"}
    fails(other, "create_folder_membership", "ResourceNotFoundException", 404, **member)
    ok(quick, "create_folder_membership", **member)
    fails(other, "describe_dashboard", "ResourceNotFoundException", 404, **IN, DashboardId="board")
    ok(quick, "update_folder_permissions", **top, GrantPermissions=grant(bob, "DescribeFolder"))
    ok(other, "describe_dashboard", **IN, DashboardId="board")
    assert ok(other, "describe_folder", **inner)["Folder"]["FolderPath"] == [f"{ARN}folder/top"]
    assert len(ok(other, "list_folders", **IN)["FolderSummaryList"]) == 2
    assert search("search_folders", "FolderSummaryList", "FOLDER_NAME", "inside", other) == 1
    assert ok(other, "list_folder_members", **inner)["FolderMemberList"][0]["MemberId"] == "board"
    assert ok(other, "list_folders_for_resource", **IN, ResourceArn=f"{ARN}dashboard/board")["Folders"] == [f"{ARN}folder/inner"]
    assert len(ok(quick, "describe_folder_permissions", **inner)["Permissions"]) == 1
    assert len(ok(quick, "describe_folder_resolved_permissions", **inner)["Permissions"]) == 2
    fails(quick, "delete_folder", "PreconditionNotMetException", 400, **top)
    ok(quick, "delete_folder_membership", **member)
    fails(other, "describe_dashboard", "ResourceNotFoundException", 404, **IN, DashboardId="board")
    ok(quick, "delete_folder", **inner)
    ok(quick, "delete_folder", **top)


def tags(other):
    board = {"ResourceArn": f"{ARN}dashboard/board"}
    ok(quick, "tag_resource", **board, Tags=[{"Key": "team", "Value": "bi"}, {"Key": "stage", "Value": "x"}])
    ok(quick, "untag_resource", **board, TagKeys=["stage"])
    assert ok(quick, "list_tags_for_resource", **board)["Tags"] == [{"Key": "team", "Value": "bi"}]
    fails(other, "list_tags_for_resource", "ResourceNotFoundException", 404, **board)
    fails(quick, "tag_resource", "InvalidParameterValueException", 400, **board, Tags=[{"Key": "aws:x", "Value": "x"}])


def memory(other):
    """A data set in memory, its ingestions and what makes them."""
    columns = [{"Name": "day", "Type": "DATETIME"}, {"Name": "n", "Type": "INTEGER"}]
    sql = "SELECT CAST(current_date AS timestamp) AS day, 1 AS n"
    table = {"CustomSql": {"DataSourceArn": f"{ARN}datasource/source", "Name": "t", "SqlQuery": sql, "Columns": columns}}
    of = {**IN, "DataSetId": "memory"}
    made = ok(quick, "create_data_set", **of, Name="Memory", ImportMode="SPICE", PhysicalTableMap={"t": table})
    assert ingested(of, made["IngestionId"]) == ("COMPLETED", 1), made
    ingestion = {**of, "IngestionId": "window"}
    fails(quick, "create_ingestion", "InvalidParameterValueException", 400, "window", **ingestion, IngestionType="INCREMENTAL_REFRESH")
    window = {"LookbackWindow": {"ColumnName": "day", "Size": 7, "SizeUnit": "DAY"}}
    ok(quick, "put_data_set_refresh_properties", **of, DataSetRefreshProperties={"RefreshConfiguration": {"IncrementalRefresh": window}})
    kept = ok(quick, "describe_data_set_refresh_properties", **of)["DataSetRefreshProperties"]["RefreshConfiguration"]
    assert kept["IncrementalRefresh"] == window, kept
    ok(quick, "create_ingestion", **ingestion, IngestionType="INCREMENTAL_REFRESH")
    assert ingested(of, "window") == ("COMPLETED", 1)
    fails(quick, "create_ingestion", "ResourceExistsException", 409, **ingestion)
    fails(quick, "cancel_ingestion", "InvalidParameterValueException", 400, **ingestion)
    fails(other, "cancel_ingestion", "ResourceNotFoundException", 404, **ingestion)
    assert len(ok(quick, "list_ingestions", **of)["Ingestions"]) == 2
    schedule = {"ScheduleId": "hourly", "RefreshType": "FULL_REFRESH", "ScheduleFrequency": {"Interval": "HOURLY"}}
    ok(quick, "create_refresh_schedule", **of, Schedule=schedule)
    fails(quick, "create_refresh_schedule", "ResourceExistsException", 409, **of, Schedule=schedule)
    ok(quick, "update_refresh_schedule", **of, Schedule={**schedule, "ScheduleFrequency": {"Interval": "MINUTE15"}, "RefreshType": "INCREMENTAL_REFRESH"})
    shown = ok(quick, "describe_refresh_schedule", **of, ScheduleId="hourly")["RefreshSchedule"]
    assert shown["ScheduleFrequency"]["Interval"] == "MINUTE15", shown
    assert len(ok(quick, "list_refresh_schedules", **of)["RefreshSchedules"]) == 1
    fails(quick, "delete_data_set_refresh_properties", "ConflictException", 409, **of)
    ok(quick, "delete_refresh_schedule", **of, ScheduleId="hourly")
    ok(quick, "delete_data_set_refresh_properties", **of)
    ok(quick, "delete_data_set", **of)
    fails(quick, "describe_ingestion", "ResourceNotFoundException", 404, **ingestion)


def ingested(of, ingestion):
    """Waits until an ingestion has ended, and returns its status and rows."""
    while True:
        shown = ok(quick, "describe_ingestion", **of, IngestionId=ingestion)["Ingestion"]
        if shown["IngestionStatus"] in ("COMPLETED", "FAILED", "CANCELLED"):
            return shown["IngestionStatus"], shown.get("RowInfo", {}).get("TotalRowsInDataset", shown.get("ErrorInfo"))
        time.sleep(0.1)


def cleanup():
    ok(quick, "delete_dashboard", **IN, DashboardId="board")
    fails(quick, "describe_dashboard", "ResourceNotFoundException", 404, **IN, DashboardId="board")
    ok(quick, "delete_template", **IN, TemplateId="template")
    ok(quick, "delete_theme", **IN, ThemeId="theme")
    ok(quick, "delete_analysis", **IN, AnalysisId="analysis", ForceDeleteWithoutRecovery=True)
    ok(quick, "delete_data_set", **IN, DataSetId="set")
    ok(quick, "delete_data_source", **IN, DataSourceId="source")


ANN, BOB, bob = people()
groups()
account()
data_sources(ANN, BOB, bob)
data_sets(BOB, bob)
memory(bob)
analyses(BOB, bob)
models("Theme", "theme", {"BaseThemeId": "CLASSIC", "Configuration": {"DataColorPalette": {"Colors": ["#112233"]}}})
dashboards(BOB, bob, templates())
folders(BOB, bob)
tags(bob)
cleanup()
summary()
