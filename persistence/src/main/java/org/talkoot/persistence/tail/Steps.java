package org.talkoot.persistence.tail;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.talkoot.persistence.database.Durability;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;

/** What a runner does with its follower, by its kind. */
sealed interface Steps {

    static Steps of(Follower follower) {
        return switch (follower) {
            case Projection projection -> new OfProjection(projection);
            case JournalSubscriber subscriber -> new OfSubscriber(subscriber);
        };
    }

    /** The position where one begins that has never run. */
    long first(Connection connection) throws SQLException;

    /** The position where it goes on. */
    long begin(OwnedPosition own) throws SQLException;

    /** Applies entries, of which there may be none left, and moves the position. */
    void apply(OwnedPosition own, List<JournalEntry> entries, long from, long to)
            throws SQLException, InterruptedException;

    /** Fails when somebody else has moved the position. Asked when there is nothing else to do. */
    void check(OwnedPosition own, long at) throws SQLException;

    /** Most entries that are applied at once. */
    int most();

    /** Whether the position may be lost with the last moments before a crash of the database. */
    Durability durability();

    /** The rest between two batches. */
    Duration rest(Duration ofViews);

    /** Ends whatever blocks. */
    void close();

    /** Changes and position are one transaction. */
    record OfProjection(Projection projection) implements Steps {

        @Override
        public long first(Connection connection) {
            return 0;
        }

        @Override
        public long begin(OwnedPosition own) throws SQLException {
            return own.load();
        }

        @Override
        public void apply(OwnedPosition own, List<JournalEntry> entries, long from, long to) throws SQLException {
            own.move(from, to, connection -> projection.apply(connection, entries));
        }

        @Override
        public void check(OwnedPosition own, long at) throws SQLException {
            own.check(at);
        }

        /** As many as there are: the more at once, the more of them cancel each other out. */
        @Override
        public int most() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Durability durability() {
            return Durability.LATER;
        }

        /** A view gathers what comes within an interval. */
        @Override
        public Duration rest(Duration ofViews) {
            return ofViews;
        }

        @Override
        public void close() {
            // its statements end by themselves
        }
    }

    /**
     * First the delivery, then the position. A commit for each entry that is none of the subscriber's would cost more
     * than the entry did, so the position in the table lags behind as long as that does no harm.
     */
    final class OfSubscriber implements Steps {

        /** By so many entries at most. */
        private static final long LAG = 1_000;

        /** Looks in vain, a second each, after which it is kept. */
        private static final int SILENCE = 10;

        private final JournalSubscriber subscriber;
        private long kept;
        private int idle;

        OfSubscriber(JournalSubscriber subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public long first(Connection connection) throws SQLException {
            return switch (subscriber.start()) {
                case BEGINNING -> 0;
                case NOW -> JournalReader.head(connection);
            };
        }

        @Override
        public long begin(OwnedPosition own) throws SQLException {
            kept = own.load();
            long start = subscriber.open().orElse(kept);
            keep(own, start);
            return start;
        }

        @Override
        public void apply(OwnedPosition own, List<JournalEntry> entries, long from, long to)
                throws SQLException, InterruptedException {
            own.require();
            idle = 0;
            boolean mustKeep = entries.isEmpty() || subscriber.deliver(entries);
            if (mustKeep || to - kept >= LAG) {
                keep(own, to);
            }
        }

        /** After a while without anything to do, the table says how far it is. */
        @Override
        public void check(OwnedPosition own, long at) throws SQLException {
            if (++idle == SILENCE) {
                keep(own, at);
            }
        }

        @Override
        public int most() {
            return subscriber.batch();
        }

        private void keep(OwnedPosition own, long to) throws SQLException {
            if (to != kept) {
                own.move(kept, to);
                kept = to;
            }
        }

        @Override
        public Durability durability() {
            return Durability.NOW;
        }

        @Override
        public Duration rest(Duration ofViews) {
            return subscriber.rest();
        }

        @Override
        public void close() {
            subscriber.close();
        }
    }
}
