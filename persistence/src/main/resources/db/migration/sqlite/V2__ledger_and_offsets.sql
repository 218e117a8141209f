-- Tool calls that must not be repeated blindly. No result: in doubt.
CREATE TABLE tool_ledger (
    call_key   TEXT    NOT NULL,
    tool       TEXT    NOT NULL,
    begun_at   INTEGER NOT NULL,
    settled_at INTEGER,
    result     BLOB,
    version    INTEGER,
    CONSTRAINT tool_ledger_pk PRIMARY KEY (call_key)
) STRICT;
CREATE INDEX tool_ledger_settled ON tool_ledger (settled_at);

-- How far each follower has read; changed in the transaction that changes its tables.
CREATE TABLE projection_offset (
    name     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT projection_offset_pk PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;
