-- The bytes of attachments by themselves: a row that is held now and then is written without them.
CREATE TABLE attachment_content (
    tenant  TEXT NOT NULL,
    hash    TEXT NOT NULL,
    payload BYTEA NOT NULL,
    CONSTRAINT attachment_content_pk PRIMARY KEY (tenant, hash)
);
INSERT INTO attachment_content (tenant, hash, payload) SELECT tenant, hash, payload FROM attachment;
ALTER TABLE attachment DROP COLUMN payload;
