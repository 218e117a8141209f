package org.talkoot.bridges.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.talkoot.core.event.AgentEvent;

/** What is written is read as the same event, and by others as what it should be to them. */
final class RoundTripTest {

    private static final int EVENTS = 3000;

    private final EventWriter writer = new EventWriter();
    private final EventReader reader = new EventReader();
    private final EventReader.Defaults otherwise = new EventReader.Defaults("nobody", "another-key", Instant.EPOCH);

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void everyEventIsReadAsItWasWritten(WireFormat format) {
        RandomEvents events = new RandomEvents(7);
        for (int i = 0; i < EVENTS; i++) {
            AgentEvent event = events.next();
            WireMessage message = writer.write(event, format);
            assertThat(reader.read(message, otherwise)).as(() -> shown(message)).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void theSameEventIsAlwaysTheSameBytes(WireFormat format) {
        AgentEvent event = new RandomEvents(8).next();
        AgentEvent same = reader.read(writer.write(event, WireFormat.CLOUDEVENTS_BINARY), otherwise);
        assertThat(writer.write(same, format)).isEqualTo(writer.write(event, format));
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void whatEveryConsumerMayChooseByIsInTheHeaders(WireFormat format) {
        AgentEvent event = new RandomEvents(9).next();
        assertThat(writer.write(event, format).headers())
                .containsEntry("event-type", event.type().name())
                .containsEntry("source-agent", event.address().source())
                .containsEntry("correlation-id", event.trace().correlation())
                .containsKey("content-type");
    }

    @Test
    void theOfficialSdkReadsWhatIsWrittenStructured() throws Exception {
        RandomEvents events = new RandomEvents(10);
        for (int i = 0; i < EVENTS; i++) {
            AgentEvent event = events.next();
            WireMessage message = writer.write(event, WireFormat.CLOUDEVENTS_STRUCTURED);
            CloudEvent read = new JsonFormat().deserialize(message.body());
            assertThat(read.getId()).isEqualTo(event.id());
            assertThat(read.getTime().toInstant()).isEqualTo(event.time());
            assertThat(read.getSubject()).isEqualTo(event.subject().key());
            assertThat(read.getType()).endsWith(event.type().toString());
            assertThat(read.getExtension("correlationid"))
                    .isEqualTo(event.trace().correlation());
            assertThat(read.getExtension("causationid")).isEqualTo(event.trace().causation());
            assertThat(read.getExtension("partitionkey"))
                    .isEqualTo(event.subject().key());
            assertThat(read.getExtension("targetagent"))
                    .isEqualTo(event.address().target());
            assertThat(read.getData()).isNotNull();
        }
    }

    @Test
    void whatTheSdkWritesOfItIsStillTheSameEvent() {
        RandomEvents events = new RandomEvents(11);
        JsonFormat sdk = new JsonFormat();
        for (int i = 0; i < EVENTS; i++) {
            AgentEvent event = events.next();
            CloudEvent read = sdk.deserialize(
                    writer.write(event, WireFormat.CLOUDEVENTS_STRUCTURED).body(),
                    data -> BytesCloudEventData.wrap(data.toBytes()));
            byte[] again = sdk.serialize(read);
            AgentEvent passedOn =
                    reader.read(new WireMessage(again, Map.of("content-type", JsonFormat.CONTENT_TYPE)), otherwise);
            if (!event.payload().contains("ud800")) { // half a character is more than the SDK can
                assertThat(tree(passedOn.payload())).isEqualTo(tree(event.payload()));
            }
            assertThat(with(passedOn, event.payload())).isEqualTo(event);
        }
    }

    private static AgentEvent with(AgentEvent event, String payload) {
        return new AgentEvent(
                event.id(),
                event.type(),
                event.time(),
                event.address(),
                event.subject(),
                event.trace(),
                payload,
                new HashMap<>(event.metadata()));
    }

    private static Object tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (Exception e) {
            throw new AssertionError(json, e);
        }
    }

    private static String shown(WireMessage message) {
        return new String(message.body()) + " " + message.headers();
    }
}
