-- Which events are in the journal, by name and version: a release that does not know one of them must not start on it.
CREATE TABLE event_kind (
    type    TEXT NOT NULL,
    version SMALLINT NOT NULL,
    CONSTRAINT event_kind_pk PRIMARY KEY (type, version)
);
INSERT INTO event_kind (type, version) SELECT DISTINCT type, version FROM journal WHERE type <> '';
