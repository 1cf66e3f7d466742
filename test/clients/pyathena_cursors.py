"""PyAthena: what each of its cursors reads, with the values that PyAthena's own tests want."""

import asyncio
import datetime
import zoneinfo

import numpy
from pyathena import connect
from pyathena.aio.connection import AioConnection
from pyathena.arrow.async_cursor import AsyncArrowCursor
from pyathena.arrow.cursor import ArrowCursor
from pyathena.async_cursor import AsyncCursor, AsyncDictCursor
from pyathena.cursor import Cursor, DictCursor
from pyathena.error import DatabaseError, OperationalError
from pyathena.pandas.async_cursor import AsyncPandasCursor
from pyathena.pandas.cursor import PandasCursor
from pyathena.polars.async_cursor import AsyncPolarsCursor
from pyathena.polars.cursor import PolarsCursor
from pyathena.s3fs.async_cursor import AsyncS3FSCursor
from pyathena.s3fs.cursor import S3FSCursor

import arrow_endpoint  # noqa: F401
import world
from checks import check, finish, refused
from complex_row import DESCRIPTION, FRAMED, INSERT, NAMES, ROW, TABLE, TYPED, unloaded

BUCKET, RESULTS = world.make("cursors")


def cursor(kind=Cursor, **options):
    """A cursor of a kind; the options are its own."""
    connection = connect(
        s3_staging_dir=RESULTS,
        schema_name="cursors",
        region_name=world.REGION,
        poll_interval=0.02,
        cursor_class=kind,
        cursor_kwargs=options,
    )
    return connection.cursor()


def rows(sql, kind=Cursor, parameters=None, **options):
    """What a statement answers, in order."""
    return plainly(cursor(kind, **options).execute(sql, parameters).fetchall())


def plainly(answer):
    """Rows with Python's own values in place of numpy's, which pandas gives."""
    plain = lambda value: value.tolist() if isinstance(value, (numpy.generic, numpy.ndarray)) else value
    return [tuple(map(plain, row)) if isinstance(row, tuple) else row for row in answer]


def make_tables():
    """The tables of PyAthena's tests, made and filled as a person would who has Athena alone."""
    c = cursor()
    world.s3.put_object(Bucket="clients-cursors", Key="one_row/one_row.tsv", Body=b"1\n")
    many = "".join(f"{n}\n" for n in range(10000)).encode()
    world.s3.put_object(Bucket="clients-cursors", Key="many_rows/many_rows.tsv", Body=many)
    check(
        "create a table",
        lambda: c.execute(f"""
        CREATE EXTERNAL TABLE IF NOT EXISTS one_row (number_of_rows INT)
        ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' STORED AS TEXTFILE LOCATION '{BUCKET}/one_row/'""").state,
        "SUCCEEDED",
    )
    check(
        "create a table with many rows",
        lambda: c.execute(f"""
        CREATE EXTERNAL TABLE IF NOT EXISTS many_rows (a INT)
        ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' STORED AS TEXTFILE LOCATION '{BUCKET}/many_rows/'""").state,
        "SUCCEEDED",
    )
    check("create a table of every type", lambda: c.execute(TABLE.format(bucket=BUCKET)).state, "SUCCEEDED")
    check(
        "create a table as Parquet",
        lambda: c.execute(f"CREATE EXTERNAL TABLE made (a INT, b STRING) STORED AS PARQUET LOCATION '{BUCKET}/made/'").state,
        "SUCCEEDED",
    )
    check("insert a row of every type", lambda: c.execute(INSERT).state, "SUCCEEDED")
    check("kind of statement", lambda: (c.statement_type, c.substatement_type), ("DML", "INSERT"))


