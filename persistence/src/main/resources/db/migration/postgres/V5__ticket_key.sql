-- What this installation signs tickets with, by which calls and questions that left are answered. Made once; whoever can read it
-- could answer in the name of any worker.
CREATE TABLE ticket_key (
    secret TEXT NOT NULL
);
INSERT INTO ticket_key (secret) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);
