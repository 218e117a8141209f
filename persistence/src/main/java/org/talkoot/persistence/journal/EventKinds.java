package org.talkoot.persistence.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseException;
import org.talkoot.persistence.database.Dialect;

/**
 * Which events are in a journal, by name and version. A kind is written with the first event of it, so what a newer
 * release could have written but did not is in nobody's way; and that first event waits until every member of the
 * cluster reads it (ADR 0027).
 */
public final class EventKinds {

    /** A name and a version, as in the catalog. */
    record Kind(String type, int version) implements Comparable<Kind> {

        /** All writers add them in one order, so none waits for another in a circle. */
        @Override
        public int compareTo(Kind other) {
            return Comparator.comparing(Kind::type)
                    .thenComparingInt(Kind::version)
                    .compare(this, other);
        }

        static Kind of(JournalRow row) {
            return new Kind(row.encoded().type(), row.encoded().version());
        }
    }

    private static final String ADD =
            "INSERT INTO event_kind (type, version) VALUES (?, ?) ON CONFLICT (type, version) DO NOTHING";

    private static final String BEGIN = "SELECT begin_kind(?, ?)";

    private static final String ALL = "SELECT type, version FROM event_kind ORDER BY type, version";

    private EventKinds() {}

    /**
     * Refuses a journal that a newer release has written to.
     *
     * @throws DatabaseException there is an event in it that this release would misread
     */
    public static void refuseUnknown(Database database, EventCodec codec) {
        database.call(EventKinds::all).stream()
                .filter(kind -> !codec.reads(kind.type(), kind.version()))
                .findFirst()
                .ifPresent(kind -> {
                    throw DatabaseException.newerEvent(kind.type(), kind.version());
                });
    }

    /** Fails where nodes share the database, and one of them does not read such events. */
    static void add(Connection connection, Dialect dialect, Collection<Kind> kinds) throws SQLException {
        String sql = switch (dialect) {
            case SQLITE -> ADD;
            case POSTGRES -> BEGIN;
        };
        for (Kind kind : kinds) {
            try (PreparedStatement add = connection.prepareStatement(sql)) {
                add.setString(1, kind.type());
                add.setShort(2, (short) kind.version());
                add.execute();
            }
        }
    }

    private static List<Kind> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet rows = select.executeQuery()) {
            List<Kind> kinds = new ArrayList<>();
            while (rows.next()) {
                kinds.add(new Kind(rows.getString(1), rows.getInt(2)));
            }
            return kinds;
        }
    }
}
