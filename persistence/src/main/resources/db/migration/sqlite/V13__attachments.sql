-- What is attached to messages, results and answers: bytes, once for a tenant.
CREATE TABLE attachment (
    tenant     TEXT NOT NULL,
    hash       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL,
    -- Milliseconds; nothing erases it before, whoever refers to it.
    kept_until INTEGER NOT NULL,
    payload    BLOB NOT NULL,
    CONSTRAINT attachment_pk PRIMARY KEY (tenant, hash)
);
CREATE INDEX attachment_kept_until ON attachment (kept_until);
-- Which conversations refer to which.
CREATE TABLE attachment_use (
    tenant       TEXT NOT NULL,
    conversation TEXT NOT NULL,
    hash         TEXT NOT NULL,
    since        INTEGER,
    CONSTRAINT attachment_use_pk PRIMARY KEY (tenant, conversation, hash)
);
CREATE INDEX attachment_use_hash ON attachment_use (tenant, hash);
