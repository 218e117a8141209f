package org.talkoot.persistence.database;

/** When a transaction is safe from a crash of the machine. A crash of the process loses neither. */
public enum Durability {
    /** When it returns. */
    NOW,
    /** Together with the next that is durable. What it did must be derived, and done again. */
    LATER
}
