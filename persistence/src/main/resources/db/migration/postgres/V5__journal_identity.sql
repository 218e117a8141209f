-- Which journal this is: a broker that keeps a place in it keeps the place of this one.
CREATE TABLE journal_identity (
    id TEXT NOT NULL
);
INSERT INTO journal_identity (id) VALUES (gen_random_uuid()::text);
