package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.testkit.node.LocalNode;

/** A page that a browser has open may not drive a node that listens on the same machine. */
final class HostAndOriginTest {

    private static final String BODY = "{\"text\":\"hello\"}";

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                EdgeFixture.application(),
                directory,
                Map.of(
                        "talkoot.http.allowed-hosts",
                        List.of("agents.example"),
                        "talkoot.http.allowed-origins",
                        List.of("https://desk.example")));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "localhost.:8080",
                "127.0.0.1",
                "[::1]:8080",
                "10.1.2.3:8080",
                "agents.example",
                "agents.example:443"
            })
    void answersUnderItsOwnNamesAndUnderNumbers(String host) throws IOException {
        assertThat(ask("GET /v1/agents HTTP/1.1", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example",
                "localhost.attacker.example",
                "127.0.0.1.attacker.example",
                "agents.example.attacker.example",
                "x.agents.example"
            })
    void aNameThatSomebodyElseLetsPointHereIsNoWayIn(String host) throws IOException {
        RawHttp.Response got = ask("GET /v1/agents HTTP/1.1", "Host: " + host);
        RawHttp.Response posted = ask(EdgeFixture.post("rebound", "", host, BODY));
        RawHttp.Response page = ask("GET / HTTP/1.1", "Host: " + host);

        assertThat(List.of(got, posted, page)).allSatisfy(response -> assertRefused(response, 421, "host-not-allowed"));
        node.get("/v1/conversations/rebound", 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example",
                "http://localhost:3000",
                "http://127.0.0.1:8080.attacker.example",
                "http://localhost.attacker.example:8080",
                "null",
                "http://",
                "nonsense"
            })
    void aPageFromElsewhereMayNotChangeAnything(String origin) throws IOException {
        RawHttp.Response posted = post("foreign", origin);

        assertRefused(posted, 403, "origin-not-allowed");
        node.get("/v1/conversations/foreign", 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "https://localhost:8080",
                "http://LOCALHOST:8080",
                "https://desk.example",
                "https://desk.example:443"
            })
    void thePageOfTheNodeAndThoseThatWereAllowedMay(String origin) throws IOException {
        RawHttp.Response posted = post("own", origin);

        assertThat(posted.status()).as(posted.text()).isEqualTo(202);
    }

    @Test
    void aPageFromElsewhereOpensNoWebSocket() throws IOException {
        RawHttp.Response foreign = upgrade("Origin: https://attacker.example");
        RawHttp.Response rebound = upgrade("X-Nothing: 1", "attacker.example");

        assertRefused(foreign, 403, "origin-not-allowed");
        assertRefused(rebound, 421, "host-not-allowed");
        assertThat(upgrade("Origin: http://localhost:8080").status()).isEqualTo(101);
        assertThat(upgrade("X-Nothing: 1").status()).isEqualTo(101);
    }

    @Test
    void theRequestLineNamesTheHostTooAndIsHeldToTheSame() throws IOException {
        RawHttp.Response absolute = ask("GET http://attacker.example/v1/agents HTTP/1.1", "Host: attacker.example");
        RawHttp.Response two = ask("GET http://attacker.example/v1/agents HTTP/1.1", "Host: localhost");
        RawHttp.Response both = ask("GET /v1/agents HTTP/1.1", "Host: localhost", "Host: attacker.example");

        assertRefused(absolute, 421, "host-not-allowed");
        assertThat(two.status()).isIn(400, 421);
        assertThat(both.status()).isEqualTo(400);
        assertThat(List.of(two, both)).allMatch(RawHttp.Response::isProblem);
    }

    @Test
    void aRefusedRequestLeavesTheConnectionInOrder() throws IOException {
        try (RawHttp http = new RawHttp(node.port())) {
            http.send(("POST /v1/events HTTP/1.1\r\nHost: attacker.example\r\n"
                            + EdgeFixture.JSON
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 8; i++) {
                http.send(("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            http.send("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));

            assertRefused(http.read(), 421, "host-not-allowed");
            assertThat(http.ask("GET /v1/agents HTTP/1.1", "Host: localhost").status())
                    .isEqualTo(200);
        }
    }

    private static RawHttp.Response upgrade(String header) throws IOException {
        return upgrade(header, "localhost:8080");
    }

    private static RawHttp.Response upgrade(String header, String host) throws IOException {
        return ask(
                "GET /v1/conversations/hijacked/socket HTTP/1.1",
                "Host: " + host,
                header,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    private static RawHttp.Response post(String conversation, String origin) throws IOException {
        return ask(
                EdgeFixture.POST.formatted(conversation, ""),
                "Host: localhost:8080",
                "Origin: " + origin,
                EdgeFixture.JSON,
                "Content-Length: " + BODY.length(),
                "",
                BODY);
    }

    private static RawHttp.Response ask(String... lines) throws IOException {
        try (RawHttp http = new RawHttp(node.port())) {
            return http.ask(lines);
        }
    }

    private static void assertRefused(RawHttp.Response response, int status, String code) {
        assertThat(response.status()).as(response.text()).isEqualTo(status);
        assertThat(response.isProblem()).isTrue();
        assertThat(response.text()).contains("\"code\":\"" + code + "\"");
    }
}
