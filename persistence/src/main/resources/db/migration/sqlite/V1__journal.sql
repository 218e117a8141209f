-- The journal. "ordering" is commit order: one connection of one process writes, one group after the other.
CREATE TABLE journal (
    ordering   INTEGER NOT NULL PRIMARY KEY,
    seq_nr     INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    feed       TEXT    NOT NULL,
    entity     TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    payload    BLOB    NOT NULL,
    CONSTRAINT journal_stream UNIQUE (feed, entity, seq_nr)
) STRICT;

-- Every index ends with the ordering, which is the table's own key.
CREATE INDEX journal_feed ON journal (feed);

-- Which journal this is: a broker that keeps a place in it keeps the place of this one.
CREATE TABLE journal_identity (
    id TEXT NOT NULL
) STRICT;
INSERT INTO journal_identity (id) VALUES (lower(hex(randomblob(16))));

-- The newest snapshot of each stream. It saves time; it is never the truth.
CREATE TABLE snapshot (
    feed       TEXT    NOT NULL,
    entity     TEXT    NOT NULL,
    seq_nr     INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    deflated   INTEGER NOT NULL,
    type       TEXT    NOT NULL,
    payload    BLOB    NOT NULL,
    CONSTRAINT snapshot_pk PRIMARY KEY (feed, entity)
) STRICT;
