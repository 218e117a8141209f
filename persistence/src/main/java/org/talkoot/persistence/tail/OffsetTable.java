package org.talkoot.persistence.tail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.talkoot.core.lease.Epoch;
import org.talkoot.persistence.tail.ProjectionStatus.Skip;

/** How far each follower has read, which incarnation of a node runs it, and what it passes over. */
final class OffsetTable {

    /** Whether an incarnation is of the cluster that may write. */
    private static final String WRITES = "NOT removed AND cluster IN (SELECT c.epoch FROM cluster c)";

    private static final String HOLDS =
            "EXISTS (SELECT 1 FROM node_incarnation WHERE epoch = ? AND until > %s AND " + WRITES + ")";

    private static final String TAKE =
            "UPDATE projection_offset SET owner = ? WHERE name = ? AND (? = 0 OR " + HOLDS + ")";

    private static final String TAKE_BACK = TAKE + """
             AND (owner = ? OR NOT EXISTS
                (SELECT 1 FROM node_incarnation
                    WHERE epoch = projection_offset.owner AND until > %s AND NOT removed))
            """;

    private static final String MOVE =
            "UPDATE projection_offset SET position = ? WHERE name = ? AND owner = ? AND position = ?"
                    + " AND (owner = 0 OR EXISTS (SELECT 1 FROM node_incarnation"
                    + " WHERE epoch = projection_offset.owner AND " + WRITES + "))";

    private static final String LIST = """
            SELECT o.name, o.position, COALESCE(i.address, i.node) FROM projection_offset o
            LEFT JOIN node_incarnation i ON i.epoch = o.owner AND NOT i.removed ORDER BY o.name
            """;

    private static final String SKIPS =
            "SELECT position, by_whom, reason, at FROM follower_skip WHERE name = ?" + " ORDER BY position";

    private OffsetTable() {}

    /** Its position; 0 for a follower that nobody has added. */
    static long load(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT position FROM projection_offset WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    static boolean isAt(Connection connection, String name, Epoch owner, long position) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT 1 FROM projection_offset WHERE name = ? AND owner = ? AND position = ?")) {
            select.setString(1, name);
            select.setLong(2, owner.value());
            select.setLong(3, position);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** All of them, by name. */
    static List<FollowerPosition> list(Connection connection, long head) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LIST);
                ResultSet rows = select.executeQuery()) {
            List<FollowerPosition> all = new ArrayList<>();
            while (rows.next()) {
                long position = rows.getLong(2);
                all.add(new FollowerPosition(
                        rows.getString(1),
                        Optional.ofNullable(rows.getString(3)),
                        position,
                        Math.max(0, head - position)));
            }
            return all;
        }
    }

    /** Adds a follower, unless it is there. */
    static void add(Connection connection, String name, long position) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO projection_offset (name, position) VALUES (?, ?)" + " ON CONFLICT (name) DO NOTHING")) {
            insert.setString(1, name);
            insert.setLong(2, position);
            insert.executeUpdate();
        }
    }

    /** Makes {@code owner} the owner, whoever it was, as long as its own lease holds. */
    static boolean take(Connection connection, String name, Epoch owner, String clock) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TAKE.formatted(clock))) {
            taking(update, name, owner);
            return update.executeUpdate() == 1;
        }
    }

    /** The same, but not from one whose lease holds. */
    static boolean takeBack(Connection connection, String name, Epoch owner, String clock) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TAKE_BACK.formatted(clock, clock))) {
            taking(update, name, owner);
            update.setLong(5, owner.value());
            return update.executeUpdate() == 1;
        }
    }

    private static void taking(PreparedStatement update, String name, Epoch owner) throws SQLException {
        update.setLong(1, owner.value());
        update.setString(2, name);
        update.setLong(3, owner.value());
        update.setLong(4, owner.value());
    }

    static boolean release(Connection connection, String name, Epoch owner) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE projection_offset SET owner = 0 WHERE name = ? AND owner = ?")) {
            update.setString(1, name);
            update.setLong(2, owner.value());
            return update.executeUpdate() == 1;
        }
    }

    /** Moves the position; false: somebody else has moved it, or owns it, or the cluster has removed its owner. */
    static boolean move(Connection connection, String name, Epoch owner, long from, long to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MOVE)) {
            update.setLong(1, to);
            update.setString(2, name);
            update.setLong(3, owner.value());
            update.setLong(4, from);
            return update.executeUpdate() == 1;
        }
    }

    /** Moves the position whatever it is; whoever runs the follower notices and goes on from there. */
    static void set(Connection connection, String name, long position) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE projection_offset SET position = ? WHERE name = ?")) {
            update.setLong(1, position);
            update.setString(2, name);
            update.executeUpdate();
        }
    }

    static boolean skip(Connection connection, String name, Skip skip) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO follower_skip (name, position, by_whom, reason, at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (name, position) DO"
                        + " NOTHING")) {
            insert.setString(1, name);
            insert.setLong(2, skip.position());
            insert.setString(3, skip.by());
            insert.setString(4, skip.reason());
            insert.setLong(5, skip.at().toEpochMilli());
            return insert.executeUpdate() == 1;
        }
    }

    static List<Skip> skips(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SKIPS)) {
            select.setString(1, name);
            List<Skip> skips = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    skips.add(new Skip(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getString(3),
                            Instant.ofEpochMilli(rows.getLong(4))));
                }
            }
            return skips;
        }
    }

    static Set<Long> skipped(Connection connection, String name) throws SQLException {
        Set<Long> positions = new HashSet<>();
        skips(connection, name).forEach(skip -> positions.add(skip.position()));
        return positions;
    }
}
