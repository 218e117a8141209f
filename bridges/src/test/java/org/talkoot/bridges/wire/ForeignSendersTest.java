package org.talkoot.bridges.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.ConversationId;
import org.talkoot.core.TenantId;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.AgentEvent.Address;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;

/** What others send, who know nothing of this class and perhaps little of the format. */
final class ForeignSendersTest {

    private static final Instant AT = Instant.parse("2026-11-03T10:00:00Z");
    private static final EventReader.Defaults KEYED = new EventReader.Defaults("kafka:agent-tasks", "order-7", AT);
    private static final EventReader.Defaults KEYLESS = new EventReader.Defaults("kafka:agent-tasks", null, AT);

    private final EventReader reader = new EventReader();

    @Test
    void aHeaderSaysWhoIsMeantWhenTheEnvelopeNamesNobody() {
        Map<String, String> headers = Map.of("Target-Agent", "triage");
        String least = "\"event_id\": \"e-1\", \"event_type\": \"order.placed\"";

        assertThat(read("{%s}".formatted(least), headers).address().target()).isEqualTo("triage");
        assertThat(read("{%s, \"target_agent\": \" \"}".formatted(least), headers)
                        .address()
                        .target())
                .isEqualTo("triage");
        assertThat(read("{%s, \"target_agent\": \"billing\"}".formatted(least), headers)
                        .address()
                        .target())
                .isEqualTo("billing");
        assertThat(read("{%s}".formatted(least), Map.of()).address().target()).isNull();
    }

    @Test
    void aTaskAsAStrangerWouldWriteIt() {
        AgentEvent event = read("""
                        {
                          "event_id": "6ff1c6d6-6ae3-4f0e-9a4c-0a3b0b0d7d11",
                          "event_type": "task.requested",
                          "version": "1.0",
                          "timestamp": "2026-11-03T09:59:58.123456",
                          "source_agent": "crm",
                          "target_agent": "triage",
                          "correlation_id": "req-17",
                          "causation_id": null,
                          "payload": {"task": "Refund order 7", "amount": 12.50},
                          "metadata": {"priority": 3, "urgent": true, "tags": ["a", "b"], "note": null},
                          "colour": "blue"
                        }
                        """);
        assertThat(event)
                .isEqualTo(new AgentEvent(
                        "6ff1c6d6-6ae3-4f0e-9a4c-0a3b0b0d7d11",
                        EventType.of("task.requested"),
                        Instant.parse("2026-11-03T09:59:58.123456Z"),
                        Address.from("crm").to("triage"),
                        ConversationId.of("order-7"),
                        new Trace("req-17", "6ff1c6d6-6ae3-4f0e-9a4c-0a3b0b0d7d11", 0),
                        "{\"task\": \"Refund order 7\", \"amount\": 12.50}",
                        Map.of(
                                "priority", "3",
                                "urgent", "true",
                                "tags", "[\"a\", \"b\"]")));
    }

