package org.talkoot.eval.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.eval.outcome.Turn;
import org.talkoot.eval.suite.EvalCase.Saying;
import org.talkoot.eval.suite.SuiteException;
import org.talkoot.eval.suite.ToolRules;
import org.talkoot.gateway.node.Talkoot;

final class EvalNodeTest {

    private static final Duration TIME = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    /** Who asks is what the agent answers with. */
    private static Talkoot application() {
        return Talkoot.agents(List.of(AgentDefinition.of(
                "clerk",
                "says who asks",
                view -> new Next.Answer(
                        view.caller().user() + " of " + view.attributes().values()))));
    }

    private static Saying hello(Map<String, String> attributes) {
        return new Saying("hello", Optional.empty(), attributes);
    }

    /** None of these addresses exists: a node that used one would not start, or not answer. */
    @Test
    void touchesNothingOfProductionsWhateverIsConfigured() {
        Talkoot configured = application()
                .with("talkoot.persistence.database.url", "jdbc:postgresql://192.0.2.1:5432/production")
                .with("talkoot.bridges.artifacts.kafka.environment.KAFKA_BOOTSTRAP_SERVERS", "192.0.2.1:9092")
                .with("talkoot.cluster.seed-nodes", List.of("192.0.2.1:7355"))
                .with("talkoot.approvals.webhook", "http://192.0.2.1/approvals")
                .with("talkoot.http.host", "192.0.2.1")
                .with("talkoot.data", "/proc/production");

        try (EvalNode node = EvalNode.start(
                configured, folder, TIME, Map.of(), ToolRules.NONE, Optional.of(Caller.of(TenantId.DEFAULT, "ann")))) {
            Turn turn = node.say("c1", 1, hello(Map.of("plan", "gold")), TIME);

            assertThat(turn.answer()).contains("ann of {plan=gold}");
            assertThat(folder.resolve("talkoot.db")).exists();
        }
    }

    @Test
    void aTurnThatDoesNotEndInTimeIsOneThatFailed() {
        Talkoot application =
                Talkoot.agents(List.of(AgentDefinition.of("clerk", "asks a model", LlmBrain.of("You are a clerk."))));
        CountDownLatch never = new CountDownLatch(1);

        try (EvalNode node = EvalNode.playing(
                application,
                folder,
                TIME,
                (request, deltas) -> {
                    never.await();
                    throw new IllegalStateException("nobody lets it go");
                },
                (call, context) -> ToolResult.success(""),
                Optional.empty())) {
            Turn turn = node.say("c1", 1, hello(Map.of()), Duration.ofMillis(300));

            assertThat(turn.failure().map(Turn.Failed::code)).contains(Turn.OUT_OF_TIME);
        }
    }

    @Test
    void saysInTheNodesWordsWhyItDoesNotStart() {
        assertThatExceptionOfType(SuiteException.class)
                .isThrownBy(() -> EvalNode.start(
                        application(),
                        folder,
                        TIME,
                        Map.of("talkoot.models.default", "nobody/model"),
                        ToolRules.NONE,
                        Optional.empty()))
                .withMessageStartingWith("the node does not start: ");
    }
}
