-- How far the journal has come with each log of a broker: everything before the position is in it.
CREATE TABLE intake_watermark (
    log      TEXT    NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT intake_watermark_pk PRIMARY KEY (log)
) STRICT, WITHOUT ROWID;
