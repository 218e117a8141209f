-- What this installation signs tickets with, by which calls and questions that left are answered. Made once; whoever can read it
-- could answer in the name of any worker.
CREATE TABLE ticket_key (
    secret TEXT NOT NULL
) STRICT;
INSERT INTO ticket_key (secret) VALUES (lower(hex(randomblob(32))));
