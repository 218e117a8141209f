package org.talkoot.persistence.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.TenantId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.Attachments;
import org.talkoot.core.attachment.MediaType;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.Checking;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.TestWriter;
import org.talkoot.persistence.removal.Erasure;
import org.talkoot.persistence.tail.FollowedJournal;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.tail.TailSettings;
import org.talkoot.persistence.view.Views;

/** Bytes are kept once, for as long as somebody refers to them and a while longer, on either database. */
abstract class AttachmentsConformance {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration UNUSED = Duration.ofHours(1);
    private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");
    private static final MediaType PNG = new MediaType("image/png");
    private static final byte[] PICTURE = "a picture".getBytes(StandardCharsets.UTF_8);
    private static final ConversationId CLAIM = ConversationId.of("claim");
    private static final ConversationId OTHER = ConversationId.of("other");

    @TempDir
    Path directory;

    private final EventCodec codec = EventCodec.standard();
    private Instant now = AT;
    private Database database;
    private JournalTail tail;
    private TestWriter writer;
    private Projections projections;
    private JdbcAttachments store;

    abstract DatabaseSettings settings(Path directory);

    @BeforeEach
    void open() {
        database = Database.open(settings(directory));
        tail = new JournalTail(database, TailSettings.DEFAULT);
        writer = new TestWriter(database, codec, tail);
        projections = Projections.start(
                FollowedJournal.alone(database, tail, TailSettings.DEFAULT),
                Views.projections(codec, database.dialect()));
        store = new JdbcAttachments(database, () -> now, UNUSED);
    }

    @AfterEach
    void close() {
        projections.close();
        writer.close();
        tail.close();
        database.close();
    }

    private Attachments ofTenant(String tenant) {
        return store.of(new TenantId(tenant));
    }

    private Attachments attachments() {
        return store.of(CLAIM.tenant());
    }

    private Attachment put(byte[] bytes) {
        return ((Attachments.Reply.Kept) attachments().put(bytes, PNG, "damage.png")).attachment();
    }

