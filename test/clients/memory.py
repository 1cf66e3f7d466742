"""Data sets in memory: each operation of ingestions, schedules and refresh properties, with boto3 and with the AWS CLI."""

import json
import os
import subprocess
import time

import boto3
import botocore.exceptions
import world
from checks import check, finish, refused

HUB, DATA = os.environ["HUB_ACCOUNT"], os.environ["DATA_ACCOUNT"]
ROLE_A, ROLE_B = f"arn:aws:iam::{HUB}:role/memory-a", f"arn:aws:iam::{DATA}:role/memory-b"

hub = boto3.Session(profile_name="hub", region_name=world.REGION)
quicksight = hub.client("quicksight")
BUCKET, _ = world.make("memory")
FOLDER = f"{BUCKET}/days/"


def document(action, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, **more}]})


def role(session, arn, trusted, action, resource):
    iam, name = session.client("iam"), arn.rsplit("/", 1)[1]
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=document("sts:AssumeRole", Principal=trusted))
    iam.put_role_policy(RoleName=name, PolicyName="permissions", PolicyDocument=document(action, Resource=resource))


def put(text):
    bucket = BUCKET.removeprefix("s3://")
    world.s3.put_object(Bucket=bucket, Key="days/a.csv", Body=text.encode())


def eventually(compute, done):
    """What is computed once it is done, for a minute at most."""
    for _ in range(240):
        value = compute()
        if done(value):
            return value
        time.sleep(0.25)
    raise TimeoutError(str(value))


def prepare():
    """Two roles, an author, a table, and a data source over it."""
    role(hub, ROLE_A, {"Service": "quicksight.amazonaws.com"}, "sts:AssumeRole", ROLE_B)
    role(world.session, ROLE_B, {"AWS": f"arn:aws:iam::{HUB}:root"}, ["athena:*", "glue:*", "s3:*"], "*")
    world.s3.create_bucket(Bucket=f"aws-athena-query-results-{DATA}-{world.REGION}")
    put("1,2020-01-01\n2,2999-01-01\n")
    world.glue.create_table(
        DatabaseName="memory",
        TableInput={
            "Name": "days",
            "TableType": "EXTERNAL_TABLE",
            "StorageDescriptor": {
                "Location": FOLDER,
                "Columns": [{"Name": "id", "Type": "int"}, {"Name": "day", "Type": "date"}],
                "SerdeInfo": {
                    "SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
                    "Parameters": {"field.delim": ","},
                },
            },
        },
    )
    me = hub.client("sts").get_caller_identity()["Arn"]
    quicksight.register_user(
        AwsAccountId=HUB, Namespace="default", IdentityType="IAM", UserRole="ADMIN", Email="a@example.com", IamArn=me
    )
    athena = {"WorkGroup": "primary", "RoleArn": ROLE_A, "ConsumerAccountRoleArn": ROLE_B}
    quicksight.create_data_source(
        AwsAccountId=HUB, DataSourceId="memory", Name="Memory", Type="ATHENA", DataSourceParameters={"AthenaParameters": athena}
    )
    source = eventually(
        lambda: quicksight.describe_data_source(AwsAccountId=HUB, DataSourceId="memory")["DataSource"],
        lambda s: not s["Status"].endswith("IN_PROGRESS"),
    )
    check("the data source", lambda: source["Status"], "CREATION_SUCCESSFUL")
    return source["Arn"]


ON = {"AwsAccountId": HUB, "DataSetId": "days"}


def definition(source):
    columns = [{"Name": "id", "Type": "INTEGER"}, {"Name": "day", "Type": "DATETIME"}]
    table = {"DataSourceArn": source, "Catalog": "AwsDataCatalog", "Schema": "memory", "Name": "days", "InputColumns": columns}
    return {**ON, "Name": "Days", "ImportMode": "SPICE", "PhysicalTableMap": {"days": {"RelationalTable": table}}}


def ended(ingestion):
    return eventually(
        lambda: quicksight.describe_ingestion(**ON, IngestionId=ingestion)["Ingestion"],
        lambda i: i["IngestionStatus"] in ("COMPLETED", "FAILED", "CANCELLED"),
    )


def rows(ingestion):
    info = ingestion.get("RowInfo", {})
    return ingestion["IngestionStatus"], info.get("RowsIngested"), info.get("RowsDropped"), info.get("TotalRowsInDataset")


def aws(*arguments):
    """What a command of the AWS CLI prints, in the hub's account."""
    command = [os.environ["AWS_PROGRAM"], "quicksight", *arguments, "--aws-account-id", HUB, "--data-set-id", "days"]
    done = subprocess.run([*command, "--profile", "hub", "--region", world.REGION], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout)


