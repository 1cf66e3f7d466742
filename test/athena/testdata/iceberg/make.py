"""Makes the Iceberg tables that the tests read: python make.py, with pyiceberg[sql-sqlite,pyarrow] 0.11.

The files of bucket lake go to the folder lake, and tables.json says where each table's metadata is and which rows
pyiceberg itself reads of it: that is what the tests compare with. Names and times of files differ from run to run.
"""

import datetime
import json
import os
import shutil
import uuid

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.fs import LocalFileSystem
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.io.pyarrow import PyArrowFile, PyArrowFileIO
from pyiceberg.manifest import (
    DataFile, DataFileContent, FileFormat, ManifestContent, ManifestEntry, ManifestEntryStatus, ManifestWriterV2, write_manifest_list,
)
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.table.snapshots import Operation, Snapshot, Summary
from pyiceberg.table.update import AddSnapshotUpdate, AssertTableUUID, SetSnapshotRefUpdate
from pyiceberg.transforms import BucketTransform, DayTransform, IdentityTransform, MonthTransform, TruncateTransform
from pyiceberg.typedef import Record
from pyiceberg.types import (
    DateType, DecimalType, DoubleType, IntegerType, ListType, LongType, MapType, NestedField, StringType, StructType, TimestampType, TimestamptzType,
)

here = os.path.dirname(os.path.abspath(__file__))


