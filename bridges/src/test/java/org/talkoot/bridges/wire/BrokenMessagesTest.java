package org.talkoot.bridges.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.deadletter.FailureClass;

/** Whoever finds a dead letter should know from its reason what to change. */
final class BrokenMessagesTest {

    private static final Map<String, String> STRUCTURED =
            Map.of("Content-Type", "application/cloudevents+json; charset=UTF-8");

    private final EventReader reader = new EventReader(new WireLimits(4096, 8), PayloadUpcasters.STANDARD);

    static Stream<Arguments> plain() {
        return Stream.of(
                arguments("", "the body is empty"),
                arguments("  ", "the body is empty"),
                arguments("[]", "the body is not a JSON object"),
                arguments("\"x\"", "the body is not a JSON object"),
                arguments(
                        "nul\0x",
                        "byte 0: Unrecognized token 'nul\uFFFDx': was expecting (JSON String,"
                                + " Number, Array, Object or token 'null', 'true' or 'false')"),
                arguments(
                        "hello",
                        "byte 0: Unrecognized token 'hello': was expecting (JSON String, Number,"
                                + " Array, Object or token 'null', 'true' or 'false')"),
                arguments(
                        "{'event_id':1}",
                        "byte 1: Unexpected character (''' (code 39)): was expecting double-quote"
                                + " to start field name"),
                arguments(
                        "{\"ä\":1,x}",
                        "byte 8: Unexpected character ('x' (code 120)): was expecting double-quote"
                                + " to start field name"),
                arguments("{\"event_id\":\"1\"", "byte 15: Unexpected end-of-input: expected close marker for Object"),
                arguments("{\"event_id\":\"1\"} {}", "byte 17: something follows the end of the JSON"),
                arguments(
                        task("\"payload\":" + "1".repeat(1001)),
                        "Number value length (1001) exceeds the maximum allowed (1000)"),
                arguments("{}", "field 'event_id' is missing"),
                arguments("{\"event_id\":null}", "field 'event_id' is missing"),
                arguments("{\"event_id\":\" \"}", "field 'event_id' is missing"),
                arguments("{\"event_id\":{}}", "field 'event_id' must be a string"),
                arguments("{\"event_id\":\"1\",\"event_id\":\"2\"}", "field 'event_id' is given twice"),
                arguments(with("event_id", "x".repeat(513)), "field 'event_id' has more than 512 characters"),
                arguments(
                        with("event_id", "a\\nb"),
                        "field 'event_id' has a control character or half a surrogate pair in it"),
                arguments(
                        with("correlation_id", "\\udc00"),
                        "field 'correlation_id' has a control character or half a surrogate pair in" + " it"),
                arguments("{\"event_id\":\"1\"}", "field 'event_type' is missing"),
                arguments(
                        with("event_type", "Order Created"),
                        "field 'event_type': an event type is dotted letters, digits, _ and -, at"
                                + " most 128 characters, but is 'Order Created'"),
                arguments(
                        with("version", "next"),
                        "field 'version' must be a version such as 1 or \"1.0\", but is 'next'"),
                arguments(with("version", "0"), "field 'version' must be a version such as 1 or \"1.0\", but is '0'"),
                arguments(
                        with("version", "99999999999"),
                        "field 'version' must be a version such as 1 or \"1.0\", but is" + " '99999999999'"),
                arguments(
                        with("timestamp", "yesterday"),
                        "field 'timestamp' must be a time such as 2026-01-31T12:00:00Z, but is" + " 'yesterday'"),
                arguments(
                        with("timestamp", "+123456-01-01T00:00:00Z"),
                        "field 'timestamp' must be a time such as 2026-01-31T12:00:00Z, but is"
                                + " '+123456-01-01T00:00:00Z'"),
                arguments(
                        with("correlation_id", "x".repeat(513)), "field 'correlation_id' has more than 512 characters"),
                arguments(with("source_agent", "x".repeat(513)), "field 'source_agent' has more than 512 characters"),
                arguments(
                        with("conversation_id", "a/b"),
                        "field 'conversation_id': conversation id must be 1 to 128 characters of"
                                + " A-Z a-z 0-9 . _ : @ ~ + = -, but is 'a/b'"),
                arguments(
                        task("\"metadata\":{\"conversation_id\":\"a b\"}"),
                        "metadata 'conversation_id': conversation id must be 1 to 128 characters of"
                                + " A-Z a-z 0-9 . _ : @ ~ + = -, but is 'a b'"),
                arguments(
                        task("\"payload\":{\"conversation_id\":\"a b\"}"),
                        "field 'payload.conversation_id': conversation id must be 1 to 128"
                                + " characters of A-Z a-z 0-9 . _ : @ ~ + = -, but is 'a b'"),
                arguments(task("\"metadata\":[]"), "field 'metadata' must be an object of strings"),
                arguments(task("\"metadata\":{\"a\":1,\"a\":2}"), "field 'a' is given twice"),
                arguments(
                        task("\"metadata\":{\"tenant\":\"Acme Ltd\"}"),
                        "metadata 'tenant': tenant must be a lower-case letter, then at most 63 of"
                                + " a-z 0-9 _ -, but is 'Acme Ltd'"),
                arguments(
                        task("\"metadata\":{\"talkoot_depth\":-1}"),
                        "metadata 'talkoot_depth' must be a whole number from 0, but is '-1'"),
                arguments(task("\"metadata\":" + entries(65)), "metadata has 65 entries; at most 64 are read"),
                arguments(
                        task("\"metadata\":{\"" + "n".repeat(129) + "\":1}"),
                        "a metadata name has more than 128 characters"),
                arguments(
                        task("\"metadata\":{\"bell\":\"\\u0007\"}"),
                        "metadata 'bell' has a control character or half a surrogate pair in it"),
                arguments(
                        task("\"payload\":" + "[".repeat(9) + "]".repeat(9)),
                        "the JSON is nested deeper than 8 levels"),
                arguments(task("\"payload\":" + "[".repeat(2000)), "the JSON is nested deeper than 9 levels"),
                arguments(with("payload", "x".repeat(4096)), "the body has 4142 bytes; at most 4096 are read"));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void plainJson(String body, String reason) {
        assertThat(failure(body, Map.of())).isEqualTo(FailureClass.POISON);
        assertThat(reason(body, Map.of())).isEqualTo(reason);
    }

    static Stream<Arguments> cloudEvents() {
        return Stream.of(
                arguments("{}", "attribute 'specversion' is missing"),
                arguments("{\"specversion\":\"1.0\"}", "attribute 'id' is missing"),
                arguments("{\"specversion\":\"1.0\",\"id\":\"1\"}", "attribute 'type' is missing"),
                arguments(
                        cloudEvent("\"type\":\"Order Paid\""),
                        "attribute 'type': an event type is dotted letters, digits, _ and -, at"
                                + " most 128 characters, but is 'Order Paid'"),
                arguments(
                        cloudEvent("\"type\":\"a\",\"time\":\"1\""),
                        "attribute 'time' must be a time such as 2026-01-31T12:00:00Z, but is '1'"),
                arguments(
                        cloudEvent("\"type\":\"a\",\"tenantid\":\"?\""),
                        "attribute 'tenantid': tenant must be a lower-case letter, then at most 63"
                                + " of a-z 0-9 _ -, but is '?'"),
                arguments(cloudEvent("\"type\":\"a\",\"data_base64\":\"*\""), "field 'data_base64' is not Base64"),
                arguments(cloudEvent("\"type\":\"a\",\"data_base64\":\"/w==\""), "byte 0: the body is not UTF-8"),
                arguments(
                        cloudEvent("\"type\":\"a\",\"data_base64\":\"AA==\",\"datacontenttype\":\"image/png\""),
                        "content type 'image/png' is neither JSON nor text"),
                arguments(
                        cloudEvent("\"type\":\"a\",\"talkootdata\":\"other\",\"data\":{}"),
                        "attribute 'talkootdata' must be merged or wrapped, but is 'other'"),
                arguments(
                        cloudEvent("\"type\":\"a\",\"talkootdata\":\"merged\",\"data\":[]"),
                        "attribute 'talkootdata' is given, but the data is not an object"),
                arguments(
                        cloudEvent("\"type\":\"a\",\"talkootdata\":\"merged\",\"data\":{\"metadata\":1}"),
                        "field 'data.metadata' must be an object of strings"));
    }

    @ParameterizedTest
    @MethodSource("cloudEvents")
    void structuredCloudEvents(String body, String reason) {
        assertThat(failure(body, STRUCTURED)).isEqualTo(FailureClass.POISON);
        assertThat(reason(body, STRUCTURED)).isEqualTo(reason);
    }

    @Test
    void binaryCloudEventsAndOtherContentTypes() {
        Map<String, String> minimal = Map.of("ce_specversion", "1.0", "ce_id", "1", "ce_type", "a");
        assertThat(reason("{", minimal)).startsWith("byte 1: ");
        assertThat(reason("{}", Map.of("ce_specversion", "1.0"))).isEqualTo("attribute 'id' is missing");
        assertThat(reason("{}", Map.of("ce-id", "1"))).isEqualTo("attribute 'specversion' is missing");
        assertThat(reason("[]", Map.of("content-type", "application/cloudevents-batch+json")))
                .isEqualTo("content type 'application/cloudevents-batch+json' is not read; send one"
                        + " event as application/cloudevents+json");
    }

    @Test
    void bytesThatAreNotUtf8() {
        byte[] utf16 = "{\"event_id\":\"1\"}".getBytes(StandardCharsets.UTF_16LE);
        assertThat(reason(utf16)).startsWith("byte 2: Illegal character ((CTRL-CHAR, code 0))");
        byte[] latin1 = "{\"event_id\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(reason(latin1)).isEqualTo("byte 13: the body is not UTF-8");
    }

    @Test
    void whatThisReleaseIsTooOldForIsNoPoison() {
        String task = with("version", "2.0").replace("\"a\"", "\"task.requested\"");
        assertThat(failure(task, Map.of())).isEqualTo(FailureClass.UNKNOWN_VERSION);
        assertThat(reason(task, Map.of()))
                .isEqualTo(
                        "version 2 of 'task.requested' is newer than this release, which reads up" + " to version 1");
        String future = "{\"specversion\":\"2.0\",\"id\":\"1\",\"type\":\"a\"}";
        assertThat(failure(future, STRUCTURED)).isEqualTo(FailureClass.UNKNOWN_VERSION);
        assertThat(reason(future, STRUCTURED)).isEqualTo("attribute 'specversion' must be 1.0, but is '2.0'");
    }

    private static String with(String field, String value) {
        String rest = field.equals("event_id") ? "" : "\"event_id\":\"1\",";
        String type = field.equals("event_type") ? "" : "\"event_type\":\"a\",";
        return "{%s%s\"%s\":\"%s\"}".formatted(rest, type, field, value);
    }

    private static String task(String rest) {
        return "{\"event_id\":\"1\",\"event_type\":\"a\"," + rest + "}";
    }

    private static String cloudEvent(String rest) {
        return "{\"specversion\":\"1.0\",\"id\":\"1\"," + rest + "}";
    }

    private static String entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String reason(String body, Map<String, String> headers) {
        return fail(body.getBytes(StandardCharsets.UTF_8), headers).reason();
    }

    private String reason(byte[] body) {
        return fail(body, Map.of()).reason();
    }

    private FailureClass failure(String body, Map<String, String> headers) {
        return fail(body.getBytes(StandardCharsets.UTF_8), headers).failure();
    }

    private UnreadableEventException fail(byte[] body, Map<String, String> headers) {
        EventReader.Defaults defaults = new EventReader.Defaults("kafka", null, Instant.EPOCH);
        return catchThrowableOfType(
                UnreadableEventException.class, () -> reader.read(new WireMessage(body, headers), defaults));
    }
}
