package org.talkoot.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.gateway.identity.GuardedNode.Answer;

/**
 * Ways to be somebody else, tried at a real node that believes an issuer. Bob is of acme and nobody's admin; globex has
 * a conversation, a run that asks a human, and a dead letter, all of which are none of his business.
 */
final class IdentityTricksTest {

    private static final String SECRET = "the merger is on friday";
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static Issuer issuer;
    private static Forgeries forgeries;
    private static GuardedNode node;
    private static String run;
    private static String call;
    private static String letter;

    @BeforeAll
    static void start() {
        issuer = new Issuer();
        forgeries = new Forgeries(issuer);
        node = new GuardedNode(directory, issuer.settings());
        String[] eve = eve();
        node.say("secret", "who", SECRET, eve);
        node.post("/v1/conversations/asked/messages", "{\"agent\":\"asks\",\"text\":\"go\"}", eve);
        node.say("failed", "fussy", SECRET, eve);
        JsonNode question = eventually("asked", "run.human-asked", eve);
        run = question.at("/data/run").asText();
        call = question.at("/data/call").asText();
        await().atMost(LONG)
                .until(() -> !node.get("/v1/dead-letters", eve)
                        .json()
                        .path("dead_letters")
                        .isEmpty());
        letter = node.get("/v1/dead-letters", eve)
                .json()
                .at("/dead_letters/0/id")
                .asText();
    }

    @AfterAll
    static void stop() {
        node.close();
        issuer.close();
    }

    private static String[] as(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static String[] eve() {
        return as(issuer.token("globex", "eve", "clerk"));
    }

    private static String[] bob(String... more) {
        List<String> headers = new ArrayList<>(List.of(as(issuer.token("acme", "bob", "clerk"))));
        headers.addAll(List.of(more));
        return headers.toArray(String[]::new);
    }

    private static JsonNode eventually(String conversation, String type, String... headers) {
        return await().atMost(LONG).until(() -> event(conversation, type, headers), found -> !found.isMissingNode());
    }

    private static JsonNode event(String conversation, String type, String... headers) {
        Answer feed = node.get("/v1/conversations/" + conversation + "/events?limit=500", headers);
        if (feed.status() == 200) {
            for (JsonNode event : feed.json().get("events")) {
                if (event.get("type").asText().equals(type)) {
                    return event;
                }
            }
        }
        return MissingNode.getInstance();
    }

    static Stream<Arguments> unknown() {
        return Stream.of(forgeries.signatures(), forgeries.claimed())
                .flatMap(some -> some.entrySet().stream())
                .map(one -> Arguments.of(one.getKey(), one.getValue()));
    }

    static Stream<Arguments> homeless() {
        return forgeries.homeless().entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
    }

    @ParameterizedTest(name = "a token {0}")
    @MethodSource("unknown")
    void nobodyIsLetInBy(String what, String token) {
        assertUnknown(node.get("/v1/conversations/secret/messages", as(token)));
        assertUnknown(node.say("forged", "who", "hi", as(token)));
    }

    @ParameterizedTest(name = "a token {0}")
    @MethodSource("homeless")
    void nobodyHasAPlaceHereBy(String what, String token) {
        Answer answer = node.say("forged", "who", "hi", as(token));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("code").asText()).isEqualTo("forbidden");
    }

