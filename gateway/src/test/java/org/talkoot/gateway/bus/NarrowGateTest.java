package org.talkoot.gateway.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.bus.Subscription;
import org.talkoot.core.run.AgentDefinition;
import org.talkoot.core.run.Next;
import org.talkoot.core.run.RunOutcome;
import org.talkoot.core.run.RunView;
import org.talkoot.core.run.Step;
import org.talkoot.gateway.NodeUnderTest;
import org.talkoot.gateway.node.Talkoot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A node on which each agent may have one thing unfinished. */
final class NarrowGateTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir static Path directory;
    private static NodeUnderTest node;

    @BeforeAll
    static void start() {
        AgentDefinition twin =
                AgentDefinition.of(
                                "twin",
                                "asks another of its kind",
                                new CodeBrain(NarrowGateTest::twin))
                        .withSubscriptions(
                                Subscription.to("twin.begins"),
                                Subscription.to("twin.wanted")
                                        .keyedBy(event -> "other-" + event.subject().key()));
        node =
                NodeUnderTest.start(
                        Talkoot.agents(List.of(twin)),
                        directory,
                        Map.of("talkoot.bus.unfinished-per-agent", 1));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Next twin(RunView view) {
        if (view.event().orElse("").equals("twin.wanted")) {
            return new Next.Answer("here I am");
        }
        return view.lastStep().orElse(null) instanceof Step.Replied replied
                ? new Next.Answer(
                        replied.outcome() instanceof RunOutcome.Answered o ? o.text() : "nobody")
                : new Next.Request("twin.wanted", "{}", Duration.ofSeconds(10));
    }

    @Test
    void aMessageWhoseAgentAsksAnotherOfItsKindIsAnswered() {
        node.post(
                "/v1/events",
                """
                {"event_id":"m","event_type":"task.requested","target_agent":"twin",\
                "conversation_id":"asked"}\
                """,
                202);

        await().atMost(LONG)
                .until(() -> !node.feed("asked", "conversation.answer-posted").isEmpty());
        assertThat(
                        node.feed("asked", "conversation.answer-posted")
                                .getFirst()
                                .at("/data/text")
                                .asText())
                .isEqualTo("here I am");
    }

    @Test
    void aTriggeredRunThatAsksAnotherOfItsKindIsAnswered() {
        node.post(
                "/v1/events",
                """
                {"event_id":"t","event_type":"twin.begins","conversation_id":"woken"}\
                """,
                202);

        await().atMost(LONG).until(() -> !node.feed("woken", "run.answered").isEmpty());
        assertThat(node.feed("woken", "run.answered"))
                .extracting(e -> e.at("/data/text").asText())
                .containsExactly("here I am");
    }
}
