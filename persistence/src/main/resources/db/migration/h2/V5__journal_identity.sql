-- Which journal this is: a broker that keeps a place in it keeps the place of this one.
CREATE TABLE journal_identity (
    id VARCHAR(36) NOT NULL
);
INSERT INTO journal_identity (id) VALUES (CAST(RANDOM_UUID() AS VARCHAR(36)));

-- A follower is named after an agent, with something before it.
ALTER TABLE projection_offset ALTER COLUMN name SET DATA TYPE VARCHAR(256);
