package org.talkoot.persistence.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.talkoot.persistence.codec.Content;
import org.talkoot.persistence.codec.Encoded;

/** What events and snapshots refer to by hash. Written in the transaction of the first that does, and never changed. */
public final class ContentTable {

    private static final String ADD = "INSERT INTO content (hash, payload) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING";

    private static final String FIND = "SELECT payload FROM content WHERE hash = ?";

    private ContentTable() {}

    /** Adds what is not there, in an order that no other writer can cross. */
    public static void add(Connection connection, Collection<Content> contents) throws SQLException {
        if (contents.isEmpty()) {
            return;
        }
        List<Content> sorted = new ArrayList<>(contents);
        sorted.sort((a, b) -> a.hash().compareTo(b.hash()));
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (Content content : sorted) {
                add.setString(1, content.hash());
                add.setBytes(2, content.json());
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    static Optional<Content> find(Connection connection, String hash) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, hash);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? Optional.of(Content.of(hash, row.getBytes(1))) : Optional.empty();
            }
        }
    }

    /** Together with all that it refers to, from memory where that is known. */
    public static Encoded resolved(Connection connection, Encoded stored) throws SQLException {
        List<Content> contents = new ArrayList<>();
        for (String hash : Content.references(stored.type(), stored.json())) {
            Optional<Content> known = Content.known(hash);
            (known.isPresent() ? known : find(connection, hash)).ifPresent(contents::add);
        }
        return contents.isEmpty() ? stored : stored.with(contents);
    }

    static List<JournalEntry> resolved(Connection connection, List<JournalEntry> entries) throws SQLException {
        List<JournalEntry> resolved = new ArrayList<>(entries.size());
        for (JournalEntry entry : entries) {
            resolved.add(entry.with(resolved(connection, entry.encoded())));
        }
        return resolved;
    }
}
