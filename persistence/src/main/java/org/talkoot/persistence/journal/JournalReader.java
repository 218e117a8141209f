package org.talkoot.persistence.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.talkoot.core.AgentId;
import org.talkoot.core.Aggregate;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Effect;
import org.talkoot.core.StreamId;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationEffect;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.replay.Timeline;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;
import org.talkoot.persistence.codec.Content;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.Jdbc;

/**
 * Reads the journal: all of it in order, the feed of a conversation, or one stream. Blocks its caller while the
 * database works; for any thread but a dispatcher's.
 */
public final class JournalReader {

    private static final String COLUMNS =
            "SELECT position, seq_nr, written_at, version, remaining, type, payload, feed, entity" + " FROM journal ";

    private static final String BETWEEN =
            COLUMNS + "WHERE position > ? AND position < ? AND type <> '' ORDER BY position LIMIT ?";

    private static final String AT = COLUMNS + "WHERE position = ?";

    private static final String IDENTITY = "SELECT id FROM journal_identity";

    private static final String HEAD = "SELECT MAX(position) FROM journal";

    /** Rows that the driver holds at once. */
    private static final int FETCH = 100;

    /** Entries of one page of a search backwards. */
    private static final int BACKWARDS = 64;

    private final Database database;
    private final EventCodec codec;
    private final Where where;
    private final StreamReader streams;
    private final String removal;

    public JournalReader(Database database, EventCodec codec) {
        this.database = database;
        this.codec = codec;
        this.where = Where.on(database.dialect());
        this.streams = new StreamReader(where);
        this.removal = codec.nameOf(ConversationEvent.ConversationRemoved.class);
    }

    /** The position of the newest event, 0 before the first. */
    public long head() {
        return database.call(JournalReader::head);
    }