def with_boto3(source):
    made = quicksight.create_data_set(**definition(source))
    check("an ingestion's ARN", lambda: made["IngestionArn"].endswith("/ingestion/" + made["IngestionId"]), True)
    first = ended(made["IngestionId"])
    check("the first ingestion", lambda: rows(first), ("COMPLETED", 2, 0, 2))
    check("its type and source", lambda: (first["RequestType"], first["RequestSource"]), ("INITIAL_INGESTION", "MANUAL"))
    described = quicksight.describe_data_set(**ON)["DataSet"]
    check("capacity", lambda: described["ConsumedSpiceCapacityInBytes"], 32)

    put("1,2020-05-05\n3,2999-01-02\n")
    window = {"ColumnName": "day", "Size": 1, "SizeUnit": "DAY"}
    properties = {"RefreshConfiguration": {"IncrementalRefresh": {"LookbackWindow": window}}}
    incremental = {**ON, "IngestionId": "window", "IngestionType": "INCREMENTAL_REFRESH"}
    errors = quicksight.exceptions
    refused("without a window", lambda: quicksight.create_ingestion(**incremental), errors.InvalidParameterValueException, "lookback window")
    quicksight.put_data_set_refresh_properties(**ON, DataSetRefreshProperties=properties)
    check(
        "refresh properties",
        lambda: quicksight.describe_data_set_refresh_properties(**ON)["DataSetRefreshProperties"]["RefreshConfiguration"],
        properties["RefreshConfiguration"],
    )
    check("status of a new ingestion", lambda: quicksight.create_ingestion(**incremental)["Status"], 201)
    check("an incremental ingestion", lambda: rows(ended("window")), ("COMPLETED", 1, 0, 2))
    refused("an id twice", lambda: quicksight.create_ingestion(**incremental), errors.ResourceExistsException, "window")
    listed = quicksight.get_paginator("list_ingestions").paginate(**ON, PaginationConfig={"PageSize": 1})
    check("the list, latest first", lambda: [i["IngestionId"] for page in listed for i in page["Ingestions"]][0], "window")
    refused("cancelling what has ended", lambda: quicksight.cancel_ingestion(**ON, IngestionId="window"), errors.InvalidParameterValueException)
    refused("an unknown ingestion", lambda: quicksight.describe_ingestion(**ON, IngestionId="x"), errors.ResourceNotFoundException)

    daily = {
        "ScheduleId": "daily",
        "RefreshType": "FULL_REFRESH",
        "ScheduleFrequency": {"Interval": "DAILY", "TimeOfTheDay": "07:30", "Timezone": "Europe/Zurich"},
    }
    check("a schedule", lambda: quicksight.create_refresh_schedule(**ON, Schedule=daily)["ScheduleId"], "daily")
    refused("a schedule twice", lambda: quicksight.create_refresh_schedule(**ON, Schedule=daily), errors.ResourceExistsException)
    daily["ScheduleFrequency"]["TimeOfTheDay"] = "08:00"
    quicksight.update_refresh_schedule(**ON, Schedule=daily)
    shown = quicksight.describe_refresh_schedule(**ON, ScheduleId="daily")["RefreshSchedule"]
    check("the schedule changed", lambda: shown["ScheduleFrequency"], daily["ScheduleFrequency"])
    check("the schedules", lambda: [s["ScheduleId"] for s in quicksight.list_refresh_schedules(**ON)["RefreshSchedules"]], ["daily"])
    monthly = {**daily, "ScheduleId": "monthly", "ScheduleFrequency": {"Interval": "MONTHLY", "TimeOfTheDay": "07:30"}}
    refused("a month without a day", lambda: quicksight.create_refresh_schedule(**ON, Schedule=monthly), botocore.exceptions.ClientError, "DayOfMonth")
    quicksight.delete_refresh_schedule(**ON, ScheduleId="daily")
    quicksight.delete_data_set_refresh_properties(**ON)
    refused("properties that are gone", lambda: quicksight.describe_data_set_refresh_properties(**ON), errors.ResourceNotFoundException)


def with_the_cli():
    aws("create-ingestion", "--ingestion-id", "cli", "--ingestion-type", "FULL_REFRESH")
    check("cli: an ingestion", lambda: rows(ended("cli")), ("COMPLETED", 2, 0, 2))
    check("cli: described", lambda: aws("describe-ingestion", "--ingestion-id", "cli")["Ingestion"]["IngestionStatus"], "COMPLETED")
    check("cli: the list", lambda: [i["IngestionId"] for i in aws("list-ingestions")["Ingestions"]][0], "cli")
    refused("cli: cancelled", lambda: aws("cancel-ingestion", "--ingestion-id", "cli"), RuntimeError, "InvalidParameterValueException")
    properties = "RefreshConfiguration={IncrementalRefresh={LookbackWindow={ColumnName=day,Size=2,SizeUnit=WEEK}}}"
    aws("put-data-set-refresh-properties", "--data-set-refresh-properties", properties)
    window = lambda: aws("describe-data-set-refresh-properties")["DataSetRefreshProperties"]["RefreshConfiguration"]
    check("cli: refresh properties", lambda: window()["IncrementalRefresh"]["LookbackWindow"]["SizeUnit"], "WEEK")
    often = "ScheduleId=often,RefreshType=INCREMENTAL_REFRESH,ScheduleFrequency={Interval=MINUTE15}"
    check("cli: a schedule", lambda: aws("create-refresh-schedule", "--schedule", often)["ScheduleId"], "often")
    aws("update-refresh-schedule", "--schedule", often.replace("MINUTE15", "MINUTE30"))
    shown = lambda: aws("describe-refresh-schedule", "--schedule-id", "often")["RefreshSchedule"]["ScheduleFrequency"]["Interval"]
    check("cli: the schedule changed", shown, "MINUTE30")
    refused("cli: a window that is needed", lambda: aws("delete-data-set-refresh-properties"), RuntimeError, "ConflictException")
    check("cli: deleted", lambda: aws("delete-refresh-schedule", "--schedule-id", "often")["ScheduleId"], "often")
    aws("delete-data-set-refresh-properties")
    check("cli: no schedules", lambda: aws("list-refresh-schedules")["RefreshSchedules"], [])


with_boto3(prepare())
with_the_cli()
quicksight.delete_data_set(**ON)
refused("ingestions of a deleted data set", lambda: quicksight.list_ingestions(**ON), quicksight.exceptions.ResourceNotFoundException)
finish()
