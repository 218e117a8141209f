package org.talkoot.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.StreamId;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.codec.JournalException;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseException;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.database.TestDatabases;
import org.talkoot.persistence.lease.Fence;
import org.talkoot.persistence.lease.JdbcMembership;
import org.talkoot.persistence.lease.JdbcMembership.Start;
import org.talkoot.persistence.lease.JdbcNodeLease;
import org.talkoot.persistence.lease.LeaseSettings;
import org.talkoot.persistence.lease.Vocabulary;

/** Who may write to a database that several nodes share. */
final class FenceIT {

    private static final Vocabulary ALL = Vocabulary.of(EventCodec.standard().kinds());

    private static final String WRITTEN = "run.timer-fired";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final GroupCommit.Bounds BOUNDS = new GroupCommit.Bounds(1_000, 1 << 20);

    private final List<JdbcNodeLease> leases = new ArrayList<>();
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.postgres());
    }

    @AfterEach
    void close() {
        leases.forEach(JdbcNodeLease::close);
        database.close();
    }

    /** As much of a node as writes, and what the database thinks of it. */
    private final class Node {

        final Start start;
        final JdbcNodeLease lease = JdbcNodeLease.open(database, "test", LeaseSettings.DEFAULT);
        final JdbcMembership membership;
        final Fence fence = Fence.of(lease);
        final JournalInserts inserts = JournalInserts.into(database, fence);
        final AtomicInteger refused = new AtomicInteger();

        Node(int port) {
            this(port, port);
        }

        Node(int port, long uid) {
            this(port, uid, ALL);
        }

        Node(int port, long uid, Vocabulary reads) {
            membership = new JdbcMembership(database, lease, reads);
            start = new Start("127.0.0.1:" + port, uid);
            leases.add(lease);
            membership.announce(start);
            fence.whenRefused(refused::incrementAndGet);
        }

        boolean form(long after) {
            return membership.form(start, after, Set.of());
        }

        void write(String stream) throws SQLException {
            inserts.append(Rows.of(EventCodec.standard(), StreamId.of(ConversationId.of(stream)), 1, 1));
        }
    }

    private void assertRefused(Node node, String stream) {
        assertThatThrownBy(() -> node.write(stream))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(Dialect.isFenced(e)).isTrue());
        assertThat(node.refused).hasValue(1);
    }

    @Test
    void writesOnceItIsAMember() throws Exception {
        Node first = new Node(1);
        assertRefused(first, "c1");

        assertThat(first.form(0)).isTrue();

        first.write("c2");
    }

    @Test
    void ofManyThatFormAClusterAtOnceOneDoesAndTheOthersEnterIt() throws Exception {
        List<Node> nodes = IntStream.rangeClosed(1, 8).mapToObj(Node::new).toList();

        List<CompletableFuture<Boolean>> formed = nodes.stream()
                .map(node -> CompletableFuture.supplyAsync(() -> node.form(0)))
                .toList();

        assertThat(formed.stream().map(CompletableFuture::join)).containsOnlyOnce(true);
        for (Node node : nodes) {
            assertThat(node.membership.enter(1)).isTrue();
            node.write("c" + node.start.uid());
        }
    }

    @Test
    void doesNotFormAClusterBesideOneThatHasALease() {
        Node first = new Node(1);
        assertThat(first.form(0)).isTrue();

        Node second = new Node(2);

        assertThat(second.form(0)).isFalse();
        assertThat(second.form(1)).isFalse();
        assertThat(second.membership.look(second.start).members())
                .singleElement()
                .satisfies(seat -> assertThat(seat.address()).isEqualTo(first.start.address()));
    }

    @Test
    void writesNothingOnceAnotherClusterWasFormed() {
        Node first = new Node(1);
        first.form(0);
        Node second = new Node(2);

        long dead = first.lease.incarnation().value();
        assertThat(second.membership.form(second.start, 1, Set.of(dead))).isTrue();

        assertRefused(first, "c1");
        assertThat(first.membership.enter(1)).isFalse();
    }

    @Test
    void writesNothingOnceItIsRemovedAndNeitherDoesWhatFollowsItsLease() throws Exception {
        Node first = new Node(1);
        first.form(0);
        Node second = new Node(2);
        second.membership.enter(1);
        second.write("c1");

        assertThat(first.membership.remove(() -> Set.of(second.start))).isTrue();

        assertRefused(second, "c2");
        first.write("c3");
        assertThat(second.membership.enter(1)).isFalse();
        assertThat(second.membership.remove(() -> Set.of(first.start))).isFalse();
        first.write("c4");
    }

    @Test
    void ofTwoThatRemoveEachOtherOneDoes() {
        for (int round = 0; round < 20; round++) {
            Node first = new Node(2 * round + 1);
            Node second = new Node(2 * round + 2);
            long now = first.membership.look(first.start).cluster();
            first.membership.form(first.start, now, all(first));
            second.membership.enter(now + 1);

            CompletableFuture<Boolean> one =
                    CompletableFuture.supplyAsync(() -> first.membership.remove(() -> Set.of(second.start)));
            CompletableFuture<Boolean> other =
                    CompletableFuture.supplyAsync(() -> second.membership.remove(() -> Set.of(first.start)));

            assertThat(List.of(one.join(), other.join())).containsExactlyInAnyOrder(true, false);
        }
    }

    private static Set<Long> all(Node node) {
        return Set.copyOf(node.membership.look(node.start).members().stream()
                .map(JdbcMembership.Seat::incarnation)
                .toList());
    }

    @Test
    void whoStartsAtTheAddressOfAnotherKnowsThatItIsDead() {
        Node first = new Node(1);
        first.form(0);

        Node again = new Node(1, 99);
        assertThat(again.form(1)).isTrue();

        assertRefused(first, "c1");
    }

    @Test
    void anEventThatAMemberDoesNotReadWaitsUntilThatOneIsGone() throws Exception {
        Node newer = new Node(1);
        newer.form(0);
        Node older = new Node(2, 2, Vocabulary.of(Map.of("conversation.message-posted", 1)));
        assertThat(older.membership.enter(1)).isTrue();
        assertThat(newer.membership.unread()).contains(WRITTEN).doesNotContain("conversation.message-posted");

        try (GroupCommit writer = new GroupCommit(newer.inserts, CommitListener.NONE, BOUNDS)) {
            CompletableFuture<Void> known = writer.append(posted("c1"));
            CompletableFuture<Void> unknown = writer.append(timerFired("c2"));

            assertThat(known).succeedsWithin(LONG);
            assertThat(unknown)
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            JournalException.class,
                            e -> assertThat(e.code()).isEqualTo(JournalException.UNREAD_BY_MEMBERS))
                    .withMessageContaining("'run.timer-fired v1'");

            newer.membership.remove(() -> Set.of(older.start));

            assertThat(writer.append(timerFired("c2"))).succeedsWithin(LONG);
            assertThat(newer.membership.unread()).isEmpty();
        }
    }

    private static List<JournalRow> timerFired(String conversation) {
        return Rows.of(EventCodec.standard(), StreamId.of(ConversationId.of(conversation)), 1, 1);
    }

    private static List<JournalRow> posted(String conversation) {
        return List.of(Rows.row(
                EventCodec.standard(),
                StreamId.of(ConversationId.of(conversation)),
                1,
                new ConversationEvent.MessagePosted(new MessageId("m"), null, "hello", Instant.EPOCH)));
    }

    @Test
    void whatLivingMembersKnowIsKnownToAll() {
        Node first = new Node(1, 1, Vocabulary.of(Map.of("agent/clerk", 1, "run.started", 1)));
        first.form(0);
        Node second = new Node(2, 2, Vocabulary.of(Map.of("agent/porter", 1)));
        assertThat(first.membership.known("agent/")).containsExactly("agent/clerk");

        second.membership.enter(1);
        assertThat(first.membership.known("agent/")).containsExactlyInAnyOrder("agent/clerk", "agent/porter");

        first.membership.remove(() -> Set.of(second.start));
        assertThat(first.membership.known("agent/")).containsExactly("agent/clerk");
    }

    @Test
    void whoDoesNotReadWhatIsThereDoesNotEnter() throws Exception {
        Node newer = new Node(1);
        newer.form(0);
        newer.write("c1");
        Node older = new Node(2, 2, Vocabulary.of(Map.of("conversation.message-posted", 1)));

        assertThatThrownBy(() -> older.membership.enter(1))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.code()).isEqualTo(DatabaseException.NEWER))
                .hasMessageContaining("'run.timer-fired' v1");
    }

    @Test
    void aClusterWhoseLeasesHaveEndedGoesOn() throws Exception {
        Node first = new Node(1);
        first.form(0);
        database.callWrite(connection -> {
            try (Statement update = connection.createStatement()) {
                return update.executeUpdate("UPDATE node_incarnation SET until = 1");
            }
        });

        first.write("c1");
    }
}
