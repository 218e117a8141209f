package org.talkoot.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dev.langchain4j.agent.tool.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.NeedsApproval;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.bridges.decision.SignedDecisions;
import org.talkoot.bridges.decision.SignedDecisions.Checked;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.approval.Seen;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.identity.GuardedNode.Answer;
import org.talkoot.gateway.node.Talkoot;

/**
 * Decisions that come as events. The node knows its callers by static tokens, and believes decisions that an issuer has
 * signed: the one has nothing to do with the other. Ann and Bob are of the finance of acme.
 */
final class SignedDecisionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "bot-token";
    private static final AtomicInteger EVENTS = new AtomicInteger();
    private static final Queue<String> PAID = new ConcurrentLinkedQueue<>();

    @TempDir
    static Path directory;

    private static final Queue<String> TOLD = new ConcurrentLinkedQueue<>();

    private static Issuer issuer;
    private static HttpServer receiver;
    private static GuardedNode node;

    @BeforeAll
    static void start() throws IOException {
        issuer = new Issuer();
        Path tokens = directory.resolve("tokens");
        Files.writeString(tokens, TokenFileTest.hash(TOKEN) + " acme bot\n");
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            TOLD.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        Map<String, Object> settings = new HashMap<>(issuer.decisions());
        settings.put(
                "talkoot.approvals.webhook",
                "http://127.0.0.1:%d/asked".formatted(receiver.getAddress().getPort()));
        settings.put("talkoot.http.authentication.method", "tokens");
        settings.put("talkoot.http.authentication.tokens.file", tokens.toString());
        node = new GuardedNode(
                Talkoot.agents(List.of(
                                AgentDefinition.of("cashier", "pays", new CodeBrain(SignedDecisionsTest::pays)),
                                AgentDefinition.of("asker", "asks", new CodeBrain(SignedDecisionsTest::asks))))
                        .tools(context -> AnnotatedTools.of(new Till())),
                directory,
                settings);
    }

    @AfterAll
    static void stop() {
        node.close();
        receiver.stop(0);
        issuer.close();
    }

    /** Pays, when two of the finance have agreed. */
    public static final class Till {

        @Tool("Pays.")
        @NeedsApproval(by = 2, roles = "finance", within = "PT2H")
        @SideEffects(SideEffect.AT_MOST_ONCE)
        public String pay(String what) {
            PAID.add(what);
            return "paid";
        }
    }

    private static Next pays(RunView view) {
        return view.lastStep().isEmpty()
                ? Next.CallTools.of(new ToolRequest("pay", arguments(view.task())))
                : new Next.Answer(view.lastStep().get().toString());
    }

    private static Next asks(RunView view) {
        return view.lastStep().isEmpty()
                ? new Next.AskHuman("May I " + view.task() + "?", Duration.ofHours(1))
                : new Next.Answer(view.lastStep().get().toString());
    }

    private static String arguments(String what) {
        return "{\"what\":\"%s\"}".formatted(what);
    }

    /** What is asked in a conversation of its own, as the inbox has it. */
    private static JsonNode asked(String conversation, String agent) {
        post(
                "/v1/conversations/" + conversation + "/messages",
                "{\"text\":\"%s\",\"agent\":\"%s\"}".formatted(conversation, agent),
                202);
        eventually(() -> assertThat(waiting(conversation)).hasSize(1));
        return waiting(conversation).get(0);
    }

    private static JsonNode waiting(String conversation) {
        return get("/v1/approvals?conversation=" + conversation).get("approvals");
    }

    private static Map<String, Object> about(JsonNode row, Map<String, Object> said) {
        Map<String, Object> decision = new HashMap<>(Map.of(
                "run", row.get("run_id").asText(),
                "call", row.get("call_id").asText(),
                "version", row.get("version").asInt(),
                "digest", row.get("digest").asText()));
        decision.putAll(said);
        return decision;
    }

    private static Map<String, Object> yes(JsonNode row) {
        return about(row, Map.of("approve", true));
    }

    private static String by(String user, Map<String, Object> decision) {
        return issuer.signedDecision(
                issuer.decision(decision, "acme", user, "finance").build());
    }

    private static JsonNode sent(String token, int status) {
        return post("/v1/events", event(token), status);
    }

    private static String event(String token) {
        return JSON.createObjectNode()
                .put("event_id", "d-" + EVENTS.incrementAndGet())
                .put("event_type", "approval.decided")
                .put("conversation_id", "decisions")
                .set("payload", JSON.createObjectNode().put("decision", token))
                .toString();
    }

    private static JsonNode post(String path, String body, int status) {
        Answer answer = node.post(path, body, "Authorization", "Bearer " + TOKEN);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }

    private static JsonNode get(String path) {
        Answer answer = node.get(path, "Authorization", "Bearer " + TOKEN);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static void assertNothingWasDecided(String conversation, JsonNode row) {
        assertThat(waiting(conversation)).hasSize(1);
        assertThat(waiting(conversation).get(0)).isEqualTo(row);
        assertThat(PAID).doesNotContain(conversation);
    }

    @Test
    void twoSignedDecisionsOfDifferentPeopleBeginTheCallOnce() {
        JsonNode row = asked("two", "cashier");

        assertThat(sent(by("ann", yes(row)), 202).get("repeat").asBoolean()).isFalse();
        assertThat(sent(by("ann", yes(row)), 202).get("repeat").asBoolean())
                .as("the same again, as brokers do")
                .isFalse();
        assertThat(waiting("two").get(0).get("agreed").asInt()).isEqualTo(1);
        assertThat(sent(by("bob", yes(row)), 202).get("repeat").asBoolean()).isFalse();

        eventually(() -> assertThat(PAID).contains("two"));
        assertThat(sent(by("bob", yes(row)), 202).get("repeat").asBoolean())
                .as("what has counted is known")
                .isTrue();
        assertThat(sent(by("cid", yes(row)), 404).get("detail").asText()).contains("does not wait for a decision");
        assertThat(sent(by("ann", about(row, Map.of("approve", false))), 404)
                        .get("code")
                        .asText())
                .isEqualTo("unroutable");
        assertThat(PAID.stream().filter("two"::equals)).hasSize(1);
    }

    @Test
    void whoDecidedIsWhomTheSignatureNames() {
        JsonNode row = asked("denied", "cashier");

        sent(by("ann", about(row, Map.of("approve", false, "comment", "too much"))), 202);

        eventually(() -> assertThat(waiting("denied")).isEmpty());
        JsonNode denied = event("denied", "run.call-denied");
        assertThat(denied.at("/by/user").asText()).isEqualTo("ann");
        assertThat(denied.at("/reason").asText()).isEqualTo("too much");
        assertThat(sent(by("ann", about(row, Map.of("approve", false))), 202)
                        .get("repeat")
                        .asBoolean())
                .isTrue();
    }

    private static JsonNode event(String conversation, String type) {
        for (JsonNode event :
                get("/v1/conversations/" + conversation + "/events?limit=500").get("events")) {
            if (event.get("type").asText().equals(type)) {
                return event.get("data");
            }
        }
        throw new AssertionError("there is no " + type);
    }

    @Test
    void anEditCountsOnceAndWhatWasAgreedToBeforeCountsNoMore() {
        JsonNode row = asked("edited", "cashier");
        String agreed = by("ann", yes(row));
        sent(agreed, 202);
        String edit = by("bob", about(row, Map.of("arguments", arguments("less"))));

        sent(edit, 202);
        sent(edit, 202);

        JsonNode changed = waiting("edited").get(0);
        assertThat(changed.get("version").asInt()).isEqualTo(1);
        assertThat(changed.get("agreed").asInt()).isZero();
        assertThat(sent(by("cid", yes(row)), 404).get("detail").asText()).contains("version 0", "version 1");
        assertThat(sent(by("bob", yes(changed)), 403).get("detail").asText())
                .contains("You have changed its arguments");
        sent(by("ann", yes(changed)), 202);
        sent(by("cid", yes(changed)), 202);
        eventually(() -> assertThat(PAID).contains("less"));
        assertThat(PAID).doesNotContain("edited");
    }

    /** A bot that shows it to people needs nothing else. */
    @Test
    void aWebhookIsToldAllThatADecisionNeeds() throws IOException {
        JsonNode row = asked("told", "cashier");
        eventually(() -> assertThat(told("run.approval-requested", "told")).isPresent());
        JsonNode event = JSON.readTree(told("run.approval-requested", "told").orElseThrow());
        JsonNode request = event.at("/payload/request");

        String decision = by(
                "ann",
                Map.of(
                        "run", event.at("/payload/run").asText(),
                        "call", request.get("call").asText(),
                        "version", request.get("version").asInt(),
                        "digest",
                                Seen.digest(
                                        request.get("tool").asText(),
                                        request.get("arguments").asText()),
                        "approve", false));
        sent(decision, 202);

        assertThat(waiting("told")).isEmpty();
        assertThat(row.get("digest").asText())
                .isEqualTo(Seen.digest("pay", request.get("arguments").asText()));
        eventually(() -> assertThat(told("run.call-denied", "told")).isPresent());
    }

    private static Optional<String> told(String type, String conversation) {
        return TOLD.stream()
                .filter(body -> body.contains("\"event_type\":\"%s\"".formatted(type))
                        && body.contains("\"conversation_id\":\"%s\"".formatted(conversation)))
                .findFirst();
    }

    @Test
    void aQuestionIsAnsweredToo() {
        JsonNode row = asked("question", "asker");

        sent(by("ann", yes(row)), 202);

        eventually(() -> assertThat(waiting("question")).isEmpty());
    }

    /**
     * A way to decide what one may not.
     *
     * @param forged what is sent, given what the inbox says
     */
    private record Attack(String what, int status, Function<JsonNode, String> forged) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static JWTClaimsSet.Builder claims(JsonNode row) {
        return issuer.decision(yes(row), "acme", "ann", "finance");
    }

    private static Attack claimed(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        return new Attack(
                what,
                403,
                row -> issuer.signedDecision(change.apply(claims(row)).build()));
    }

    private static Attack said(String what, int status, Function<JsonNode, Object> decision) {
        return new Attack(
                what,
                status,
                row -> issuer.signedDecision(
                        claims(row).claim("decision", decision.apply(row)).build()));
    }

    private static Map<String, Object> without(JsonNode row, String field) {
        Map<String, Object> less = yes(row);
        less.remove(field);
        return less;
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String spoiled(String token) {
        String[] parts = token.split("\\.");
        String other = JSON.createObjectNode().put("sub", "root").toString();
        return parts[0] + "." + Base64URL.encode(other) + "." + parts[2];
    }

    static Stream<Attack> signatures() {
        return Stream.of(
                new Attack("nothing that is a token", 403, row -> "yes"),
                new Attack("alg none", 403, row -> new PlainJWT(claims(row).build()).serialize()),
                new Attack(
                        "another key under the same name",
                        403,
                        row -> Issuer.signed(claims(row).build(), Issuer.newKey("k1"), h -> h.type(JwtDecisions.TYPE))),
                new Attack("its own key in the header", 403, row -> {
                    RSAKey own = Issuer.newKey("k1");
                    return Issuer.signed(
                            claims(row).build(),
                            own,
                            h -> h.type(JwtDecisions.TYPE).jwk(own.toPublicJWK()));
                }),
                new Attack(
                        "a token of the type that HTTP believes",
                        403,
                        row -> issuer.signed(claims(row).build())),
                new Attack("changed after it was signed", 403, row -> spoiled(by("ann", yes(row)))),
                new Attack(
                        "without its signature", 403, row -> by("ann", yes(row)).replaceAll("[^.]*$", "")));
    }

    static Stream<Attack> claimed() {
        return Stream.of(
                claimed("for the audience of HTTP", c -> c.audience(Issuer.AUDIENCE)),
                claimed("of another issuer", c -> c.issuer("https://evil.example")),
                claimed("expired", c -> c.issueTime(in(-300)).expirationTime(in(-120))),
                claimed("without an end", c -> c.expirationTime(null)),
                claimed("without a beginning", c -> c.issueTime(null)),
                claimed("good for a day", c -> c.expirationTime(in(86_400))),
                claimed("of tomorrow", c -> c.issueTime(in(86_400)).expirationTime(in(86_500))),
                claimed("not valid yet", c -> c.notBeforeTime(in(120))),
                claimed("of no user", c -> c.subject(null)),
                claimed("of no tenant", c -> c.claim("tenant", null)),
                claimed("of another tenant", c -> c.claim("tenant", "globex")),
                claimed("without the role", c -> c.claim("roles", List.of("clerk"))));
    }

    static Stream<Attack> said() {
        return Stream.of(
                said("of another run", 404, row -> about(row, Map.of("approve", true, "run", "m-0-1"))),
                said("of another call", 404, row -> about(row, Map.of("approve", true, "call", "c99"))),
                said("of a version to come", 404, row -> about(row, Map.of("approve", true, "version", 1))),
                said(
                        "of other arguments",
                        404,
                        row -> about(row, Map.of("approve", true, "digest", Seen.digest("pay", arguments("1"))))),
                said(
                        "of the same arguments for another tool",
                        404,
                        row -> about(
                                row,
                                Map.of(
                                        "approve",
                                        true,
                                        "digest",
                                        Seen.digest("look", row.get("arguments").asText())))),
                said("without a run", 422, row -> without(row, "run")),
                said("without a digest", 422, row -> without(row, "digest")),
                said("without a version", 422, row -> without(row, "version")),
                said("that says nothing", 422, row -> without(row, "approve")),
                said("that says yes in a text", 422, row -> about(row, Map.of("approve", "true"))),
                said(
                        "that says yes to something else",
                        422,
                        row -> about(row, Map.of("approve", true, "arguments", arguments("more")))),
                said("with a field that nobody knows", 422, row -> about(row, Map.of("approve", true, "by", "eve"))),
                said(
                        "with a comment of 5,000 characters",
                        422,
                        row -> about(row, Map.of("approve", true, "comment", "x".repeat(5_000)))),
                said(
                        "with arguments that the tool does not know",
                        422,
                        row -> about(row, Map.of("arguments", "{\"amount\":1}"))),
                said("in a list", 422, row -> List.of(yes(row))));
    }

    /** Refused in words, and nothing else: it waits as before, for as many people, with the same arguments. */
    @ParameterizedTest(name = "a decision {0}")
    @MethodSource({"signatures", "claimed", "said"})
    void decidesNothing(Attack attack) {
        String conversation = "attack-" + EVENTS.incrementAndGet();
        JsonNode row = asked(conversation, "cashier");

        JsonNode problem = sent(attack.forged().apply(row), attack.status());

        assertThat(problem.get("detail").asText()).isNotBlank();
        assertNothingWasDecided(conversation, row);
    }

    /** Who sends an event over HTTP is known, and is not the one who decides; nor is whom the event names. */
    @Test
    void nothingElseInAnEventSaysWhoDecides() {
        JsonNode row = asked("unsigned", "cashier");
        String decision = JSON.valueToTree(yes(row)).toString();

        for (String payload : List.of(
                "{}",
                decision,
                "{\"decision\":%s}".formatted(decision),
                "{\"decision\":%s,\"by\":\"ann\",\"roles\":[\"finance\"]}".formatted(decision),
                "[\"%s\"]".formatted(by("ann", yes(row))))) {
            post(
                    "/v1/events",
                    "{\"event_id\":\"u-%d\",\"event_type\":\"approval.decided\",\"conversation_id\":\"unsigned\",\"payload\":%s,\"metadata\":{\"user\":\"ann\",\"caller\":\"ann\"}}"
                            .formatted(EVENTS.incrementAndGet(), payload),
                    422);
        }
        assertNothingWasDecided("unsigned", row);
    }

    @Test
    void aDecisionIsNoTokenForHttp() {
        JsonNode row = asked("bearer", "cashier");
        String decision = by("ann", yes(row));

        assertThat(new JwtAuthenticator(jwt(Map.of()), Duration.ofMinutes(1), InstantSource.system())
                        .authenticate(TokenFileTest.bearer(decision)))
                .isInstanceOf(Authentication.Invalid.class);
        assertThat(new JwtAuthenticator(
                                jwt(Map.of("talkoot.http.authentication.jwt.audience", Issuer.DECISIONS)),
                                Duration.ofMinutes(1),
                                InstantSource.system())
                        .authenticate(TokenFileTest.bearer(decision)))
                .as("not even for the same audience")
                .isInstanceOf(Authentication.Invalid.class);
    }

    private static JwtSettings jwt(Map<String, Object> changed) {
        return JwtSettings.from(
                ConfigFactory.parseMap(changed)
                        .withFallback(ConfigFactory.parseMap(issuer.settings()))
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve()
                        .getConfig("talkoot.http.authentication.jwt"),
                "talkoot.http.authentication.jwt");
    }

    /** Where there is no provider: a pair of keys, and the public one in a file. */
    @Test
    void keysMayStandInAFile() throws IOException {
        Path keys = directory.resolve("keys.json");
        Files.writeString(keys, new JWKSet(issuer.key().toPublicJWK()).toString());
        SignedDecisions decisions =
                decisions(Map.of("talkoot.approvals.signed.keys", keys.toUri().toString()));

        assertThat(decisions.check(by("ann", Map.of()))).isInstanceOf(Checked.Unreadable.class);
        assertThat(decisions.check("forged")).isInstanceOf(Checked.Refused.class);
    }

    @Test
    void withoutKeysNobodyIsCalledAForger() {
        SignedDecisions decisions = decisions(Map.of("talkoot.approvals.signed.keys", "http://127.0.0.1:9/keys"));

        assertThat(decisions.check(by("ann", Map.of()))).isInstanceOf(Checked.Unavailable.class);
    }

    @Test
    void withoutAnIssuerNobodyIsBelieved() {
        SignedDecisions decisions = decisions(Map.of("talkoot.approvals.signed.issuer", ""));

        assertThat(decisions.check(by("ann", Map.of())))
                .extracting(Object::toString)
                .asString()
                .contains("talkoot.approvals.signed.issuer is not set");
    }

    private static SignedDecisions decisions(Map<String, Object> changed) {
        return DecisionSettings.from(ConfigFactory.parseMap(changed)
                        .withFallback(ConfigFactory.parseMap(issuer.decisions()))
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve())
                .open();
    }
}
