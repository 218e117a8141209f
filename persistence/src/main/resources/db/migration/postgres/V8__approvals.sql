-- What people are to decide, while they have not: one row a call that waits for them, or a question. The feed says the rest.
-- Roles and users: a JSON string a line, with a line feed before the first and behind the last; empty: anybody.
CREATE TABLE approval_view (
    tenant       TEXT NOT NULL,
    conversation TEXT NOT NULL,
    run          VARCHAR(512) NOT NULL,
    call         TEXT NOT NULL,
    agent        TEXT,
    entity       TEXT,
    kind         TEXT,
    subject      TEXT,
    content      TEXT,
    roles        TEXT,
    escalated    TEXT,
    users        TEXT,
    sequence     BIGINT,
    version      BIGINT,
    approvals    BIGINT,
    agreed       BIGINT NOT NULL,
    since        BIGINT,
    due          BIGINT,
    until        BIGINT,
    CONSTRAINT approval_view_pk PRIMARY KEY (tenant, conversation, run, call)
) WITH (fillfactor = 70);
CREATE INDEX approval_view_sequence ON approval_view (tenant, sequence);
