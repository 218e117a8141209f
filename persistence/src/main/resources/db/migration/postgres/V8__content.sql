-- What many events and snapshots have in common, stored once under the hash of what it is.
CREATE TABLE content (
    hash    TEXT  NOT NULL,
    payload BYTEA NOT NULL,
    CONSTRAINT content_pk PRIMARY KEY (hash)
);
