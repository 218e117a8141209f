package org.talkoot.examples.travelsaga;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.examples.sqlite.SqliteStore;

/**
 * A company that takes bookings, with a database of its own. Knows a booking by the key it was made with, so one that
 * is made again is the same one. For any thread.
 *
 * @param offers what it lets, such as {@code hotel}
 * @param most how many of them there are in one place
 */
record Company(String offers, int most, SqliteStore store) {

    private static final String[] SCHEMA = {
        "CREATE TABLE IF NOT EXISTS booking (id INTEGER PRIMARY KEY, call_key TEXT UNIQUE, place TEXT, cancelled INTEGER)"
    };

    static Company open(Path folder, String offers, int most) {
        return new Company(offers, most, SqliteStore.open(folder.resolve(offers + ".db"), SCHEMA));
    }

    /** One that is gone with the process, for tests. */
    static Company inMemory(String offers, int most) {
        return new Company(offers, most, SqliteStore.inMemory(SCHEMA));
    }

    /**
     * Books one, once for each key.
     *
     * @throws ToolFailureException {@code sold-out}
     */
    TravelSaga.Booking book(String place, IdempotencyKey key) {
        return store.call(connection -> {
            OptionalLong known = number(connection, "SELECT id FROM booking WHERE call_key = ?", key.value());
            if (known.isEmpty() && taken(connection, place) >= most) {
                throw ToolFailureException.permanent("sold-out", "There is no %s left in %s.".formatted(offers, place));
            }
            if (known.isEmpty()) {
                change(connection, "INSERT INTO booking VALUES (NULL, ?, ?, 0)", key.value(), place);
                known = number(connection, "SELECT id FROM booking WHERE call_key = ?", key.value());
            }
            return new TravelSaga.Booking("%s-%d".formatted(offers, known.orElseThrow()), place);
        });
    }

    /** However often it is cancelled, it is cancelled once. */
    String cancel(String booking) {
        String number = booking.substring(offers.length() + 1);
        return store.call(connection -> {
            change(connection, "UPDATE booking SET cancelled = 1 WHERE id = ?", Long.valueOf(number));
            return booking + " is cancelled";
        });
    }

    /** How many are booked in a place and not cancelled. */
    long taken(String place) {
        return store.call(connection -> taken(connection, place));
    }

    private static long taken(Connection connection, String place) throws SQLException {
        return number(connection, "SELECT COUNT(*) FROM booking WHERE place = ? AND cancelled = 0", place)
                .orElseThrow();
    }

    private static OptionalLong number(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static void change(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
