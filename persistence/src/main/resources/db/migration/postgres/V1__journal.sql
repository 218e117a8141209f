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

-- Whether an incarnation is a member of the cluster that may write. What it says holds until the commit for whoever has
-- the journal's lock.
CREATE FUNCTION may_write(incarnation BIGINT) RETURNS BOOLEAN
    LANGUAGE plpgsql AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM node_incarnation n, cluster c
        WHERE n.epoch = incarnation AND n.cluster = c.epoch AND NOT n.removed);
END
$$;

-- One group of events in one round trip and one commit. Returns the position of the last one. "writer" is the node's
-- incarnation, 0 that of a program which is no node and has the journal for itself.
CREATE FUNCTION journal_append(
    writer BIGINT, seq_nrs BIGINT[], written_ats BIGINT[], versions SMALLINT[], remainings SMALLINT[],
    feeds TEXT[], entities TEXT[], types TEXT[], payloads BYTEA[]) RETURNS BIGINT
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7406117311);
    IF writer <> 0 AND NOT may_write(writer) THEN
        RAISE EXCEPTION 'incarnation % is no member of the cluster that may write', writer USING ERRCODE = 'TK001';
    END IF;
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
