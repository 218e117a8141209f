package org.talkoot.persistence.view;

import org.talkoot.core.RunId;
import org.talkoot.core.bus.DeadLetterEvent;
import org.talkoot.core.conversation.ConversationEvent.AnswerPosted;
import org.talkoot.core.conversation.ConversationEvent.RunRequested;
import org.talkoot.core.conversation.ConversationEvent.TurnFailed;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.RunOrigin;
import org.talkoot.core.run.RunRequest;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The streams that must be woken after a crash: conversations with an open turn, agents with a run
 * that an event triggered, and dead letters that are to be tried again. Every other unfinished run
 * has a conversation that waits for it and wakes it. What begins and ends within a batch never
 * reaches the table.
 */
public final class UnfinishedProjection implements Projection {

    public static final String NAME = "unfinished";

    private static final ViewTable TABLE =
            new ViewTable("unfinished")
                    .key("feed", ViewTable.Type.TEXT)
                    .key("entity", ViewTable.Type.TEXT)
                    .key("run", ViewTable.Type.TEXT)
                    .number("since");

    /** A conversation has one turn at a time, so its row needs no run. */
    private static final String TURN = "";

    private static final String DELETE =
            "DELETE FROM unfinished WHERE feed = ? AND entity = ? AND run = ?";

    private static final String DELETE_ALL =
            """
            DELETE FROM unfinished AS u
            USING unnest(?::text[], ?::text[], ?::text[]) AS e (feed, entity, run)
            WHERE u.feed = e.feed AND u.entity = e.entity AND u.run = e.run
            """;

    private record Key(String feed, String entity, String run) {
        static Key of(JournalEntry entry, String run) {
            return new Key(entry.feed().toString(), entry.stream().entity(), run);
        }
    }

    /** What one batch begins and ends. */
    private static final class Batch {
        private final Changes begun = new Changes(TABLE);
        private final Set<Key> ended = new LinkedHashSet<>();
        // Runs for which somebody else waits, as far as this batch tells: not in the table.
        private final Set<Key> awaited = new HashSet<>();

        void begin(Key key, long at) {
            begun.row(key.feed(), key.entity(), key.run()).set("since", at);
        }

        /** Whatever this batch or an earlier one began. */
        void endAll(JournalEntry entry) {
            Key key = Key.of(entry, TURN);
            boolean unused = begun.forget(key.feed(), key.entity(), key.run());
            ended.add(key);
        }

        void end(Key key) {
            if (!begun.forget(key.feed(), key.entity(), key.run()) && !awaited.remove(key)) {
                ended.add(key);
            }
        }
    }

    private final Dialect dialect;
    private final EventHandlers<Batch> handlers;

    public UnfinishedProjection(EventCodec codec, Dialect dialect) {
        this.dialect = dialect;
        this.handlers =
                new EventHandlers<Batch>(codec)
                        .on(RunRequested.class, (b, entry, e) -> turn(b, entry))
                        .on(AnswerPosted.class, (b, entry, e) -> b.end(Key.of(entry, TURN)))
                        .on(TurnFailed.class, (b, entry, e) -> b.end(Key.of(entry, TURN)))
                        .on(RunEvent.RunQueued.class, (b, entry, e) -> run(b, entry, e.request()))
                        .on(RunEvent.RunStarted.class, (b, entry, e) -> run(b, entry, e.request()))
                        .on(RunEvent.RunAnsweredAsReplied.class, (b, n, e) -> end(b, n, e.run()))
                        .on(RunEvent.RunAnswered.class, (b, n, e) -> end(b, n, e.run()))
                        .on(RunEvent.RunHandedOff.class, (b, n, e) -> end(b, n, e.run()))
                        .on(RunEvent.RunFailed.class, (b, n, e) -> end(b, n, e.run()));
        deadLetters();
    }

    private void deadLetters() {
        handlers.on(DeadLetterEvent.RetryScheduled.class, (b, entry, e) -> turn(b, entry))
                .on(DeadLetterEvent.RedriveStarted.class, (b, entry, e) -> turn(b, entry))
                .on(DeadLetterEvent.RedriveSent.class, (b, entry, e) -> b.endAll(entry))
                .on(DeadLetterEvent.RedriveFailed.class, (b, entry, e) -> b.endAll(entry))
                .on(DeadLetterEvent.Resolved.class, (b, entry, e) -> b.endAll(entry))
                .on(DeadLetterEvent.Discarded.class, (b, entry, e) -> b.endAll(entry));
    }

    private static void turn(Batch batch, JournalEntry entry) {
        batch.begin(Key.of(entry, TURN), entry.writtenAt().toEpochMilli());
    }

    private static void run(Batch batch, JournalEntry entry, RunRequest request) {
        Key key = Key.of(entry, request.run().value());
        switch (request.origin()) {
            case RunOrigin.Trigger origin -> batch.begin(key, entry.writtenAt().toEpochMilli());
            case RunOrigin.Request origin -> batch.begin(key, entry.writtenAt().toEpochMilli());
            case RunOrigin.Turn origin -> batch.awaited.add(key);
            case RunOrigin.Delegation origin -> batch.awaited.add(key);
        }
    }

    private static void end(Batch batch, JournalEntry entry, RunId run) {
        batch.end(Key.of(entry, run.value()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void apply(Connection connection, List<JournalEntry> entries) throws SQLException {
        Batch batch = new Batch();
        entries.forEach(entry -> handlers.handle(batch, entry));
        if (!batch.ended.isEmpty()) {
            delete(connection, batch.ended);
        }
        batch.begun.write(connection, dialect);
    }

    private void delete(Connection connection, Set<Key> ended) throws SQLException {
        switch (dialect) {
            case SQLITE -> deleteEach(connection, ended);
            case POSTGRES -> deleteAll(connection, ended);
        }
    }

    private static void deleteEach(Connection connection, Set<Key> ended) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (Key key : ended) {
                delete.setString(1, key.feed());
                delete.setString(2, key.entity());
                delete.setString(3, key.run());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private static void deleteAll(Connection connection, Set<Key> ended) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE_ALL)) {
            String[] feeds = ended.stream().map(Key::feed).toArray(String[]::new);
            String[] entities = ended.stream().map(Key::entity).toArray(String[]::new);
            String[] runs = ended.stream().map(Key::run).toArray(String[]::new);
            delete.setArray(1, connection.createArrayOf("text", feeds));
            delete.setArray(2, connection.createArrayOf("text", entities));
            delete.setArray(3, connection.createArrayOf("text", runs));
            delete.executeUpdate();
        }
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM unfinished");
        }
    }
}
