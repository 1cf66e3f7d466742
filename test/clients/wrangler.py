"""awswrangler: frames that are read in its three ways and written as Parquet, CSV and JSON, and what it does with the catalog."""

import datetime
import decimal
import itertools

import awswrangler as wr
import numpy
import pandas
from pandas.testing import assert_frame_equal

import world
from checks import check, finish, refused

BUCKET, RESULTS = world.make("wrangler")
WAYS = {
    "plain": {"ctas_approach": False},
    "ctas": {"ctas_approach": True},
    "unload": {"ctas_approach": False, "unload_approach": True},
}
wr.config.database, wr.config.s3_output = "wrangler", RESULTS


FRAME = pandas.DataFrame(
    {
        "id": [1, 2, 3],
        "name": ["a", "it's", None],
        "x": [1.5, None, 3.5],
        "d": [datetime.date(2020, 1, n) for n in (1, 2, 3)],
        "ts": pandas.to_datetime(["2020-01-01 01:02:03.004"] * 3),
        "n": [decimal.Decimal("1.25")] * 3,
        "ok": [True, False, True],
        "p": ["k", "k", "l"],
    }
)


folders = itertools.count()


def read(sql, way="plain", **options):
    """The frame of a statement. UNLOAD wants a folder that is not there yet."""
    place = {"s3_output": f"{RESULTS}{next(folders)}/"} if way == "unload" else {}
    return wr.athena.read_sql_query(sql, athena_query_wait_polling_delay=0.02, **place, **WAYS[way], **options)


def records(sql, way="plain", **options):
    """The rows of a statement, each value as Python has it and None where there is none."""
    return [tuple(map(plain, row)) for row in read(sql, way, **options).itertuples(index=False)]


def plain(value):
    if isinstance(value, numpy.ndarray):
        return [plain(v) for v in value]
    if isinstance(value, (list, dict)):
        return value
    if pandas.isna(value):
        return None
    if isinstance(value, pandas.Timestamp):
        return value.to_pydatetime()
    return value.item() if isinstance(value, numpy.generic) else value


def row(number, part):
    """The row of FRAME with a number, in a partition."""
    at = datetime.datetime(2020, 1, 1, 1, 2, 3, 4000)
    return (
        number,
        ["a", "it's", None][number - 1],
        [1.5, None, 3.5][number - 1],
        datetime.date(2020, 1, number),
        at,
        decimal.Decimal("1.25"),
        number != 2,
        part,
    )


def write_parquet():
    """A table of Parquet files with partitions, in the three modes of writing."""

    def write(frame, mode):
        return wr.s3.to_parquet(frame, path=f"{BUCKET}/t/", dataset=True, table="t", database="wrangler", partition_cols=["p"], mode=mode)[
            "partitions_values"
        ]

    everything = "SELECT * FROM t ORDER BY p, id"
    check("write Parquet", lambda: sorted(write(FRAME, "overwrite").values()), [["k"], ["l"]])
    check("what was written", lambda: records(everything), [row(1, "k"), row(2, "k"), row(3, "l")])
    check("append", lambda: list(write(FRAME[:1].assign(p="m"), "append").values()), [["m"]])
    check("what was appended", lambda: records(everything), [row(1, "k"), row(2, "k"), row(3, "l"), row(1, "m")])
    check("overwrite partitions", lambda: list(write(FRAME[2:].assign(p="k"), "overwrite_partitions").values()), [["k"]])
    check("partitions that were overwritten", lambda: records(everything), [row(3, "k"), row(3, "l"), row(1, "m")])
    check("overwrite", lambda: sorted(write(FRAME, "overwrite").values()), [["k"], ["l"]])
    check("what was overwritten", lambda: records(everything), [row(1, "k"), row(2, "k"), row(3, "l")])
    check("read the files themselves", lambda: sorted(wr.s3.read_parquet(f"{BUCKET}/t/", dataset=True)["id"].tolist()), [1, 2, 3])
    check(
        "read the table's files",
        lambda: sorted(wr.s3.read_parquet_table(table="t", database="wrangler")["name"].dropna().tolist()),
        ["a", "it's"],
    )
    nested = pandas.DataFrame({"l": [[1, 2], []], "s": [{"a": 1, "b": "x"}, {"a": 2, "b": None}]})
    check(
        "write what is nested",
        lambda: len(wr.s3.to_parquet(nested, path=f"{BUCKET}/nested/", dataset=True, table="nested", database="wrangler")["paths"]),
        1,
    )
    check(
        "read what is nested", lambda: records("SELECT * FROM nested", "unload"), [([1, 2], {"a": 1, "b": "x"}), ([], {"a": 2, "b": None})]
    )