    /** Which journal this is: made with it, and the same for as long as it lives. */
    public String identity() {
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(IDENTITY);
                    ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        });
    }

    /**
     * At most {@code limit} entries of a conversation and the runs it caused, oldest first, and fewer when they are
     * large; none, when there are no more.
     */
    public List<JournalEntry> feed(ConversationId feed, long after, int limit) {
        String sql = COLUMNS + "WHERE " + where.feed() + " AND position > ? AND type <> '' ORDER BY position LIMIT ?";
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                int next = where.bind(select, feed);
                select.setLong(next, after);
                select.setInt(next + 1, limit);
                return entries(select, StreamReader.PAGE_BYTES);
            }
        });
    }

    /**
     * Those of one type among the last {@code within} entries of a conversation up to {@code upTo}, newest first. The
     * bound is on what is looked at, not on what is found.
     */
    public List<JournalEntry> newest(ConversationId feed, String type, long upTo, int within) {
        String sql = COLUMNS
                + "WHERE position IN (SELECT position FROM journal WHERE "
                + where.feed()
                + " AND position <= ? ORDER BY position DESC LIMIT ?)"
                + " AND type = ? ORDER BY position DESC";
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                int next = where.bind(select, feed);
                select.setLong(next, upTo);
                select.setInt(next + 1, within);
                select.setString(next + 2, type);
                return entries(select);
            }
        });
    }

    /** What is stored once under this hash, JSON in UTF-8. */
    public Optional<byte[]> content(String hash) {
        return database.call(connection -> ContentTable.find(connection, hash)).map(Content::json);
    }

    /** The position of a conversation's newest event; empty: there is no such conversation. */
    public OptionalLong feedHead(ConversationId feed) {
        String sql = "SELECT position FROM journal WHERE " + where.feed() + " ORDER BY position DESC LIMIT 1";
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                where.bind(select, feed);
                long head = number(select);
                return head == 0 ? OptionalLong.empty() : OptionalLong.of(head);
            }
        });
    }

    /** Whether it is the last event of a conversation that is removed. */
    public boolean isRemoval(JournalEntry entry) {
        return entry.type().equals(removal);
    }

    /** Whether a conversation has been removed, which is the last that happens to one. */
    public boolean isRemoved(ConversationId conversation) {
        String sql = "SELECT type FROM journal WHERE " + where.stream() + " ORDER BY seq_nr DESC LIMIT 1";
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                where.bind(select, StreamId.of(conversation));
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() && rows.getString(1).equals(removal);
                }
            }
        });
    }

    /** The entry that has this number in its stream, if there is one. */
    public Optional<JournalEntry> entry(StreamId stream, long seqNr) {
        return database.call(connection -> streams.page(connection, stream, seqNr, seqNr)).stream()
                .filter(entry -> !entry.type().equals(StreamReader.DELETED))
                .findFirst();
    }

    /** One stream from {@code fromSeqNr}, at most {@code limit} entries, oldest first. */
    public List<JournalEntry> stream(StreamId stream, long fromSeqNr, int limit) {
        Jdbc<List<JournalEntry>> read = connection -> {
            long highest = streams.highest(connection, stream);
            List<JournalEntry> entries = new ArrayList<>();
            long next = fromSeqNr;
            while (next <= highest && entries.size() < limit) {
                long last = Math.min(highest, next + StreamReader.PAGE - 1);
                List<JournalEntry> page = streams.page(connection, stream, next, last);
                next = StreamReader.after(page, last);
                entries.addAll(page);
                entries.removeIf(entry -> entry.type().equals(StreamReader.DELETED));
            }
            return entries.size() > limit ? entries.subList(0, limit) : entries;
        };
        return database.call(read);
    }

    /**
     * The same of these types alone: at most {@code limit} entries, and fewer when they are large; none, when there are
     * no more.
     */
    public List<JournalEntry> stream(StreamId stream, List<String> types, long fromSeqNr, int limit) {
        return database.call(connection -> streams.ofTypes(connection, stream, types, fromSeqNr, limit));
    }

    /** The latest entry of a stream that is looked for, if there is. */
    public Optional<JournalEntry> latest(StreamId stream, Predicate<JournalEntry> lookedFor) {
        long highest = database.call(connection -> streams.highest(connection, stream));
        return latest(stream, highest + 1, lookedFor);
    }

    /** The latest entry of a stream before {@code beforeSeqNr} that is looked for, if there is. */
    public Optional<JournalEntry> latest(StreamId stream, long beforeSeqNr, Predicate<JournalEntry> lookedFor) {
        for (long last = beforeSeqNr - 1; last >= 1; last -= BACKWARDS) {
            long first = Math.max(1, last - BACKWARDS + 1);
            List<JournalEntry> page = stream(stream, first, (int) (last - first + 1));
            for (JournalEntry entry : page.reversed()) {
                if (lookedFor.test(entry)) {
                    return Optional.of(entry);
                }
            }
        }
        return Optional.empty();
    }

    /** The entry at this position of the journal; one that has been erased still has its place, number and time. */
    public Optional<JournalEntry> at(long position) {
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(AT)) {
                select.setLong(1, position);
                return entries(select).stream().findFirst();
            }
        });
    }

    /** A conversation's own history, to look at it as it was. */
    public Timeline<ConversationCommand, ConversationEvent, ConversationState, ConversationEffect> timeline(
            ConversationId id, Conversation aggregate) {
        return timeline(StreamId.of(id), aggregate, ConversationEvent.class);
    }

    /** An agent's history, to look at it as it was. */
    public Timeline<RunCommand, RunEvent, RunState, RunEffect> timeline(AgentId id, AgentRun aggregate) {
        return timeline(StreamId.of(id), aggregate, RunEvent.class);
    }

    private <C, E, S, F extends Effect<C>> Timeline<C, E, S, F> timeline(
            StreamId stream, Aggregate<C, E, S, F> aggregate, Class<E> type) {
        return new Timeline<>(
                aggregate,
                stream(stream, 1, Integer.MAX_VALUE).stream()
                        .map(entry -> type.cast(entry.event(codec)))
                        .toList());
    }

    /** For threads that hold a connection: the position of the newest event. */
    public static long head(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HEAD)) {
            return number(select);
        }
    }

    /**
     * For threads that hold a connection, not in auto-commit mode: at most {@code limit} entries of all streams, and
     * fewer when they are large; none, when there are no more. An entry never appears before one that was already read.
     */
    public static List<JournalEntry> after(Connection connection, long after, int limit) throws SQLException {
        return between(connection, after, Long.MAX_VALUE, limit);
    }

    /** The same, and nothing from {@code before} on. */
    public static List<JournalEntry> between(Connection connection, long after, long before, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BETWEEN)) {
            select.setLong(1, after);
            select.setLong(2, before);
            select.setInt(3, limit);
            select.setFetchSize(FETCH);
            return entries(select, StreamReader.PAGE_BYTES);
        }
    }

    private static List<JournalEntry> entries(PreparedStatement select) throws SQLException {
        return entries(select, Long.MAX_VALUE);
    }

    /** Until there are so many bytes, or no more rows. */
    private static List<JournalEntry> entries(PreparedStatement select, long enough) throws SQLException {
        List<JournalEntry> entries = new ArrayList<>();
        long bytes = 0;
        try (ResultSet rows = select.executeQuery()) {
            while (bytes < enough && rows.next()) {
                StreamId stream = StreamId.of(ConversationId.parse(rows.getString(8)), rows.getString(9));
                JournalEntry entry = StreamReader.entry(stream, rows);
                entries.add(entry);
                bytes += entry.payload().length;
            }
        }
        return ContentTable.resolved(select.getConnection(), entries);
    }

    private static long number(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
