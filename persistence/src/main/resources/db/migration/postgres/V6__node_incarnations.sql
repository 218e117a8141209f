-- Who owns what: one row for each incarnation of a node. It ends at "until", by the clock of this
-- database, unless it is renewed before; what has ended is never renewed.
CREATE TABLE node_incarnation (
    epoch   BIGINT GENERATED ALWAYS AS IDENTITY,
    node    TEXT   NOT NULL,
    until   BIGINT NOT NULL,
    CONSTRAINT node_incarnation_pk PRIMARY KEY (epoch)
) WITH (fillfactor = 50);

-- Whose a call is until it is settled, and how long it may go on after its owner's lease.
ALTER TABLE tool_ledger ADD COLUMN owner BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tool_ledger ADD COLUMN at_most BIGINT NOT NULL DEFAULT 0;
