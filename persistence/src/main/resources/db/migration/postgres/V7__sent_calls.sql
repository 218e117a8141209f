-- Calls of remote tools that are away: sent, and nobody has reported yet. A view; can be emptied and built again.
CREATE TABLE sent_call (
    tenant   TEXT         NOT NULL,
    run      VARCHAR(512) NOT NULL,
    call_id  TEXT         NOT NULL,
    tool     TEXT         NOT NULL,
    attempt  BIGINT       NOT NULL,
    since    BIGINT       NOT NULL,
    sent_at  BIGINT       NOT NULL,
    until_at BIGINT       NOT NULL,
    lease_ms BIGINT       NOT NULL,
    CONSTRAINT sent_call_pk PRIMARY KEY (tenant, run, call_id)
) WITH (fillfactor = 70);
