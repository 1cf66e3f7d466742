"""PyAthena's file system over S3, which its cursors of frames read with, and frames that it writes as tables."""

import datetime
import urllib.request

import pandas
from pyathena import connect
from pyathena.filesystem.s3 import S3FileSystem
from pyathena.pandas.util import to_sql

import world
from checks import check, finish

BUCKET, RESULTS = world.make("files")
connection = connect(s3_staging_dir=RESULTS, schema_name="files", region_name=world.REGION, poll_interval=0.02)
files = S3FileSystem(connection=connection)


def write(name, data, **options):
    """Writes a file, and returns what is read back."""
    with files.open(f"{BUCKET}/{name}", "wb", **options) as file:
        file.write(data)
    return files.cat(f"{BUCKET}/{name}")


def keep_files():
    """Files written, read in part, listed, copied and removed."""
    check("write", lambda: write("f/a.txt", b"abcdef"), b"abcdef")
    check(
        "read a part",
        lambda: (files.cat_file(f"{BUCKET}/f/a.txt", start=1, end=3), files.cat_file(f"{BUCKET}/f/a.txt", start=-2)),
        (b"bc", b"ef"),
    )
    large = b"0123456789abcdef" * (1 << 20)
    check(
        "write in parts",
        lambda: write("parts/large", large, block_size=5 << 20) == large,
        True,
    )
    check("copy", lambda: (files.cp_file(f"{BUCKET}/f/a.txt", f"{BUCKET}/f/g/b.txt"), files.cat(f"{BUCKET}/f/g/b.txt")), (None, b"abcdef"))
    check("list", lambda: sorted(files.ls(f"{BUCKET}/f")), ["clients-files/f/a.txt", "clients-files/f/g"])
    check("find", lambda: files.find(f"{BUCKET}/f"), ["clients-files/f/a.txt", "clients-files/f/g/b.txt"])
    check("glob", lambda: files.glob(f"{BUCKET}/f/**/*.txt"), ["clients-files/f/a.txt", "clients-files/f/g/b.txt"])
    check("size and kind", lambda: (files.size(f"{BUCKET}/f/a.txt"), files.info(f"{BUCKET}/f")["type"]), (6, "directory"))
    check(
        "a signed URL", lambda: urllib.request.urlopen(files.sign(f"{BUCKET}/f/a.txt")).read(), b"abcdef", lacks="signatures of version 2"
    )
    check(
        "remove",
        lambda: (files.rm(f"{BUCKET}/f", recursive=True), files.exists(f"{BUCKET}/f/a.txt"), world.keys(f"{BUCKET}/f/")),
        (None, False, []),
    )


def write_frames():
    """Frames as tables: PyAthena asks information_schema whether they are there."""
    frame = pandas.DataFrame({"a": [1, 2], "b": ["x", None], "t": [datetime.datetime(2020, 1, 1, 1, 2, 3)] * 2})
    rows = lambda sql: connection.cursor().execute(sql).fetchall()

    def write_table():
        to_sql(frame, "made", connection, f"{BUCKET}/made/", schema="files", index=False, if_exists="replace")
        return rows("SELECT a, b FROM made ORDER BY a")

    check(
        "tables of information_schema",
        lambda: rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'files'"),
        [],
    )
    check("write a frame", write_table, [(1, "x"), (2, None)])


keep_files()
write_frames()
finish()
