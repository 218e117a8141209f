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
    long begin(ProjectionSession session) throws SQLException;

    /** Applies entries, of which there may be none left, and moves the position. */
    void apply(ProjectionSession session, List<JournalEntry> entries, long from, long to)
            throws SQLException, InterruptedException;

    /** Fails when somebody else has moved the position. Asked when there is nothing else to do. */
    void check(ProjectionSession session, long at) throws SQLException;

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
        public long begin(ProjectionSession session) throws SQLException {
            return session.position(projection.name());
        }

        @Override
        public void apply(ProjectionSession session, List<JournalEntry> entries, long from, long to)
                throws SQLException {
            session.write(connection -> {
                projection.apply(connection, entries);
                return OffsetTable.move(connection, projection.name(), from, to);
            });
        }

        @Override
        public void check(ProjectionSession session, long at) throws SQLException {
            if (session.position(projection.name()) != at) {
                throw new OffsetMovedException(projection.name());
            }
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

        private final JournalSubscriber subscriber;
        private long kept;

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
        public long begin(ProjectionSession session) throws SQLException {
            kept = session.position(subscriber.name());
            long start = subscriber.open().orElse(kept);
            keep(session, start);
            return start;
        }

        @Override
        public void apply(ProjectionSession session, List<JournalEntry> entries, long from, long to)
                throws SQLException, InterruptedException {
            boolean mustKeep = entries.isEmpty() || subscriber.deliver(entries);
            if (mustKeep || to - kept >= LAG) {
                keep(session, to);
            }
        }

        /** Its position lags behind; where it moves it, it notices. */
        @Override
        public void check(ProjectionSession session, long at) {
            // nothing to compare
        }

        @Override
        public int most() {
            return subscriber.batch();
        }

        private void keep(ProjectionSession session, long to) throws SQLException {
            if (to != kept) {
                session.write(c -> OffsetTable.move(c, subscriber.name(), kept, to));
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
