-- Tool calls that must not be repeated blindly. No result: in doubt.
CREATE TABLE tool_ledger (
    call_key   TEXT   NOT NULL,
    tool       TEXT   NOT NULL,
    begun_at   BIGINT NOT NULL,
    settled_at BIGINT,
    result     BYTEA,
    version    SMALLINT,
    CONSTRAINT tool_ledger_pk PRIMARY KEY (call_key)
);
CREATE INDEX tool_ledger_settled ON tool_ledger (settled_at);

-- How far each projection has read; changed in the transaction that changes its tables.
CREATE TABLE projection_offset (
    name     TEXT   NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT projection_offset_pk PRIMARY KEY (name)
) WITH (fillfactor = 10);