def read_three_ways():
    """The same frame in each way of reading, types and all."""
    sql = "SELECT id, name, x, d, ts, n, ok, p FROM t ORDER BY id"
    types = {
        "id": "Int64",
        "name": "string",
        "x": "float64",
        "d": "object",
        "ts": "datetime64",
        "n": "object",
        "ok": "boolean",
        "p": "string",
    }

    def frame(way):
        got = read(sql, way)
        got["ts"] = got["ts"].astype("datetime64[us]")
        return got.sort_values("id", ignore_index=True)

    for way in WAYS:
        check(
            f"read, {way}",
            lambda: [tuple(map(plain, r)) for r in frame(way).itertuples(index=False)],
            [row(1, "k"), row(2, "k"), row(3, "l")],
        )
        check(f"types, {way}", lambda: {c: str(t).split("[")[0] for c, t in frame(way).dtypes.items()}, types)
        check(f"the frame of plain, {way}", lambda: assert_frame_equal(frame(way), frame("plain")), None)
    for way in ("plain", "ctas"):
        check(f"no rows, {way}", lambda: records("SELECT id, name FROM t WHERE id = 9", way), [])
    # awswrangler has the types of an UNLOAD from its files, and there are none.
    refused(
        "no rows, unload",
        lambda: read("SELECT id, name FROM t WHERE id = 9", "unload"),
        wr.exceptions.EmptyDataFrame,
        "untyped, empty dataframe",
    )
    check("chunks", lambda: [len(part) for part in read("SELECT * FROM t ORDER BY id", chunksize=2)], [2, 1])
    check("chunks of ctas", lambda: sum(len(part) for part in read("SELECT * FROM t", "ctas", chunksize=True)), 3)
    check(
        "tables of ctas are gone",
        lambda: [t["Name"] for t in wr.catalog.get_tables(database="wrangler") if t["Name"].startswith("temp_table")],
        [],
    )
    check("read a table", lambda: sorted(wr.athena.read_sql_table("t", "wrangler", ctas_approach=False)["id"].tolist()), [1, 2, 3])
    check("qmark", lambda: records("SELECT id, name FROM t WHERE id = ? AND p = ?", params=["2", "k"], paramstyle="qmark"), [(2, "it's")])
    check(
        "named",
        lambda: records("SELECT id, name FROM t WHERE id = :id AND name = :name", params={"id": 2, "name": "it's"}, paramstyle="named"),
        [(2, "it's")],
    )
    check(
        "a result once more",
        lambda: [read("SELECT count(*) AS n FROM t", athena_cache_settings={"max_cache_seconds": 900})["n"][0].item() for _ in range(2)],
        [3, 3],
    )
    refused(
        "no such table",
        lambda: read("SELECT * FROM nowhere"),
        wr.exceptions.QueryFailed,
        "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.wrangler.nowhere' does not exist",
    )


