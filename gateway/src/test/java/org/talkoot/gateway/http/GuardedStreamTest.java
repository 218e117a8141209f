package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.rule.Length;
import org.talkoot.core.guard.rule.Pii;
import org.talkoot.core.guard.rule.Secrets;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Whoever follows a conversation hears an answer while it is written, and nothing that guardrails take out of it. */
final class GuardedStreamTest {

    private static final List<String> SECRETS =
            List.of("Bluebird", "sk-live-0815", "anna@example.com", "4111 1111 1111 1111");

    private static final String HARMLESS = "all of this may be heard by whoever follows it, ";

    @TempDir
    static Path directory;

    private static LocalNode node;
    private static HttpClient http;

    /** Says secrets and what is harmless, in pieces of any length, differently for each text that it is told. */
    private record SecretiveModel() implements ModelClient {

        @Override
        public ModelOutcome call(ModelRequest request, Deltas deltas) {
            Random random = new Random(request.messages().getLast().text().hashCode());
            StringBuilder said = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                said.append(HARMLESS);
                said.append(random.nextInt(3) == 0 ? SECRETS.get(random.nextInt(SECRETS.size())) + ", " : "");
            }
            int at = 0;
            while (at < said.length()) {
                int end = Math.min(said.length(), at + 1 + random.nextInt(12));
                deltas.next(request.origin(), said.substring(at, end));
                at = end;
            }
            return new ModelOutcome.Replied(
                    new ModelReply.Answer(said.toString()), TokenUsage.of(1, 1), new ModelName("test/x"));
        }
    }

    @BeforeAll
    static void start() {
        http = HttpClient.newHttpClient();
        LlmBrain brain = LlmBrain.of("Tell.");
        AgentDefinition windowed = AgentDefinition.of("windowed", "", brain)
                .guarding(Place.OUTPUT, Secrets.redacting("Bluebird", "sk-live-0815"), Pii.redacting());
        node = LocalNode.start(
                Talkoot.agents(List.of(
                                windowed,
                                AgentDefinition.of("whole", "", brain)
                                        .guarding(
                                                Place.OUTPUT,
                                                Pii.redacting(),
                                                Secrets.redacting("Bluebird", "sk-live-0815"),
                                                Length.cutAt(50_000)),
                                AgentDefinition.of("blocked", "", brain)
                                        .guarding(
                                                Place.OUTPUT,
                                                Secrets.blocking(
                                                        "Bluebird",
                                                        "sk-live-0815",
                                                        "anna@example.com",
                                                        "4111 1111 1111 1111"))))
                        .model(new SecretiveModel()),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
        http.close();
    }

    @Test
    void anAnswerIsHeardWhileItIsWrittenAndNoSecretIsInIt() throws Exception {
        List<String> lines = heard("windowed", 20);

        assertThat(deltas(lines))
                .contains(HARMLESS.strip())
                .contains("[redacted]")
                .contains("[email]");
        assertNoSecretIn(lines);
        assertNoSecretIn(List.of(deltas(lines)));
    }

    @Test
    void behindAGuardrailThatSeesTheWholeNothingIsHeardBefore() throws Exception {
        List<String> lines = heard("whole", 5);

        assertThat(lines).doesNotContain("event: delta");
        assertNoSecretIn(lines);
    }

    @Test
    void whatWasHeardOfAnAnswerThatIsBlockedIsVoid() throws Exception {
        List<String> lines = heard("blocked", 5);

        assertThat(lines).contains("event: delta-restart");
        assertNoSecretIn(lines);
        assertNoSecretIn(List.of(deltas(lines)));
    }

    private static void assertNoSecretIn(List<String> lines) {
        for (String secret : SECRETS) {
            assertThat(lines).noneMatch(line -> line.contains(secret));
        }
    }

    /** All that was said in pieces, put together. */
    private static String deltas(List<String> lines) {
        StringBuilder said = new StringBuilder();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i - 1).equals("event: delta")) {
                String data = lines.get(i);
                int from = data.indexOf("\"text\":\"") + 8;
                said.append(data, from, data.indexOf('"', from));
            }
        }
        return said.toString();
    }

    /** What a stream says of so many turns. */
    private static List<String> heard(String agent, int turns) throws Exception {
        String conversation = "heard-" + agent;
        node.post(
                "/v1/conversations/" + conversation + "/messages?wait=30s",
                "{\"text\":\"begin\",\"agent\":\"" + agent + "\"}",
                200);
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(node.url() + "/v1/conversations/" + conversation + "/events"))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
        Thread reader = Thread.startVirtualThread(() -> response.body().forEach(lines::add));
        await().until(() -> lines.stream().anyMatch(line -> line.startsWith("id:")));
        for (int i = 0; i < turns; i++) {
            node.post(
                    "/v1/conversations/" + conversation + "/messages?wait=30s",
                    "{\"text\":\"turn " + i + "\",\"agent\":\"" + agent + "\"}",
                    200);
        }
        await().until(() -> lines.stream()
                        .filter(line -> line.equals("event: conversation.answer-posted")
                                || line.equals("event: conversation.turn-failed"))
                        .count()
                == turns + 1L);
        reader.interrupt();
        return lines;
    }
}
