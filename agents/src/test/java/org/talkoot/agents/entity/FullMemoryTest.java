package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;

/** Memory has room for some entities; those that came first and do nothing make room for others. */
final class FullMemoryTest {

    private final CountDownLatch thought = new CountDownLatch(1);
    private final EntityCluster cluster = new EntityCluster(
            AgentCatalog.of(
                    AgentDefinition.of("clerk", "", CodeBrain.answering(view -> "done: " + view.task())),
                    AgentDefinition.of("thinker", "", LlmBrain.of("Think."))),
            request -> {
                try {
                    thought.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new ModelOutcome.Replied(
                        new ModelReply.Answer("thought"), TokenUsage.of(1, 1), new ModelName("test/slow"));
            },
            call -> {
                throw new IllegalStateException("no tools");
            },
            new EntitySettings(
                    8,
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(3),
                    6));

    @AfterEach
    void stop() {
        thought.countDown();
        cluster.close();
    }

    private TurnReply turn(String conversation, String message) {
        cluster.post(conversation, message, "task of " + message);
        return cluster.await(conversation, message);
    }

    @Test
    void thoseThatCameFirstLeaveWhenThereAreMoreThanFit() {
        IntStream.range(0, 12).forEach(i -> turn("c" + i, "m" + i));

        await().until(() -> IntStream.range(0, 12)
                        .filter(i -> cluster.isThere(StreamId.of(ConversationId.of("c" + i))))
                        .count()
                <= 6);
        assertThat(cluster.isThere(StreamId.of(ConversationId.of("c0")))).isFalse();
        assertThat(turn("c0", "later"))
                .isInstanceOfSatisfying(
                        TurnReply.Answered.class,
                        answered -> assertThat(answered.text()).isEqualTo("done: task of later"));
    }

    @Test
    void thoseThatAreAtWorkStay() {
        cluster.postTo("busy", "m", "thinker");
        StreamId agent = StreamId.parse("default/busy|thinker");
        await().until(() -> cluster.isThere(agent));
        var before = cluster.incarnation(agent);

        IntStream.range(0, 12).forEach(i -> turn("c" + i, "m" + i));
        thought.countDown();

        assertThat(cluster.await("busy", "m")).isInstanceOf(TurnReply.Answered.class);
        assertThat(cluster.incarnation(agent)).isEqualTo(before);
    }
}
