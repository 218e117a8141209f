package org.talkoot.proofs.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.proofs.crash.NodeProcess;

/**
 * What people are asked leaves by a broker, and what they have decided comes back by it: by NATS in every build, by all
 * with {@code -Ddecisions.full=true}. The node is killed between the two decisions that the call takes.
 */
@Tag("heavy")
final class SignedDecisionsIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] TASK = """
            {"event_id":"pay-1","event_type":"task.requested","target_agent":"cashier","conversation_id":"claim","payload":{"text":"rent"}}""".getBytes(UTF_8);

    @TempDir
    Path directory;

    static Stream<ForeignBroker.Kind> brokers() {
        return Boolean.getBoolean("decisions.full")
                ? Stream.of(ForeignBroker.Kind.values())
                : Stream.of(ForeignBroker.Kind.NATS);
    }

    @ParameterizedTest
    @MethodSource("brokers")
    @SuppressWarnings("try") // they read meanwhile
    void twoPeopleDecideByABrokerAndANodeThatIsKilledBetweenThemForgetsNothing(ForeignBroker.Kind kind)
            throws Exception {
        Queue<JsonNode> left = new ConcurrentLinkedQueue<>();
        Notary notary = Notary.withNewKeys();
        try (ForeignBroker broker = kind.startIn(directory);
                NodeProcess node = new NodeProcess(
                        CashierNode.class, directory, notary.environment(directory, broker.environment()))) {
            node.awaitReady();
            try (ForeignBroker.Sender sender = broker.sender(ForeignBroker.TASKS);
                    ForeignBroker.Reading results = broker.follow("agent-results", body -> left.add(read(body)));
                    ForeignBroker.Reading events = broker.follow("agent-events", body -> left.add(read(body)));
                    ForeignBroker.Reading letters = broker.follow("agent-dlq", body -> left.add(read(body)))) {
                sender.send("claim", TASK);
                JsonNode asked = awaited(left, "run.approval-requested");

                sender.send("claim", Notary.withNewKeys().yes(asked, "bob"));
                sender.send("claim", notary.yesOfAnnInPython(asked, directory));
                JsonNode agreed = awaited(left, "run.call-approved");
                node.kill();
                node.restart();
                sender.send("claim", notary.yes(asked, "ann"));
                sender.send("claim", notary.yes(asked, "bob"));

                assertThat(agreed.at("/payload/by/user").asText()).isEqualTo("ann");
                assertThat(awaited(left, "dead-letter.opened").toString())
                        .as("whoever signs with other keys")
                        .contains("FORBIDDEN");
                assertThat(awaited(left, "conversation.answer-posted").toString())
                        .contains("paid rent");
                assertThat(left.stream()
                                .filter(event -> is(event, "run.call-approved"))
                                .map(event -> event.at("/payload/by/user").asText())
                                .distinct())
                        .containsExactly("ann", "bob");
            }
        }
    }

    private static JsonNode awaited(Queue<JsonNode> left, String type) {
        return await().atMost(LONG)
                .until(
                        () -> left.stream()
                                .filter(event -> is(event, type))
                                .findFirst()
                                .orElse(null),
                        event -> event != null);
    }

    private static boolean is(JsonNode event, String type) {
        return event.path("event_type").asText().equals(type);
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
