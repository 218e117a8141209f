-- Who owns what: one row for each incarnation of a node. It ends at "until", by the clock of this
-- database, unless it is renewed before; what has ended is never renewed.
-- "address" and "uid" say where the node is reached by others, and which start of it that was. "cluster" is the epoch of
-- the cluster that it is a member of; null: of none yet. What is "removed" stays so: nothing of it is written any more.
-- "vocabulary" says what the release reads that runs there.
CREATE TABLE node_incarnation (
    epoch   BIGINT GENERATED ALWAYS AS IDENTITY,
    node    TEXT    NOT NULL,
    pid     BIGINT,
    until   BIGINT  NOT NULL,
    address TEXT,
    uid     BIGINT,
    http    TEXT,
    vocabulary TEXT,
    cluster BIGINT,
    removed BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT node_incarnation_pk PRIMARY KEY (epoch)
) WITH (fillfactor = 50);

-- The one cluster that may write here, by its epoch: raised whenever a cluster forms. Whoever raises it, removes a member
-- or appends to the journal holds the journal's lock, so these have one order.
CREATE TABLE cluster (
    epoch     BIGINT NOT NULL,
    formed_at BIGINT NOT NULL
) WITH (fillfactor = 10);
INSERT INTO cluster (epoch, formed_at) VALUES (0, 0);

-- What releases read: kinds of events, states and messages, each with the newest version; one list for each release, by
-- its hash.
CREATE TABLE vocabulary (
    hash    TEXT     NOT NULL,
    word    TEXT     NOT NULL,
    version SMALLINT NOT NULL,
    CONSTRAINT vocabulary_pk PRIMARY KEY (hash, word)
);

-- The words that some member of the cluster does not read in that version.
CREATE FUNCTION unread_by_members(words TEXT[], versions SMALLINT[]) RETURNS SETOF TEXT
    LANGUAGE sql AS $$
    SELECT DISTINCT w.word
    FROM unnest(words, versions) AS w(word, version), node_incarnation n, cluster c
    WHERE n.cluster = c.epoch AND NOT n.removed AND n.vocabulary IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM vocabulary v
            WHERE v.hash = n.vocabulary AND v.word = w.word AND v.version >= w.version)
$$;

-- The first event of a kind in this journal: not before every member of the cluster reads it. Whoever enters the cluster
-- later holds the same lock and looks at what is there.
CREATE FUNCTION begin_kind(kind TEXT, in_version SMALLINT) RETURNS VOID
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7406117311);
    INSERT INTO event_kind (type, version) VALUES (kind, in_version) ON CONFLICT (type, version) DO NOTHING;
    IF FOUND AND EXISTS (SELECT unread_by_members(ARRAY[kind], ARRAY[in_version])) THEN
        RAISE EXCEPTION '% v%', kind, in_version USING ERRCODE = 'TK002';
    END IF;
END
$$;

-- Tool calls that must not be repeated blindly. Until there is a result, a call belongs to the incarnation "owner", and
-- may go on for "at_most" milliseconds after the end of its lease; then it is in doubt.
CREATE TABLE tool_ledger (
    call_key   TEXT   NOT NULL,
    tool       TEXT   NOT NULL,
    begun_at   BIGINT NOT NULL,
    owner      BIGINT NOT NULL,
    at_most    BIGINT NOT NULL,
    settled_at BIGINT,
    result     BYTEA,
    version    SMALLINT,
    CONSTRAINT tool_ledger_pk PRIMARY KEY (call_key)
);
CREATE INDEX tool_ledger_settled ON tool_ledger (settled_at);
