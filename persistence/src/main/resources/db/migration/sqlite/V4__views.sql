-- Views of the journal. Each can be emptied and built again; none is the truth.
-- Empty text stands for "none"; what is not known yet is null.
CREATE TABLE conversation_view (
    tenant        TEXT    NOT NULL,
    conversation  TEXT    NOT NULL,
    owner         TEXT,
    messages      INTEGER NOT NULL,
    last_activity INTEGER,
    open_run      TEXT,
    last_outcome  TEXT,
    CONSTRAINT conversation_view_pk PRIMARY KEY (tenant, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_view_activity ON conversation_view (tenant, last_activity);

CREATE TABLE run_view (
    tenant         TEXT    NOT NULL,
    run            TEXT    NOT NULL,
    conversation   TEXT,
    agent          TEXT,
    parent_run     TEXT,
    status         TEXT,
    failure_code   TEXT,
    failure_detail TEXT,
    asked_at       INTEGER,
    started_at     INTEGER,
    ended_at       INTEGER,
    model_calls    INTEGER NOT NULL,
    tool_calls     INTEGER NOT NULL,
    input_tokens   INTEGER NOT NULL,
    output_tokens  INTEGER NOT NULL,
    cost_micros    INTEGER NOT NULL,
    answer         INTEGER,
    CONSTRAINT run_view_pk PRIMARY KEY (tenant, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE unfinished (
    feed     TEXT    NOT NULL,
    run      TEXT    NOT NULL,
    entity   TEXT    NOT NULL,
    parent   TEXT    NOT NULL,
    since    INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    calls    INTEGER NOT NULL,
    CONSTRAINT unfinished_pk PRIMARY KEY (feed, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX unfinished_parent ON unfinished (feed, parent);

CREATE TABLE usage_view (
    tenant        TEXT    NOT NULL,
    conversation  TEXT    NOT NULL,
    agent         TEXT    NOT NULL,
    model         TEXT    NOT NULL,
    on_day        INTEGER NOT NULL,
    calls         INTEGER NOT NULL,
    input_tokens  INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cost_micros   INTEGER NOT NULL,
    CONSTRAINT usage_view_pk PRIMARY KEY (tenant, conversation, agent, model, on_day)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_view_day ON usage_view (tenant, on_day);

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
