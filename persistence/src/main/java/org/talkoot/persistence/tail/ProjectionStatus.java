package org.talkoot.persistence.tail;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a projection is doing.
 *
 * @param running whether this node runs it; in a cluster one node does
 * @param position the position of the last entry it has applied
 * @param behind how far the journal is ahead, in positions; an upper bound of entries
 * @param failures attempts at the next batch that failed in a row
 * @param lastFailure what the last of them said
 * @param stuckAt the one entry at which it fails, once that is known
 */
public record ProjectionStatus(
        String name,
        boolean running,
        long position,
        long behind,
        int failures,
        Optional<String> lastFailure,
        OptionalLong stuckAt) {

    /**
     * The decision that a follower passes over an entry which it cannot take.
     *
     * @param position of the entry
     * @param by who decided that
     */
    public record Skip(long position, String by, String reason, Instant at) {}
}
