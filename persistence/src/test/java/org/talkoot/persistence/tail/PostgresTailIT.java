package org.talkoot.persistence.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.core.lease.Epoch;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;
import org.talkoot.persistence.journal.CommitListener;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.TestWriter;
import org.talkoot.persistence.lease.JdbcNodeLease;
import org.talkoot.persistence.lease.LeaseSettings;

/** What only several nodes on one server can show. */
final class PostgresTailIT extends TailConformance {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final DatabaseSettings settings = TestDatabases.postgres();

    @Override
    DatabaseSettings settings(Path directory) {
        return settings;
    }

    @Test
    void aReaderNeverSeesAnEntryAppearBeforeOneItHasRead() throws Exception {
        try (Database other = Database.open(settings);
                TestWriter here = new TestWriter(database, codec, CommitListener.NONE);
                TestWriter there = new TestWriter(other, codec, CommitListener.NONE);
                Connection reading = DriverManager.getConnection(settings.url())) {
            CompletableFuture<Void> writing = CompletableFuture.allOf(
                    CompletableFuture.runAsync(() -> write(here, "here")),
                    CompletableFuture.runAsync(() -> write(there, "there")));
            List<Long> followed = new ArrayList<>();
            boolean last;
            do {
                last = writing.isDone();
                long position = followed.isEmpty() ? 0 : followed.getLast();
                followed.addAll(positions(JournalReader.after(reading, position, 37)));
            } while (!last || followed.size() < 3_000);

            assertThat(followed).isEqualTo(positions(JournalReader.after(reading, 0, Integer.MAX_VALUE)));
        }
    }

