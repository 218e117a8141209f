-- The journal. "ordering" is commit order on all nodes: it is taken inside a lock that is held until
-- the commit, so whoever sees row n has seen every row before n that will ever exist.
CREATE SEQUENCE journal_ordering AS BIGINT;

CREATE TABLE journal (
    ordering   BIGINT   NOT NULL,
    seq_nr     BIGINT   NOT NULL,
    written_at BIGINT   NOT NULL,
    version    SMALLINT NOT NULL,
    feed       TEXT     NOT NULL,
    entity     TEXT     NOT NULL,
    type       TEXT     NOT NULL,
    payload    BYTEA    NOT NULL,
    CONSTRAINT journal_pk PRIMARY KEY (ordering)
);

-- By 64-bit hashes: names in two indexes would take more room than the events. Whoever reads compares
-- the names as well. Two streams of one hash cannot both be written: the second is refused at its first
-- event (one in a million, once there are six million streams).
CREATE UNIQUE INDEX journal_stream ON journal (hashtextextended(feed || '|' || entity, 0), seq_nr);
CREATE INDEX journal_feed ON journal (hashtextextended(feed, 0), ordering);

-- One group of events in one round trip and one commit. Returns the ordering of the last one.
CREATE FUNCTION journal_append(
    seq_nrs BIGINT[], written_ats BIGINT[], versions SMALLINT[],
    feeds TEXT[], entities TEXT[], types TEXT[], payloads BYTEA[]) RETURNS BIGINT
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7406117311);
    INSERT INTO journal (ordering, seq_nr, written_at, version, feed, entity, type, payload)
    SELECT nextval('journal_ordering'), e.*
    FROM unnest(seq_nrs, written_ats, versions, feeds, entities, types, payloads) AS e;
    RETURN currval('journal_ordering');
END
$$;

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
