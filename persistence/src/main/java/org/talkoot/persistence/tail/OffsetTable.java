package org.talkoot.persistence.tail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How far each projection has read. */
final class OffsetTable {

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

    /** Adds a follower, unless it is there. */
    static void add(Connection connection, String name, long position) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO projection_offset (name, position) VALUES (?, ?)" + " ON CONFLICT (name) DO NOTHING")) {
            insert.setString(1, name);
            insert.setLong(2, position);
            insert.executeUpdate();
        }
    }

    /** Moves the position in a transaction; fails when somebody else has moved it meanwhile. */
    static boolean move(Connection connection, String name, long from, long to) throws SQLException {
        if (!update(connection, name, from, to)) {
            throw new OffsetMovedException(name);
        }
        return true;
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

    private static boolean update(Connection connection, String name, long from, long to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE projection_offset SET position = ?" + " WHERE name = ? AND position = ?")) {
            update.setLong(1, to);
            update.setString(2, name);
            update.setLong(3, from);
            return update.executeUpdate() == 1;
        }
    }
}
