"""The row of sixteen types of PyAthena's own tests: its table, its values, and what each cursor makes of them."""

import datetime
import decimal

TABLE = """
CREATE EXTERNAL TABLE IF NOT EXISTS one_row_complex (
    col_boolean BOOLEAN, col_tinyint TINYINT, col_smallint SMALLINT, col_int INT, col_bigint BIGINT, col_float FLOAT,
    col_double DOUBLE, col_string STRING, col_varchar VARCHAR(10), col_timestamp TIMESTAMP, col_date DATE,
    col_binary BINARY, col_array ARRAY<int>, col_map MAP<int, int>, col_struct STRUCT<a: int, b: int>,
    col_decimal DECIMAL(10,1)
)
ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' LINES TERMINATED BY '\\n' STORED AS TEXTFILE
LOCATION '{bucket}/one_row_complex/'"""

INSERT = """
INSERT INTO one_row_complex SELECT
    true, CAST(127 AS TINYINT), CAST(32767 AS SMALLINT), 2147483647, 9223372036854775807, CAST(0.5 AS REAL),
    0.25, 'a string', CAST('varchar' AS VARCHAR(10)), timestamp '2017-01-01 00:00:00', date '2017-01-02',
    X'313233', ARRAY[1, 2], MAP(ARRAY[1, 3], ARRAY[2, 4]), CAST(ROW(1, 2) AS ROW(a INTEGER, b INTEGER)),
    CAST(0.1 AS DECIMAL(10,1))"""

DESCRIPTION = [
    ("col_boolean", "boolean", None, None, 0, 0, "UNKNOWN"),
    ("col_tinyint", "tinyint", None, None, 3, 0, "UNKNOWN"),
    ("col_smallint", "smallint", None, None, 5, 0, "UNKNOWN"),
    ("col_int", "integer", None, None, 10, 0, "UNKNOWN"),
    ("col_bigint", "bigint", None, None, 19, 0, "UNKNOWN"),
    ("col_float", "float", None, None, 17, 0, "UNKNOWN"),
    ("col_double", "double", None, None, 17, 0, "UNKNOWN"),
    ("col_string", "varchar", None, None, 2147483647, 0, "UNKNOWN"),
    ("col_varchar", "varchar", None, None, 10, 0, "UNKNOWN"),
    ("col_timestamp", "timestamp", None, None, 3, 0, "UNKNOWN"),
    ("col_date", "date", None, None, 0, 0, "UNKNOWN"),
    ("col_binary", "varbinary", None, None, 1073741824, 0, "UNKNOWN"),
    ("col_array", "array", None, None, 0, 0, "UNKNOWN"),
    ("col_map", "map", None, None, 0, 0, "UNKNOWN"),
    ("col_struct", "row", None, None, 0, 0, "UNKNOWN"),
    ("col_decimal", "decimal", None, None, 10, 1, "UNKNOWN"),
]

NAMES = [column[0] for column in DESCRIPTION]

# The text of a result does not say what types are nested in a map or row: PyAthena reads them as text.
ROW = (
    True,
    127,
    32767,
    2147483647,
    9223372036854775807,
    0.5,
    0.25,
    "a string",
    "varchar",
    datetime.datetime(2017, 1, 1),
    datetime.date(2017, 1, 2),
    b"123",
    [1, 2],
    {"1": "2", "3": "4"},
    {"a": "1", "b": "2"},
    decimal.Decimal("0.1"),
)

# The same where PyAthena is told the types.
TYPED = ROW[:12] + ([1, 2], {"1": 2, "3": 4}, {"a": 1, "b": 2}) + ROW[15:]

# What cursors of frames make of it: what is nested stays text, as it is in the CSV file.
FRAMED = ROW[:12] + ("[1, 2]", "{1=2, 3=4}", "{a=1, b=2}") + ROW[15:]


def unloaded(cursor):
    """The same from Parquet, which has the types; a map is a list of pairs, as Arrow has it, but in Polars."""
    return ROW[:12] + ([1, 2], {1: 2, 3: 4} if cursor == "PolarsCursor" else [(1, 2), (3, 4)], {"a": 1, "b": 2}) + ROW[15:]
