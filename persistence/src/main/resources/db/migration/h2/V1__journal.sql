-- The journal. "ordering" is commit order: one process writes, one group after the other.
CREATE TABLE journal (
    ordering   BIGINT         NOT NULL,
    seq_nr     BIGINT         NOT NULL,
    written_at BIGINT         NOT NULL,
    version    SMALLINT       NOT NULL,
    feed       VARCHAR(256)   NOT NULL,
    entity     VARCHAR(64)    NOT NULL,
    type       VARCHAR(64)    NOT NULL,
    payload    VARBINARY(1000000000) NOT NULL,
    CONSTRAINT journal_pk PRIMARY KEY (ordering),
    CONSTRAINT journal_stream UNIQUE (feed, entity, seq_nr)
);

CREATE INDEX journal_feed ON journal (feed, ordering);

-- The newest snapshot of each stream. It saves time; it is never the truth.
CREATE TABLE snapshot (
    feed       VARCHAR(256)   NOT NULL,
    entity     VARCHAR(64)    NOT NULL,
    seq_nr     BIGINT         NOT NULL,
    written_at BIGINT         NOT NULL,
    version    SMALLINT       NOT NULL,
    deflated   BOOLEAN        NOT NULL,
    type       VARCHAR(64)    NOT NULL,
    payload    VARBINARY(1000000000) NOT NULL,
    CONSTRAINT snapshot_pk PRIMARY KEY (feed, entity)
);
