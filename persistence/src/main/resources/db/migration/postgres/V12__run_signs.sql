-- By which calls a run waits for somebody outside or for the time, while it does.
CREATE TABLE run_wait (
    tenant   TEXT NOT NULL,
    run      VARCHAR(512) NOT NULL,
    call     TEXT NOT NULL,
    kind     TEXT,
    name     TEXT,
    sequence BIGINT,
    CONSTRAINT run_wait_pk PRIMARY KEY (tenant, run, call)
) WITH (fillfactor = 70);
INSERT INTO run_wait (tenant, run, call, kind, name, sequence)
    SELECT tenant, run, call, 'person', '', sequence FROM approval_view;
-- Where the latest of each value that a run shows stands in the stream of its agent.
CREATE TABLE run_value (
    tenant TEXT NOT NULL,
    run    VARCHAR(512) NOT NULL,
    name   TEXT NOT NULL,
    seq_nr BIGINT,
    CONSTRAINT run_value_pk PRIMARY KEY (tenant, run, name)
) WITH (fillfactor = 70);
