package org.talkoot.persistence.removal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.bus.Place;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.model.Message;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.TestWriter;
import org.talkoot.persistence.tail.FollowedJournal;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.tail.TailSettings;
import org.talkoot.persistence.view.Views;

/** What is left of a conversation that is removed, on either database: marks, and nothing that was said. */
abstract class ErasureConformance {

    /** Stands in all that was said. */
    private static final String SECRET = "xylophone";

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");
    private static final ConversationId CONVERSATION = ConversationId.of("removed");
    private static final AgentType CLERK = new AgentType("clerk");
    private static final StreamId TALK = StreamId.of(CONVERSATION);
    private static final StreamId AGENT = StreamId.of(AgentId.in(CONVERSATION, CLERK));
    private static final DeadLetterId LETTER = new DeadLetterId("letter-1");

    @TempDir
    Path directory;

    private final EventCodec codec = EventCodec.standard();
    private Database database;
    private JournalTail tail;
    private TestWriter writer;
    private Projections projections;
    private JournalReader reader;
    private Erasure erasure;

    abstract DatabaseSettings settings(Path directory);

    @BeforeEach
    void open() {
        database = Database.open(settings(directory));
        tail = new JournalTail(database, TailSettings.DEFAULT);
        writer = new TestWriter(database, codec, tail);
        projections = Projections.start(
                FollowedJournal.alone(database, tail, TailSettings.DEFAULT),
                Views.projections(codec, database.dialect()));
        reader = new JournalReader(database, codec);
        erasure = new Erasure(database, codec);
    }

    @AfterEach
    void close() {
        projections.close();
        writer.close();
        tail.close();
        database.close();
    }

    private void write(StreamId stream, long firstSeqNr, List<?> events) {
        writer.append(stream, firstSeqNr, List.copyOf(events)).join();
    }

    private static List<ConversationEvent> turns(int many) {
        List<ConversationEvent> events = new ArrayList<>();
        for (int i = 1; i <= many; i++) {
            RunId run = RunId.of(new MessageId("m" + i), 1);
            events.add(new ConversationEvent.MessagePosted(new MessageId("m" + i), null, SECRET + i, AT));
            events.add(new ConversationEvent.RunRequested(run, new MessageId("m" + i), CLERK, AT.plusSeconds(60), AT));
            events.add(new ConversationEvent.AnswerPosted(run, CLERK, SECRET, AT));
        }
        return events;
    }

    private static final RunId RUN = RunId.of(new MessageId("m1"), 1);

    private static List<RunEvent> work() {
        RunRequest request = new RunRequest(
                RUN,
                new RunOrigin.Turn(CONVERSATION),
                List.of(new Message.User(new MessageId("m1"), SECRET, AT)),
                List.of());
        return List.of(
                new RunEvent.RunStarted(request, new Terms(AT.plusSeconds(60), "v1"), AT),
                new RunEvent.ToolCallsRequested(
                        RUN, List.of(new ToolCall(CallId.of(1), "look", "{\"for\":\"" + SECRET + "\"}"))),
                new RunEvent.ToolCallSettled(RUN, CallId.of(1), ToolResult.success(SECRET)),
                new RunEvent.RunFailed(RUN, new RunFailure.GaveUp("tired", SECRET), AT));
    }

    private static DeadLetterEvent letter() {
        return new DeadLetterEvent.Opened(new DeadLetter(
                LETTER,
                FailureClass.AGENT_FAILED,
                List.of(SECRET),
                new DeadLetter.FailedTurn(CONVERSATION, new MessageId("m1"), RUN, CLERK, SECRET, null, 1),
                AT));
    }

    private JournalEntry last(StreamId stream) {
        return reader.stream(stream, 1, Integer.MAX_VALUE).getLast();
    }

    private void everythingIsSaid(int turns) {
        write(TALK, 1, turns(turns));
        write(AGENT, 1, work());
        write(StreamId.of(CONVERSATION, LETTER), 1, List.of(letter()));
        keep("INSERT INTO tool_ledger (call_key, tool, begun_at, owner, at_most, result, version)" + " VALUES ('"
                + IdempotencyKey.of(RUN, CallId.of(1)).value() + "', 'look', 1, 1, 1, ?, 1)");
        keep("INSERT INTO snapshot (feed, entity, seq_nr, written_at, version, deflated, type, payload) VALUES ('"
                + CONVERSATION + "', 'conversation', 3, 1, 1, FALSE, 'conversation-state', ?)");
    }

