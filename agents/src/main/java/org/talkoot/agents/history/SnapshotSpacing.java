package org.talkoot.agents.history;

/**
 * When to take a snapshot: at 256, 384, 512, 768, 1024, 1536, ... events, so at distances that grow with the history.
 *
 * <p>A snapshot costs as much as the history is long. At distances that grow in proportion, all snapshots of a history
 * together cost at most about three times the last one, which keeps the cost of a turn constant (law 6); and a recovery
 * reads at most a third of the events.
 */
public final class SnapshotSpacing {

    private static final long FIRST = 256;

    private SnapshotSpacing() {}

    public static boolean isDue(long sequenceNumber) {
        if (sequenceNumber < FIRST) {
            return false;
        }
        long power = Long.highestOneBit(sequenceNumber);
        return sequenceNumber == power || sequenceNumber == power + power / 2;
    }
}