    static Stream<Arguments> placesOfTokens() {
        String good = issuer.token("globex", "eve");
        return Stream.of(
                Arguments.of("nowhere", "", new String[] {}),
                Arguments.of("in the query", "?access_token=" + good, new String[] {}),
                Arguments.of("in the query under another name", "?token=" + good, new String[] {}),
                Arguments.of("in a cookie", "", new String[] {"Cookie", "Authorization=Bearer " + good}),
                Arguments.of(
                        "in a header of a proxy", "", new String[] {"X-Forwarded-Authorization", "Bearer " + good}),
                Arguments.of("in a protocol of a WebSocket", "", new String[] {"X-Protocol", "bearer." + good}),
                Arguments.of("as a password", "", new String[] {"Authorization", "Basic ZXZlOg=="}),
                Arguments.of("under another scheme", "", new String[] {"Authorization", "Token " + good}),
                Arguments.of("behind no scheme", "", new String[] {"Authorization", good}),
                Arguments.of(
                        "and a second one", "", new String[] {"Authorization", "Bearer " + good + ", Bearer " + good}),
                Arguments.of("as nothing", "", new String[] {"Authorization", "Bearer "}),
                Arguments.of("as a user in a header", "", new String[] {
                    "X-User", "eve", "X-Tenant", "globex", "X-Roles", "admin"
                }),
                Arguments.of(
                        "as a user of a proxy", "", new String[] {"X-Forwarded-User", "eve", "Remote-User", "eve"}));
    }

    @ParameterizedTest(name = "a token {0}")
    @MethodSource("placesOfTokens")
    void aTokenCountsInOnePlaceOnly(String where, String query, String[] headers) {
        assertUnknown(node.get("/v1/conversations/secret/messages" + query, headers));
        assertThat(node.socket("/v1/conversations/secret/socket" + query, headers))
                .isEqualTo(401);
    }

