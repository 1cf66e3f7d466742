-- Records of all tables. The rowid keeps documents out of the key index, whose pages would hold few of them.
CREATE TABLE record (
  id      INTEGER PRIMARY KEY,
  tbl     TEXT    NOT NULL,
  key     BLOB    NOT NULL,
  version INTEGER NOT NULL,
  schema  INTEGER NOT NULL,
  entries BLOB    NOT NULL, -- the record's index entries, so that a change finds the old ones (entries.go)
  value   BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX record_key ON record (tbl, key);

-- Index entries. A position is the index key followed by the record's key.
CREATE TABLE entry (
  tbl      TEXT    NOT NULL,
  idx      TEXT    NOT NULL,
  position BLOB    NOT NULL,
  record   INTEGER NOT NULL,
  PRIMARY KEY (tbl, idx, position)
) STRICT, WITHOUT ROWID;

-- The last version that was given to a record; one row.
CREATE TABLE version (last INTEGER NOT NULL) STRICT;
INSERT INTO version VALUES (0);
