-- Dead letters at a glance; what they hold is in the journal.
CREATE TABLE dead_letter_view (
    letter       VARCHAR(256) NOT NULL,
    tenant       VARCHAR(256),
    conversation VARCHAR(256),
    agent        VARCHAR(256),
    failure      VARCHAR(256),
    reason       VARCHAR(1000000),
    status       VARCHAR(256),
    attempts     BIGINT,
    opened_at    BIGINT,
    changed_at   BIGINT,
    retry_at     BIGINT,
    CONSTRAINT dead_letter_view_pk PRIMARY KEY (letter)
);
CREATE INDEX dead_letter_view_status ON dead_letter_view (tenant, status, letter);
