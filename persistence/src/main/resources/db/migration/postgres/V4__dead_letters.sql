-- Dead letters at a glance; what they hold is in the journal.
CREATE TABLE dead_letter_view (
    letter       TEXT NOT NULL,
    tenant       TEXT,
    conversation TEXT,
    agent        TEXT,
    failure      TEXT,
    reason       TEXT,
    status       TEXT,
    attempts     BIGINT,
    opened_at    BIGINT,
    changed_at   BIGINT,
    retry_at     BIGINT,
    CONSTRAINT dead_letter_view_pk PRIMARY KEY (letter)
) WITH (fillfactor = 70);
CREATE INDEX dead_letter_view_status ON dead_letter_view (tenant, status, letter);
