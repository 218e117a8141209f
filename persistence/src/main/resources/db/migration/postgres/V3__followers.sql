-- How far each follower has read; changed in the transaction that changes its tables. "owner" is the incarnation of the node that
-- runs it, 0 nobody: only the owner moves the position.
CREATE TABLE projection_offset (
    name     TEXT   NOT NULL,
    position BIGINT NOT NULL,
    owner    BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT projection_offset_pk PRIMARY KEY (name)
) WITH (fillfactor = 10);

-- Entries that a follower is not to see, because somebody decided so: whoever cannot apply one stops there otherwise.
CREATE TABLE follower_skip (
    name     TEXT NOT NULL,
    position BIGINT NOT NULL,
    by_whom  TEXT NOT NULL,
    reason   TEXT NOT NULL,
    at       BIGINT NOT NULL,
    CONSTRAINT follower_skip_pk PRIMARY KEY (name, position)
);

-- How far the journal has come with each log of a broker: everything before the position is in it.
CREATE TABLE intake_watermark (
    log      TEXT   NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT intake_watermark_pk PRIMARY KEY (log)
) WITH (fillfactor = 10);
