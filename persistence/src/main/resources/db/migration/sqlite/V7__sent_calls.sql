-- Calls of remote tools that are away: sent, and nobody has reported yet. A view; can be emptied and built again.
CREATE TABLE sent_call (
    tenant   TEXT    NOT NULL,
    run      TEXT    NOT NULL,
    call_id  TEXT    NOT NULL,
    tool     TEXT    NOT NULL,
    attempt  INTEGER NOT NULL,
    since    INTEGER NOT NULL,
    sent_at  INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    lease_ms INTEGER NOT NULL,
    CONSTRAINT sent_call_pk PRIMARY KEY (tenant, run, call_id)
) STRICT, WITHOUT ROWID;
