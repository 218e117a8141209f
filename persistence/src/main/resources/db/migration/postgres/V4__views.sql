-- Views of the journal. Each can be emptied and built again; none is the truth.
-- Empty text stands for "none"; what is not known yet is null.
CREATE TABLE conversation_view (
    tenant        TEXT NOT NULL,
    conversation  TEXT NOT NULL,
    owner         TEXT,
    messages      BIGINT NOT NULL,
    last_activity BIGINT,
    open_run      TEXT,
    last_outcome  TEXT,
    CONSTRAINT conversation_view_pk PRIMARY KEY (tenant, conversation)
) WITH (fillfactor = 70);
CREATE INDEX conversation_view_activity ON conversation_view (tenant, last_activity);

CREATE TABLE run_view (
    tenant         TEXT NOT NULL,
    run            VARCHAR(512) NOT NULL,
    conversation   TEXT,
    agent          TEXT,
    parent_run     VARCHAR(512),
    status         TEXT,
    failure_code   TEXT,
    failure_detail TEXT,
    asked_at       BIGINT,
    started_at     BIGINT,
    ended_at       BIGINT,
    model_calls    BIGINT NOT NULL,
    tool_calls     BIGINT NOT NULL,
    input_tokens   BIGINT NOT NULL,
    output_tokens  BIGINT NOT NULL,
    cost_micros    BIGINT NOT NULL,
    answer         BIGINT,
    CONSTRAINT run_view_pk PRIMARY KEY (tenant, run)
) WITH (fillfactor = 70);

CREATE TABLE unfinished (
    feed     TEXT         NOT NULL,
    run      VARCHAR(512) NOT NULL,
    entity   TEXT         NOT NULL,
    parent   VARCHAR(512) NOT NULL,
    since    BIGINT       NOT NULL,
    due      BIGINT       NOT NULL,
    deadline BIGINT       NOT NULL,
    calls    BIGINT       NOT NULL,
    CONSTRAINT unfinished_pk PRIMARY KEY (feed, run)
) WITH (fillfactor = 70);
CREATE INDEX unfinished_parent ON unfinished (feed, parent);

CREATE TABLE usage_view (
    tenant        TEXT NOT NULL,
    conversation  TEXT NOT NULL,
    agent         TEXT NOT NULL,
    model         TEXT NOT NULL,
    on_day        BIGINT NOT NULL,
    calls         BIGINT NOT NULL,
    input_tokens  BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cost_micros   BIGINT NOT NULL,
    CONSTRAINT usage_view_pk PRIMARY KEY (tenant, conversation, agent, model, on_day)
) WITH (fillfactor = 70);
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
    attempts     BIGINT,
    opened_at    BIGINT,
    changed_at   BIGINT,
    retry_at     BIGINT,
    CONSTRAINT dead_letter_view_pk PRIMARY KEY (letter)
) WITH (fillfactor = 70);
CREATE INDEX dead_letter_view_status ON dead_letter_view (tenant, status, letter);