def read_plainly():
    """The cursor of DB API 2.0: rows, their description, and what is known of the query."""
    c = cursor()
    check("fetchone", lambda: c.execute("SELECT * FROM one_row").fetchone(), (1,))
    check("fetchone at the end", lambda: c.fetchone(), None)
    check(
        "description",
        lambda: c.execute("SELECT 1 AS foobar FROM one_row").description,
        [("foobar", "integer", None, None, 10, 0, "UNKNOWN")],
    )
    check("fetchmany", lambda: c.execute("SELECT a FROM many_rows ORDER BY a LIMIT 15").fetchmany(10), [(n,) for n in range(10)])
    check("fetchmany of the rest", lambda: c.fetchmany(10), [(n,) for n in range(10, 15)])
    check("iterate", lambda: list(c.execute("SELECT * FROM one_row")), [(1,)])
    check("more rows than a page", lambda: sorted(rows("SELECT a FROM many_rows")), [(n,) for n in range(10000)])
    check("null and the empty text", lambda: rows("SELECT CAST(NULL AS VARCHAR), ''"), [(None, "")])
    check("null alone", lambda: rows("SELECT NULL"), [(None,)])
    check("no rows", lambda: rows("SELECT * FROM one_row WHERE number_of_rows = 2"), [])
    check("row of every type", lambda: rows("SELECT * FROM one_row_complex"), [ROW])
    check("description of every type", lambda: c.execute("SELECT * FROM one_row_complex").description, DESCRIPTION)
    check("bytes scanned", lambda: c.execute("SELECT * FROM one_row").data_scanned_in_bytes, 2)
    check("place of the result", lambda: c.output_location, f"{RESULTS}{c.query_id}.csv")
    check(
        "file of the result",
        lambda: world.s3.get_object(Bucket="clients-cursors", Key=f"results/{c.query_id}.csv")["Body"].read(),
        b'"number_of_rows"\n"1"\n',
    )
    check("text of the query", lambda: (c.query, c.database, c.state), ("SELECT * FROM one_row", "cursors", "SUCCEEDED"))
    check("unicode", lambda: rows("SELECT '密林', U&'\\5bc6\\6797'"), [("密林", "密林")])
    check(
        "line ends and quotes", lambda: rows("SELECT 'a\nb', 'say \"so\"', 'a,b', 'tab\there'"), [("a\nb", 'say "so"', "a,b", "tab\there")]
    )
    check(
        "time and zone",
        lambda: rows("SELECT TIME '01:02:03.456', TIMESTAMP '2020-01-02 03:04:05.678 UTC'"),
        [(datetime.time(1, 2, 3, 456000), datetime.datetime(2020, 1, 2, 3, 4, 5, 678000, zoneinfo.ZoneInfo("UTC")))],
    )
    check("json", lambda: rows("""SELECT JSON '{"a": [1, null]}'"""), [({"a": [1, None]},)])


def read_as_rows():
    """Cursors that give rows in other ways."""
    check("DictCursor", lambda: rows("SELECT * FROM one_row", DictCursor), [{"number_of_rows": 1}])
    check("DictCursor, every type", lambda: rows("SELECT * FROM one_row_complex", DictCursor), [dict(zip(NAMES, ROW))])
    hints = {"col_map": "map(integer, integer)", "col_struct": "row(a integer, b integer)", "col_array": "array(integer)"}
    check(
        "types of what is nested", lambda: cursor().execute("SELECT * FROM one_row_complex", result_set_type_hints=hints).fetchone(), TYPED
    )
    check("S3FSCursor", lambda: rows("SELECT * FROM one_row", S3FSCursor), [(1,)])
    check("S3FSCursor, every type", lambda: rows("SELECT * FROM one_row_complex", S3FSCursor), [ROW])
    check("S3FSCursor, description", lambda: cursor(S3FSCursor).execute("SELECT * FROM one_row_complex").description, DESCRIPTION)
    check("S3FSCursor, null and the empty text", lambda: rows("SELECT CAST(NULL AS VARCHAR), ''", S3FSCursor), [(None, "")])
    check("S3FSCursor, SHOW", lambda: rows("SHOW TABLES 'one_row'", S3FSCursor), [("one_row",)])

    def later(sql, kind=AsyncCursor):
        return cursor(kind).execute(sql)[1].result()

    check("AsyncCursor", lambda: later("SELECT * FROM one_row").fetchall(), [(1,)])
    check("AsyncCursor, every type", lambda: later("SELECT * FROM one_row_complex").fetchall(), [ROW])
    check("AsyncCursor, description", lambda: later("SELECT * FROM one_row_complex").description, DESCRIPTION)
    for kind, want in (
        (AsyncDictCursor, dict(zip(NAMES, ROW))),
        (AsyncS3FSCursor, ROW),
        (AsyncPandasCursor, FRAMED),
        (AsyncArrowCursor, FRAMED),
        (AsyncPolarsCursor, FRAMED),
    ):
        check(f"{kind.__name__}, every type", lambda: plainly(later("SELECT * FROM one_row_complex", kind).fetchall()), [want])

    async def awaited():
        async with await AioConnection.create(
            s3_staging_dir=RESULTS, schema_name="cursors", region_name=world.REGION, poll_interval=0.02
        ) as connection:
            async with connection.cursor() as c:
                await c.execute("SELECT * FROM one_row_complex")
                return await c.fetchall()

    check("AioCursor, every type", lambda: asyncio.run(awaited()), [ROW])
    check("AsyncCursor, what fails", lambda: later("SELECT * FROM nowhere").state, "FAILED")