def write_text():
    """Tables of CSV and JSON files."""
    some = FRAME[["id", "name", "x", "d"]]
    wanted = [row(n, "")[:4] for n in (1, 2, 3)]
    check(
        "write CSV",
        lambda: len(
            wr.s3.to_csv(some, path=f"{BUCKET}/c/", dataset=True, database="wrangler", table="c", index=False, mode="overwrite")["paths"]
        ),
        1,
    )
    check(
        "read CSV",
        lambda: records("SELECT id, length(name), x, d FROM c ORDER BY id"),
        [(i, len(name or ""), x, d) for i, name, x, d in wanted],
    )
    some = some[["id", "name", "x"]]
    check(
        "write JSON",
        lambda: len(
            wr.s3.to_json(
                some, path=f"{BUCKET}/j/", dataset=True, database="wrangler", table="j", orient="records", lines=True, index=False
            )["paths"]
        ),
        1,
    )
    check("read JSON", lambda: records("SELECT * FROM j ORDER BY id"), [w[:3] for w in wanted])


def write_large():
    """A file that awswrangler writes in parts."""
    numbers = pandas.DataFrame({"a": numpy.random.default_rng(1).integers(0, 1 << 62, 1 << 20)})

    def written():
        wr.s3.to_parquet(numbers, path=f"{BUCKET}/large.parquet")
        return wr.s3.read_parquet(f"{BUCKET}/large.parquet")["a"].tolist() == numbers["a"].tolist()

    check("write in parts", written, True)


def do_statements():
    """What awswrangler has a function for that writes a statement."""
    check(
        "describe a table",
        lambda: [tuple(r) for r in wr.athena.describe_table(table="t", database="wrangler").fillna("").itertuples(index=False)],
        [
            ("id", "bigint", False, ""),
            ("name", "string", False, ""),
            ("x", "double", False, ""),
            ("d", "date", False, ""),
            ("ts", "timestamp", False, ""),
            ("n", "decimal(3,2)", False, ""),
            ("ok", "boolean", False, ""),
            ("p", "string", True, ""),
        ],
    )
    check(
        "statement of a table",
        lambda: wr.athena.show_create_table(table="t", database="wrangler").split(" ROW FORMAT")[0],
        "CREATE EXTERNAL TABLE `wrangler.t`( `id` bigint, `name` string, `x` double, `d` date, `ts` timestamp, `n` decimal(3,2), `ok` boolean) PARTITIONED BY ( `p` string)",
    )
    for path in wr.s3.list_objects(f"{BUCKET}/t/p=l/"):
        wr.s3.copy_objects([path], f"{BUCKET}/t/p=l/", f"{BUCKET}/t/p=z/")
    check("repair a table", lambda: wr.athena.repair_table(table="t", database="wrangler"), "SUCCEEDED")
    check("what was found", lambda: records("SELECT id, p FROM t WHERE p = 'z'"), [(3, "z")])
    made = lambda **o: wr.athena.create_ctas_table(sql="SELECT id, name, p FROM t", database="wrangler", wait=True, **o)["ctas_table"]
    check(
        "create a table from a query",
        lambda: made(
            ctas_table="t2", s3_output=f"{BUCKET}/t2/", storage_format="parquet", write_compression="zstd", partitioning_info=["p"]
        ),
        "t2",
    )
    check(
        "what was created",
        lambda: records("SELECT * FROM t2 ORDER BY id, p"),
        [(1, "a", "k"), (2, "it's", "k"), (3, None, "l"), (3, None, "z")],
    )
    wr.athena.unload(
        sql="SELECT id, p FROM t",
        path=f"{BUCKET}/unloaded/",
        database="wrangler",
        file_format="PARQUET",
        compression="snappy",
        partitioned_by=["p"],
    )
    check(
        "unload",
        lambda: sorted(
            wr.s3.read_parquet(f"{BUCKET}/unloaded/", dataset=True, path_ignore_suffix=["-manifest.csv", ".metadata"])[
                ["id", "p"]
            ].values.tolist()
        ),
        [[1, "k"], [2, "k"], [3, "l"], [3, "z"]],
    )
    wr.athena.create_prepared_statement("SELECT name FROM t WHERE id = ? AND p <> ?", "by_id")
    check("prepared statements", lambda: [p["StatementName"] for p in wr.athena.list_prepared_statements()], ["by_id"])
    check("execute what was prepared", lambda: records('EXECUTE "by_id"', params=["1", "z"], paramstyle="qmark"), [("a",)])
    wr.athena.delete_prepared_statement("by_id")
    check("no prepared statements", lambda: wr.athena.list_prepared_statements(), [])
    query = wr.athena.start_query_execution("SELECT 1 AS one", wait=True)
    check("a query on its own", lambda: (query["Status"]["State"], query["StatementType"]), ("SUCCEEDED", "DML"))
    check("its result", lambda: wr.athena.get_query_results(query["QueryExecutionId"])["one"].tolist(), [1])
    check("work groups", lambda: "primary" in [g["Name"] for g in world.athena.list_work_groups()["WorkGroups"]], True)


