package org.talkoot.persistence.tail;

/**
 * Something that follows the journal, in order, at a pace and with a position of its own. In a cluster each runs on one
 * node at a time.
 */
public sealed interface Follower permits Projection, JournalSubscriber {

    /** Stable, in kebab-case: its position in the journal is kept under this name. */
    String name();
}
