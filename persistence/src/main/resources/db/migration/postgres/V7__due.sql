-- Unfinished work has a time at which it is due. The view is built again.
DROP TABLE unfinished;
CREATE TABLE unfinished (
    feed     TEXT         NOT NULL,
    run      VARCHAR(512) NOT NULL,
    entity   TEXT         NOT NULL,
    parent   VARCHAR(512) NOT NULL,
    since    BIGINT       NOT NULL,
    due      BIGINT       NOT NULL,
    deadline BIGINT       NOT NULL,
    calls    BIGINT       NOT NULL,
    CONSTRAINT unfinished_pk PRIMARY KEY (feed, run)
) WITH (fillfactor = 70);
CREATE INDEX unfinished_parent ON unfinished (feed, parent);
DELETE FROM projection_offset WHERE name = 'unfinished';
