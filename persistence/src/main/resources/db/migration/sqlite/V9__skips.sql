-- Entries that a follower is not to see, because somebody decided so: whoever cannot apply one stops there otherwise.
CREATE TABLE follower_skip (
    name     TEXT NOT NULL,
    position INTEGER NOT NULL,
    by_whom  TEXT NOT NULL,
    reason   TEXT NOT NULL,
    at       INTEGER NOT NULL,
    CONSTRAINT follower_skip_pk PRIMARY KEY (name, position)
) STRICT, WITHOUT ROWID;
