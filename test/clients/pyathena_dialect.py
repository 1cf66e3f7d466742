"""PyAthena's dialect of SQLAlchemy: what is read of the catalog, and tables that are made, filled, selected from and dropped."""

import datetime
import decimal

import pandas
from sqlalchemy import Column, MetaData, Table, create_engine, exc, func, inspect, select, text, types

import arrow_endpoint  # noqa: F401
import world
from checks import check, finish, refused
from complex_row import INSERT, NAMES, ROW, TABLE

BUCKET, RESULTS = world.make("dialect")

# What marks an error of Glue within one of Athena: "(Service: ...; Error Code: EntityNotFoundException; ...)".

OPTIONS = {"s3_staging_dir": RESULTS, "poll_interval": 0.02, "region_name": world.REGION}

engine = create_engine(
    f"awsathena+rest://@athena.{world.REGION}.amazonaws.com:443/dialect",
    connect_args=OPTIONS,
)


def run(sql, **values):
    """The rows of a statement's text."""
    with engine.connect() as connection:
        result = connection.execute(text(sql), values)
        return [tuple(row) for row in result] if result.returns_rows else []


def make_tables():
    """A table of every type, one with partitions, and a view."""
    run(TABLE.format(bucket=BUCKET))
    run(INSERT)
    run(
        f"CREATE EXTERNAL TABLE parted (a STRING COMMENT 'what it is') PARTITIONED BY (b INT, c STRING) STORED AS PARQUET LOCATION '{BUCKET}/parted/' TBLPROPERTIES ('parquet.compression'='SNAPPY')"
    )
    run("INSERT INTO parted VALUES ('x', 1, 'k'), ('y', 2, 'l')")
    run("CREATE VIEW seen AS SELECT col_int AS i, col_string AS s FROM one_row_complex")


def look():
    """What the inspector reads."""
    see = inspect(engine)
    check("schemas", lambda: "dialect" in see.get_schema_names(), True)
    check("tables", lambda: sorted(see.get_table_names("dialect")), ["one_row_complex", "parted"])
    check("tables of the schema of the URL", lambda: sorted(see.get_table_names()), ["one_row_complex", "parted"])
    check("views", lambda: see.get_view_names("dialect"), ["seen"])
    check(
        "definition of a view",
        lambda: " ".join(see.get_view_definition("seen", "dialect").split()),
        "CREATE VIEW dialect.seen AS SELECT col_int AS i, col_string AS s FROM one_row_complex",
    )
    check("a table is there", lambda: (see.has_table("parted", "dialect"), see.has_table("seen", "dialect")), (True, True))
    check("a table is not there", lambda: see.has_table("nowhere", "dialect"), False)
    check(
        "columns",
        lambda: [(c["name"], str(c["type"])) for c in see.get_columns("one_row_complex", "dialect")],
        [
            ("col_boolean", "BOOLEAN"),
            ("col_tinyint", "TINYINT"),
            ("col_smallint", "SMALLINT"),
            ("col_int", "INTEGER"),
            ("col_bigint", "BIGINT"),
            ("col_float", "FLOAT"),
            ("col_double", "DOUBLE"),
            ("col_string", "VARCHAR"),
            ("col_varchar", "VARCHAR(10)"),
            ("col_timestamp", "TIMESTAMP"),
            ("col_date", "DATE"),
            ("col_binary", "BINARY"),
            ("col_array", "AthenaArray(item_type=INTEGER())"),
            ("col_map", "AthenaMap(key_type=INTEGER(), value_type=INTEGER())"),
            ("col_struct", "AthenaStruct('a', 'b')"),
            ("col_decimal", "DECIMAL(10, 1)"),
        ],
    )
    check(
        "columns with partitions",
        lambda: [(c["name"], str(c["type"]), c["comment"], c["dialect_options"]) for c in see.get_columns("parted", "dialect")],
        [
            ("a", "VARCHAR", "what it is", {"awsathena_partition": None}),
            ("b", "INTEGER", None, {"awsathena_partition": True}),
            ("c", "VARCHAR", None, {"awsathena_partition": True}),
        ],
    )
    check(
        "columns of a view",
        lambda: [(c["name"], str(c["type"])) for c in see.get_columns("seen", "dialect")],
        [("i", "INTEGER"), ("s", "VARCHAR")],
    )
    check(
        "keys and indexes, of which Athena has none",
        lambda: (
            see.get_pk_constraint("parted", "dialect"),
            see.get_foreign_keys("parted", "dialect"),
            see.get_indexes("parted", "dialect"),
        ),
        ({"constrained_columns": [], "name": None}, [], []),
    )
    check(
        "place and form",
        lambda: {
            k: v for k, v in see.get_table_options("parted", "dialect").items() if k in ("awsathena_location", "awsathena_compression")
        },
        {"awsathena_location": f"{BUCKET}/parted/", "awsathena_compression": "SNAPPY"},
    )
    refused("a table that is not there", lambda: see.get_columns("nowhere", "dialect"), exc.NoSuchTableError, "nowhere")