def read_as_frames():
    """Cursors that give frames, from the CSV file of a result and from the Parquet files of UNLOAD."""
    for kind, read in (
        (PandasCursor, lambda c: c.as_pandas().to_dict("list")),
        (ArrowCursor, lambda c: c.as_arrow().to_pydict()),
        (PolarsCursor, lambda c: c.as_polars().to_dict(as_series=False)),
    ):
        name, numbers = kind.__name__, {"a": list(range(10000))}
        check(f"{name}, many rows", lambda: read(cursor(kind).execute("SELECT a FROM many_rows ORDER BY a")), numbers)
        check(
            f"{name}, many rows unloaded",
            lambda: {"a": sorted(read(cursor(kind, unload=True).execute("SELECT a FROM many_rows"))["a"])},
            numbers,
        )
        check(f"{name}, SHOW", lambda: rows("SHOW TABLES 'one_row'", kind), [("one_row",)])
        check(
            f"{name}, no rows", lambda: read(cursor(kind).execute("SELECT * FROM one_row WHERE number_of_rows = 2")), {"number_of_rows": []}
        )
        check(f"{name}, no rows unloaded", lambda: rows("SELECT * FROM one_row WHERE number_of_rows = 2", kind, unload=True), [])
        check(f"{name}, every type", lambda: rows("SELECT * FROM one_row_complex", kind), [FRAMED])
        check(f"{name}, description", lambda: cursor(kind).execute("SELECT * FROM one_row_complex").description, DESCRIPTION)
        check(f"{name}, every type unloaded", lambda: rows("SELECT * FROM one_row_complex", kind, unload=True), [unloaded(name)])


def give_parameters():
    """Values beside the statement: in its text (pyformat), and as execution parameters (qmark)."""
    c = cursor()
    check("pyformat", lambda: rows("SELECT %(n)d + number_of_rows, %(t)s FROM one_row", parameters={"n": 41, "t": "it's"}), [(42, "it's")])
    check("pyformat, a list", lambda: rows("SELECT a FROM many_rows WHERE a IN %(a)s ORDER BY a", parameters={"a": [3, 5]}), [(3,), (5,)])
    check(
        "pyformat, dates",
        lambda: rows("SELECT %(d)s, %(t)s", parameters={"d": datetime.date(2020, 1, 2), "t": datetime.datetime(2020, 1, 2, 3, 4, 5)}),
        [(datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4, 5))],
    )
    check("pyformat, null", lambda: rows("SELECT %(n)s", parameters={"n": None}), [(None,)])
    check(
        "qmark",
        lambda: c.execute("SELECT a, ? FROM many_rows WHERE a > ? ORDER BY a LIMIT 2", ["'x'", "9990"], paramstyle="qmark").fetchall(),
        [(9991, "x"), (9992, "x")],
    )
    refused(
        "qmark, too few",
        lambda: c.execute("SELECT ?, ?", ["1"], paramstyle="qmark"),
        DatabaseError,
        "Incorrect number of parameters: expected 2 but found 1",
    )
    check("executemany", lambda: c.executemany("INSERT INTO made VALUES (%(a)d, %(b)s)", [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]), None)
    check("executemany, its rows", lambda: rows("SELECT a, b FROM made ORDER BY a"), [(1, "x"), (2, "y")])


