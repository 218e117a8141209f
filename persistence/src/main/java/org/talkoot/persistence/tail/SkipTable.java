package org.talkoot.persistence.tail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which entries a follower passes over, and who decided that. */
final class SkipTable {

    private static final String SELECT =
            "SELECT position, by_whom, reason, at FROM follower_skip WHERE name = ?" + " ORDER BY position";

    private SkipTable() {}

    static boolean add(Connection connection, String name, Skip skip) throws SQLException {
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

    static List<Skip> list(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
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

    static Set<Long> positions(Connection connection, String name) throws SQLException {
        Set<Long> positions = new HashSet<>();
        list(connection, name).forEach(skip -> positions.add(skip.position()));
        return positions;
    }
}
