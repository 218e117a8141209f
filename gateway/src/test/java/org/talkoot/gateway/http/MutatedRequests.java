package org.talkoot.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Requests that are almost right: a good one, damaged in one to three places. The same seed gives the same requests.
 */
final class MutatedRequests {

    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW");

    private static final List<String> PATHS = List.of(
            "/",
            "/v1/agents",
            "/v1/usage",
            "/v1/conversations",
            "/v1/conversations/m1",
            "/v1/conversations/m1/messages",
            "/v1/conversations/m1/messages",
            "/v1/conversations/m1/events",
            "/v1/conversations/m1/socket",
            "/v1/runs/m-1",
            "/v1/runs/m-1/cancel",
            "/v1/runs/m-1/approvals/c1",
            "/v1/approvals/m1/plain/c1",
            "/v1/events",
            "/v1/events",
            "/v1/dead-letters",
            "/v1/dead-letters/redrive",
            "/v1/dead-letters/d1",
            "/v1/dead-letters/d1/redrive",
            "/v1/dead-letters/d1/discard",
            "/health/ready",
            "/metrics",
            "/openapi.yaml");

    private static final List<String> NAMES =
            List.of("from", "limit", "wait", "before", "after", "status", "class", "agent", "conversation");

    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "x",
            "",
            "999999999999999999",
            "99999999999999999999",
            "1e9",
            "2026-11-25T12:00:00Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "1ms",
            "999999m",
            "%00",
            "%ff",
            "%2e%2e%2f",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "null",
            "waiting",
            "POISON",
            "plain");

    private static final List<String> BODIES = List.of(
            "{\"text\":\"hello\"}",
            "{\"text\":\"hello\",\"agent\":\"plain\"}",
            "{\"approve\":true,\"by\":\"ann\",\"comment\":\"yes\"}",
            "{\"reason\":\"enough\",\"by\":\"ann\"}",
            "{\"content\":\"again\",\"by\":\"ann\"}",
            "{\"class\":\"POISON\",\"agent\":\"plain\",\"per_second\":10}",
            "{\"event_id\":\"e1\",\"event_type\":\"task.requested\",\"version\":\"1.0\","
                    + "\"target_agent\":\"plain\",\"conversation_id\":\"m1\","
                    + "\"timestamp\":\"2026-11-25T12:00:00Z\",\"payload\":{\"text\":\"x\"},"
                    + "\"metadata\":{\"k\":\"v\"}}",
            "{\"specversion\":\"1.0\",\"id\":\"e2\",\"type\":\"shop.order-paid.v1\","
                    + "\"source\":\"/shop\",\"subject\":\"m1\",\"data\":{\"a\":49}}");

    private static final List<String> PIECES = List.of(
            "null",
            "{}",
            "[]",
            "\"\"",
            "1e400",
            "-1e-400",
            "123456789012345678901234567890",
            "0.1e1000000",
            "true",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"default/x\"",
            "[".repeat(5_000),
            "{\"a\":".repeat(500),
            "\"" + "x".repeat(70_000) + "\"");

    private static final List<String> HEADERS = List.of(
            "Accept: text/event-stream, */*;q=0",
            "Accept: nothing",
            "Content-Type: text/plain",
            "Content-Type: application/json; charset=utf-16",
            "Content-Type: x",
            "Content-Type: multipart/form-data; boundary=",
            "Content-Encoding: gzip",
            "Expect: nothing",
            "Last-Event-ID: x",
            "Last-Event-ID: 99999999999999999999",
            "Idempotency-Key:",
            "Idempotency-Key: " + "k".repeat(300),
            "Idempotency-Key: k\u00e4\u00ff",
            "ce-specversion: 9",
            "ce-specversion: 1.0",
            "ce-id: %",
            "ce-type: x",
            "ce-time: yesterday",
            "Origin: null",
            "Origin: http://[",
            "Host: attacker.example",
            "Upgrade: websocket",
            "Upgrade: h2c",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 1",
            "Sec-WebSocket-Key: x",
            "Range: bytes=9-1",
            "If-None-Match: *",
            "Cookie: \u0001",
            "X-Forwarded-Host: attacker.example",
            "Transfer-Encoding: gzip, chunked",
            "Authorization: Basic !!!");

    private final Random random;

    MutatedRequests(long seed) {
        this.random = new Random(seed);
    }

    /** The bytes of the next one, which asks to close the connection after its answer. */
    byte[] next() {
        String path = any(PATHS);
        boolean hasBody = random.nextInt(3) > 0;
        String method = hasBody ? "POST" : "GET";
        List<String> headers = new ArrayList<>(List.of("Host: localhost", "Connection: close"));
        byte[] body = hasBody ? bytes(any(BODIES)) : new byte[0];
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> method = any(METHODS);
                case 1 -> path = damagedPath(path);
                case 2 -> path += (path.contains("?") ? "&" : "?") + any(NAMES) + "=" + any(VALUES);
                case 3 -> headers.add(any(HEADERS));
                default -> body = damaged(body);
            }
        }
        if (headers.stream().noneMatch(header -> header.startsWith("Content-Type"))) {
            headers.add("Content-Type: application/" + (random.nextInt(8) == 0 ? "cloudevents+" : "") + "json");
        }
        if (body.length > 0 || method.equals("POST")) {
            headers.add("Content-Length: " + body.length);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes(method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n"));
        all.writeBytes(body);
        return all.toByteArray();
    }

    private String damagedPath(String path) {
        int at = random.nextInt(path.length()) + 1;
        return switch (random.nextInt(5)) {
            case 0 -> path.substring(0, at);
            case 1 -> path.substring(0, at) + any(VALUES) + path.substring(at);
            case 2 -> path + "/" + any(VALUES);
            case 3 -> path.replace("/", "//");
            default -> path.replace("m1", "k".repeat(random.nextInt(200)));
        };
    }

    private byte[] damaged(byte[] body) {
        if (body.length == 0) {
            return bytes(any(PIECES));
        }
        int at = random.nextInt(body.length);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> {
                byte[] copy = body.clone();
                copy[at] = (byte) random.nextInt(256);
                yield copy;
            }
            case 2 -> joined(Arrays.copyOf(body, at), any(PIECES), body, at);
            case 3 -> afterColon(body);
            default -> bytes(any(PIECES));
        };
    }

    /** One value becomes another. */
    private byte[] afterColon(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int colon = text.indexOf(':', random.nextInt(text.length()));
        if (colon < 0) {
            return body;
        }
        int end = text.indexOf(',', colon);
        String rest = end < 0 ? "}" : text.substring(end);
        return bytes(text.substring(0, colon + 1) + any(PIECES) + rest);
    }

    private static byte[] joined(byte[] before, String piece, byte[] body, int at) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before);
        all.writeBytes(bytes(piece));
        all.write(body, at, body.length - at);
        return all.toByteArray();
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