    private void keep(String sql) {
        boolean unused = database.callWrite(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setBytes(1, SECRET.getBytes(StandardCharsets.UTF_8));
                insert.executeUpdate();
            }
            return true;
        });
    }

    private void everythingIsEnded(int turns) {
        write(TALK, turns * 3L + 1, List.of(new ConversationEvent.ConversationRemoved(null, AT)));
        write(AGENT, 5, List.of(new RunEvent.AgentRemoved(RUN, AT)));
        write(StreamId.of(CONVERSATION, LETTER), 2, List.of(new DeadLetterEvent.LetterRemoved(AT)));
    }

    /** Where the secret stands, by table and column. */
    private List<String> secrets() {
        List<String> found = new ArrayList<>();
        for (String table : List.of(
                "journal",
                "snapshot",
                "content",
                "tool_ledger",
                "conversation_view",
                "run_view",
                "run_wait",
                "run_value",
                "sent_call",
                "unfinished",
                "usage_view",
                "dead_letter_view",
                "approval_view")) {
            boolean unused = database.call(connection -> {
                try (PreparedStatement select = connection.prepareStatement("SELECT * FROM " + table);
                        ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            byte[] value = rows.getBytes(i);
                            if (value != null && new String(value, StandardCharsets.UTF_8).contains(SECRET)) {
                                found.add(table + "." + rows.getMetaData().getColumnName(i));
                            }
                        }
                    }
                }
                return true;
            });
        }
        return found;
    }

    private void viewsHaveCaughtUp() {
        for (String name : Views.NAMES) {
            assertThat(projections.awaitCaughtUp(name, LONG)).as(name).isTrue();
        }
    }

    @Test
    void nothingThatWasSaidIsLeftAnywhere() {
        everythingIsSaid(3);
        everythingIsEnded(3);
        viewsHaveCaughtUp();
        assertThat(secrets())
                .contains(
                        "journal.payload",
                        "snapshot.payload",
                        "tool_ledger.result",
                        "run_view.failure_detail",
                        "dead_letter_view.reason");

        for (StreamId stream : List.of(TALK, AGENT, StreamId.of(CONVERSATION, LETTER))) {
            erasure.erase(last(stream));
        }

        assertThat(secrets()).isEmpty();
        assertThat(reader.feed(CONVERSATION, 0, 100))
                .extracting(JournalEntry::type)
                .containsExactly("conversation.removed", "run.agent-removed", "dead-letter.removed");
        assertThat(reader.isRemoved(CONVERSATION)).isTrue();
    }

    /** A sink that has come there recognises its mark. */
    @Test
    void aPlaceInTheJournalIsKnownAgain() {
        everythingIsSaid(1);
        JournalEntry before = reader.stream(TALK, 2, 1).getFirst();
        everythingIsEnded(1);

        erasure.erase(last(TALK));

        JournalEntry after = reader.at(before.position()).orElseThrow();
        assertThat(after.isErased()).isTrue();
        assertThat(after.stream()).isEqualTo(before.stream());
        assertThat(after.seqNr()).isEqualTo(before.seqNr());
        assertThat(after.writtenAt()).isEqualTo(before.writtenAt());
    }

    @Test
    void anotherConversationKeepsAllOfItsOwn() {
        StreamId other = StreamId.of(ConversationId.of("other"));
        write(other, 1, turns(2));
        everythingIsSaid(1);
        everythingIsEnded(1);

        erasure.erase(last(TALK));

        assertThat(reader.stream(other, 1, 100)).hasSize(6);
        assertThat(reader.isRemoved(ConversationId.of("other"))).isFalse();
    }

    /** Killed between any two pieces, whoever recovers reads a history that was, and its end. */
    @Test
    void whateverIsLeftOnTheWayIsAConversationThatIsRemoved() {
        everythingIsSaid(150);
        everythingIsEnded(150);
        JournalEntry mark = last(TALK);
        Conversation aggregate = new Conversation(
                CONVERSATION,
                AgentCatalog.of(AgentDefinition.of("clerk", "", CodeBrain.answering(view -> ""))),
                ConversationLimits.DEFAULT);
        List<Integer> sizes = new ArrayList<>();
        boolean more = true;
        while (more) {
            ConversationState state = aggregate.initial();
            List<JournalEntry> left = reader.stream(TALK, 1, Integer.MAX_VALUE);
            for (JournalEntry entry : left) {
                state = aggregate.evolve(state, (ConversationEvent) entry.event(codec));
            }
            assertThat(state).isEqualTo(new ConversationState.Removed());
            sizes.add(left.size());
            more = database.callWrite(connection -> erasure.erasePiece(connection, mark));
        }

        assertThat(sizes).startsWith(451, 387).endsWith(1).isSortedAccordingTo((a, b) -> b - a);
        erasure.erase(mark);
        assertThat(reader.stream(TALK, 1, Integer.MAX_VALUE)).hasSize(1);
    }

    @Test
    void theStreamsOfAConversationAreThoseThatThereWereWhenItWasRemoved() {
        everythingIsSaid(1);
        write(TALK, 4, List.of(new ConversationEvent.ConversationRemoved(null, AT)));
        StreamId late = StreamId.of(AgentId.in(CONVERSATION, new AgentType("late")));
        write(late, 1, work());
        StreamId refused = StreamId.of(CONVERSATION, new DeadLetterId("letter-2"));
        write(
                refused,
                1,
                List.of(new DeadLetterEvent.Opened(new DeadLetter(
                        new DeadLetterId("letter-2"),
                        FailureClass.UNROUTABLE,
                        List.of("removed"),
                        new DeadLetter.Undelivered(CONVERSATION, Place.at("log", 1), null, "", Map.of(), AT),
                        AT))));

        assertThat(erasure.streamsBefore(last(TALK)))
                .containsExactlyInAnyOrder(TALK, AGENT, StreamId.of(CONVERSATION, LETTER));
        assertThat(erasure.isLate(reader.stream(late, 1, 1).getFirst())).isTrue();
        assertThat(erasure.isLate(reader.stream(AGENT, 2, 1).getFirst())).isFalse();
        assertThat(erasure.isLate(last(refused))).isFalse();
    }

    @Test
    void knowsWhetherTheViewsHaveComeThere() {
        everythingIsSaid(1);
        everythingIsEnded(1);
        viewsHaveCaughtUp();
        assertThat(erasure.isInViews(last(AGENT))).isTrue();

        projections.close();
        write(AGENT, 6, List.of(new RunEvent.AgentRemoved(RUN, AT)));

        assertThat(erasure.isInViews(last(AGENT))).isFalse();
    }
}
