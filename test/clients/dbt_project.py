"""dbt-athena: a project that is seeded, run twice, tested and documented; then the rows of its tables, read with PyAthena."""

import datetime
import decimal
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from pyathena import connect

import world
from checks import check, finish

world.make("dbt")
PROJECT = pathlib.Path(shutil.copytree("project", pathlib.Path(tempfile.mkdtemp()) / "project"))
reader = connect(s3_staging_dir="s3://clients-dbt/results/", schema_name="dbt", region_name=world.REGION, poll_interval=0.02).cursor()


def dbt(*command):
    """The status of what a command did, by name, with the number of rows that a test found; what it printed if it did nothing."""
    results = PROJECT / "target/run_results.json"
    results.unlink(missing_ok=True)
    done = subprocess.run([os.environ["DBT_PROGRAM"], "--no-use-colors", *command], cwd=PROJECT, capture_output=True, text=True)
    if not results.exists():
        return done.stdout[-1500:] + done.stderr[-500:]
    said = {}
    for result in json.loads(results.read_text())["results"]:
        words = [
            word for word in (result["status"], result["failures"], result["message"] if result["status"] == "error" else None) if word
        ]
        said[result["unique_id"].split(".")[2]] = " ".join(map(str, words))
    return said


def rows(sql):
    return reader.execute(sql).fetchall()


def see(state, first, second):
    """The rows of every model after a run. first and second are those of the incremental ones."""
    check(
        f"a table, {state}",
        lambda: rows("SELECT * FROM by_state ORDER BY state"),
        [("CA", 2, decimal.Decimal("3.75")), ("NY", 1, decimal.Decimal("10.00")), ("TX", 1, None)],
    )
    check(f"a table with partitions, {state}", lambda: rows("SELECT * FROM by_state_parted ORDER BY state"), [(2, "CA"), (1, "NY")])
    check(f"a table of text, {state}", lambda: rows("SELECT * FROM from_temporary"), [(3, "a")])
    check(f"a view, {state}", lambda: rows("SELECT * FROM many"), [("CA", 2, decimal.Decimal("3.75"))])
    check(f"partitions overwritten, {state}", lambda: rows("SELECT id, at FROM by_day ORDER BY id"), first)
    check(f"rows appended, {state}", lambda: rows("SELECT run, t FROM log ORDER BY run"), second)


MODELS = ("by_day", "by_state", "by_state_parted", "from_temporary", "log", "many")
day = lambda n: datetime.date(2020, 1, n)

check("seed", lambda: dbt("seed"), {"complaints": "success"})
check(
    "what was seeded",
    lambda: rows("SELECT id, state, at, amount, note FROM complaints ORDER BY id"),
    [
        (1, "CA", day(1), decimal.Decimal("1.50"), "plain"),
        (2, "CA", day(2), decimal.Decimal("2.25"), "with, a comma"),
        (3, "NY", day(2), decimal.Decimal("10.00"), "it's"),
        (4, "TX", day(3), None, None),
    ],
)
check("run", lambda: dbt("run"), dict.fromkeys(MODELS, "success"))
see("once", [(11, day(1)), (12, day(2)), (13, day(2)), (14, day(3))], [(1, "x")])
check("run again", lambda: dbt("run"), dict.fromkeys(MODELS, "success"))
see("twice", [(11, day(1)), (14, day(3)), (22, day(2)), (23, day(2))], [(1, "x"), (2, "x")])
check(
    "its partitions",
    lambda: sorted(rows('SELECT state FROM "by_state_parted$partitions"')),
    [("CA",), ("NY",)],
)
# A model with buckets asks for this; dbt would try it again for minutes.
buckets = "CREATE TABLE buckets WITH (external_location = 's3://clients-dbt/buckets/', bucketed_by = ARRAY['id'], bucket_count = 2) AS SELECT id FROM complaints"
check(
    "a table with buckets",
    lambda: (rows(buckets), rows("SELECT id FROM buckets ORDER BY id")),
    ([], [(1,), (2,), (3,), (4,)]),
    lacks="bucketed_by of CREATE TABLE AS",
)
TESTS = {
    "unique_by_state_state": "pass",
    "not_null_by_state_state": "pass",
    "not_null_many_n": "pass",
    "relationships_by_state_state__state__ref_complaints_": "pass",
    "accepted_values_by_state_state__CA__NY": "warn 1",
}
check("test", lambda: dbt("test"), TESTS)
check("docs", lambda: dbt("docs", "generate"), dict.fromkeys(("complaints", *MODELS, *TESTS), "success"))
catalog = json.loads((PROJECT / "target/catalog.json").read_text())["nodes"]
check("tables of the documents", lambda: sorted(name.split(".")[2] for name in catalog), sorted(("complaints", *MODELS)))
check(
    "columns of the documents",
    lambda: [(c["name"], c["type"]) for c in catalog["model.clients.by_state"]["columns"].values()],
    [("state", "string"), ("n", "bigint"), ("amount", "decimal(38,2)")],
)
check(
    "comments in the catalog",
    lambda: (
        (t := world.glue.get_table(DatabaseName="dbt", Name="by_state")["Table"])["Description"],
        t["StorageDescriptor"]["Columns"][0]["Comment"],
    ),
    ("Complaints by state", "two letters"),
)
check("run from nothing", lambda: dbt("run", "--full-refresh"), dict.fromkeys(MODELS, "success"))
see("anew", [(11, day(1)), (12, day(2)), (13, day(2)), (14, day(3))], [(1, "x")])
finish()
