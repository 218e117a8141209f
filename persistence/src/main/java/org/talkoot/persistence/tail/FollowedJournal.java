package org.talkoot.persistence.tail;

import java.util.Optional;
import org.talkoot.core.lease.Epoch;
import org.talkoot.core.lease.NodeLease;
import org.talkoot.persistence.database.Database;

/**
 * The journal, as those need it who follow it.
 *
 * @param lease of the node: whoever runs a follower owns its position, by the epoch of this lease
 */
public record FollowedJournal(Database database, JournalTail tail, TailSettings settings, NodeLease lease) {

    /** For a program that is no node and has the journal for itself. */
    public static FollowedJournal alone(Database database, JournalTail tail, TailSettings settings) {
        Optional<Epoch> nobody = Optional.of(Epoch.NONE);
        return new FollowedJournal(database, tail, settings, span -> nobody);
    }
}
