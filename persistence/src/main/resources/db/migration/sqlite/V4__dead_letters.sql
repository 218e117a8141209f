-- Dead letters at a glance; what they hold is in the journal.
CREATE TABLE dead_letter_view (
    letter       TEXT NOT NULL,
    tenant       TEXT,
    conversation TEXT,
    agent        TEXT,
    failure      TEXT,
    reason       TEXT,
    status       TEXT,
    attempts     INTEGER,
    opened_at    INTEGER,
    changed_at   INTEGER,
    retry_at     INTEGER,
    CONSTRAINT dead_letter_view_pk PRIMARY KEY (letter)
) STRICT, WITHOUT ROWID;
CREATE INDEX dead_letter_view_status ON dead_letter_view (tenant, status, letter);
