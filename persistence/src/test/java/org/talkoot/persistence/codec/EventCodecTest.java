package org.talkoot.persistence.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.MediaType;
import org.talkoot.core.bus.InboxEvent;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;

final class EventCodecTest {

    private final EventCodec codec = EventCodec.standard();

    static Stream<Class<?>> events() {
        return Stream.of(ConversationEvent.class, RunEvent.class, InboxEvent.class, DeadLetterEvent.class)
                .flatMap(EventCatalogTest::variants);
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatItWrote(Class<?> type) {
        for (long seed = 0; seed < 200; seed++) {
            Object event = new RandomValues(seed).any(type);
            assertThat(codec.decode(codec.encode(event))).isEqualTo(event);
            assertThat(codec.decode(codec.encodeReferring(event))).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {ConversationState.class, RunState.class})
    void readsStatesThatEqualWhatItWrote(Class<?> type) {
        for (long seed = 0; seed < 300; seed++) {
            Object state = new RandomValues(seed).any(type);
            assertThat(codec.decode(codec.encodeState(state))).isEqualTo(state);
            assertThat(codec.decode(codec.encodeStateReferring(state))).isEqualTo(state);
        }
    }

    @Test
    void writesCompactJsonForOthersToRead() {
        RunEvent event = new RunEvent.ModelReplied(
                RunId.parse("m1-1"),
                new CallId("c1"),
                new ModelReply.Answer("Rain."),
                new TokenUsage(12, 3, 40),
                new ModelName("offline/rules"));

        Encoded encoded = codec.encode(event);

        assertThat(encoded.type()).isEqualTo("run.model-replied");
        assertThat(encoded.version()).isEqualTo(1);
        assertThat(new String(encoded.json(), UTF_8))
                .isEqualTo("{\"run\":\"m1-1\",\"call\":\"c1\","
                        + "\"reply\":{\"type\":\"answer\",\"text\":\"Rain.\"},"
                        + "\"usage\":{\"input\":12,\"output\":3,\"cost_micros\":40},"
                        + "\"model\":\"offline/rules\"}");
    }

    @Test
    void omitsWhatIsAbsent() {
        MessagePosted event = new MessagePosted(new MessageId("m1"), null, "hi", Instant.EPOCH);

        assertThat(new String(codec.encode(event).json(), UTF_8))
                .isEqualTo("{\"message\":\"m1\",\"text\":\"hi\",\"at\":\"1970-01-01T00:00:00Z\"}");
    }

    @Test
    void keepsTheAgentOfAFailureApartFromTheNameOfItsVariant() {
        Object event = new RunEvent.RunFailed(
                RunId.parse("r-1"), new RunFailure.UnknownAgent(new AgentType("billing")), Instant.EPOCH);

        assertThat(new String(codec.encode(event).json(), UTF_8))
                .contains("\"failure\":{\"type\":\"unknown-agent\",\"agent\":\"billing\"}");
    }

    /** A build before attachments would answer a message without its picture, as if there had been none. */
    @Test
    void refusesAFieldThatTheVersionDoesNotHave() {
        record MessageOfBefore(String message, String text, Instant at) {}
        EventCodec before = new EventCodec(Catalog.builder()
                .stored(MessageOfBefore.class, "conversation.message-posted", 1)
                .build());
        Attachment picture = new Attachment(AttachmentId.of(new byte[] {1}), new MediaType("image/png"), 1, "p.png");
        MessagePosted plain = new MessagePosted(new MessageId("m1"), null, "hi", Instant.EPOCH);
        Encoded pictured =
                codec.encode(new MessagePosted(new MessageId("m1"), null, "hi", List.of(picture), null, Instant.EPOCH));

        assertThat(before.decode(codec.encode(plain))).isEqualTo(new MessageOfBefore("m1", "hi", Instant.EPOCH));
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> before.decode(pictured))
                .returns(JournalException.UNREADABLE, JournalException::code)
                .withStackTraceContaining("attachments");
    }

    @Test
    void refusesANameThatIsNotInTheCatalog() {
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> codec.decode("run.exploded", 1, new byte[0]))
                .returns(JournalException.UNKNOWN_EVENT, JournalException::code);
    }

    @Test
    void refusesAVersionNewerThanItsOwn() {
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> codec.decode("run.timer-fired", 2, "{}".getBytes(UTF_8)))
                .returns(JournalException.NEWER_VERSION, JournalException::code);
    }

    @Test
    void refusesJsonThatIsCutOff() {
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> codec.decode("run.timer-fired", 1, "{\"run\":".getBytes(UTF_8)))
                .returns(JournalException.UNREADABLE, JournalException::code);
    }

    @Test
    void refusesToWriteWhatIsNotInTheCatalog() {
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> codec.encode("a string"))
                .returns(JournalException.NOT_IN_CATALOG, JournalException::code);
    }

    record Parcel(String from, String to, int grams) {}

    @Test
    void takesAnOldVersionThroughEveryStepToTheCurrentOne() {
        Upcaster split = old -> {
            ObjectNode node = (ObjectNode) old;
            String[] ends = node.remove("route").asText().split("-", 2);
            return node.put("from", ends[0]).put("to", ends[1]);
        };
        Upcaster metric = old -> {
            ObjectNode node = (ObjectNode) old;
            return node.put("grams", node.remove("kilos").asInt() * 1000);
        };
        EventCodec parcels = new EventCodec(Catalog.builder()
                .stored(Parcel.class, "test.parcel", 3, split, metric)
                .build());
        Parcel expected = new Parcel("Turku", "Oulu", 2000);

        assertThat(List.of(
                        parcels.decode("test.parcel", 1, bytes("{\"route\":\"Turku-Oulu\",\"kilos\":2}")),
                        parcels.decode("test.parcel", 2, bytes("{\"from\":\"Turku\",\"to\":\"Oulu\",\"kilos\":2}")),
                        parcels.decode(parcels.encode(expected))))
                .containsOnly(expected);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }
}
