"""The published procedure of cross-account Athena access with boto3, in its order, and what it promises to both accounts.

Needs an AWS configuration with the profiles hub-admin and consumer-admin (AWS_CONFIG_FILE) and the folder of the
documents as working directory. Ends with an error at the first answer that is not as expected.

    python procedure.py INTERLAKEN SOURCE-FILE

INTERLAKEN is the command that asks the hub, SOURCE-FILE the CSV file that becomes the consumer account's table.
"""

import csv
import datetime
import decimal
import io
import json
import os
import subprocess
import sys

import boto3
from botocore.exceptions import ClientError

from figures import complaints_by_product

HUB, CONSUMER, REGION = "111111111111", "222222222222", "us-east-1"
ROLE_A, ROLE_B = "qs-athena-cross-account-role-a", "qs-athena-consumer-role"
ROLE_A_ARN = f"arn:aws:iam::{HUB}:role/{ROLE_A}"
ROLE_B_ARN = f"arn:aws:iam::{CONSUMER}:role/{ROLE_B}"
SOURCE = "athena-cross-account"
SOURCE_ARN = f"arn:aws:quicksight:{REGION}:{HUB}:datasource/{SOURCE}"
PARAMETERS = {
    "AthenaParameters": {"WorkGroup": "primary", "RoleArn": ROLE_A_ARN, "ConsumerAccountRoleArn": ROLE_B_ARN}
}
DATABASE, DATA_BUCKET = "consumer_data", f"consumer-data-{CONSUMER}"
RESULT_BUCKET = f"aws-athena-query-results-{CONSUMER}-{REGION}"
AUTHORS = ("author", "second-author")
QUESTION = (
    f"SELECT product, count(*) AS complaints FROM {DATABASE}.complaints_cfpb GROUP BY product ORDER BY product"
)

VIEWER = [
    "quicksight:DescribeDataSource",
    "quicksight:DescribeDataSourcePermissions",
    "quicksight:PassDataSource",
]
OWNER = VIEWER + [
    "quicksight:UpdateDataSource",
    "quicksight:DeleteDataSource",
    "quicksight:UpdateDataSourcePermissions",
]
DATA_SET_OWNER = [
    "quicksight:DescribeDataSet",
    "quicksight:DescribeDataSetPermissions",
    "quicksight:PassDataSet",
    "quicksight:DescribeIngestion",
    "quicksight:ListIngestions",
    "quicksight:UpdateDataSet",
    "quicksight:DeleteDataSet",
    "quicksight:CreateIngestion",
    "quicksight:CancelIngestion",
    "quicksight:UpdateDataSetPermissions",
]


def step(text):
    print(f"\n# {text}", flush=True)


def equal(want, got):
    """Fails where an answer is not the expected one, and prints it where it is."""
    if want != got:
        raise SystemExit(f"got {got!r}, want {want!r}")
    print(f"  {got}", flush=True)


def refused(code, words, call, **arguments):
    """Makes a call that has to be refused with a code and in these words."""
    try:
        call(**arguments)
    except ClientError as error:
        equal(code, error.response["Error"]["Code"])
        if words not in error.response["Error"]["Message"]:
            raise SystemExit(f"{error} does not say {words!r}") from error
        print(f"  {error.response['Error']['Message']}")
        return
    raise SystemExit(f"{call.__name__} was not refused")


def document(name):
    with open(name, encoding="utf-8") as text:
        return text.read()


def user_arn(name):
    return f"arn:aws:quicksight:{REGION}:{HUB}:user/default/{name}"


class Identity:
    """Somebody with credentials, and one client of each service that they use."""

    def __init__(self, session, endpoint):
        self.session, self.endpoint, self.clients = session, endpoint, {}

    def __getattr__(self, service):
        if service not in self.clients:
            self.clients[service] = self.session.client(service, endpoint_url=self.endpoint)
        return self.clients[service]

    def with_keys(self, key):
        """Somebody else at the same endpoint, with a key as IAM or STS answers it."""
        session = boto3.Session(
            key["AccessKeyId"], key["SecretAccessKey"], key.get("SessionToken"), region_name=REGION
        )
        return Identity(session, self.endpoint)

    def environment(self):
        """The credentials for a command."""
        key = self.session.get_credentials()
        names = {
            "AWS_ACCESS_KEY_ID": key.access_key,
            "AWS_SECRET_ACCESS_KEY": key.secret_key,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
        }
        return os.environ | names


