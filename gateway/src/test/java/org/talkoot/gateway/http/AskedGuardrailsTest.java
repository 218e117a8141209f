package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.guard.AskedGuardrail;
import org.talkoot.core.guard.GuardService;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.guard.rule.Pii;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** A node whose guardrails ask somebody: nothing leaves before they have said what to do, also when the node dies. */
final class AskedGuardrailsTest {

    private static final String SECRET = "4711";

    @TempDir
    Path directory;

    private LocalNode node;

    private void start(GuardService service) {
        LlmBrain brain = LlmBrain.of("Repeat.");
        AskedGuardrail asked = AskedGuardrail.service("moderation", service).within(Duration.ofSeconds(60));
        node = LocalNode.start(
                Talkoot.agents(List.of(
                                AgentDefinition.of("output", "", brain).guarding(Place.OUTPUT, asked),
                                AgentDefinition.of("input", "", brain).guarding(Place.INPUT, asked)))
                        .model(new EchoModel())
                        .redacting(Pii.redacting()),
                directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private static Verdict moderate(String text) {
        return text.contains(SECRET) ? new Verdict.Rewrite("It is a number.") : Verdict.pass();
    }

    @Test
    void nothingLeavesBeforeItIsSaidWhatToDo() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        start(subject -> {
            said.await();
            return moderate(subject.text());
        });
        node.post("/v1/conversations/held/messages", "{\"text\":\"number " + SECRET + "\",\"agent\":\"output\"}", 202);
        await().until(() -> !node.feed("held", "run.guardrail-asked").isEmpty());
        String before = node.text("/v1/conversations/held/events?limit=500");
        said.countDown();
        await().until(() -> !node.feed("held", "conversation.answer-posted").isEmpty());

        assertThat(before).contains("run.model-replied").doesNotContain("You said");
        assertThat(node.feed("held", "run.answered").getFirst().at("/data/text").asText())
                .isEqualTo("It is a number.");
        assertThat(node.text("/v1/conversations/held/events?limit=500")).doesNotContain("You said");
    }

    @Test
    void isAskedAgainAfterTheNodeHasStopped() {
        CountDownLatch never = new CountDownLatch(1);
        start(subject -> {
            never.await();
            return Verdict.pass();
        });
        node.post("/v1/conversations/again/messages", "{\"text\":\"number " + SECRET + "\",\"agent\":\"input\"}", 202);
        await().until(() -> !node.feed("again", "run.guardrail-asked").isEmpty());
        node.close();
        start(subject -> moderate(subject.text()));

        await().until(() -> !node.feed("again", "conversation.answer-posted").isEmpty());
        assertThat(node.feed("again", "run.guardrail-asked")).hasSize(1);
        assertThat(node.feed("again", "run.guardrail-answered")).hasSize(1);
        assertThat(node.feed("again", "conversation.answer-posted")
                        .getFirst()
                        .at("/data/text")
                        .asText())
                .isEqualTo("You said: It is a number.");
    }

    @Test
    void whatPeopleWriteIsRedactedBeforeItIsWritten() {
        start(subject -> Verdict.pass());
        assertThat(node.say("mine", "input", "I am anna@example.com")).isEqualTo("You said: I am [email]");
        assertThat(node.text("/v1/conversations/mine/events?limit=500")).doesNotContain("anna@");
        assertThat(node.text("/v1/conversations/mine/messages")).doesNotContain("anna@");
    }
}