    @Test
    void theLeastThatIsAnEvent() {
        assertThat(read("\uFEFF{\"event_id\":17,\"event_type\":\"a\"}", KEYLESS))
                .isEqualTo(new AgentEvent(
                        "17",
                        EventType.of("a"),
                        AT,
                        Address.from("kafka:agent-tasks"),
                        ConversationId.of("17"),
                        new Trace("17", "17", 0),
                        "{}",
                        Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "\"1\",1", "1.0,1", "\"1.3\",1", "\"2.0.1\",2", "null,1", "\"\",1"})
    void versionsInEveryNotation(String written, int major) {
        assertThat(read(minimal("\"version\":" + written)).type().version()).isEqualTo(major);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-03T12:00:00+02:00",
                "2026-11-03T10:00:00.000z",
                "2026-11-03 10:00:00",
                "2026-11-03 10:00:00+00:00",
                "2026-11-03T12:00:00+0200",
                "2026-11-03T12:00:00+02",
                "2026-11-03T10:00"
            })
    void timesInEveryNotation(String written) {
        assertThat(read(minimal("\"timestamp\":\"" + written + "\"")).time()).isEqualTo(AT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1, 2]", "\"text\"", "1.50", "true", "null"})
    void payloadsOfEveryKindStayAsTheyAre(String payload) {
        assertThat(read(minimal("\"payload\": " + payload + " ")).payload()).isEqualTo(payload);
    }

    @Test
    void theConversationIsWhereItIsSaidMostClearly() {
        String all = minimal("""
                        "conversation_id":"top","metadata":{"conversation_id":"meta"},
                        "payload":{"conversation_id":"inside"},"correlation_id":"request"
                        """);
        assertThat(key(all, KEYED)).isEqualTo("top");
        String withoutTop = all.replace("\"top\"", "null");
        assertThat(key(withoutTop, KEYED)).isEqualTo("meta");
        String withoutMetadata = withoutTop.replace("\"meta\"", "\"\"");
        assertThat(key(withoutMetadata, KEYED)).isEqualTo("inside");
        String withoutAny = withoutMetadata.replace("\"inside\"", "null");
        assertThat(key(withoutAny, KEYED)).isEqualTo("order-7");
        assertThat(key(withoutAny, KEYLESS)).isEqualTo("request");
    }

    @Test
    void keysThatCannotBeConversationsAreHashedAlwaysInTheSameWay() {
        var odd = new EventReader.Defaults("kafka", "orders/7 ", AT);
        assertThat(key(minimal("\"a\":1"), odd)).isEqualTo("k-7ae0a88b47bf089ec18912e870042c64");
        String correlated = minimal("\"correlation_id\":\"orders/7 \"");
        assertThat(key(correlated, KEYLESS)).isEqualTo(key(minimal("\"a\":1"), odd));
    }

    @Test
    void tenantAndDepthAreTakenOutOfTheMetadata() {
        AgentEvent event = read(minimal("\"metadata\":{\"tenant\":\"acme\",\"talkoot_depth\":3,\"x\":\"y\"}"));
        assertThat(event.subject()).isEqualTo(new ConversationId(new TenantId("acme"), "order-7"));
        assertThat(event.trace().depth()).isEqualTo(3);
        assertThat(event.metadata()).isEqualTo(Map.of("x", "y"));
    }

    @Test
    void aCloudEventOfAnotherSystem() {
        CloudEvent order = order().build();
        AgentEvent expected = new AgentEvent(
                "A234-1234-1234",
                new EventType("com.example.order.created", 1),
                Instant.parse("2026-11-03T08:30:00Z"),
                Address.from("https://shop.example/orders"),
                ConversationId.of("order-9"),
                new Trace("A234-1234-1234", "A234-1234-1234", 0),
                "{\"total\": 12.50, \"metadata\": {\"theirs\": true}}",
                Map.of(
                        "comexampleothervalue", "5",
                        "traceparent", "00-1-2-01",
                        "dataschema", "https://shop.example/schemas/order"));
        assertThat(structured(order)).isEqualTo(expected);
        assertThat(binary(order, "ce_")).isEqualTo(expected);
        assertThat(binary(order, "ce-")).isEqualTo(expected);
        assertThat(binary(order, "Ce-")).isEqualTo(expected);
    }

    @Test
    void aCloudEventThatForgotToSaySoInItsHeaders() {
        byte[] body = new JsonFormat().serialize(order().build());
        assertThat(reader.read(new WireMessage(body, Map.of()), KEYED)).isEqualTo(structured(order().build()));
    }

    @Test
    void extensionsThatMeanSomethingToTheEnvelope() {
        CloudEvent event = order().withType("intent.identified.v2")
                .withExtension("tenantid", "acme")
                .withExtension("correlationid", "request")
                .withExtension("causationid", "cause")
                .withExtension("targetagent", "triage")
                .withExtension("talkootdepth", 2)
                .build();
        AgentEvent read = structured(event);
        assertThat(read.type()).isEqualTo(new EventType("intent.identified", 2));
        assertThat(read.subject()).isEqualTo(new ConversationId(new TenantId("acme"), "order-9"));
        assertThat(read.trace()).isEqualTo(new Trace("request", "cause", 2));
        assertThat(read.address().target()).isEqualTo("triage");
        assertThat(binary(event, "ce_")).isEqualTo(read);
    }

    @Test
    void cloudEventsWithoutASubjectGoByPartitionKeyAndThenByTheRecord() {
        CloudEvent without = order().withSubject(null).build();
        assertThat(structured(without).subject().key()).isEqualTo("order-7");
        CloudEvent partitioned =
                order().withSubject(null).withExtension("partitionkey", "p").build();
        assertThat(structured(partitioned).subject().key()).isEqualTo("p");
    }

    @Test
    void aSubjectIsTheirsAndMayLookLikeAnythingButAConversationIdMayNot() {
        CloudEvent file = order().withSubject("folder/my file.jpg").build();
        assertThat(structured(file).subject().key()).matches("k-[0-9a-f]{32}");
        CloudEvent said = CloudEventBuilder.v1(file)
                .withExtension("conversationid", "c-1")
                .build();
        assertThat(structured(said).subject().key()).isEqualTo("c-1");
    }

    @Test
    void dataThatIsNotJsonOrNotThere() {
        CloudEvent text = order().withData("text/plain", "grüß \"dich\"".getBytes(StandardCharsets.UTF_8))
                .build();
        assertThat(binary(text, "ce_").payload()).isEqualTo("\"grüß \\\"dich\\\"\"");
        assertThat(structured(text).payload()).isEqualTo("\"grüß \\\"dich\\\"\"");
        assertThat(structured(text).metadata()).containsEntry("datacontenttype", "text/plain");
        CloudEvent nothing = order().withoutData().build();
        assertThat(structured(nothing).payload()).isEqualTo("{}");
        assertThat(binary(nothing, "ce_").payload()).isEqualTo("{}");
    }

    @Test
    void headersOfHttpAreUnescaped() {
        Map<String, String> headers = Map.of("ce-specversion", "1.0", "ce-id", "a%20b%C3%A4%", "ce-type", "a");
        AgentEvent event = reader.read(new WireMessage(new byte[0], headers), KEYED);
        assertThat(event.id()).isEqualTo("a bä%");
    }

    @Test
    void runtimeTypesCarryItsDomainAndOthersDoNot() {
        assertThat(CloudEventType.of(new EventType("run.completed", 1))).isEqualTo("org.talkoot.run.completed.v1");
        assertThat(CloudEventType.of(new EventType("intent.identified", 2))).isEqualTo("intent.identified.v2");
        assertThat(CloudEventType.parse("org.talkoot.run.completed.v1").name()).isEqualTo("run.completed");
    }

    private static CloudEventBuilder order() {
        return CloudEventBuilder.v1()
                .withId("A234-1234-1234")
                .withSource(URI.create("https://shop.example/orders"))
                .withType("com.example.order.created")
                .withSubject("order-9")
                .withTime(OffsetDateTime.parse("2026-11-03T10:30:00+02:00"))
                .withDataSchema(URI.create("https://shop.example/schemas/order"))
                .withExtension("comexampleothervalue", 5)
                .withExtension("traceparent", "00-1-2-01")
                .withData(
                        "application/json",
                        "{\"total\": 12.50, \"metadata\": {\"theirs\": true}}".getBytes(StandardCharsets.UTF_8));
    }

    private AgentEvent structured(CloudEvent event) {
        byte[] body = new JsonFormat().serialize(event);
        return reader.read(new WireMessage(body, Map.of("content-type", JsonFormat.CONTENT_TYPE)), KEYED);
    }

    private AgentEvent binary(CloudEvent event, String prefix) {
        Map<String, String> headers = new HashMap<>();
        event.getAttributeNames().forEach(name -> headers.put(prefix + name, "" + event.getAttribute(name)));
        event.getExtensionNames().forEach(name -> headers.put(prefix + name, "" + event.getExtension(name)));
        String type = headers.remove(prefix + "datacontenttype");
        if (type != null) {
            headers.put("content-type", type);
        }
        byte[] body = event.getData() == null ? new byte[0] : event.getData().toBytes();
        return reader.read(new WireMessage(body, headers), KEYED);
    }

    private static String minimal(String rest) {
        return "{\"event_id\":\"1\",\"event_type\":\"a\"," + rest + "}";
    }

    private String key(String body, EventReader.Defaults defaults) {
        return read(body, defaults).subject().key();
    }

    private AgentEvent read(String body) {
        return read(body, KEYED);
    }

    private AgentEvent read(String body, Map<String, String> headers) {
        return reader.read(new WireMessage(body.getBytes(StandardCharsets.UTF_8), headers), KEYED);
    }

    private AgentEvent read(String body, EventReader.Defaults defaults) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return reader.read(new WireMessage(bytes, Map.of()), defaults);
    }
}
