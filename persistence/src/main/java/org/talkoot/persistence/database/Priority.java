package org.talkoot.persistence.database;

/** Who goes first where one connection writes everything. */
public enum Priority {
    /** A group of the journal: what all entities of the node wait for. */
    JOURNAL,
    /** Everything else, each in its turn. */
    OTHERS
}
