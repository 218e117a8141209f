-- The journal. "position" is commit order: one connection of one process writes, one group after the other.
-- "remaining" counts the events of the same decision that follow: a history is cut only where it is 0.
CREATE TABLE journal (
    position   INTEGER NOT NULL PRIMARY KEY,
    seq_nr     INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    remaining  INTEGER NOT NULL,
    feed       TEXT    NOT NULL,
    entity     TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    payload    BLOB    NOT NULL,
    CONSTRAINT journal_stream UNIQUE (feed, entity, seq_nr)
) STRICT;

-- Every index ends with the position, which is the table's own key.
CREATE INDEX journal_feed ON journal (feed);

-- Which journal this is: a broker that keeps a mark in it keeps that of this one.
CREATE TABLE journal_identity (
    id TEXT NOT NULL
) STRICT;
INSERT INTO journal_identity (id) VALUES (lower(hex(randomblob(16))));

-- Which events are in the journal, by name and version: a release that does not know one of them must not start on it.
CREATE TABLE event_kind (
    type    TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT event_kind_pk PRIMARY KEY (type, version)
) STRICT, WITHOUT ROWID;

-- What many events and snapshots have in common, stored once under the hash of what it is.
CREATE TABLE content (
    hash    TEXT NOT NULL,
    payload BLOB NOT NULL,
    CONSTRAINT content_pk PRIMARY KEY (hash)
) STRICT, WITHOUT ROWID;

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
