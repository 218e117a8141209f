package org.talkoot.persistence.tail;

import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** What a runner does with its follower, by its kind. */
sealed interface Steps {

    static Steps of(Follower follower, Database database) {
        return switch (follower) {
            case Projection projection -> new OfProjection(projection, database);
            case Outlet outlet -> new OfOutlet(outlet, database);
        };
    }

    /** The place where one begins that has never run. */
    long first(Connection connection) throws SQLException;

    /** The place where it goes on. */
    long begin(ProjectionSession session) throws SQLException;

    /** Applies entries and moves the place. */
    void apply(ProjectionSession session, List<JournalEntry> entries, long from)
            throws SQLException, InterruptedException;

    /** Undoes everything, so that it can begin again. */
    void clear(ProjectionSession session, long from) throws SQLException;

    /** Whether the place may be lost with the last moments before a crash of the database. */
    boolean mayForget();

    /** Ends whatever blocks. */
    void close();

    /** Changes and place are one transaction. */
    record OfProjection(Projection projection, Database database) implements Steps {

        @Override
        public long first(Connection connection) {
            return 0;
        }

        @Override
        public long begin(ProjectionSession session) throws SQLException {
            return OffsetTable.load(session.connection(), projection.name());
        }

        @Override
        public void apply(ProjectionSession session, List<JournalEntry> entries, long from)
                throws SQLException {
            Connection connection = session.connection();
            database.inTurn(
                    () -> {
                        projection.apply(connection, entries);
                        return move(connection, from, entries.getLast().ordering());
                    });
        }

        @Override
        public void clear(ProjectionSession session, long from) throws SQLException {
            Connection connection = session.connection();
            database.inTurn(
                    () -> {
                        projection.clear(connection);
                        return move(connection, from, 0);
                    });
        }

        private boolean move(Connection connection, long from, long to) throws SQLException {
            return OffsetTable.move(connection, projection.name(), from, to);
        }

        @Override
        public boolean mayForget() {
            return true;
        }

        @Override
        public void close() {
            // its statements end by themselves
        }
    }

    /** First the delivery, then the place. */
    record OfOutlet(Outlet outlet, Database database) implements Steps {

        @Override
        public long first(Connection connection) throws SQLException {
            return switch (outlet.start()) {
                case BEGINNING -> 0;
                case NOW -> JournalReader.head(connection);
            };
        }

        @Override
        public long begin(ProjectionSession session) throws SQLException {
            Connection connection = session.connection();
            long known = OffsetTable.load(connection, outlet.name());
            OptionalLong own = outlet.open();
            connection.commit();
            long start = own.orElse(known);
            if (start != known) {
                move(connection, known, start);
            }
            return start;
        }

        @Override
        public void apply(ProjectionSession session, List<JournalEntry> entries, long from)
                throws SQLException, InterruptedException {
            outlet.deliver(entries);
            move(session.connection(), from, entries.getLast().ordering());
        }

        @Override
        public void clear(ProjectionSession session, long from) throws SQLException {
            move(session.connection(), from, 0);
        }

        private void move(Connection connection, long from, long to) throws SQLException {
            database.inTurn(() -> OffsetTable.move(connection, outlet.name(), from, to));
        }

        @Override
        public boolean mayForget() {
            return false;
        }

        @Override
        public void close() {
            outlet.close();
        }
    }
}
