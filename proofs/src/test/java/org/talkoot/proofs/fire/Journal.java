package org.talkoot.proofs.fire;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.talkoot.proofs.foreign.Seen;

/** The journal as it stands in the database. */
final class Journal implements AutoCloseable {

    private final Connection connection;

    Journal(String url) throws SQLException {
        this.connection = DriverManager.getConnection(url);
    }

    long count(String type) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) FROM journal WHERE type = ?")) {
            select.setString(1, type);
            return number(select);
        }
    }

    /** How many feeds have an event of that type after this position. */
    long feeds(String type, long after) throws SQLException {
        String sql = "SELECT COUNT(DISTINCT feed) FROM journal WHERE type = ? AND position > ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, type);
            select.setLong(2, after);
            return number(select);
        }
    }

    /** The position of the last event. */
    long end() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT MAX(position) FROM journal")) {
            return number(select);
        }
    }

    /** When the last event of a type was committed, by a server that keeps that. */
    Instant lastCommit(String type) throws SQLException {
        String sql = "SELECT MAX(pg_xact_commit_timestamp(xmin)) FROM journal WHERE type = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, type);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getTimestamp(1).toInstant();
            }
        }
    }

    /** When each event of a type after this position was committed, by its text. */
    Map<String, Instant> commits(String type, long after) throws SQLException {
        Map<String, Instant> commits = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT pg_xact_commit_timestamp(xmin), payload FROM journal WHERE type = ? AND position > ?")) {
            select.setString(1, type);
            select.setLong(2, after);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    commits.put(
                            Seen.json(rows.getBytes(2)).get("text").asText(),
                            rows.getTimestamp(1).toInstant());
                }
            }
        }
        return commits;
    }

    private static long number(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The events of one type, by feed, in order. */
    Map<String, List<JsonNode>> events(String type) throws SQLException {
        Map<String, List<JsonNode>> events = new LinkedHashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT feed, payload FROM journal WHERE type = ? ORDER BY position")) {
            select.setString(1, type);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    events.computeIfAbsent(rows.getString(1), feed -> new ArrayList<>())
                            .add(Seen.json(rows.getBytes(2)));
                }
            }
        }
        return events;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
