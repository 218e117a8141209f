package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.agents.wire.WireCatalog;
import org.talkoot.cluster.ClusterFormation;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.gateway.live.LiveDeltas;
import org.talkoot.persistence.journal.PersistenceSetup;

/** Two members of a cluster on one journal: what one writes, live readers of the other see without looking for it. */
final class JournalOfTwoNodesIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AgentCatalog AGENTS = AgentCatalog.of(
            List.of(AgentDefinition.of("plain", "", new CodeBrain(view -> new Next.Answer("As ever.")))));
    private static final ConversationId LIVE = ConversationId.of("live");

    @TempDir
    Path directory;

    private EmbeddedPostgres database;
    private Member writing;
    private Member reading;

    /** What of a node has to do with the journal. */
    private record Member(Storage storage, ActorSystem<Guardian.Command> system) implements AutoCloseable {

        static Member start(Config config) {
            NodeSettings settings = NodeSettings.from(config);
            Storage storage =
                    Storage.open(settings, AGENTS, WireCatalog.builder().build(), new LiveDeltas());
            ActorSystem<Guardian.Command> system = ActorSystem.create(
                    Guardian.create(),
                    NodeConfig.SYSTEM_NAME,
                    ActorSystemSetup.create(
                            BootstrapSetup.create(config),
                            new PersistenceSetup(storage.database(), storage.codec(), storage.tail())));
            storage.tellOthers(system);
            return new Member(storage, system);
        }

        void join(Member other) {
            Cluster.get(system.classicSystem())
                    .join(Cluster.get(other.system().classicSystem()).selfAddress());
        }

        @Override
        public void close() {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
            storage.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        database = EmbeddedPostgres.start();
        Config config = NodeConfig.load(ConfigFactory.parseMap(Map.of(
                "talkoot.data",
                directory.toString(),
                "talkoot.persistence.database.url",
                database.getJdbcUrl("postgres", "postgres"),
                "talkoot.persistence.tail.poll-interval",
                "1d")));
        writing = Member.start(config);
        reading = Member.start(config);
        writing.join(writing);
        reading.join(writing);
        await().atMost(LONG)
                .until(() -> ClusterFormation.isUp(writing.system()) && ClusterFormation.isUp(reading.system()));
    }

    @AfterEach
    void stop() throws IOException {
        reading.close();
        writing.close();
        database.close();
    }

    @Test
    void aLiveReaderSeesWhatAnotherNodeCommits() {
        List<Long> told = new CopyOnWriteArrayList<>();
        reading.storage().tail().signals().subscribe(LIVE, (first, position) -> told.add(position));
        ActorRef<String> writer = Guardian.spawn(writing.system(), Diary.of(StreamId.of(LIVE)), "writer");

        await().atMost(LONG).until(() -> {
            writer.tell("until they have found each other");
            return !told.isEmpty();
        });
        for (int i = 0; i < 50; i++) {
            long before = told.getLast();
            writer.tell("page");
            await().atMost(LONG).until(() -> told.getLast() > before);
        }

        assertThat(reading.storage().tail().head())
                .isLessThanOrEqualTo(writing.storage().tail().head());
    }

    /** Writes what it is told. */
    private static final class Diary extends EventSourcedBehavior<String, ConversationEvent, Long> {

        private Diary(StreamId stream) {
            super(PersistenceId.ofUniqueId(stream.toString()));
        }

        static Behavior<String> of(StreamId stream) {
            return Behaviors.setup(context -> new Diary(stream));
        }

        @Override
        public Long emptyState() {
            return 0L;
        }

        @Override
        public CommandHandler<String, ConversationEvent, Long> commandHandler() {
            return (pages, text) ->
                    Effect().persist(new MessagePosted(new MessageId("m" + pages), null, text, Instant.EPOCH));
        }

        @Override
        public EventHandler<Long, ConversationEvent> eventHandler() {
            return (pages, event) -> pages + 1;
        }
    }
}