    private static String protocol(String token) {
        return "talkoot.bearer."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBrowserSaysItsTokenAsTheProtocolOfAWebSocket() {
        String path = "/v1/conversations/secret/socket";
        String good = protocol(issuer.token("acme", "ann", "clerk"));

        assertThat(node.socketOf(path, "talkoot.v1", good)).isEqualTo("talkoot.v1");
        assertThat(node.socketOf(path, good, "talkoot.v1")).isEqualTo("talkoot.v1");
        assertThat(node.socketOf(path, "talkoot.v1")).isEqualTo("401");
        assertThat(node.socketOf(path, "talkoot.v1", "talkoot.bearer.")).isEqualTo("401");
        assertThat(node.socketOf(path, "talkoot.v1", "talkoot.bearer.AAA-_AA")).isEqualTo("401");
        assertThat(node.socketOf(path, "talkoot.v1", protocol("forged"))).isEqualTo("401");
        assertThat(node.socketOf(path, "talkoot.v1", good, protocol(issuer.token("acme", "bob", "clerk"))))
                .as("two callers at once")
                .isEqualTo("401");
    }

    /** Only where a browser has no other way. */
    @Test
    void aProtocolSaysNothingElsewhere() {
        String good = protocol(issuer.token("globex", "eve", "clerk"));

        assertUnknown(node.get("/v1/conversations/secret/messages", "X-Protocol", "talkoot.v1, " + good));
        assertThat(node.socket("/v1/conversations/secret/socket", "X-Protocol", good))
                .isEqualTo(401);
    }

    @Test
    void twoHeadersAreOneTooMany() throws IOException {
        String good = "Authorization: Bearer " + issuer.token("globex", "eve");

        assertThat(raw("GET /v1/conversations/secret HTTP/1.1", good, good))
                .contains(" 401 ")
                .doesNotContain(SECRET);
        assertThat(raw("GET /v1/conversations/secret HTTP/1.1", good, "Authorization: Bearer x"))
                .contains(" 401 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/conversations",
                "/v1/agents",
                "/v1/usage",
                "/v1/approvals",
                "/v1/cluster",
                "/v1/views",
                "/v1/dead-letters",
                "/v1/nothing",
                "/v1/conversations/secret",
                "/v1/conversations/secret/events",
                "/metrics",
                "/v1",
                "/v1/"
            })
    void everyPathAsksFirst(String path) {
        assertThat(node.get(path).status()).isIn(401, 404);
        assertThat(node.get(path, "X-HTTP-Method-Override", "OPTIONS").text())
                .doesNotContain(SECRET, "\"conversations\"");
        assertThat(node.post(path, "{}").status()).isIn(401, 404, 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/conversations",
                "/V1/conversations",
                "/health/../v1/conversations",
                "/./v1/conversations",
                "/health/live/v1/conversations",
                "/%76%31/conversations"
            })
    void noOtherSpellingOfAPathIsOpen(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1")).doesNotContain(" 200 ").doesNotContain("secret");
    }

    @Test
    void healthAndThePageAskNobody() {
        assertThat(List.of("/health/live", "/health/ready", "/", "/page.js", "/openapi.yaml"))
                .allSatisfy(path -> assertThat(node.get(path).status()).isEqualTo(200));
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("a body that names a tenant", "{\"text\":\"hi\",\"agent\":\"who\",\"tenant\":\"globex\"}"),
                Arguments.of(
                        "a body that names a caller",
                        "{\"text\":\"hi\",\"agent\":\"who\",\"caller\":{\"tenant\":\"globex\",\"user\":\"eve\",\"roles\":[\"admin\"]}}"),
                Arguments.of(
                        "a body with a trace",
                        "{\"text\":\"hi\",\"agent\":\"who\",\"trace\":{\"correlation\":\"m\",\"causation\":\"m\",\"depth\":0,\"caller\":{\"tenant\":\"globex\",\"user\":\"eve\"}}}"),
                Arguments.of(
                        "a body that names a user",
                        "{\"text\":\"hi\",\"agent\":\"who\",\"user\":\"eve\",\"by\":\"eve\",\"roles\":[\"admin\"]}"),
                Arguments.of(
                        "metadata",
                        "{\"text\":\"hi\",\"agent\":\"who\",\"metadata\":{\"tenant\":\"globex\",\"caller\":\"eve\"}}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void whatABodySaysChangesNobody(String what, String body) {
        Answer answer = node.post(
                "/v1/conversations/bodies/messages?wait=30s",
                body,
                bob("X-User", "eve", "X-Tenant", "globex", "X-Roles", "admin"));

        assertThat(answer.json().at("/answer/text").asText()).isEqualTo("acme/bob");
    }

    @Test
    void aDelegationWorksForWhoeverAsked() {
        assertThat(node.say("delegated", "front", "hi", bob())
                        .json()
                        .at("/answer/text")
                        .asText())
                .contains("acme/bob");
    }

    @Test
    void aMessageOverASocketIsItsCallers() {
        assertThat(node.socket("/v1/conversations/socket/socket", bob())).isEqualTo(101);
    }

    static Stream<Arguments> events() {
        String event =
                "{\"event_id\":\"%s\",\"event_type\":\"claim.filed\",\"correlation_id\":\"%s\",\"payload\":{},%s}";
        return Stream.of(
                Arguments.of(
                        "ev-meta",
                        event.formatted(
                                "e-1",
                                "ev-meta",
                                "\"metadata\":{\"conversation_id\":\"ev-meta\",\"caller\":\"eve\",\"user\":\"eve\",\"roles\":\"admin\"}")),
                Arguments.of(
                        "ev-trace",
                        event.formatted(
                                "e-2",
                                "ev-trace",
                                "\"metadata\":{\"conversation_id\":\"ev-trace\"},\"trace\":{\"caller\":{\"tenant\":\"globex\",\"user\":\"eve\"}}")),
                Arguments.of(
                        "ev-source",
                        event.formatted(
                                "e-3",
                                "ev-source",
                                "\"metadata\":{\"conversation_id\":\"ev-source\"},\"caller\":{\"user\":\"eve\"}")));
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatAnEventSaysOfItsCallerIsNotBelieved(String conversation, String body) {
        Answer answer = node.post("/v1/events", body, bob());

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(eventually(conversation, "run.answered", bob())
                        .at("/data/text")
                        .asText())
                .isEqualTo("acme/bob");
    }

    @Test
    void anEventForAnotherTenantIsRefused() {
        String body =
                "{\"event_id\":\"f-1\",\"event_type\":\"claim.filed\",\"metadata\":{\"tenant\":\"globex\"},\"payload\":{}}";
        Answer plain = node.post("/v1/events", body, bob());
        Answer cloud = node.post(
                "/v1/events",
                "{}",
                bob(
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        "f-2",
                        "ce-source",
                        "x",
                        "ce-type",
                        "claim.filed",
                        "ce-tenantid",
                        "globex"));

        assertThat(plain.status()).isIn(400, 403);
        assertThat(cloud.status()).isIn(400, 403);
    }

    static Stream<String> pathsOfGlobex() {
        return Stream.of(
                "/v1/conversations/secret",
                "/v1/conversations/secret/messages",
                "/v1/conversations/secret/events",
                "/v1/conversations/secret/events?from=1",
                "/v1/conversations/globex%2Fsecret",
                "/v1/conversations/globex%2Fsecret/messages",
                "/v1/conversations/..%2Fglobex%2Fsecret/messages",
                "/v1/conversations/secret/messages?tenant=globex",
                "/v1/runs/" + run,
                "/v1/runs/" + run + "?tenant=globex",
                "/v1/runs/" + run + "/approvals/" + call,
                "/v1/runs/" + run + "/values/any",
                "/v1/dead-letters/" + letter);
    }

    @ParameterizedTest
    @MethodSource("pathsOfGlobex")
    void whatIsAnotherTenantsLooksAsIfItDidNotExist(String path) {
        Answer answer = node.get(path, bob("X-Tenant", "globex"));

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.text()).doesNotContain(SECRET).doesNotContain("eve\"");
    }

    @Test
    void listsHaveNothingOfAnotherTenant() {
        for (String path :
                List.of("/v1/conversations", "/v1/usage", "/v1/dead-letters", "/v1/dead-letters?conversation=failed")) {
            assertThat(node.get(path, bob()).text())
                    .doesNotContain("secret")
                    .doesNotContain("failed")
                    .doesNotContain(letter);
        }
    }

    @Test
    void nobodyDecidesForAnotherTenant() {
        String yes = "{\"approve\":true,\"by\":\"eve\"}";

        assertThat(node.get("/v1/approvals?conversation=asked", eve()).json().get("approvals"))
                .hasSize(1);
        assertThat(node.get("/v1/approvals?conversation=asked&tenant=globex", bob())
                        .json()
                        .get("approvals"))
                .isEmpty();
        assertThat(node.post("/v1/runs/" + run + "/approvals/" + call, yes, bob())
                        .status())
                .isEqualTo(404);
        assertThat(node.post("/v1/approvals/asked/asks/" + call, yes, bob()).status())
                .isEqualTo(409);
        assertThat(node.post("/v1/runs/" + run + "/cancel", "{}", bob()).status())
                .isEqualTo(404);
        for (String path : List.of("/pause", "/resume", "/signals/go")) {
            assertThat(node.post("/v1/runs/" + run + path, "{\"payload\": 1}", bob())
                            .status())
                    .isEqualTo(404);
        }
        assertThat(node.post("/v1/conversations/asked/agent", "{\"agent\":\"who\"}", bob())
                        .status())
                .isEqualTo(404);
        assertThat(node.post("/v1/conversations/asked/cancel", "{}", bob()).status())
                .isEqualTo(200);
        assertThat(node.get("/v1/runs/" + run, eve()).json().get("status").asText())
                .isEqualTo("waiting_for_person");
    }

    @Test
    void aFeedThatIsTakenUpElsewhereIsTheCallersOwn() throws Exception {
        String body = "{\"agent\":\"who\",\"text\":\"mine\"}";
        assertThat(node.post(
                                "/v1/conversations/both/messages?wait=30s",
                                "{\"agent\":\"who\",\"text\":\"%s\"}".formatted(SECRET),
                                eve())
                        .status())
                .isEqualTo(200);
        assertThat(node.post("/v1/conversations/both/messages?wait=30s", body, bob())
                        .status())
                .isEqualTo(200);

        assertThat(node.firstEvent("/v1/conversations/both/events", bob("Last-Event-ID", "1")))
                .contains("mine")
                .doesNotContain(SECRET);
    }

    @Test
    void aFeedEndsWithTheTokenThatOpenedIt() throws Exception {
        node.say("ending", "who", "hi", bob());
        String brief = issuer.signed(issuer.claims("acme", "bob")
                .expirationTime(Date.from(Instant.now().plusSeconds(2)))
                .build());

        assertThat(node.untilItEnds("/v1/conversations/ending/events", as(brief)))
                .isPositive();
    }

    @Test
    void onlyAnAdminDoesWhatAdminsDo() {
        String mine = letterOfAcme();

        assertThat(node.post("/v1/dead-letters/" + mine + "/redrive", "{\"by\":\"root\"}", bob())
                        .status())
                .isEqualTo(403);
        assertThat(node.post("/v1/dead-letters/" + mine + "/discard", "{\"reason\":\"x\"}", bob())
                        .status())
                .isEqualTo(403);
        assertThat(node.post("/v1/dead-letters/redrive", "{}", bob()).status()).isEqualTo(403);
        assertThat(node.get("/v1/cluster", bob()).status()).isEqualTo(403);
        assertThat(node.get("/v1/views", bob()).status()).isEqualTo(403);
        assertThat(node.post("/v1/views/run-view/rebuild", "{}", bob()).status())
                .isEqualTo(403);
        assertThat(node.post("/v1/views/run-view/skip", "{\"sequence\":1,\"reason\":\"x\"}", bob())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anAdminOfAnotherTenantIsNoneHere() {
        String[] admin = as(issuer.token("acme", "ann", "admin"));

        assertThat(node.post("/v1/dead-letters/" + letter + "/redrive", "{}", admin)
                        .status())
                .isEqualTo(404);
        assertThat(node.post("/v1/dead-letters/" + letter + "/discard", "{\"reason\":\"x\"}", admin)
                        .status())
                .isEqualTo(404);
        assertThat(node.get("/v1/cluster", admin).status()).isEqualTo(200);
    }

    @Test
    void whoDecidedIsWhoCalledWhateverTheySay() {
        node.post("/v1/conversations/mine/messages", "{\"agent\":\"asks\",\"text\":\"go\"}", bob());
        JsonNode asked = eventually("mine", "run.human-asked", bob()).get("data");
        String path = "/v1/runs/%s/approvals/%s"
                .formatted(asked.get("run").asText(), asked.get("call").asText());
        assertThat(node.post(path, "{\"approve\":true,\"by\":\"the boss\"}", bob())
                        .status())
                .isEqualTo(200);
        assertThat(eventually("mine", "run.human-decided", bob())
                        .at("/data/approval/by")
                        .asText())
                .isEqualTo("bob");

        String mine = letterOfAcme();
        String[] admin = as(issuer.token("acme", "ann", "admin"));
        assertThat(node.post("/v1/dead-letters/" + mine + "/redrive", "{\"by\":\"bob\"}", admin)
                        .status())
                .isEqualTo(202);
        assertThat(node.get("/v1/dead-letters/" + mine, admin).json().get("history"))
                .extracting(entry -> entry.at("/data/by").asText())
                .contains("ann")
                .doesNotContain("bob");
    }

    @Test
    void aRefusalSaysWhatIsWanted() {
        assertThat(node.get("/v1/agents").headers().get("www-authenticate"))
                .containsExactly("Bearer realm=\"talkoot\"");
        assertThat(node.get("/v1/agents", as("x")).headers().get("www-authenticate"))
                .containsExactly("Bearer realm=\"talkoot\", error=\"invalid_token\"");
    }

    private static String letterOfAcme() {
        node.say("acme-failed", "fussy", "x", bob());
        return await().atMost(LONG)
                .until(
                        () -> node.get("/v1/dead-letters?status=waiting", bob())
                                .json()
                                .at("/dead_letters/0/id")
                                .asText(),
                        id -> !id.isEmpty());
    }

    private static void assertUnknown(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsKey("www-authenticate");
        assertThat(answer.json().get("code").asText()).isEqualTo("unauthorized");
        assertThat(answer.text()).doesNotContain(SECRET);
    }

    /** What comes back for these lines, as no client would send them. */
    private static String raw(String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            String request = String.join("\r\n", lines) + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