class Folder(PyArrowFileIO):
    """The objects of s3://bucket/key as files of this folder."""

    def _file(self, location):
        path = os.path.join(here, location.removeprefix("s3://"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return PyArrowFile(fs=LocalFileSystem(), location=location, path=path)

    def new_input(self, location):
        return self._file(location)

    def new_output(self, location):
        return self._file(location)

    def fs_by_scheme(self, scheme, netloc):
        return LocalFileSystem()


class DeleteManifest(ManifestWriterV2):
    def content(self):
        return ManifestContent.DELETES

    @property
    def _meta(self):
        return {**super()._meta, "content": "deletes"}


def delete_rows(table, content, path, rows, equality_ids=None):
    """Commits a file of deletes, which pyiceberg reads and does not write."""
    io = table.io
    with io.new_output(path).create(overwrite=True) as out:
        pq.write_table(rows, out)
    size = os.path.getsize(os.path.join(here, path.removeprefix("s3://")))
    entry = ManifestEntry.from_args(
        status=ManifestEntryStatus.ADDED, snapshot_id=None, sequence_number=None, file_sequence_number=None,
        data_file=DataFile.from_args(
            content=content, file_path=path, file_format=FileFormat.PARQUET, partition=Record(), record_count=rows.num_rows,
            file_size_in_bytes=size, equality_ids=equality_ids, column_sizes={}, value_counts={}, null_value_counts={}, nan_value_counts={},
            lower_bounds={}, upper_bounds={}, _table_format_version=2,
        ),
    )
    meta, parent = table.metadata, table.current_snapshot()
    number = parent.snapshot_id + 1
    entry.snapshot_id = number
    manifest = f"{table.location()}/metadata/{uuid.uuid4()}-m0.avro"
    with DeleteManifest(PartitionSpec(), table.schema(), io.new_output(manifest), number, "null") as writer:
        writer.add(entry)
    file = writer.to_manifest_file()
    manifests = f"{table.location()}/metadata/snap-{number}.avro"
    with write_manifest_list(2, io.new_output(manifests), number, parent.snapshot_id, meta.last_sequence_number + 1, "null") as writer:
        writer.add_manifests(parent.manifests(io) + [file])
    snapshot = Snapshot(
        snapshot_id=number, parent_snapshot_id=parent.snapshot_id, sequence_number=meta.last_sequence_number + 1,
        timestamp_ms=parent.timestamp_ms + 1, manifest_list=manifests, summary=Summary(Operation.DELETE), schema_id=table.schema().schema_id,
    )
    table._do_commit(
        (AddSnapshotUpdate(snapshot=snapshot), SetSnapshotRefUpdate(ref_name="main", type="branch", snapshot_id=number)),
        (AssertTableUUID(uuid=meta.table_uuid),),
    )
    table.refresh()


shutil.rmtree(os.path.join(here, "lake"), ignore_errors=True)
catalog = SqlCatalog("make", uri="sqlite:///:memory:", **{"py-io-impl": "__main__.Folder", "warehouse": "s3://lake"})
catalog.create_namespace("db")
tables = {}


def create(name, schema, spec=PartitionSpec()):
    return catalog.create_table(f"db.{name}", schema, location=f"s3://lake/{name}", partition_spec=spec)


def rows_of(table, **scan):
    return json.loads(json.dumps(table.scan(**scan).to_arrow().to_pylist(), default=str))


def done(table, **more):
    tables[table.name()[-1]] = {"metadata_location": table.metadata_location, "rows": rows_of(table), **more}


# Columns renamed, dropped, added under an old name, moved and widened; members added inside a struct.
t = create("evolved", Schema(
    NestedField(1, "id", IntegerType()), NestedField(2, "name", StringType()), NestedField(3, "qty", IntegerType()),
    NestedField(4, "place", StructType(NestedField(5, "city", StringType()))), NestedField(6, "tags", ListType(7, StringType(), False)),
))
t.append(pa.table(
    {"id": [1, 2], "name": ["one", "two"], "qty": [10, 20], "place": [{"city": "Rome"}, {"city": None}], "tags": [["a"], []]},
    schema=t.schema().as_arrow(),
))
first = t.current_snapshot().snapshot_id
before = rows_of(t)
with t.update_schema() as u:
    u.rename_column("name", "title")
    u.delete_column("qty")
    u.update_column("id", LongType())
with t.update_schema() as u:
    u.add_column("qty", StringType())
    u.add_column(("place", "zip"), StringType())
    u.add_column("name", DoubleType())
    u.move_first("title")
t.append(pa.table(
    {"title": ["three"], "id": [2**40], "place": [{"city": "Oslo", "zip": "0150"}], "tags": [["b", "c"]], "qty": ["many"], "name": [1.5]},
    schema=t.schema().as_arrow(),
))
done(t, first_snapshot=first, first_rows=before, first_ms=t.snapshots()[0].timestamp_ms)

# A member of a struct renamed: its old files call it by another name.
t = create("inside", Schema(NestedField(1, "id", IntegerType()), NestedField(2, "place", StructType(NestedField(3, "city", StringType())))))
t.append(pa.table({"id": [1], "place": [{"city": "Rome"}]}, schema=t.schema().as_arrow()))
with t.update_schema() as u:
    u.rename_column(("place", "city"), "town")
done(t)

# Partition transforms, and every type that both sides have.
t = create("clicks", Schema(
    NestedField(1, "id", LongType()), NestedField(2, "at", TimestampType()), NestedField(3, "seen", TimestamptzType()), NestedField(4, "day", DateType()),
    NestedField(5, "kind", StringType()), NestedField(6, "price", DecimalType(10, 2)), NestedField(7, "notes", MapType(8, StringType(), 9, LongType(), False)),
), PartitionSpec(
    PartitionField(1, 1000, BucketTransform(4), "id_bucket"), PartitionField(2, 1001, DayTransform(), "at_day"),
    PartitionField(5, 1002, TruncateTransform(2), "kind_trunc"),
))
moments = [datetime.datetime(2024, 1, 1 + i % 3, 5, 6, 7, 891234) for i in range(6)]
t.append(pa.table({
    "id": list(range(6)), "at": moments, "seen": [m.replace(tzinfo=datetime.timezone.utc) for m in moments], "day": [m.date() for m in moments],
    "kind": ["click", "clock", "view", None, "view", "click"], "price": pa.array([1, 2, 3, None, 5, 6], pa.decimal128(10, 2)),
    "notes": pa.array([[("a", 1)], [], None, [("b", 2)], [], []], pa.map_(pa.string(), pa.int64())),
}, schema=t.schema().as_arrow()))
done(t)

# Partitioned by a column as it is, then by the month: two specs.
t = create("takings", Schema(NestedField(1, "region", StringType()), NestedField(2, "day", DateType()), NestedField(3, "n", IntegerType())), PartitionSpec(
    PartitionField(1, 1000, IdentityTransform(), "region"),
))
data = lambda region, day, n: pa.table({"region": region, "day": day, "n": n}, schema=t.schema().as_arrow())
t.append(data(["eu", "us", "eu"], [datetime.date(2024, 1, 1), datetime.date(2024, 2, 1), None], [1, 2, 3]))
with t.update_spec() as u:
    u.remove_field("region")
    u.add_field("day", MonthTransform(), "day_month")
t.append(data(["eu", None], [datetime.date(2024, 3, 9), datetime.date(2024, 4, 1)], [4, 5]))
done(t)

# Rows deleted by their positions, of two files, then a row added again.
t = create("deleted", Schema(NestedField(1, "id", IntegerType()), NestedField(2, "name", StringType())))
for start in (0, 100):
    t.append(pa.table({"id": list(range(start, start + 5)), "name": [f"n{i}" for i in range(start, start + 5)]}, schema=t.schema().as_arrow()))
files = [f.file_path for f in sorted((task.file for task in t.scan().plan_files()), key=lambda f: f.lower_bounds[1])]
delete_rows(t, DataFileContent.POSITION_DELETES, "s3://lake/deleted/data/deletes.parquet", pa.table(
    {"file_path": [files[0]] * 2 + [files[1]], "pos": [1, 3, 0]},
    schema=pa.schema([pa.field("file_path", pa.string(), False, {"PARQUET:field_id": "2147483546"}), pa.field("pos", pa.int64(), False, {"PARQUET:field_id": "2147483545"})]),
))
t.append(pa.table({"id": [1], "name": ["again"]}, schema=t.schema().as_arrow()))
done(t)

# Rows deleted by a column's value, which pyiceberg does not read: no rows to compare with.
t = create("equality", Schema(NestedField(1, "id", IntegerType())))
t.append(pa.table({"id": [1, 2]}, schema=t.schema().as_arrow()))
delete_rows(t, DataFileContent.EQUALITY_DELETES, "s3://lake/equality/data/deletes.parquet", pa.table(
    {"id": [1]}, schema=pa.schema([pa.field("id", pa.int32(), True, {"PARQUET:field_id": "1"})]),
), equality_ids=[1])
tables["equality"] = {"metadata_location": t.metadata_location, "rows": []}

# A file whose columns have no numbers.
t = create("numberless", Schema(NestedField(1, "id", IntegerType())))
os.makedirs(os.path.join(here, "lake/numberless/data"), exist_ok=True)
pq.write_table(pa.table({"id": pa.array([7], pa.int32())}), os.path.join(here, "lake/numberless/data/old.parquet"))
t.add_files(["s3://lake/numberless/data/old.parquet"])
done(t)

# A column that is never NULL.
done(create("needed", Schema(NestedField(1, "id", IntegerType(), required=True), NestedField(2, "name", StringType()))))

# Nothing in it.
done(create("empty", Schema(NestedField(1, "id", IntegerType()))))

# Metadata files that a later one has replaced are not read.
current = {os.path.join(here, t["metadata_location"].removeprefix("s3://")) for t in tables.values()}
for folder, _, names in os.walk(os.path.join(here, "lake")):
    for path in (os.path.join(folder, name) for name in names):
        if path.endswith(".metadata.json") and path not in current:
            os.remove(path)

with open(os.path.join(here, "tables.json"), "w") as out:
    json.dump(tables, out, indent=1)
    out.write("\n")
