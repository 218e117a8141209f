-- How far each follower has read; changed in the transaction that changes its tables. "owner" is the incarnation of the node that
-- runs it, 0 nobody: only the owner moves the position.
CREATE TABLE projection_offset (
    name     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    owner    INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT projection_offset_pk PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;

-- Entries that a follower is not to see, because somebody decided so: whoever cannot apply one stops there otherwise.
CREATE TABLE follower_skip (
    name     TEXT NOT NULL,
    position INTEGER NOT NULL,
    by_whom  TEXT NOT NULL,
    reason   TEXT NOT NULL,
    at       INTEGER NOT NULL,
    CONSTRAINT follower_skip_pk PRIMARY KEY (name, position)
) STRICT, WITHOUT ROWID;

-- How far the journal has come with each log of a broker: everything before the position is in it.
CREATE TABLE intake_watermark (
    log      TEXT    NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT intake_watermark_pk PRIMARY KEY (log)
) STRICT, WITHOUT ROWID;
