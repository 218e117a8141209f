-- By which calls a run waits for somebody outside or for the time, while it does.
CREATE TABLE run_wait (
    tenant   TEXT NOT NULL,
    run      TEXT NOT NULL,
    call     TEXT NOT NULL,
    kind     TEXT,
    name     TEXT,
    sequence INTEGER,
    CONSTRAINT run_wait_pk PRIMARY KEY (tenant, run, call)
);
INSERT INTO run_wait (tenant, run, call, kind, name, sequence)
    SELECT tenant, run, call, 'person', '', sequence FROM approval_view;
-- Where the latest of each value that a run shows stands in the stream of its agent.
CREATE TABLE run_value (
    tenant TEXT NOT NULL,
    run    TEXT NOT NULL,
    name   TEXT NOT NULL,
    seq_nr INTEGER,
    CONSTRAINT run_value_pk PRIMARY KEY (tenant, run, name)
);