    private static void write(TestWriter writer, String node) {
        CompletableFuture.allOf(Stream.iterate(1, i -> i <= 500, i -> i + 1)
                        .map(i -> writer.append(StreamId.of(ConversationId.of(node + i)), 1, 3))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Test
    void aReaderOnAnotherNodeSeesAtOnceWhatItIsToldOf() throws Exception {
        TailSettings unpolled = new TailSettings(Duration.ofDays(1), Duration.ZERO, 64, 1_000_000, 50, 3);
        try (Database other = Database.open(settings);
                JournalTail reading = new JournalTail(other, unpolled);
                JournalTail writing = new JournalTail(database, unpolled);
                TestWriter writer = new TestWriter(database, codec, writing)) {
            writing.tells(reading::reaches);
            List<Long> told = new CopyOnWriteArrayList<>();
            reading.signals().subscribe(ConversationId.of("live"), (first, position) -> told.add(position));

            for (int i = 1; i <= 100; i++) {
                writer.append(StreamId.of(ConversationId.of("live")), i, 1).join();
                long position = i;
                await().atMost(LONG).until(() -> !told.isEmpty() && told.getLast() >= position);
            }
            assertThat(reading.head()).isEqualTo(writing.head());
        }
    }

    @Test
    void twoNodesRunAProjectionOnceAndTheOtherTakesOver() throws Exception {
        CountingProjection counting = new CountingProjection("counting");
        try (Member here = Member.of(settings, counting);
                Member there = Member.of(settings, counting);
                TestWriter writer = new TestWriter(there.database(), codec, there.tail())) {
            Projections.Running run = here.projections().run("counting");
            writeConcurrently(writer, 10, 10);
            assertThat(here.projections().awaitCaughtUp("counting", LONG)).isTrue();
            assertThat(there.projections().awaitCaughtUp("counting", LONG)).isTrue();
            assertThat(running(here, there)).containsExactly(true, false);
            assertThat(owner()).isEqualTo(here.lease().outliving(Duration.ZERO));

            run.close();
            assertThat(owner()).contains(Epoch.NONE);
            there.projections().run("counting");
            writer.append(StreamId.of(ConversationId.of("afterwards")), 1, 4).join();

            assertThat(there.projections().awaitCaughtUp("counting", LONG)).isTrue();
            assertThat(counting.counts(database))
                    .containsEntry("default/c3", 20L)
                    .containsEntry("default/afterwards", 4L);
        }
    }

    /** As when the cluster has given up a node that lives: both sides believe that they are to run it. */
    @Test
    void whoseProjectionWasTakenOverMovesItNoMoreAndTakesItBackOnlyWhenTheOtherIsGone() throws Exception {
        CountingProjection counting = new CountingProjection("counting");
        try (Member old = Member.of(settings, counting);
                TestWriter writer = new TestWriter(database, codec, old.tail())) {
            old.projections().run("counting");
            writeConcurrently(writer, 4, 10);
            assertThat(old.projections().awaitCaughtUp("counting", LONG)).isTrue();

            try (Member taker = Member.of(settings, counting)) {
                taker.projections().run("counting");
                await().atMost(LONG).until(() -> owner().equals(taker.lease().outliving(Duration.ZERO)));
                writeConcurrently(writer, "more", 4, 10);
                assertThat(taker.projections().awaitCaughtUp("counting", LONG)).isTrue();
                await().atMost(LONG).until(() -> running(old, taker).equals(List.of(false, true)));
            }

            await().atMost(LONG).until(() -> running(old).equals(List.of(true)));
            assertThat(old.projections().awaitCaughtUp("counting", LONG)).isTrue();
            assertThat(counting.counts(database))
                    .hasSize(8)
                    .allSatisfy((k, n) -> assertThat(n).isEqualTo(20));
        }
    }

    @Test
    void whatTheClusterHasRemovedMovesNothingAndLetsAnotherGoOn() throws Exception {
        CountingProjection counting = new CountingProjection("counting");
        try (Member removed = Member.of(settings, counting);
                Member other = Member.of(settings, counting);
                TestWriter writer = new TestWriter(database, codec, removed.tail())) {
            removed.projections().run("counting");
            writeConcurrently(writer, 4, 10);
            assertThat(removed.projections().awaitCaughtUp("counting", LONG)).isTrue();

            removed.removed();
            writeConcurrently(writer, "more", 4, 10);
            await().atMost(LONG).until(() -> running(removed).equals(List.of(false)));
            assertThat(counting.counts(database)).hasSize(4);

            other.projections().run("counting");
            assertThat(other.projections().awaitCaughtUp("counting", LONG)).isTrue();
            assertThat(counting.counts(database)).hasSize(8);
        }
    }

    /** Tables with millions of rows are emptied for seconds, and what was not there at the first of them stays. */
    @Test
    void whatIsWrittenWhileTablesAreEmptiedIsNotAppliedTwice() {
        CountingProjection counting = new CountingProjection("counting");
        Projections projections = start(counting);
        writeConcurrently(writer, 4, 10);
        assertThat(projections.awaitCaughtUp("counting", LONG)).isTrue();
        counting.whenCleared(() -> {
            writer.append(StreamId.of(ConversationId.of("meanwhile")), 1, 3).join();
            await().atMost(LONG).until(() -> counting.counts(database).containsKey("default/meanwhile") || waits() > 0);
        });

        projections.rebuild("counting");

        assertThat(projections.awaitCaughtUp("counting", LONG)).isTrue();
        assertThat(counting.counts(database)).containsEntry("default/c3", 20L).containsEntry("default/meanwhile", 3L);
    }

    private long waits() {
        return database.call(connection -> number(
                connection,
                "SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'"));
    }

    @Test
    void whatRunsElsewhereNeedsNoConnectionHere() throws Exception {
        CountingProjection[] many = IntStream.range(0, 30)
                .mapToObj(i -> new CountingProjection("many-" + i))
                .toArray(CountingProjection[]::new);
        try (Member here = Member.of(settings, many);
                Member there = Member.of(settings, many);
                TestWriter writer = new TestWriter(database, codec, here.tail())) {
            here.projections().names().forEach(here.projections()::run);
            writeConcurrently(writer, 4, 10);
            for (CountingProjection counting : many) {
                assertThat(there.projections().awaitCaughtUp(counting.name(), LONG))
                        .isTrue();
            }

            assertThat(connections()).isLessThanOrEqualTo(3 * (6 + 2 + 4));
            assertThat(there.projections().everywhere())
                    .hasSize(30)
                    .allSatisfy(follower -> assertThat(follower.node()).contains("test"))
                    .allSatisfy(follower -> assertThat(follower.behind()).isZero());
        }
    }

    private long connections() {
        return database.call(connection ->
                number(connection, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"));
    }

    private Optional<Epoch> owner() {
        return Optional.of(new Epoch(database.call(
                connection -> number(connection, "SELECT owner FROM projection_offset WHERE name = 'counting'"))));
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<Boolean> running(Member... members) {
        return Stream.of(members)
                .map(member -> member.projections().status().getFirst().running())
                .toList();
    }

    /** What of a node follows the journal. */
    private record Member(Database database, JdbcNodeLease lease, JournalTail tail, Projections projections)
            implements AutoCloseable {

        static Member of(DatabaseSettings settings, CountingProjection... followers) {
            Database database = Database.open(settings);
            JdbcNodeLease lease = JdbcNodeLease.open(database, "test", LeaseSettings.DEFAULT);
            asMember("cluster = (SELECT c.epoch FROM cluster c)", database, lease);
            JournalTail tail = new JournalTail(database, TailSettings.DEFAULT);
            Projections projections = Projections.of(
                    new FollowedJournal(database, tail, TailSettings.DEFAULT, lease),
                    Stream.of(followers)
                            .<Supplier<Follower>>map(follower -> () -> follower)
                            .toList());
            return new Member(database, lease, tail, projections);
        }

        private static void asMember(String set, Database database, JdbcNodeLease lease) {
            database.execute(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("UPDATE node_incarnation SET %s WHERE epoch = %s"
                                    .formatted(set, lease.incarnation()));
                        }
                    })
                    .join();
        }

        /** As the others do when the cluster has given it up. */
        void removed() {
            asMember("removed = TRUE", database, lease);
        }

        @Override
        public void close() {
            projections.close();
            tail.close();
            lease.close();
            database.close();
        }
    }
}