    private int sweep() {
        JdbcAttachments.Horizon horizon = store.horizon();
        assertThat(projections.awaitCaughtUp(AttachmentUses.NAME, LONG)).isTrue();
        return store.sweep(horizon);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private void post(ConversationId conversation, long seqNr, Attachment attachment) {
        writer.append(
                        StreamId.of(conversation),
                        seqNr,
                        List.of(new ConversationEvent.MessagePosted(
                                new MessageId("m" + seqNr), null, "look", List.of(attachment), null, AT)))
                .join();
    }

    private void remove(ConversationId conversation, long seqNr) {
        StreamId stream = StreamId.of(conversation);
        writer.append(stream, seqNr, List.of(new ConversationEvent.ConversationRemoved(null, AT)))
                .join();
        assertThat(projections.awaitCaughtUp(AttachmentUses.NAME, LONG)).isTrue();
        new Erasure(database, codec)
                .erase(new JournalReader(database, codec)
                        .stream(stream, 1, Integer.MAX_VALUE).getLast());
    }

    private boolean isThere(Attachment attachment) {
        return attachments().read(attachment.id()).isPresent();
    }

    @Test
    void whatWasKeptIsReadAsItWas() {
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);

        Attachment attachment = put(large);

        assertThat(attachment).isEqualTo(new Attachment(AttachmentId.of(large), PNG, large.length, "damage.png"));
        assertThat(attachments().read(attachment.id()))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(large));
        assertThat(attachments().find(attachment.id())).contains(attachment.named(null));
    }

    @Test
    void theSameBytesAreKeptOnceAndForEachTenant() {
        Attachment first = put(PICTURE);
        Attachment again = put(PICTURE);

        assertThat(again).isEqualTo(first);
        assertThat(rows("attachment")).isEqualTo(1);
        assertThat(rows("attachment_content")).isEqualTo(1);
        assertThat(ofTenant("rival").read(first.id())).isEmpty();
        assertThat(ofTenant("rival").hold(List.of(first.id()))).containsExactly(Optional.empty());
    }

    @Test
    void whatIsStoredIsCounted() {
        assertThat(store.held()).isEqualTo(new JdbcAttachments.Held(0, 0));
        put(PICTURE);
        put(PICTURE);
        Attachments.Reply unused = ofTenant("rival").put(new byte[100], PNG, null);

        assertThat(store.held()).isEqualTo(new JdbcAttachments.Held(2, PICTURE.length + 100));
        pass(UNUSED.multipliedBy(2));
        assertThat(sweep()).isEqualTo(2);
        assertThat(store.held()).isEqualTo(new JdbcAttachments.Held(0, 0));
    }

    @Test
    void whatIsHeldIsNamedInItsPlace() {
        Attachment there = put(PICTURE);
        AttachmentId nowhere = AttachmentId.of(new byte[] {1});

        assertThat(attachments().hold(List.of(nowhere, there.id())))
                .containsExactly(Optional.empty(), Optional.of(there.named(null)));
    }

    @Test
    void whatNothingRefersToGoesAfterAWhile() {
        Attachment attachment = put(PICTURE);

        pass(UNUSED);
        assertThat(sweep()).isZero();
        pass(Duration.ofMillis(1));
        assertThat(sweep()).isEqualTo(1);
        assertThat(isThere(attachment)).isFalse();
        assertThat(rows("attachment") + rows("attachment_content")).isZero();
    }

    @Test
    void whatWentMayComeAgain() {
        Attachment attachment = put(PICTURE);
        pass(UNUSED.multipliedBy(2));
        assertThat(sweep()).isEqualTo(1);

        assertThat(put(PICTURE)).isEqualTo(attachment);
        assertThat(isThere(attachment)).isTrue();
    }

    /** On SQLite a row is written whole, whatever of it changes. */
    @Test
    void theRowThatIsHeldHasNoBytes() {
        List<String> columns = database.call(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT * FROM attachment")) {
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    names.add(rows.getMetaData().getColumnName(i));
                }
                return names;
            }
        });

        assertThat(columns).containsExactly("tenant", "hash", "media_type", "size", "kept_until");
    }

    /** As a node of before V14 has left it. */
    @Test
    void whatWasKeptBesideItsRowIsMoved() throws IOException, SQLException {
        DatabaseSettings former = settings(Files.createDirectory(directory.resolve("former")));
        TestDatabases.migrate(former, "13");
        byte[] other = new byte[1 << 20];
        new Random(2).nextBytes(other);
        try (Connection connection = DriverManager.getConnection(former.url());
                PreparedStatement add =
                        connection.prepareStatement("INSERT INTO attachment VALUES (?, ?, 'image/png', ?, ?, ?)")) {
            for (byte[] bytes : List.of(PICTURE, other)) {
                add.setString(1, CLAIM.tenant().value());
                add.setString(2, AttachmentId.of(bytes).value());
                add.setLong(3, bytes.length);
                add.setLong(4, AT.toEpochMilli());
                add.setBytes(5, bytes);
                add.executeUpdate();
            }
        }

        try (Database migrated = Database.open(former)) {
            Attachments moved = new JdbcAttachments(migrated, () -> now, UNUSED).of(CLAIM.tenant());
            assertThat(moved.read(AttachmentId.of(PICTURE))).hasValue(PICTURE);
            assertThat(moved.read(AttachmentId.of(other))).hasValue(other);
            assertThat(moved.find(AttachmentId.of(other)))
                    .contains(new Attachment(AttachmentId.of(other), PNG, other.length, null));
        }
    }

    @Test
    void whatIsAboutToBeReferredToIsKeptMeanwhile() {
        Attachment attachment = put(PICTURE);
        pass(UNUSED);

        assertThat(attachments().hold(List.of(attachment.id()))).containsExactly(Optional.of(attachment.named(null)));
        pass(UNUSED);

        assertThat(sweep()).isZero();
    }

    @Test
    void whatAConversationRefersToGoesWithTheLastThatDoes() {
        Attachment attachment = put(PICTURE);
        post(CLAIM, 1, attachment);
        post(CLAIM, 2, attachment);
        post(OTHER, 1, attachment);
        pass(UNUSED.multipliedBy(2));

        assertThat(sweep()).isZero();
        remove(CLAIM, 3);
        assertThat(sweep()).isZero();
        assertThat(isThere(attachment)).isTrue();
        remove(OTHER, 2);
        assertThat(sweep()).isEqualTo(1);
        assertThat(isThere(attachment)).isFalse();
        assertThat(rows("attachment_content")).isZero();
    }

    @Test
    void resultsOfToolsAndAnswersReferToo() {
        Attachment drawn = put("drawn".getBytes(StandardCharsets.UTF_8));
        Attachment answered = put("answered".getBytes(StandardCharsets.UTF_8));
        Attachment checked = put("checked".getBytes(StandardCharsets.UTF_8));
        RunId run = RunId.parse("m1-1");
        AgentId agent = AgentId.in(CLAIM, new AgentType("clerk"));
        writer.append(
                        StreamId.of(agent),
                        1,
                        List.of(
                                new RunEvent.ToolCallSettled(run, CallId.of(1), ToolResult.success("see", drawn)),
                                new RunEvent.GuardrailAsked(
                                        run,
                                        CallId.of(2),
                                        new Checking.Result(
                                                new ToolCall(CallId.of(3), "draw", ""),
                                                ToolResult.success("see", checked)),
                                        "service",
                                        -1,
                                        null),
                                new RunEvent.RunAnswered(run, "see", null, List.of(answered), AT)))
                .join();
        pass(UNUSED.multipliedBy(2));

        assertThat(sweep()).isZero();
        assertThat(isThere(drawn) && isThere(answered) && isThere(checked)).isTrue();
    }

    /** While the view begins anew it knows of nobody who refers to anything. */
    @Test
    void nothingIsErasedWhileItIsNotKnownWhoRefersToIt() {
        Attachment attachment = put(PICTURE);
        post(CLAIM, 1, attachment);
        pass(UNUSED.multipliedBy(2));
        JdbcAttachments.Horizon horizon = store.horizon();
        assertThat(projections.awaitCaughtUp(AttachmentUses.NAME, LONG)).isTrue();
        projections.close();
        execute("DELETE FROM attachment_use");
        execute("UPDATE projection_offset SET position = 0 WHERE name = '" + AttachmentUses.NAME + "'");

        assertThat(store.sweep(horizon)).isZero();
        assertThat(isThere(attachment)).isTrue();
    }

    private long rows(String table) {
        return database.call(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        });
    }

    private void execute(String sql) {
        int changed = database.callWrite(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
        assertThat(changed).isPositive();
    }
}
