package org.talkoot.core.bus;

/** What a sink promises to those who read at its broker, which is as much as the broker lets it. */
public enum SinkPromise {

    /**
     * Each event once. The sink keeps its mark at the broker, as one with its events, and whoever opens it shuts out
     * whoever wrote under its name before.
     */
    ONCE,

    /**
     * Each event at least once, in the order of its key as far as it is seen for the first time. The sink keeps no
     * mark, so the journal keeps the position, after each write; after a crash the last write is repeated, and readers
     * recognise its events by their ids.
     */
    AT_LEAST_ONCE
}
