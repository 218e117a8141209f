-- Unfinished work has a time at which it is due. The view is built again.
DROP TABLE unfinished;
CREATE TABLE unfinished (
    feed     TEXT    NOT NULL,
    run      TEXT    NOT NULL,
    entity   TEXT    NOT NULL,
    parent   TEXT    NOT NULL,
    since    INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    calls    INTEGER NOT NULL,
    CONSTRAINT unfinished_pk PRIMARY KEY (feed, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX unfinished_parent ON unfinished (feed, parent);
DELETE FROM projection_offset WHERE name = 'unfinished';
