package org.talkoot.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** A node on which each agent may have one thing unfinished. */
final class OneAtATimeTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        AgentDefinition twin = AgentDefinition.of(
                        "twin", "asks another of its kind", new CodeBrain(OneAtATimeTest::twin))
                .withSubscriptions(
                        Subscription.to("twin.begins"),
                        Subscription.to("twin.wanted")
                                .keyedBy(event -> "other-" + event.subject().key()));
        node = LocalNode.start(
                Talkoot.agents(List.of(
                        twin,
                        sleeper("napper", Duration.ofSeconds(3)),
                        sleeper("sleeper", Duration.ofMinutes(10)),
                        sleeper("dreamer", Duration.ofMinutes(10)))),
                directory,
                Map.of(
                        "talkoot.bus.unfinished-per-agent",
                        1,
                        "talkoot.bus.longest-unfinished",
                        "4s",
                        "talkoot.http.ask-timeout",
                        "1s",
                        "talkoot.http.max-open-events",
                        1));
    }

    @AfterAll
    static void stop() {
        node.close();
        threads.close();
    }

    private static AgentDefinition sleeper(String name, Duration time) {
        return AgentDefinition.of(
                name,
                "sleeps",
                new CodeBrain(view -> view.steps().isEmpty() ? new Next.Sleep(time) : new Next.Answer("awake")));
    }

    private static Next twin(RunView view) {
        if (view.event().orElse("").equals("twin.wanted")) {
            return new Next.Answer("here I am");
        }
        return view.lastStep().orElse(null) instanceof Step.Replied replied
                ? new Next.Answer(replied.outcome() instanceof RunOutcome.Answered o ? o.text() : "nobody")
                : new Next.Request("twin.wanted", "{}", Duration.ofSeconds(10));
    }

    private static String task(String id, String agent, String conversation) {
        return """
        {"event_id":"%s","event_type":"task.requested","target_agent":"%s",\
        "conversation_id":"%s"}\
        """.formatted(id, agent, conversation);
    }

    @Test
    void anEventWhoseSenderHasGoneIsNotTakenLater() {
        node.post("/v1/events", task("n1", "napper", "nap"), 202);
        node.post("/v1/events", task("n2", "napper", "late"), 503);

        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> !node.post("/v1/events", task("n3", "napper", "late"), 202)
                        .isEmpty());

        assertThat(node.feed("late", "conversation.message-posted")).hasSize(1);
    }

    @Test
    void aRunThatWaitsForLongHoldsNobodyUp() {
        node.post("/v1/events", task("d1", "dreamer", "dream"), 202);

        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> !node.post("/v1/events", task("d2", "dreamer", "next"), 202)
                        .isEmpty());

        assertThat(node.feed("dream", "conversation.answer-posted")).isEmpty();
    }

    @Test
    void noMoreEventsWaitThanMay() {
        node.post("/v1/events", task("s1", "sleeper", "asleep"), 202);

        List<CompletableFuture<String>> refusals = IntStream.range(0, 4)
                .mapToObj(i -> task("w" + i, "sleeper", "waiting-" + i))
                .map(event -> CompletableFuture.supplyAsync(() -> refusal(event), threads))
                .toList();

        assertThat(refusals)
                .extracting(CompletableFuture::join)
                .contains("As many events wait to be taken as may wait.");
    }

    private static String refusal(String event) {
        return node.post("/v1/events", event, 503).get("detail").asText();
    }

    @Test
    void aMessageWhoseAgentAsksAnotherOfItsKindIsAnswered() {
        node.post("/v1/events", task("m", "twin", "asked"), 202);

        await().atMost(LONG)
                .until(() -> !node.feed("asked", "conversation.answer-posted").isEmpty());
        assertThat(node.feed("asked", "conversation.answer-posted")
                        .getFirst()
                        .at("/data/text")
                        .asText())
                .isEqualTo("here I am");
    }

    @Test
    void aTriggeredRunThatAsksAnotherOfItsKindIsAnswered() {
        node.post("/v1/events", """
                {"event_id":"t","event_type":"twin.begins","conversation_id":"woken"}\
                """, 202);

        await().atMost(LONG).until(() -> !node.feed("woken", "run.answered").isEmpty());
        assertThat(node.feed("woken", "run.answered"))
                .extracting(e -> e.at("/data/text").asText())
                .containsExactly("here I am");
    }
}
