-- Who owns what: one row for each incarnation of a node. It ends at "until", by the clock of this
-- database, unless it is renewed before; what has ended is never renewed.
CREATE TABLE node_incarnation (
    epoch   INTEGER PRIMARY KEY AUTOINCREMENT,
    node    TEXT    NOT NULL,
    until   INTEGER NOT NULL
) STRICT;

-- Whose a call is until it is settled, and how long it may go on after its owner's lease.
ALTER TABLE tool_ledger ADD COLUMN owner INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tool_ledger ADD COLUMN at_most INTEGER NOT NULL DEFAULT 0;
