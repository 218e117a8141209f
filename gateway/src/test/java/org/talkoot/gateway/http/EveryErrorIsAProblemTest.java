package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.node.LocalNode;

/** Also where no route sees the request: what the parser of HTTP refuses. */
final class EveryErrorIsAProblemTest {

    private static final String HOST = "Host: localhost";

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                EdgeFixture.application(),
                directory,
                Map.of("talkoot.conversations.max-text-length", 40_000, "talkoot.http.max-wait", "100s"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void whatTheParserRefusesIsAProblem() throws IOException {
        assertProblem(ask("GET /" + "x".repeat(5_000) + " HTTP/1.1", HOST), 414);
        assertProblem(ask("GET /v1/agents HTTP/9.9", HOST), 505);
        assertProblem(ask("N()N SENSE HTTP/1.1", HOST), 501);
        assertProblem(ask("GET /v1/agents HTTP/1.1"), 400);
        assertProblem(ask("GET /%zz HTTP/1.1", HOST), 400);
        assertProblem(ask("GET /v1/agents HTTP/1.1", HOST, "X: " + "y".repeat(20_000)), 431);
        assertProblem(ask("GET /v1/agents HTTP/1.1", HOST, "No colon"), 400);
        assertProblem(ask("POST /v1/events HTTP/1.1", HOST, "Content-Length: many"), 400);
        assertProblem(ask("POST /v1/events HTTP/1.1", HOST, "Content-Length: 5", "Content-Length: 6"), 400);
        assertProblem(ask("BREW /v1/agents HTTP/1.1", HOST), 501);
    }

    @Test
    void aTimeThatIsNoneIsAMistakeOfTheCaller() throws IOException {
        RawHttp.Response response = ask("GET /v1/conversations?before=x HTTP/1.1", HOST);

        assertProblem(response, 400);
        assertThat(response.json().get("code").asText()).isEqualTo("bad-time");
        assertThat(ask("GET /v1/conversations?before=2026-11-25T12:00:00Z HTTP/1.1", HOST)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aWaitIsTakenUpToItsMaximumAndRefusedInWordsBeyond() throws IOException {
        RawHttp.Response longest = ask(EdgeFixture.post("waits", "?wait=100s", "localhost", "{\"text\":\"x\"}"));
        RawHttp.Response tooLong = ask(EdgeFixture.post("waits", "?wait=110s", "localhost", "{\"text\":\"x\"}"));

        assertThat(longest.status()).isEqualTo(200);
        assertProblem(tooLong, 400);
        assertThat(tooLong.json().get("code").asText()).isEqualTo("wait-too-long");
        assertThat(tooLong.json().get("detail").asText()).contains("100 seconds");
    }

    @Test
    void howLongATextMayBeIsASetting() throws IOException {
        RawHttp.Response fits = ask(post("x".repeat(40_000)));
        RawHttp.Response tooLong = ask(post("x".repeat(40_001)));
        RawHttp.Response blank = ask(post("   "));

        assertThat(fits.status()).isEqualTo(202);
        assertThat(tooLong.json().get("code").asText()).isEqualTo("unacceptable-text");
        assertThat(tooLong.json().get("detail").asText()).contains("40000", "40001");
        assertThat(blank.json().get("code").asText()).isEqualTo("blank-text");
    }

    @Test
    void anEventDoesNotSayWhoseItIs() throws IOException {
        String event = "{\"event_id\":\"e1\",\"event_type\":\"task.requested\",\"conversation_id\":\"c\","
                + "\"payload\":\"x\",\"metadata\":{\"tenant\":\"%s\"}}";

        RawHttp.Response foreign = ask(event(event.formatted("other")));

        assertProblem(foreign, 403);
        assertThat(foreign.json().get("code").asText()).isEqualTo("foreign-tenant");
        assertThat(ask(event(event.formatted("default"))).status()).isEqualTo(202);
        RawHttp.Response header = ask(
                "POST /v1/events HTTP/1.1",
                HOST,
                "ce-specversion: 1.0",
                "ce-id: e2",
                "ce-type: task.requested",
                "ce-source: /x",
                "ce-tenantid: other",
                "Content-Type: application/json",
                "Content-Length: 3",
                "",
                "\"x\"");
        assertThat(header.json().get("code").asText()).isEqualTo("foreign-tenant");
    }

    private static String[] event(String body) {
        return new String[] {
            "POST /v1/events HTTP/1.1", HOST, EdgeFixture.JSON, "Content-Length: " + body.length(), "", body
        };
    }

    private static String[] post(String text) {
        return EdgeFixture.post("texts", "", "localhost", "{\"text\":\"" + text + "\"}");
    }

    private static RawHttp.Response ask(String... lines) throws IOException {
        try (RawHttp http = new RawHttp(node.port())) {
            return http.ask(lines);
        }
    }

    private static void assertProblem(RawHttp.Response response, int status) throws IOException {
        assertThat(response.status()).as(response.text()).isEqualTo(status);
        assertThat(response.isProblem()).as(response.headers().toString()).isTrue();
        assertThat(response.json().get("status").asInt()).isEqualTo(status);
        assertThat(response.json().get("code").asText()).matches("[a-z-]+");
    }
}
