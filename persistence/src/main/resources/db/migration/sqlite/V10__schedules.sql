-- Schedules, for as long as there are any: what each is to do, how it stands, and its latest occurrence. Times are
-- milliseconds; 0: none.
CREATE TABLE schedule_view (
    tenant       TEXT NOT NULL,
    schedule     TEXT NOT NULL,
    agent        TEXT,
    content      TEXT,
    conversation TEXT,
    timing       TEXT,
    expression   TEXT,
    zone         TEXT,
    begins_at    INTEGER,
    missed       TEXT,
    overlap      TEXT,
    made_by      TEXT,
    status       TEXT,
    reason       TEXT,
    due          INTEGER,
    last_number  INTEGER,
    last_due     INTEGER,
    last_outcome TEXT,
    last_detail  TEXT,
    made_at      INTEGER,
    changed_at   INTEGER,
    CONSTRAINT schedule_view_pk PRIMARY KEY (tenant, schedule)
) STRICT, WITHOUT ROWID;