def select_from():
    """Tables as they are reflected, and what is selected from them."""
    with engine.connect() as connection:
        metadata = MetaData()
        table = Table("one_row_complex", metadata, autoload_with=connection)
        check("reflect", lambda: [str(c.name) for c in table.columns], NAMES)
        check(
            "select",
            lambda: [tuple(row) for row in connection.execute(table.select())],
            [ROW],
        )
        plain = [c for c in table.columns if c.name != "col_array"]
        check("select all but the array", lambda: [tuple(row) for row in connection.execute(select(*plain))], [ROW[:12] + ROW[13:]])
        check("count", lambda: connection.execute(select(func.count()).select_from(table)).scalar(), 1)
        check(
            "where",
            lambda: connection.execute(
                select(table.c.col_string).where(table.c.col_int > 0, table.c.col_date == datetime.date(2017, 1, 2))
            ).fetchall()[0][0],
            "a string",
        )
        parted = Table("parted", metadata, autoload_with=connection)
        check(
            "where a partition is",
            lambda: [tuple(row) for row in connection.execute(select(parted).where(parted.c.b == 2))],
            [("y", 2, "l")],
        )
        check(
            "order and limit",
            lambda: [
                tuple(row) for row in connection.execute(select(parted.c.a, parted.c.b).order_by(parted.c.b.desc()).limit(1).offset(1))
            ],
            [("x", 1)],
        )
        check(
            "group",
            lambda: [
                tuple(row)
                for row in connection.execute(
                    select(parted.c.c, func.sum(parted.c.b), func.approx_distinct(parted.c.a))
                    .group_by(parted.c.c)
                    .having(func.sum(parted.c.b) > 1)
                )
            ],
            [("l", 2, 1)],
        )
        check(
            "join",
            lambda: [
                tuple(row)
                for row in connection.execute(
                    select(parted.c.a, table.c.col_string).join_from(parted, table, parted.c.b == table.c.col_tinyint - 126)
                )
            ],
            [("x", "a string")],
        )
    check(
        "values beside the text",
        lambda: run("SELECT :a || 'b', :n + 1, :d", a="it's ", n=1, d=decimal.Decimal("1.5")),
        [("it's b", 2, decimal.Decimal("1.5"))],
    )
    refused("an error of Athena", lambda: run("SELECT * FROM nowhere"), exc.OperationalError, "TABLE_NOT_FOUND")


def make_and_drop():
    """Tables from their definitions in Python."""
    metadata = MetaData()
    table = Table(
        "made",
        metadata,
        Column("a", types.Integer, comment="a number"),
        Column("b", types.String),
        Column("c", types.Float),
        Column("d", types.Date),
        Column("e", types.Numeric(10, 2)),
        Column("f", types.Boolean),
        Column("p", types.String, awsathena_partition=True),
        awsathena_location=f"{BUCKET}/made/",
        awsathena_file_format="PARQUET",
        awsathena_compression="SNAPPY",
        comment="made in Python",
    )
    row = (1, "it's", 0.5, datetime.date(2020, 1, 2), decimal.Decimal("12.34"), True, "k")
    names = [c.name for c in table.columns]
    with engine.connect() as connection:
        check("create", lambda: table.create(connection), None)
        check("insert", lambda: connection.execute(table.insert().values(dict(zip(names, row)))).rowcount, -1)
        check("insert many", lambda: connection.execute(table.insert(), [dict(zip(names, (n, *row[1:]))) for n in (2, 3)]).rowcount, 2)
        check(
            "what was inserted",
            lambda: [tuple(r) for r in connection.execute(select(table).order_by(table.c.a))],
            [(n, *row[1:]) for n in (1, 2, 3)],
        )
        see = inspect(engine)
        check(
            "what was created",
            lambda: [(c["name"], str(c["type"]), c["comment"]) for c in see.get_columns("made", "dialect")],
            [
                ("a", "INTEGER", "a number"),
                ("b", "VARCHAR", None),
                ("c", "FLOAT", None),
                ("d", "DATE", None),
                ("e", "DECIMAL(10, 2)", None),
                ("f", "BOOLEAN", None),
                ("p", "VARCHAR", None),
            ],
        )
        check("comment of a table", lambda: see.get_table_comment("made", "dialect"), {"text": "made in Python"})
        check("drop", lambda: table.drop(connection), None)
        check("what was dropped", lambda: inspect(engine).get_table_names("dialect").count("made"), 0)
        check(
            "a view as a table",
            lambda: [tuple(r) for r in connection.execute(Table("seen", MetaData(), autoload_with=connection).select())],
            [(2147483647, "a string")],
        )


def read_frames():
    """pandas reads through the dialect, with each of PyAthena's cursors behind it."""
    for kind in ("rest", "pandas", "arrow", "polars", "s3fs"):
        by = create_engine(f"awsathena+{kind}://@athena.{world.REGION}.amazonaws.com:443/dialect", connect_args=OPTIONS)
        check(
            f"read a frame, {kind}",
            lambda: pandas.read_sql("SELECT a, b FROM parted ORDER BY b", by).to_dict("list"),
            {"a": ["x", "y"], "b": [1, 2]},
        )


make_tables()
look()
read_frames()
select_from()
make_and_drop()
finish()
