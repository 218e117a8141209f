package org.talkoot.examples.eventpipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.talkoot.examples.sqlite.SqliteStore;

/**
 * Documents to research in, from a file of the application, and the articles that were made of them, in an SQLite file.
 * For any thread.
 */
final class Library implements AutoCloseable {

    private static final int MOST_FOUND = 3;

    private static final String ARTICLES = "CREATE TABLE IF NOT EXISTS article (id INTEGER PRIMARY KEY,"
            + " call_key TEXT UNIQUE, topic TEXT, text TEXT)";

    /** Words that say nothing about a topic. */
    private static final Set<String> EMPTY_WORDS = Set.of(
            "about",
            "does",
            "explain",
            "from",
            "have",
            "into",
            "many",
            "much",
            "summarise",
            "that",
            "there",
            "these",
            "they",
            "this",
            "what",
            "when",
            "where",
            "which",
            "with",
            "write");

    private final List<Document> documents;
    private final SqliteStore articles;

    private Library(List<Document> documents, SqliteStore articles) {
        this.documents = documents;
        this.articles = articles;
    }

    record Document(String id, String title, String text) {

        String firstSentence() {
            int end = text.indexOf(". ");
            return end < 0 ? text : text.substring(0, end + 1);
        }

        private long score(Set<String> wanted) {
            Set<String> ofTitle = words(title);
            Set<String> ofText = words(text);
            return wanted.stream()
                    .mapToLong(word -> (ofTitle.contains(word) ? 2 : 0) + (ofText.contains(word) ? 1 : 0))
                    .sum();
        }
    }

    /** Opens the library; the articles are in a folder. */
    static Library open(Path folder) {
        return new Library(documents(), SqliteStore.open(folder.resolve("library.db"), ARTICLES));
    }

    /** A library whose articles are gone with the process, for tests. */
    static Library inMemory() {
        return new Library(documents(), SqliteStore.inMemory(ARTICLES));
    }

    /** The documents that have most words of the query, the best first. */
    List<Document> search(String query) {
        Set<String> wanted = words(query);
        return documents.stream()
                .filter(document -> document.score(wanted) > 0)
                .sorted(Comparator.comparingLong((Document d) -> d.score(wanted))
                        .reversed())
                .limit(MOST_FOUND)
                .toList();
    }

    Optional<Document> find(String id) {
        return documents.stream().filter(document -> document.id().equals(id)).findFirst();
    }

    /** Files an article once, however often it is called with the same key; says its number. */
    String file(String key, String topic, String text) {
        return articles.call(connection -> "ART-" + file(connection, key, topic, text));
    }

    private static int file(Connection connection, String key, String topic, String text) throws SQLException {
        try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO article (call_key, topic, text) VALUES (?, ?, ?)"
                                + " ON CONFLICT (call_key) DO NOTHING");
                PreparedStatement select = connection.prepareStatement("SELECT id FROM article WHERE call_key = ?")) {
            insert.setString(1, key);
            insert.setString(2, topic);
            insert.setString(3, text);
            insert.executeUpdate();
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+", -1))
                .filter(word -> word.length() > 3 && !EMPTY_WORDS.contains(word))
                .map(word -> word.endsWith("s") ? word.substring(0, word.length() - 1) : word)
                .collect(Collectors.toSet());
    }

    /** A document is a line of id and title, lines of text, and an empty line. */
    private static List<Document> documents() {
        try (InputStream file = Objects.requireNonNull(Library.class.getResourceAsStream("library.txt"))) {
            String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            List<Document> documents = new ArrayList<>();
            for (String block : all.strip().split("\n\n+", -1)) {
                String[] head = block.split("\n", 2);
                String[] name = head[0].split(" ", 2);
                documents.add(new Document(name[0], name[1], head[1].replace('\n', ' ')));
            }
            return List.copyOf(documents);
        } catch (IOException e) {
            throw new IllegalStateException("the library has no documents", e);
        }
    }

    @Override
    public void close() throws SQLException {
        articles.close();
    }
}
