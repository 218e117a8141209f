package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.talkoot.bridges.nats.NatsSourceFixture.awaiting;

import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.port.Questions;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Delivery;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.nats.NatsServer;

final class NatsQuestionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    static Path directory;

    private static NatsServer server;

    private final ConcurrentLinkedQueue<Delivery> asked = new ConcurrentLinkedQueue<>();
    private Connection asker;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = NatsServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @BeforeEach
    void connect() throws Exception {
        asker = Nats.connect(new Options.Builder()
                .server(server.url())
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(50))
                .reportNoResponders()
                .build());
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        asker.close();
    }

    @Test
    void oneOfTheNodesAnswersAndIsToldWhomItIsFor() throws Exception {
        try (NatsQuestions one = node("", (question, patience) -> answer(question, "one"));
                NatsQuestions other = node("", (question, patience) -> answer(question, "other"))) {
            start(one, other);

            List<String> answers = IntStream.range(0, 40)
                    .mapToObj(i -> ask("triage", "q-" + i))
                    .toList();

            assertThat(answers).allMatch(answer -> answer.equals("one") || answer.equals("other"));
            assertThat(asked).hasSize(40);
            assertThat(asked.peek().headers()).containsEntry("target-agent", "triage");
            assertThat(asked).extracting(Delivery::place).doesNotHaveDuplicates();
        }
    }

    @Test
    void whoAsksWhileThereIsNoNodeHearsSoAtOnce() {
        assertThatThrownBy(() -> request("nobody", "q").get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        JetStreamStatusException.class,
                        said -> assertThat(said.getStatus().getCode()).isEqualTo(503));
    }

    @Test
    void beyondItsBoundItRefusesInWords() throws Exception {
        CompletableFuture<byte[]> first = new CompletableFuture<>();
        try (NatsQuestions node = node("at-most = 1", (question, patience) -> held(question, first))) {
            start(node);
            CompletableFuture<Message> held = request("triage", "first");
            awaiting().until(() -> asked.size() == 1);

            assertThat(ask("triage", "second")).contains("\"refused\"").contains("1 questions are open");
            first.complete("late".getBytes(UTF_8));
            assertThat(text(held.get(10, TimeUnit.SECONDS))).isEqualTo("late");
            assertThat(ask("triage", "third")).isEqualTo("late");
        }
    }

    @Test
    void nobodyRepliesWhenTheNodeIsStopping() throws Exception {
        try (NatsQuestions node = node(
                "",
                (question, patience) -> held(question, CompletableFuture.failedFuture(new BusException("stopping"))))) {
            start(node);

            CompletableFuture<Message> request = request("triage", "q");

            awaiting().until(() -> asked.size() == 1);
            assertThat(request).isNotDone();
        }
    }

    @Test
    void answersAgainAfterItsServerWasAway() throws Exception {
        try (NatsQuestions node = node("", (question, patience) -> answer(question, "here"))) {
            start(node);
            server.off();
            awaiting().until(() -> node.health() instanceof BridgeHealth.Stuck);
            server.on();

            awaiting().until(() -> node.health() instanceof BridgeHealth.Flowing);
            awaiting().until(() -> asker.getStatus() == Connection.Status.CONNECTED);
            assertThat(ask("triage", "q")).isEqualTo("here");
        }
    }

    private static NatsQuestions node(String settings, Questions questions) {
        NatsSettings all = NatsSandbox.settings(server, "questions { %s }".formatted(settings));
        return new NatsQuestions(new Link(all.access()), all.questions(), questions);
    }

    private static void start(NatsQuestions... nodes) {
        for (NatsQuestions node : nodes) {
            node.start(RecordingIntake.completing());
        }
        awaiting().until(() -> List.of(nodes).stream().allMatch(NatsQuestions::isAnswering));
    }

    private CompletableFuture<byte[]> answer(Delivery question, String text) {
        return held(question, CompletableFuture.completedFuture(text.getBytes(UTF_8)));
    }

    private CompletableFuture<byte[]> held(Delivery question, CompletableFuture<byte[]> answer) {
        asked.add(question);
        return answer;
    }

    private String ask(String agent, String text) {
        try {
            return text(request(agent, text).get(10, TimeUnit.SECONDS));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Message> request(String agent, String text) {
        return asker.requestWithTimeout("agents.%s.ask".formatted(agent), text.getBytes(UTF_8), PATIENCE);
    }

    private static String text(Message message) {
        return new String(message.getData(), UTF_8);
    }
}
