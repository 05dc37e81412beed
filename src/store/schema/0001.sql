-- The first schema. Rules: STRICT tables, NOT NULL with defaults, every full-text table with
-- secure-delete on (see erase.rs; a test insists).

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
