"""The AWS CLI: queries of Athena from start to result, objects of S3 up, down and in step, and the tables of Glue."""

import hashlib
import json
import os
import pathlib
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import world
from checks import check, finish, refused

BUCKET, RESULTS = world.make("cli")
FOLDER = pathlib.Path(tempfile.mkdtemp())


class Refused(Exception):
    """What the AWS CLI said as it failed."""


def aws(*arguments):
    """What a command prints, as JSON where it is some."""
    done = subprocess.run([os.environ["AWS_PROGRAM"], *map(str, arguments), "--region", world.REGION], capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"{done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout) if done.stdout.lstrip().startswith(("{", "[")) else done.stdout.strip()


def finished(query):
    """The execution of a query once it has ended, for a minute at most."""
    for _ in range(120):
        execution = aws("athena", "get-query-execution", "--query-execution-id", query)["QueryExecution"]
        if execution["Status"]["State"] not in ("QUEUED", "RUNNING"):
            return execution
        time.sleep(0.5)
    raise TimeoutError(query)


def start(sql, *more):
    arguments = [
        "--query-string",
        sql,
        "--query-execution-context",
        "Database=cli",
        "--result-configuration",
        f"OutputLocation={RESULTS}",
        *more,
    ]
    return finished(aws("athena", "start-query-execution", *arguments)["QueryExecutionId"])


def rows(execution):
    """The texts of a result, its header first."""
    result = aws("athena", "get-query-results", "--query-execution-id", execution["QueryExecutionId"])["ResultSet"]
    return [[value.get("VarCharValue") for value in row["Data"]] for row in result["Rows"]]


def ask():
    """Queries, and what is known of them."""
    done = start(
        f"CREATE EXTERNAL TABLE people (name string, age int) PARTITIONED BY (town string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION '{BUCKET}/people/'"
    )
    check(
        "a table", lambda: (done["Status"]["State"], done["StatementType"], done["SubstatementType"]), ("SUCCEEDED", "DDL", "CREATE_TABLE")
    )
    world.s3.put_object(Bucket="clients-cli", Key="people/town=Bern/people.csv", Body=b"Ada,36\nBob,\n")
    check("its partitions", lambda: start("MSCK REPAIR TABLE people")["Status"]["State"], "SUCCEEDED")
    done = start("SELECT name, age, town FROM people ORDER BY name")
    check(
        "a query",
        lambda: (done["Status"]["State"], done["StatementType"], done["WorkGroup"], done["QueryExecutionContext"]),
        ("SUCCEEDED", "DML", "primary", {"Database": "cli"}),
    )
    check("what it read", lambda: done["Statistics"]["DataScannedInBytes"], 12)
    check("its rows", lambda: rows(done), [["name", "age", "town"], ["Ada", "36", "Bern"], ["Bob", None, "Bern"]])
    columns = lambda: aws("athena", "get-query-results", "--query-execution-id", done["QueryExecutionId"])["ResultSet"][
        "ResultSetMetadata"
    ]["ColumnInfo"]
    check(
        "its columns",
        lambda: [(c["Name"], c["Type"], c["Nullable"]) for c in columns()],
        [("name", "varchar", "UNKNOWN"), ("age", "integer", "UNKNOWN"), ("town", "varchar", "UNKNOWN")],
    )
    check(
        "its file",
        lambda: aws("s3", "cp", done["ResultConfiguration"]["OutputLocation"], "-"),
        '"name","age","town"\n"Ada","36","Bern"\n"Bob",,"Bern"',
    )
    check(
        "parameters",
        lambda: rows(start("SELECT name FROM people WHERE age > ? AND town = ?", "--execution-parameters", "30", "'Bern'")),
        [["name"], ["Ada"]],
    )
    failed = start("SELECT * FROM nowhere")
    check(
        "no such table",
        lambda: (failed["Status"]["State"], failed["Status"]["AthenaError"]["ErrorCategory"], failed["Status"]["StateChangeReason"]),
        ("FAILED", 2, "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.cli.nowhere' does not exist"),
    )
    refused("no SQL", lambda: start("SELEC 1"), Refused, "InvalidRequestException", "line 1:1: mismatched input 'SELEC'")
    page = aws("athena", "get-query-results", "--query-execution-id", done["QueryExecutionId"], "--max-items", "2")
    check("a page", lambda: (len(page["ResultSet"]["Rows"]), "NextToken" in page), (2, True))
    check(
        "the next page",
        lambda: len(
            aws("athena", "get-query-results", "--query-execution-id", done["QueryExecutionId"], "--starting-token", page["NextToken"])[
                "ResultSet"
            ]["Rows"]
        ),
        1,
    )
    check("queries that ran", lambda: done["QueryExecutionId"] in aws("athena", "list-query-executions")["QueryExecutionIds"], True)


def keep_queries():
    """Named queries, prepared statements and work groups."""
    named = aws("athena", "create-named-query", "--name", "all", "--database", "cli", "--query-string", "SELECT 1")["NamedQueryId"]
    check(
        "a named query",
        lambda: aws("athena", "get-named-query", "--named-query-id", named)["NamedQuery"],
        {"Name": "all", "Database": "cli", "QueryString": "SELECT 1", "NamedQueryId": named, "WorkGroup": "primary"},
    )
    aws("athena", "update-named-query", "--named-query-id", named, "--name", "every", "--query-string", "SELECT 2")
    check(
        "named queries",
        lambda: [(q["Name"], q["QueryString"]) for q in aws("athena", "batch-get-named-query", "--named-query-ids", named)["NamedQueries"]],
        [("every", "SELECT 2")],
    )
    aws("athena", "delete-named-query", "--named-query-id", named)
    check("no named query", lambda: aws("athena", "list-named-queries")["NamedQueryIds"], [])

    aws(
        "athena",
        "create-work-group",
        "--name",
        "bounded",
        "--configuration",
        f"EnforceWorkGroupConfiguration=true,ResultConfiguration={{OutputLocation={RESULTS}bounded/}}",
        "--description",
        "a group",
    )
    group = lambda: aws("athena", "get-work-group", "--work-group", "bounded")["WorkGroup"]
    check(
        "a work group",
        lambda: (group()["State"], group()["Description"], group()["Configuration"]["ResultConfiguration"]),
        ("ENABLED", "a group", {"OutputLocation": f"{RESULTS}bounded/"}),
    )
    aws(
        "athena",
        "create-prepared-statement",
        "--statement-name",
        "by_age",
        "--work-group",
        "bounded",
        "--query-statement",
        "SELECT name FROM people WHERE age = ?",
    )
    check(
        "a prepared statement",
        lambda: aws("athena", "get-prepared-statement", "--statement-name", "by_age", "--work-group", "bounded")["PreparedStatement"][
            "QueryStatement"
        ],
        "SELECT name FROM people WHERE age = ?",
    )
    done = start("EXECUTE by_age", "--execution-parameters", "36", "--work-group", "bounded")
    check("execute it", lambda: rows(done), [["name"], ["Ada"]])
    check(
        "the group's place of results",
        lambda: done["ResultConfiguration"]["OutputLocation"],
        f"{RESULTS}bounded/{done['QueryExecutionId']}.csv",
    )
    arn = f"arn:aws:athena:{world.REGION}:{aws('sts', 'get-caller-identity')['Account']}:workgroup/bounded"
    aws("athena", "tag-resource", "--resource-arn", arn, "--tags", "Key=team,Value=blue", "Key=cost,Value=7")
    aws("athena", "untag-resource", "--resource-arn", arn, "--tag-keys", "cost")
    check("tags of a group", lambda: aws("athena", "list-tags-for-resource", "--resource-arn", arn)["Tags"], [{"Key": "team", "Value": "blue"}])
    refused("describe what is not there", lambda: start("DESCRIBE nothing"), Refused, "InvalidRequestException", "Entity Not Found")
    failed = start("DROP TABLE nowhere.nothing")
    check(
        "why it failed, in its file",
        lambda: aws("s3", "cp", failed["ResultConfiguration"]["OutputLocation"], "-"),
        failed["Status"]["StateChangeReason"],
    )
    aws("athena", "update-work-group", "--work-group", "bounded", "--state", "DISABLED")
    refused("a group that is off", lambda: start("SELECT 1", "--work-group", "bounded"), Refused, "InvalidRequestException", "is disabled")
    aws("athena", "delete-work-group", "--work-group", "bounded", "--recursive-delete-option")
    check("work groups", lambda: [g["Name"] for g in aws("athena", "list-work-groups")["WorkGroups"]], ["primary"])


def move_objects():
    """Files up and down, alone and by the folder."""
    small, large = FOLDER / "small.txt", FOLDER / "large.bin"
    small.write_text("one\n")
    large.write_bytes(b"".join(hashlib.sha256(str(n).encode()).digest() for n in range(20 << 15)))
    check(
        "up",
        lambda: aws("s3", "cp", small, f"{BUCKET}/files/small.txt", "--no-progress"),
        f"upload: {os.path.relpath(small)} to {BUCKET}/files/small.txt",
    )
    check(
        "down",
        lambda: (aws("s3", "cp", f"{BUCKET}/files/small.txt", FOLDER / "back.txt", "--quiet"), (FOLDER / "back.txt").read_text()),
        ("", "one\n"),
    )
    check(
        "across",
        lambda: (
            aws("s3", "cp", f"{BUCKET}/files/small.txt", f"{BUCKET}/files/copy.txt", "--quiet"),
            aws("s3", "cp", f"{BUCKET}/files/copy.txt", "-"),
        ),
        ("", "one"),
    )
    check(
        "move",
        lambda: (
            aws("s3", "mv", f"{BUCKET}/files/copy.txt", f"{BUCKET}/files/moved.txt", "--quiet"),
            sorted(world.keys(f"{BUCKET}/files/")),
        ),
        ("", ["moved.txt", "small.txt"]),
    )
    check("20 MB up", lambda: aws("s3", "cp", large, f"{BUCKET}/files/large.bin", "--quiet"), "")
    head = lambda: aws("s3api", "head-object", "--bucket", "clients-cli", "--key", "files/large.bin")
    parts = [large.read_bytes()[at : at + (8 << 20)] for at in range(0, 20 << 20, 8 << 20)]
    etag = hashlib.md5(b"".join(hashlib.md5(part).digest() for part in parts)).hexdigest()
    check("20 MB in three parts", lambda: (head()["ContentLength"], head()["ETag"]), (20 << 20, f'"{etag}-3"'))
    digest = lambda path: hashlib.sha256(path.read_bytes()).hexdigest()
    check(
        "20 MB down",
        lambda: (aws("s3", "cp", f"{BUCKET}/files/large.bin", FOLDER / "large.back", "--quiet"), digest(FOLDER / "large.back")),
        ("", digest(large)),
    )

    tree = FOLDER / "tree"
    for name in ("a.txt", "b/c.txt", "b/d.log", "größe é.txt"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(name)
    check(
        "sync up",
        lambda: (aws("s3", "sync", tree, f"{BUCKET}/tree", "--quiet"), sorted(world.keys(f"{BUCKET}/tree/"))),
        ("", ["a.txt", "b/c.txt", "b/d.log", "größe é.txt"]),
    )
    check("sync again", lambda: aws("s3", "sync", tree, f"{BUCKET}/tree"), "")
    (tree / "b/d.log").unlink()
    (tree / "a.txt").write_text("longer than before")
    check(
        "sync up with --delete",
        lambda: (aws("s3", "sync", tree, f"{BUCKET}/tree", "--delete", "--quiet"), sorted(world.keys(f"{BUCKET}/tree/"))),
        ("", ["a.txt", "b/c.txt", "größe é.txt"]),
    )
    check("what was changed", lambda: aws("s3", "cp", f"{BUCKET}/tree/a.txt", "-"), "longer than before")
    other = FOLDER / "other"
    other.mkdir()
    (other / "gone.txt").write_text("gone")
    files = lambda: {str(p.relative_to(other)): p.read_text() for p in other.rglob("*") if p.is_file()}
    check(
        "sync down with --delete",
        lambda: (aws("s3", "sync", f"{BUCKET}/tree", other, "--delete", "--quiet"), files()),
        ("", {"a.txt": "longer than before", "b/c.txt": "b/c.txt", "größe é.txt": "größe é.txt"}),
    )
    check("ls", lambda: [line.split()[-1] for line in aws("s3", "ls", f"{BUCKET}/tree/b/").splitlines()], ["c.txt"])
    check("ls of folders", lambda: "PRE b/" in aws("s3", "ls", f"{BUCKET}/tree/"), True)
    # Without the profile the CLI signs URLs of us-east-1 in the way of 2006.
    old = aws("s3", "presign", f"{BUCKET}/files/small.txt", "--expires-in", "60")
    check(
        "presign, version 2",
        lambda: urllib.request.urlopen(old).read(),
        b"one\n",
        lacks="signatures of version 2, which the AWS CLI and boto3 give presigned URLs in us-east-1 where nothing is configured",
    )
    url = aws("s3", "presign", f"{BUCKET}/files/small.txt", "--expires-in", "60", "--profile", "v4")
    check("presign, version 4", lambda: urllib.request.urlopen(url).read(), b"one\n")
    refused(
        "a presigned URL that was changed",
        lambda: urllib.request.urlopen(url.replace("small.txt", "moved.txt")),
        urllib.error.HTTPError,
        "403",
    )
    check("rm --recursive", lambda: (aws("s3", "rm", f"{BUCKET}/tree", "--recursive", "--quiet"), world.keys(f"{BUCKET}/tree/")), ("", []))
    refused(
        "down, what is not there",
        lambda: aws("s3", "cp", f"{BUCKET}/nothing", FOLDER / "nothing"),
        Refused,
        "404",
        'Key "nothing" does not exist',
    )
    check(
        "make and drop a bucket",
        lambda: (aws("s3", "mb", "s3://clients-passing"), aws("s3", "rb", "s3://clients-passing")),
        ("make_bucket: clients-passing", "remove_bucket: clients-passing"),
    )


def keep_versions():
    """Versions, tags and the configurations of a bucket."""
    name = "clients-versions"
    api = lambda operation, *more: aws("s3api", operation, "--bucket", name, *more)
    aws("s3", "mb", f"s3://{name}")
    check("versioning, never", lambda: api("get-bucket-versioning"), "")
    api("put-bucket-versioning", "--versioning-configuration", "Status=Enabled")
    check("versioning, enabled", lambda: api("get-bucket-versioning"), {"Status": "Enabled"})
    text = FOLDER / "version.txt"
    put = lambda *more: (text.write_text(more[0]), api("put-object", "--key", "k", "--body", text, *more[1:]))[1]["VersionId"]
    first, second = put("one", "--tagging", "team=blue"), put("two")
    marker = api("delete-object", "--key", "k")
    check("a delete marker", lambda: (marker["DeleteMarker"], len(marker["VersionId"])), (True, 32))
    versions = lambda: api("list-object-versions", "--prefix", "k")
    check(
        "versions",
        lambda: ([(v["VersionId"], v["IsLatest"], v["Size"]) for v in versions()["Versions"]], [m["VersionId"] for m in versions()["DeleteMarkers"]]),
        ([(second, False, 3), (first, False, 3)], [marker["VersionId"]]),
    )
    refused("what is deleted", lambda: api("get-object", "--key", "k", FOLDER / "none"), Refused, "NoSuchKey")
    check(
        "a version",
        lambda: (api("get-object", "--key", "k", "--version-id", first, FOLDER / "first")["TagCount"], (FOLDER / "first").read_text()),
        (1, "one"),
    )
    check(
        "tags of a version",
        lambda: api("get-object-tagging", "--key", "k", "--version-id", first),
        {"VersionId": first, "TagSet": [{"Key": "team", "Value": "blue"}]},
    )
    api("delete-object", "--key", "k", "--version-id", marker["VersionId"])
    check("it is back", lambda: aws("s3", "cp", f"s3://{name}/k", "-"), "two")
    refused("no such version", lambda: api("head-object", "--key", "k", "--version-id", marker["VersionId"]), Refused, "404")
    attributes = lambda: api("get-object-attributes", "--key", "k", "--object-attributes", "ETag", "ObjectSize")
    check("attributes", lambda: (attributes()["ETag"], attributes()["ObjectSize"]), (hashlib.md5(b"two").hexdigest(), 3))

    refused("no lifecycle", lambda: api("get-bucket-lifecycle-configuration"), Refused, "NoSuchLifecycleConfiguration")
    rule = {"ID": "results", "Filter": {"Prefix": "results/"}, "Status": "Enabled", "Expiration": {"Days": 7}}
    api("put-bucket-lifecycle-configuration", "--lifecycle-configuration", json.dumps({"Rules": [rule]}))
    check("a lifecycle", lambda: api("get-bucket-lifecycle-configuration")["Rules"], [rule])
    refused("no tags", lambda: api("get-bucket-tagging"), Refused, "NoSuchTagSet")
    api("put-bucket-tagging", "--tagging", "TagSet=[{Key=cost,Value=lake}]")
    check("tags", lambda: api("get-bucket-tagging")["TagSet"], [{"Key": "cost", "Value": "lake"}])
    check("the region", lambda: api("head-bucket")["BucketRegion"], world.REGION)
    check("no public access", lambda: set(api("get-public-access-block")["PublicAccessBlockConfiguration"].values()), {True})
    check("ownership", lambda: api("get-bucket-ownership-controls")["OwnershipControls"]["Rules"], [{"ObjectOwnership": "BucketOwnerEnforced"}])
    check("its list", lambda: [g["Permission"] for g in api("get-bucket-acl")["Grants"]], ["FULL_CONTROL"])
    refused("another list", lambda: api("put-bucket-acl", "--acl", "public-read"), Refused, "AccessControlListNotSupported")
    refused("no CORS", lambda: api("get-bucket-cors"), Refused, "NoSuchCORSConfiguration")
    refused("a bucket with versions", lambda: aws("s3", "rb", f"s3://{name}", "--force"), Refused, "BucketNotEmpty")
    gone = [{"Key": "k", "VersionId": v["VersionId"]} for part in ("Versions", "DeleteMarkers") for v in versions().get(part, [])]
    check(
        "all versions gone",
        lambda: (len(api("delete-objects", "--delete", json.dumps({"Objects": gone}))["Deleted"]), aws("s3", "rb", f"s3://{name}")),
        (3, f"remove_bucket: {name}"),
    )


def see_the_catalog():
    """Glue, and the catalog as Athena has it."""
    tables = lambda: aws("glue", "get-tables", "--database-name", "cli")["TableList"]
    check(
        "glue get-tables",
        lambda: [
            (t["Name"], [c["Name"] + " " + c["Type"] for c in t["StorageDescriptor"]["Columns"]], [c["Name"] for c in t["PartitionKeys"]])
            for t in tables()
        ],
        [("people", ["name string", "age int"], ["town"])],
    )
    check(
        "glue get-partitions",
        lambda: [
            p["Values"]
            for p in aws("glue", "get-partitions", "--database-name", "cli", "--table-name", "people", "--expression", "town='Bern'")[
                "Partitions"
            ]
        ],
        [["Bern"]],
    )
    check("glue get-database", lambda: aws("glue", "get-database", "--name", "cli")["Database"]["Name"], "cli")
    metadata = lambda: aws(
        "athena", "get-table-metadata", "--catalog-name", "AwsDataCatalog", "--database-name", "cli", "--table-name", "people"
    )["TableMetadata"]
    check(
        "athena get-table-metadata",
        lambda: (metadata()["TableType"], metadata()["Columns"]),
        ("EXTERNAL_TABLE", [{"Name": "name", "Type": "string"}, {"Name": "age", "Type": "int"}]),
    )
    check(
        "athena list-databases",
        lambda: "cli" in [d["Name"] for d in aws("athena", "list-databases", "--catalog-name", "AwsDataCatalog")["DatabaseList"]],
        True,
    )
    table = ["--database-name", "cli", "--table-name", "people"]
    ages = {"NumberOfDistinctValues": 2, "NumberOfNulls": 1, "MinimumValue": 36, "MaximumValue": 36}
    statistics = {
        "ColumnName": "age",
        "ColumnType": "int",
        "AnalyzedTime": 1790000000,
        "StatisticsData": {"Type": "LONG", "LongColumnStatisticsData": ages},
    }
    aws("glue", "update-column-statistics-for-table", *table, "--column-statistics-list", json.dumps([statistics]))
    check(
        "glue statistics of a column",
        lambda: [
            s["StatisticsData"]["LongColumnStatisticsData"]
            for s in aws("glue", "get-column-statistics-for-table", *table, "--column-names", "age")["ColumnStatisticsList"]
        ],
        [ages],
    )
    check("glue search-tables", lambda: [t["Name"] for t in aws("glue", "search-tables", "--search-text", "town")["TableList"]], ["people"])
    check("glue get-partition-indexes", lambda: aws("glue", "get-partition-indexes", *table)["PartitionIndexDescriptorList"], [])
    database = f"arn:aws:glue:{world.REGION}:{aws('sts', 'get-caller-identity')['Account']}:database/cli"
    aws("glue", "tag-resource", "--resource-arn", database, "--tags-to-add", "team=blue")
    check("glue get-tags", lambda: aws("glue", "get-tags", "--resource-arn", database)["Tags"], {"team": "blue"})
    refused(
        "no such database",
        lambda: aws("glue", "get-tables", "--database-name", "nowhere"),
        Refused,
        "EntityNotFoundException",
        "Database nowhere not found.",
    )


ask()
keep_queries()
move_objects()
keep_versions()
see_the_catalog()
finish()
