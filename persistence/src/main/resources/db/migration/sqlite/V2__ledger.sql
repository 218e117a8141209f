-- Who owns what: one row for each incarnation of a node. It ends at "until", by the clock of this
-- database, unless it is renewed before; what has ended is never renewed.
-- There is no other node here, so each is a member of the only cluster and none is removed.
CREATE TABLE node_incarnation (
    epoch   INTEGER PRIMARY KEY AUTOINCREMENT,
    node    TEXT    NOT NULL,
    pid     INTEGER,
    until   INTEGER NOT NULL,
    address TEXT,
    uid     INTEGER,
    http    TEXT,
    vocabulary TEXT,
    cluster INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE cluster (
    epoch     INTEGER NOT NULL,
    formed_at INTEGER NOT NULL
) STRICT;
INSERT INTO cluster (epoch, formed_at) VALUES (0, 0);

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
