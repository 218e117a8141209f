package org.talkoot.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** What a node says about dead letters when they come, and when it is started again. */
final class QuietRestartTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void stop() {
        root.detachAppender(lines);
    }

    private LocalNode node() {
        return LocalNode.start(
                Talkoot.agents(List.of(AgentDefinition.of(
                        "fussy",
                        "fails",
                        new CodeBrain(view -> new Next.Fail(new RunFailure.GaveUp("no", "I cannot.")))))),
                directory,
                Map.of());
    }

    private List<String> warnings() {
        return List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("dead letter"))
                .toList();
    }

    @Test
    void aDeadLetterIsLoggedWhenItIsOpenedAndNotAgainAfterARestart() {
        try (LocalNode node = node()) {
            node.post("/v1/conversations/c/messages?wait=30s", "{\"text\":\"hi\"}", 200);
            await().atMost(LONG)
                    .until(() -> !node.feed("c", "dead-letter.opened").isEmpty());
            await().atMost(LONG).untilAsserted(() -> assertThat(warnings()).hasSize(1));
        }
        lines.list.clear();

        try (LocalNode node = node()) {
            node.post("/v1/conversations/d/messages?wait=30s", "{\"text\":\"hi\"}", 200);
            await().atMost(LONG)
                    .until(() -> !node.feed("d", "dead-letter.opened").isEmpty());

            await().atMost(LONG).untilAsserted(() -> assertThat(warnings()).hasSize(1));
            assertThat(lines.list)
                    .filteredOn(line -> line.getFormattedMessage().contains("dead letter"))
                    .allSatisfy(line ->
                            assertThat(line.getKeyValuePairs().toString()).contains("default/d"));
        }
    }
}