def see_the_catalog():
    """SHOW, DESCRIBE, partitions and views."""
    c = cursor()
    check("SHOW DATABASES", lambda: rows("SHOW DATABASES LIKE 'curs*'"), [("cursors",)])
    check("SHOW TABLES", lambda: sorted(rows("SHOW TABLES")), [("made",), ("many_rows",), ("one_row",), ("one_row_complex",)])
    check("SHOW COLUMNS", lambda: [name.strip() for name, in rows("SHOW COLUMNS IN one_row_complex")], NAMES)
    check(
        "DESCRIBE",
        lambda: [tuple(part.strip() for part in line[0].split("\t")) for line in rows("DESCRIBE one_row")],
        [("number_of_rows", "int", "")],
    )
    check(
        "create a table with partitions",
        lambda: c.execute(f"CREATE EXTERNAL TABLE parted (a STRING) PARTITIONED BY (b INT) LOCATION '{BUCKET}/parted/'").state,
        "SUCCEEDED",
    )
    for b in range(10):
        c.execute(f"ALTER TABLE parted ADD PARTITION (b={b})")
    check("SHOW PARTITIONS", lambda: sorted(rows("SHOW PARTITIONS parted")), [(f"b={b}",) for b in range(10)])
    c.execute("ALTER TABLE parted DROP PARTITION (b=0)")
    check("a partition that was dropped", lambda: sorted(rows("SHOW PARTITIONS parted")), [(f"b={b}",) for b in range(1, 10)])
    world.s3.put_object(Bucket="clients-cursors", Key="parted/b=42/x", Body=b"found\n")
    c.execute("MSCK REPAIR TABLE parted")
    check("a partition that was found", lambda: rows("SELECT a, b FROM parted"), [("found", 42)])
    check(
        "create a view",
        lambda: c.execute("CREATE OR REPLACE VIEW doubled AS SELECT number_of_rows * 2 AS n, 'v' AS v FROM one_row").state,
        "SUCCEEDED",
    )
    check("read a view", lambda: rows("SELECT * FROM doubled"), [(2, "v")])
    check("SHOW VIEWS", lambda: rows("SHOW VIEWS"), [("doubled",)])
    check("SHOW CREATE VIEW", lambda: [line for line, in rows("SHOW CREATE VIEW doubled")][0], "CREATE VIEW cursors.doubled AS")
    check("drop a view", lambda: c.execute("DROP VIEW doubled").state, "SUCCEEDED")
    check(
        "tables of the catalog",
        lambda: sorted(t.name for t in c.list_table_metadata(schema_name="cursors")),
        ["made", "many_rows", "one_row", "one_row_complex", "parted"],
    )
    check("one table of the catalog", lambda: [(k.name, k.type) for k in c.get_table_metadata("parted").partition_keys], [("b", "int")])
    check("databases of the catalog", lambda: "cursors" in [d.name for d in c.list_databases("AwsDataCatalog")], True)


def cancel_and_reuse():
    """A query that is stopped, results that are used again, and what is refused."""
    running = cursor(AsyncCursor)
    query, future = running.execute("SELECT count(*) FROM many_rows a, many_rows b, many_rows c WHERE a.a * b.a + c.a = -1")
    check("cancel", lambda: running.cancel(query).result(30), None)
    check("state of what was cancelled", lambda: future.result(60).state, "CANCELLED")
    again = lambda: cursor().execute("SELECT max(a) FROM many_rows", result_reuse_enable=True, result_reuse_minutes=5)
    check("a first result", lambda: again().reused_previous_result, False)
    check("the result once more", lambda: again().reused_previous_result, True)
    check("its rows", lambda: again().fetchall(), [(9999,)])
    cached = cursor().execute("SELECT min(a) FROM many_rows")
    check("a result by its text", lambda: cursor().execute("SELECT min(a) FROM many_rows", cache_size=20).query_id, cached.query_id)
    refused(
        "no such table",
        lambda: rows("SELECT * FROM nowhere"),
        OperationalError,
        "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.cursors.nowhere' does not exist",
    )
    refused(
        "no such column",
        lambda: rows("SELECT nothing FROM one_row"),
        OperationalError,
        "COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved or requester is not authorized to access requested resources",
    )
    refused(
        "no such function",
        lambda: rows("SELECT nonsense(1)"),
        OperationalError,
        "FUNCTION_NOT_FOUND: line 1:8: Function 'nonsense' not registered",
    )
    refused("division by zero", lambda: rows("SELECT 1 / (number_of_rows - 1) FROM one_row"), OperationalError, "DIVISION_BY_ZERO")
    refused("no SQL", lambda: rows("SELEC 1"), DatabaseError, "InvalidRequestException", "line 1:1: mismatched input 'SELEC'")


make_tables()
read_plainly()
read_as_rows()
read_as_frames()
give_parameters()
see_the_catalog()
cancel_and_reuse()
finish()
