-- Who owns what: one row for each incarnation of a node. It ends at "until", by the clock of this
-- database, unless it is renewed before; what has ended is never renewed.
CREATE TABLE node_incarnation (
    epoch   INTEGER PRIMARY KEY AUTOINCREMENT,
    node    TEXT    NOT NULL,
    until   INTEGER NOT NULL
) STRICT;

-- Tool calls that must not be repeated blindly. Until there is a result, a call belongs to the incarnation "owner", and
-- may go on for "at_most" milliseconds after the end of its lease; then it is in doubt.
CREATE TABLE tool_ledger (
    call_key   TEXT    NOT NULL,
    tool       TEXT    NOT NULL,
    begun_at   INTEGER NOT NULL,
    owner      INTEGER NOT NULL,
    at_most    INTEGER NOT NULL,
    settled_at INTEGER,
    result     BLOB,
    version    INTEGER,
    CONSTRAINT tool_ledger_pk PRIMARY KEY (call_key)
) STRICT;
CREATE INDEX tool_ledger_settled ON tool_ledger (settled_at);
