-- Views of the journal. Each can be emptied and built again; none is the truth.
-- Empty text stands for "none"; what is not known yet is null.
CREATE TABLE conversation_view (
    tenant        VARCHAR(256) NOT NULL,
    conversation  VARCHAR(256) NOT NULL,
    owner         VARCHAR(256),
    messages      BIGINT NOT NULL,
    last_activity BIGINT,
    open_run      VARCHAR(256),
    last_outcome  VARCHAR(256),
    CONSTRAINT conversation_view_pk PRIMARY KEY (tenant, conversation)
);
CREATE INDEX conversation_view_activity ON conversation_view (tenant, last_activity);

CREATE TABLE run_view (
    tenant         VARCHAR(256) NOT NULL,
    run            VARCHAR(512) NOT NULL,
    conversation   VARCHAR(256),
    agent          VARCHAR(256),
    parent_run     VARCHAR(512),
    status         VARCHAR(256),
    failure_code   VARCHAR(256),
    failure_detail VARCHAR(1000000),
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
);

CREATE TABLE unfinished (
    feed   VARCHAR(256) NOT NULL,
    entity VARCHAR(256) NOT NULL,
    run    VARCHAR(512) NOT NULL,
    since  BIGINT NOT NULL,
    CONSTRAINT unfinished_pk PRIMARY KEY (feed, entity, run)
);

CREATE TABLE usage_view (
    tenant        VARCHAR(256) NOT NULL,
    conversation  VARCHAR(256) NOT NULL,
    agent         VARCHAR(256) NOT NULL,
    model         VARCHAR(256) NOT NULL,
    on_day        BIGINT NOT NULL,
    calls         BIGINT NOT NULL,
    input_tokens  BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cost_micros   BIGINT NOT NULL,
    CONSTRAINT usage_view_pk PRIMARY KEY (tenant, conversation, agent, model, on_day)
);
CREATE INDEX usage_view_day ON usage_view (tenant, on_day);
