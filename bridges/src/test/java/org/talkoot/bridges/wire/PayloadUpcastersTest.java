package org.talkoot.bridges.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;

/** Old payloads become present ones; what nobody can bring up to date is said to be so. */
final class PayloadUpcastersTest {

    private static final EventType V1 = new EventType("task.requested", 1);
    private static final EventType V2 = new EventType("task.requested", 2);
    private static final EventType V3 = new EventType("task.requested", 3);

    @Test
    void anOlderVersionGoesThroughEveryStep() {
        PayloadUpcasters known = PayloadUpcasters.STANDARD
                .reading(V3)
                .upcasting(V1, payload -> payload.replace("\"task\"", "\"text\""))
                .upcasting(V2, payload -> "{\"input\":" + payload + "}");

        AgentEvent event = read(known, 1, "{\"task\":\"x\"}");

        assertThat(event.type()).isEqualTo(V3);
        assertThat(event.payload()).isEqualTo("{\"input\":{\"text\":\"x\"}}");
    }

    @Test
    void thePresentVersionStaysAsItIs() {
        PayloadUpcasters known = PayloadUpcasters.STANDARD.reading(V2).upcasting(V1, payload -> "[]");
        assertThat(read(known, 2, "{}").payload()).isEqualTo("{}");
    }

    @Test
    void aNewerVersionIsUnknown() {
        assertThatThrownBy(() -> read(PayloadUpcasters.STANDARD, 2, "{}"))
                .isInstanceOfSatisfying(
                        UnreadableEventException.class,
                        e -> assertThat(e.failure()).isEqualTo(FailureClass.UNKNOWN_VERSION));
    }

    @Test
    void aVersionThatIsTooOldIsUnknown() {
        PayloadUpcasters known = PayloadUpcasters.STANDARD.reading(V2);
        assertThatThrownBy(() -> read(known, 1, "{}"))
                .isInstanceOfSatisfying(
                        UnreadableEventException.class,
                        e -> assertThat(e.failure()).isEqualTo(FailureClass.UNKNOWN_VERSION))
                .hasMessage("version 1 of 'task.requested' is too old for this release, which reads" + " version 2");
    }

    @Test
    void aPayloadThatIsNotWhatItsVersionPromisesIsPoison() {
        PayloadUpcasters known = PayloadUpcasters.STANDARD.reading(V2).upcasting(V1, payload -> {
            throw new IllegalArgumentException("no 'task' in it");
        });
        assertThatThrownBy(() -> read(known, 1, "{}"))
                .isInstanceOfSatisfying(
                        UnreadableEventException.class,
                        e -> assertThat(e.failure()).isEqualTo(FailureClass.POISON))
                .hasMessage("the payload is not a version 1 of 'task.requested': no 'task' in it");
    }

    @Test
    void versionsOfTheApplicationAreItsOwn() {
        String body = "{\"event_id\":\"1\",\"event_type\":\"order.created\",\"version\":\"9.1\"}";
        assertThat(read(PayloadUpcasters.STANDARD, body).type()).isEqualTo(new EventType("order.created", 9));
    }

    private static AgentEvent read(PayloadUpcasters known, int version, String payload) {
        return read(known, """
                {"event_id": "1", "event_type": "task.requested", "version": %d, "payload": %s}
                """.formatted(version, payload));
    }

    private static AgentEvent read(PayloadUpcasters known, String body) {
        return new EventReader(WireLimits.DEFAULT, known)
                .read(
                        new WireMessage(body.getBytes(StandardCharsets.UTF_8), Map.of()),
                        new EventReader.Defaults("test", null, Instant.EPOCH));
    }
}