def see_the_catalog():
    """Glue, as awswrangler reads and changes it."""
    check("databases", lambda: "wrangler" in wr.catalog.databases()["Database"].tolist(), True)
    check("tables", lambda: sorted(wr.catalog.tables(database="wrangler")["Table"]), ["c", "j", "nested", "t", "t2"])
    check(
        "a table",
        lambda: wr.catalog.table(database="wrangler", table="t")[["Column Name", "Type", "Partition"]].values.tolist()[-2:],
        [["ok", "boolean", False], ["p", "string", True]],
    )
    check(
        "types of a table",
        lambda: wr.catalog.get_table_types(database="wrangler", table="j"),
        {"id": "bigint", "name": "string", "x": "double"},
    )
    check("place of a table", lambda: wr.catalog.get_table_location(database="wrangler", table="t"), f"{BUCKET}/t/")
    check("partitions", lambda: sorted(wr.catalog.get_partitions(database="wrangler", table="t").values()), [["k"], ["l"], ["z"]])
    check(
        "search",
        lambda: sorted(t["Name"] for t in wr.catalog.get_tables(database="wrangler", name_contains="este")),
        ["nested"],
    )
    check(
        "search by how a name begins",
        lambda: [t["Name"] for t in wr.catalog.get_tables(database="wrangler", name_prefix="t2")],
        ["t2"],
    )
    check("parameters", lambda: wr.catalog.upsert_table_parameters({"made": "here"}, "wrangler", "t")["made"], "here")
    check("parameters that were kept", lambda: wr.catalog.get_table_parameters("wrangler", "t")["made"], "here")
    check("delete a partition", lambda: wr.catalog.delete_partitions("t", "wrangler", [["z"]]), None)
    check("what the partition held", lambda: records("SELECT id FROM t WHERE p = 'z'"), [])
    check("add a column", lambda: wr.catalog.add_column("wrangler", "j", "more", "string", "a comment"), None)
    check("the column", lambda: records("SELECT id, more FROM j ORDER BY id LIMIT 1"), [(1, None)])
    check(
        "delete a table",
        lambda: (wr.catalog.delete_table_if_exists("wrangler", "t2"), wr.catalog.does_table_exist("wrangler", "t2")),
        (True, False),
    )
    check(
        "make and delete a database",
        lambda: (
            wr.catalog.create_database("passing"),
            wr.catalog.delete_database("passing"),
            "passing" in wr.catalog.databases()["Database"].tolist(),
        ),
        (None, None, False),
    )
    check(
        "delete objects",
        lambda: (len(wr.s3.list_objects(f"{BUCKET}/t/")), wr.s3.delete_objects(f"{BUCKET}/t/"), wr.s3.list_objects(f"{BUCKET}/t/")),
        (3, None, []),
    )


write_parquet()
read_three_ways()
write_text()
write_large()
do_statements()
see_the_catalog()
finish()