def from_profile(name):
    session = boto3.Session(profile_name=name)
    return Identity(session, session.client("sts").meta.endpoint_url)


class Walk:
    """A person's way through the procedure."""

    def __init__(self, interlaken, source_file):
        self.interlaken, self.source_file = interlaken, source_file
        self.hub, self.consumer = from_profile("hub-admin"), from_profile("consumer-admin")
        self.people, self.keys, self.queried = {}, {}, 0

    def run(self):
        step("What there is before the first step")
        before = self.inventory()
        for part in (
            self.own_data,
            self.create_role_a,
            self.create_role_b,
            self.register_authors,
            self.create_data_source,
            self.share,
            self.queries,
            self.rights_of_role_b,
            self.strict_form,
            self.trails,
            self.bills,
            self.clean_up,
        ):
            part()
        step("What there is after the last step: the same")
        equal(before, self.inventory())

    def inventory(self):
        found = {"sources": [s["DataSourceId"] for s in self.hub.quicksight.list_data_sources(AwsAccountId=HUB)["DataSources"]]}
        for name, account in (("hub", self.hub), ("consumer", self.consumer)):
            found[name + " roles"] = sorted(r["RoleName"] for r in account.iam.list_roles()["Roles"])
            found[name + " buckets"] = sorted(b["Name"] for b in account.s3.list_buckets()["Buckets"])
        return found

    def own_data(self):
        step("The consumer account's data: a file in its bucket, a table in its catalog")
        self.consumer.s3.create_bucket(Bucket=DATA_BUCKET)
        self.consumer.s3.upload_file(self.source_file, DATA_BUCKET, "complaints_cfpb/consumer_complaints.csv")
        stored = self.consumer.s3.head_object(Bucket=DATA_BUCKET, Key="complaints_cfpb/consumer_complaints.csv")
        equal(os.path.getsize(self.source_file), stored["ContentLength"])
        self.consumer.glue.create_database(DatabaseInput={"Name": DATABASE})
        self.consumer.glue.create_table(DatabaseName=DATABASE, TableInput=json.loads(document("complaints-table.json")))

    def create_role_a(self):
        step("Role A, in the hub account")
        made = self.hub.iam.create_role(
            RoleName=ROLE_A,
            AssumeRolePolicyDocument=document("role-a-trust-policy.json"),
            Description="Quick Athena Cross Account - RunAsRole",
        )
        equal(ROLE_A_ARN, made["Role"]["Arn"])
        equal("quicksight.amazonaws.com", made["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"])
        self.hub.iam.put_role_policy(
            RoleName=ROLE_A,
            PolicyName="AssumeConsumerRolePolicy",
            PolicyDocument=document("assume-consumer-role-policy.json"),
        )

    def create_role_b(self):
        step("Role B, in the consumer account")
        made = self.consumer.iam.create_role(
            RoleName=ROLE_B, AssumeRolePolicyDocument=document("role-b-trust-policy.json")
        )
        equal(ROLE_B_ARN, made["Role"]["Arn"])
        self.consumer.iam.put_role_policy(
            RoleName=ROLE_B, PolicyName="AthenaGlueS3Access", PolicyDocument=document("athena-glue-s3-access.json")
        )
        self.consumer.s3.create_bucket(Bucket=RESULT_BUCKET)

    def register_authors(self):
        step("Two authors: the first may hand role A to QuickSight, the second may not")
        for name in AUTHORS:
            arn = self.hub.iam.create_user(UserName=name)["User"]["Arn"]
            self.hub.iam.put_user_policy(
                UserName=name, PolicyName="Author", PolicyDocument=document("author-policy.json")
            )
            key = self.hub.iam.create_access_key(UserName=name)["AccessKey"]
            self.keys[name], self.people[name] = key["AccessKeyId"], self.hub.with_keys(key)
            registered = self.hub.quicksight.register_user(
                AwsAccountId=HUB,
                Namespace="default",
                IdentityType="IAM",
                IamArn=arn,
                UserRole="AUTHOR",
                Email=name + "@example.com",
            )
            equal(user_arn(name), registered["User"]["Arn"])
        self.hub.iam.put_user_policy(
            UserName="author", PolicyName="PassRoleA", PolicyDocument=document("pass-role-policy.json")
        )

    def new_source(self, author, source):
        return self.people[author].quicksight.create_data_source(
            AwsAccountId=HUB,
            DataSourceId=source,
            Name="Athena Cross Account - Consumer Data",
            Type="ATHENA",
            DataSourceParameters=PARAMETERS,
            Permissions=[{"Principal": user_arn("author"), "Actions": OWNER}],
        )

    def create_data_source(self):
        step("The data source: who may not pass role A is refused; for the author the chain is walked")
        refused(
            "AccessDeniedException",
            f"iam:PassRole on resource: {ROLE_A_ARN} because no identity-based policy allows the iam:PassRole action",
            self.new_source,
            author="second-author",
            source=SOURCE,
        )
        equal("CREATION_IN_PROGRESS", self.new_source("author", SOURCE)["CreationStatus"])
        self.settled(SOURCE, "CREATION_SUCCESSFUL")

    def settled(self, source, want):
        """Asks for a data source until it is no longer in progress."""
        deadline = datetime.datetime.now() + datetime.timedelta(seconds=60)
        while True:
            found = self.people["author"].quicksight.describe_data_source(AwsAccountId=HUB, DataSourceId=source)["DataSource"]
            if not found["Status"].endswith("_IN_PROGRESS") or datetime.datetime.now() > deadline:
                break
        equal((want, "ATHENA"), (found["Status"], found["Type"]))
        return found

    def new_data_set(self, data_set):
        return self.people["second-author"].quicksight.create_data_set(
            AwsAccountId=HUB,
            DataSetId=data_set,
            Name="Complaints",
            ImportMode="DIRECT_QUERY",
            PhysicalTableMap=json.loads(document("complaints-physical-table.json")),
            Permissions=[{"Principal": user_arn("second-author"), "Actions": DATA_SET_OWNER}],
        )

    def change(self, what):
        """Grants or revokes the viewer's actions of the second author."""
        changed = self.people["author"].quicksight.update_data_source_permissions(
            AwsAccountId=HUB,
            DataSourceId=SOURCE,
            **{what: [{"Principal": user_arn("second-author"), "Actions": VIEWER}]},
        )
        equal(SOURCE_ARN, changed["DataSourceArn"])

    def hidden(self, data_set):
        refused(
            "ResourceNotFoundException",
            f"{SOURCE_ARN} is not found, or it is not shared with you.",
            self.new_data_set,
            data_set=data_set,
        )

    def share(self):
        step("Before it is shared, the second author cannot make a data set on the data source")
        self.hidden("complaints")
        step("Once it is shared, that works")
        self.change("GrantPermissions")
        equal(f"arn:aws:quicksight:{REGION}:{HUB}:dataset/complaints", self.new_data_set("complaints")["Arn"])
        step("The grant is revoked: the second author can neither make another one nor ask")
        self.change("RevokePermissions")
        self.hidden("complaints-again")
        asked = self.query("second-author", "--data-source", SOURCE, QUESTION)
        equal((1, ""), (asked.returncode, asked.stdout))
        print(" ", asked.stderr.strip())
        step("And granted again, for the queries")
        self.change("GrantPermissions")

    def query(self, author, *arguments):
        return subprocess.run(
            [self.interlaken, "query", "--csv", *arguments],
            env=self.people[author].environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def rows(self, author, *arguments):
        """The rows of a query that has to succeed, without the header."""
        asked = self.query(author, *arguments)
        equal(0, asked.returncode)
        self.queried += 1
        print(" ", asked.stderr.strip().replace("\n", "\n  "))
        return [tuple(row) for row in csv.reader(io.StringIO(asked.stdout))][1:]

    def ask(self, author):
        answer = [(product, int(complaints)) for product, complaints in self.rows(author, "--data-source", SOURCE, QUESTION)]
        equal(complaints_by_product(self.source_file), answer)

    def queries(self):
        step("Both authors ask; the rows are the figures of the source file")
        self.ask("author")
        self.ask("second-author")
        step("The data set has every row of the file")
        with open(self.source_file, newline="", encoding="utf-8") as source:
            rows = sorted((row["Product"], row["Company"], row["State"]) for row in csv.DictReader(source))
        answer = sorted(self.rows("second-author", "--data-set", "complaints"))
        equal(len(rows), len(answer))
        equal(True, rows == answer)

    def by_hand(self):
        """An administrator of the hub account assumes role B as the data source would."""
        return self.hub.sts.assume_role(RoleArn=ROLE_B_ARN, RoleSessionName="by-hand", ExternalId=SOURCE_ARN)

    def rights_of_role_b(self):
        step("Role B as published trusts everybody whom the hub account lets; it may do what its documents name, no more")
        session = self.hub.with_keys(self.by_hand()["Credentials"])
        who = f"arn:aws:sts::{CONSUMER}:assumed-role/{ROLE_B}/by-hand"
        equal(who, session.sts.get_caller_identity()["Arn"])
        equal("ENABLED", session.athena.get_work_group(WorkGroup="primary")["WorkGroup"]["State"])
        equal(["complaints_cfpb"], [t["Name"] for t in session.glue.get_tables(DatabaseName=DATABASE)["TableList"]])
        for action, call, arguments in (
            ("athena:ListWorkGroups", session.athena.list_work_groups, {}),
            ("athena:ListDataCatalogs", session.athena.list_data_catalogs, {}),
            ("athena:ListEngineVersions", session.athena.list_engine_versions, {}),
            ("glue:GetDatabase", session.glue.get_database, {"Name": "default"}),
            ("glue:GetTables", session.glue.get_tables, {"DatabaseName": "default"}),
        ):
            words = f"User: {who} is not authorized to perform: {action} on resource: "
            refused("AccessDeniedException", words, call, **arguments)

    def strict_form(self):
        step("The strict form: role B trusts role A alone, for this data source alone")
        self.consumer.iam.update_assume_role_policy(
            RoleName=ROLE_B, PolicyDocument=document("role-b-strict-trust-policy.json")
        )
        author = self.people["author"].quicksight
        updated = author.update_data_source(
            AwsAccountId=HUB,
            DataSourceId=SOURCE,
            Name="Athena Cross Account - Consumer Data",
            DataSourceParameters=PARAMETERS,
        )
        equal("UPDATE_IN_PROGRESS", updated["UpdateStatus"])
        self.settled(SOURCE, "UPDATE_SUCCESSFUL")
        self.ask("author")
        self.ask("second-author")
        step("The administrator's own hand is refused now, and so is another data source of the same author")
        refused("AccessDenied", f"is not authorized to perform: sts:AssumeRole on resource: {ROLE_B_ARN}", self.by_hand)
        self.new_source("author", SOURCE + "-2")
        failed = self.settled(SOURCE + "-2", "CREATION_FAILED")
        equal("ACCESS_DENIED", failed["ErrorInfo"]["Type"])
        author.delete_data_source(AwsAccountId=HUB, DataSourceId=SOURCE + "-2")

    def events(self, account, name):
        """The events of a name in an account's own history, without those that were refused."""
        attribute = {"AttributeKey": "EventName", "AttributeValue": name}
        pages = account.cloudtrail.get_paginator("lookup_events").paginate(LookupAttributes=[attribute])
        records = [json.loads(e["CloudTrailEvent"]) for page in pages for e in page["Events"]]
        return [r for r in records if "errorCode" not in r]

    def trails(self):
        step("The consumer account's history names both people")
        asked = {}
        for record in self.events(self.consumer, "StartQueryExecution"):
            session = record["userIdentity"]["arn"].rpartition("/")[2]
            person = session.rpartition("-")[0]  # what follows makes the name unmistakable
            asked[person] = asked.get(person, 0) + 1
        equal({"author": 2, "second-author": 3}, dict(sorted(asked.items())))
        step("Each step into the consumer account stands in both histories, under one shared id")

        def role_b(account):
            found = self.events(account, "AssumeRole")
            return sorted(r["sharedEventID"] for r in found if r["requestParameters"]["roleArn"] == ROLE_B_ARN)

        hub, consumer = role_b(self.hub), role_b(self.consumer)
        equal(5, len(set(consumer)))  # two people before the change and two after it, and once by hand
        equal(hub, consumer)

    def bill(self, account):
        today = datetime.datetime.now(datetime.timezone.utc).date()
        answer = account.ce.get_cost_and_usage(
            TimePeriod={
                "Start": str(today - datetime.timedelta(days=1)),
                "End": str(today + datetime.timedelta(days=2)),
            },
            Granularity="DAILY",
            Metrics=["UnblendedCost"],
            GroupBy=[{"Type": "DIMENSION", "Key": "SERVICE"}],
        )
        sums = {}
        for day in answer["ResultsByTime"]:
            for group in day["Groups"]:
                cost = decimal.Decimal(group["Metrics"]["UnblendedCost"]["Amount"])
                sums[group["Keys"][0]] = sums.get(group["Keys"][0], 0) + cost
        return sums

    def bills(self):
        step("Both bills: the queries are on the consumer account's, and nothing of them on the hub's")
        hub, consumer = self.bill(self.hub), self.bill(self.consumer)
        # Each query is charged the least there is: 10 MB of a terabyte at 5 dollars.
        want = self.queried * decimal.Decimal(5 * 10) / 2**20
        equal(round(want, 9), round(consumer["Amazon Athena"], 9))
        equal([], [name for name in hub if name in ("Amazon Athena", "AWS Glue")])

    def clean_up(self):
        step("Clean up")
        self.people["second-author"].quicksight.delete_data_set(AwsAccountId=HUB, DataSetId="complaints")
        self.people["author"].quicksight.delete_data_source(AwsAccountId=HUB, DataSourceId=SOURCE)
        self.hub.iam.delete_user_policy(UserName="author", PolicyName="PassRoleA")
        for name in AUTHORS:
            self.hub.quicksight.delete_user(AwsAccountId=HUB, Namespace="default", UserName=name)
            self.hub.iam.delete_access_key(UserName=name, AccessKeyId=self.keys[name])
            self.hub.iam.delete_user_policy(UserName=name, PolicyName="Author")
            self.hub.iam.delete_user(UserName=name)
        self.hub.iam.delete_role_policy(RoleName=ROLE_A, PolicyName="AssumeConsumerRolePolicy")
        self.hub.iam.delete_role(RoleName=ROLE_A)
        self.consumer.iam.delete_role_policy(RoleName=ROLE_B, PolicyName="AthenaGlueS3Access")
        self.consumer.iam.delete_role(RoleName=ROLE_B)
        self.consumer.glue.delete_table(DatabaseName=DATABASE, Name="complaints_cfpb")
        self.consumer.glue.delete_database(Name=DATABASE)
        for bucket in (RESULT_BUCKET, DATA_BUCKET):
            for page in self.consumer.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
                keys = [{"Key": o["Key"]} for o in page.get("Contents", [])]
                if keys:
                    self.consumer.s3.delete_objects(Bucket=bucket, Delete={"Objects": keys})
            self.consumer.s3.delete_bucket(Bucket=bucket)


if __name__ == "__main__":
    Walk(sys.argv[1], sys.argv[2]).run()
