package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.memory.Fact;
import org.talkoot.core.memory.MemoryCommand;
import org.talkoot.core.memory.MemoryEvent;
import org.talkoot.core.memory.MemoryLimits;
import org.talkoot.core.memory.Owner;
import org.talkoot.core.memory.Source;
import org.talkoot.core.memory.Subject;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolResult;

/** Memories as actors: killed, asked again, and woken by their time. */
final class MemoryEntityTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Owner ANN = new Owner.User(TenantId.DEFAULT, "ann");
    private static final Owner BOB = new Owner.User(TenantId.DEFAULT, "bob");
    private static final StreamId STREAM = StreamId.memoryOf(ANN.feed());

    private final EntitySettings settings =
            new EntitySettings(8, Duration.ofMinutes(5), Duration.ofMillis(50), Duration.ofMillis(100));
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private EntityCluster cluster;
    private ShardedMemories memories;

    @BeforeEach
    void start() {
        cluster = new EntityCluster(
                AgentCatalog.of(AgentDefinition.of("clerk", "", CodeBrain.answering(view -> "done"))),
                request -> new ModelOutcome.Failed(new ModelFailure.Unavailable("none"), TokenUsage.NONE),
                call -> ToolResult.success(""),
                settings);
        memories = ShardedMemories.start(
                cluster.system, settings, new MemoryLimits(3, 100, Duration.ofDays(30), 16, 64), now::get);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whatWasRememberedIsKnownAfterADeathAndToNobodyElse() throws Exception {
        tell(ANN, remember("k1", "city", "Oulu", null));
        cluster.stopAlone(STREAM);

        assertThat(memories.known(ANN)).extracting(Fact::text).containsExactly("Oulu");
        assertThat(memories.known(BOB)).isEmpty();
        assertThat(memories.known(new Owner.User(new TenantId("acme"), "ann"))).isEmpty();
        assertThat(memories.known(new Owner.Tenant(TenantId.DEFAULT))).isEmpty();
    }

    @Test
    void aRepeatAfterADeathDoesNotBringBackWhatWasForgotten() throws Exception {
        MemoryCommand remember = remember("k1", "city", "Oulu", null);
        tell(ANN, remember);
        tell(ANN, new MemoryCommand.Forget(new IdempotencyKey("k2"), Subject.of("city"), NOON));
        cluster.stopAlone(STREAM);

        tell(ANN, remember);

        assertThat(memories.known(ANN)).isEmpty();
        assertThat(SnapshotTestKit.create(cluster.system).persistedInStorage(STREAM.toString()))
                .isNotEmpty()
                .last()
                .satisfies(pair -> assertThat(pair.toString()).doesNotContain("Oulu"));
        assertThat(cluster.journal.persistedInStorage(STREAM.toString()))
                .last()
                .isInstanceOf(MemoryEvent.GenerationBegun.class);
    }

    @Test
    void whatHasEndedIsNotSaidAndIsErasedWhenTheMemoryIsWoken() throws Exception {
        tell(ANN, remember("k1", "trip", "Rome", Duration.ofDays(7)));
        now.set(NOON.plus(Duration.ofDays(7)));

        assertThat(memories.known(ANN)).isEmpty();

        cluster.stopAlone(STREAM);
        await().until(() -> {
            memories.wake(STREAM); // as the view of unfinished work does, which knows when it is due
            return events().getLast() instanceof MemoryEvent.GenerationBegun;
        });
        assertThat(events().getLast().toString()).doesNotContain("Rome");
    }

    @Test
    void oneMoreThanThereIsRoomForIsRefusedInWords() throws Exception {
        for (String subject : List.of("a", "b", "c")) {
            tell(ANN, remember("k-" + subject, subject, "x", null));
        }

        assertThat(memories.tell(ANN, remember("k-d", "d", "x", null))).contains(new Rejection.MemoryFull(3));
        assertThat(join(memories.tell(ANN, remember("k-e", "a", "y", null), EntityCluster.PATIENCE)))
                .isEqualTo(new DecisionReply.Accepted());
    }

    private void tell(Owner owner, MemoryCommand command) throws Exception {
        assertThat(memories.tell(owner, command)).isEmpty();
    }

    private List<Object> events() {
        return cluster.journal.persistedInStorage(STREAM.toString());
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static MemoryCommand remember(String key, String subject, String text, @Nullable Duration keep) {
        Source source = new Source(ConversationId.of("c"), RunId.parse("m-1"), CallId.of(1));
        return new MemoryCommand.Remember(new IdempotencyKey(key), Subject.of(subject), text, keep, source, NOON);
    }
}
