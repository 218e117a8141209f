-- The journal. "position" is commit order on all nodes: it is taken inside a lock that is held until
-- the commit, so whoever sees row n has seen every row before n that will ever exist.
-- "remaining" counts the events of the same decision that follow: a history is cut only where it is 0.
CREATE SEQUENCE journal_position AS BIGINT;

CREATE TABLE journal (
    position   BIGINT   NOT NULL,
    seq_nr     BIGINT   NOT NULL,
    written_at BIGINT   NOT NULL,
    version    SMALLINT NOT NULL,
    remaining  SMALLINT NOT NULL,
    feed       TEXT     NOT NULL,
    entity     TEXT     NOT NULL,
    type       TEXT     NOT NULL,
    payload    BYTEA    NOT NULL,
    CONSTRAINT journal_pk PRIMARY KEY (position)
);

-- By 64-bit hashes: names in two indexes would take more room than the events. Whoever reads compares
-- the names as well. Two streams of one hash cannot both be written: the second is refused at its first
-- event (one in a million, once there are six million streams).
CREATE UNIQUE INDEX journal_stream ON journal (hashtextextended(feed || '|' || entity, 0), seq_nr);
CREATE INDEX journal_feed ON journal (hashtextextended(feed, 0), position);

-- One group of events in one round trip and one commit. Returns the position of the last one.
CREATE FUNCTION journal_append(
    seq_nrs BIGINT[], written_ats BIGINT[], versions SMALLINT[], remainings SMALLINT[],
    feeds TEXT[], entities TEXT[], types TEXT[], payloads BYTEA[]) RETURNS BIGINT
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7406117311);
    INSERT INTO journal (position, seq_nr, written_at, version, remaining, feed, entity, type, payload)
    SELECT nextval('journal_position'), e.*
    FROM unnest(seq_nrs, written_ats, versions, remainings, feeds, entities, types, payloads) AS e;
    RETURN currval('journal_position');
END
$$;

-- Which journal this is: a broker that keeps a mark in it keeps that of this one.
CREATE TABLE journal_identity (
    id TEXT NOT NULL
);
INSERT INTO journal_identity (id) VALUES (gen_random_uuid()::text);

-- Which events are in the journal, by name and version: a release that does not know one of them must not start on it.
CREATE TABLE event_kind (
    type    TEXT NOT NULL,
    version SMALLINT NOT NULL,
    CONSTRAINT event_kind_pk PRIMARY KEY (type, version)
);

-- What many events and snapshots have in common, stored once under the hash of what it is.
CREATE TABLE content (
    hash    TEXT  NOT NULL,
    payload BYTEA NOT NULL,
    CONSTRAINT content_pk PRIMARY KEY (hash)
);

-- The newest snapshot of each stream. It saves time; it is never the truth.
CREATE TABLE snapshot (
    feed       TEXT     NOT NULL,
    entity     TEXT     NOT NULL,
    seq_nr     BIGINT   NOT NULL,
    written_at BIGINT   NOT NULL,
    version    SMALLINT NOT NULL,
    deflated   BOOLEAN  NOT NULL,
    type       TEXT     NOT NULL,
    payload    BYTEA    NOT NULL,
    CONSTRAINT snapshot_pk PRIMARY KEY (feed, entity)
);
ALTER TABLE snapshot ALTER COLUMN payload SET STORAGE EXTERNAL;
