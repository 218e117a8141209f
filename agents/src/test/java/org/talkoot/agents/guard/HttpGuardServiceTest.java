package org.talkoot.agents.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.guard.AskedGuardrail;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.Subject;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.run.RunEffect;

/** A service that is asked for a guardrail, over a real connection: one that answers, and those that hang or lie. */
final class HttpGuardServiceTest {

    private static final Subject SUBJECT = new Subject(
            Place.TOOL_RESULT, "look", "Is \"this\" fine?", Caller.of(new TenantId("acme"), "anna"), Attributes.NONE);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<String> question = new AtomicReference<>("");
    private HttpServer server;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void saysWhatTheServiceSays() {
        assertThat(answered("{\"verdict\":\"pass\",\"score\":0.1}")).isEqualTo(new Answered.Said(Verdict.pass()));
        assertThat(answered("{\"verdict\":\"block\",\"reason\":\"no\"}"))
                .isEqualTo(new Answered.Said(new Verdict.Block("no")));
        assertThat(answered("{\"verdict\":\"rewrite\",\"text\":\"so\"}"))
                .isEqualTo(new Answered.Said(new Verdict.Rewrite("so")));
        assertThat(question.get())
                .isEqualTo("{\"place\":\"tool_result\",\"about\":\"look\",\"text\":\"Is \\\"this\\\" fine?\","
                        + "\"tenant\":\"acme\",\"user\":\"anna\"}");
    }

    static Stream<String> lies() {
        return Stream.of(
                "",
                "pass",
                "\"pass\"",
                "[]",
                "null",
                "{}",
                "{\"verdict\":null}",
                "{\"verdict\":true}",
                "{\"verdict\":\"PASS\"}",
                "{\"verdict\":\"maybe\"}",
                "{\"verdict\":\"block\"}",
                "{\"verdict\":\"block\",\"reason\":7}",
                "{\"verdict\":\"rewrite\"}",
                "{\"verdict\":\"rewrite\",\"text\":null}",
                "{\"verdict\":\"block\",\"reason\":\"x\",\"verdict\":\"pass\"}",
                "{\"verdict\":\"pass\"} {\"verdict\":\"pass\"}",
                "{\"verdict\":\"pass\"",
                "<html>ok</html>",
                "{\"verdict\":\"pass\",\"deep\":" + "[".repeat(500) + "]".repeat(500) + "}");
    }

    @ParameterizedTest
    @MethodSource("lies")
    void whatCannotBeUnderstoodIsNothing(String body) {
        assertThat(answered(body)).isInstanceOf(Answered.Nothing.class);
    }

    @Test
    void anotherStatusIsNothingWhateverStandsInIt() {
        for (int status : new int[] {201, 204, 301, 302, 400, 401, 429, 500, 503}) {
            Answered answered = ask(guardrail(1), exchange -> {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                send(exchange, status, "{\"verdict\":\"pass\"}");
            });
            assertThat(answered).as("status %d", status).isInstanceOf(Answered.Nothing.class);
        }
    }

    @Test
    void aBodyWithoutEndIsNothing() {
        Answered answered = ask(guardrail(1), exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = " ".repeat(100_000).getBytes(UTF_8);
            while (over.getCount() > 0) {
                exchange.getResponseBody().write(much);
            }
        });

        assertThat(answered)
                .isInstanceOfSatisfying(
                        Answered.Nothing.class,
                        nothing -> assertThat(nothing.why()).contains("more than"));
    }

    @Test
    void oneThatHangsIsNothing() {
        Answered answered = ask(guardrail(1), exchange -> over.await());

        assertThat(answered)
                .isInstanceOfSatisfying(
                        Answered.Nothing.class,
                        nothing -> assertThat(nothing.why()).contains("did not answer"));
    }

    @Test
    void oneThatDripsIsNothing() {
        Answered answered = ask(guardrail(1), exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (byte one : "{\"verdict\":\"pass\"}".getBytes(UTF_8)) {
                exchange.getResponseBody().write(one);
                exchange.getResponseBody().flush();
                boolean ended = over.await(100, TimeUnit.MILLISECONDS);
                if (ended) {
                    return;
                }
            }
        });

        assertThat(answered)
                .isInstanceOfSatisfying(
                        Answered.Nothing.class,
                        nothing -> assertThat(nothing.why()).contains("did not answer"));
    }

    @Test
    void oneThatHangsUpIsNothing() {
        assertThat(ask(guardrail(1), HttpExchange::close)).isInstanceOf(Answered.Nothing.class);
    }

    @Test
    void isAskedAsOftenAsItMayBe() {
        Answered answered = ask(
                guardrail(3),
                exchange ->
                        send(exchange, asked.get() < 3 ? 503 : 200, "{\"verdict\":\"block\",\"reason\":\"at last\"}"));

        assertThat(answered).isEqualTo(new Answered.Said(new Verdict.Block("at last")));
        assertThat(asked).hasValue(3);
    }

    @Test
    void aGuardrailThatIsGoneSaysNothing() {
        AgentCatalog none = AgentCatalog.of(AgentDefinition.of("a", "", LlmBrain.of("")));

        assertThat(ask(none)).isInstanceOf(Answered.Nothing.class);
    }

    private Answered answered(String body) {
        return ask(guardrail(1), exchange -> send(exchange, 200, body));
    }

    private AskedGuardrail guardrail(int attempts) {
        return AskedGuardrail.service(
                        "moderation",
                        HttpGuardService.at("http://127.0.0.1:%d/check"
                                .formatted(server.getAddress().getPort())))
                .within(Duration.ofSeconds(1))
                .attempts(attempts);
    }

    private Answered ask(AskedGuardrail guardrail, Answer answer) {
        if (asked.get() > 0) {
            server.removeContext("/");
        }
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            question.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            try {
                answer.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
        return ask(
                AgentCatalog.of(AgentDefinition.of("a", "", LlmBrain.of("")).guarding(Place.TOOL_RESULT, guardrail)));
    }

    private static Answered ask(AgentCatalog catalog) {
        CompletableFuture<Answered> answered = new CompletableFuture<>();
        ConversationId conversation = ConversationId.of("k");
        new GuardrailRunner(catalog, new SimpleMeterRegistry())
                .ask(
                        new RunEffect.AskGuardrail(
                                CallId.of(1),
                                RunId.of(new MessageId("m"), 1),
                                AgentId.in(conversation, new AgentType("a")),
                                "v",
                                "moderation",
                                SUBJECT),
                        answered::complete);
        return answered.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length == 0 ? -1 : bytes.length);
        if (status != 204) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
