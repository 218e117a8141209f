package org.talkoot.bridges.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.StreamMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Place;

final class EntryTest {

    @Test
    void isADeliveryWhoseOtherFieldsAreHeaders() {
        Delivery read = delivery("1526919030474-55", Map.of("body", "{}", "key", "order-7", "event-type", "a.b"));

        assertThat(read.place()).isEqualTo(new Place("redis:s", "1526919030474-55"));
        assertThat(read.key()).isEqualTo("order-7");
        assertThat(read.body()).asString(UTF_8).isEqualTo("{}");
        assertThat(read.headers()).isEqualTo(Map.of("event-type", "a.b"));
        assertThat(read.at()).isEqualTo(Instant.parse("2018-05-21T16:10:30.474Z"));
        assertThat(read.deliveries()).isEqualTo(3);
    }

    @Test
    void takesTheFieldEventForTheBodyWhereThereIsNone() {
        assertThat(delivery("5-0", Map.of("event", "{}")).body())
                .asString(UTF_8)
                .isEqualTo("{}");
        assertThat(delivery("5-0", Map.of("event", "that", "body", "this")).body())
                .asString(UTF_8)
                .isEqualTo("this");
        assertThat(delivery("5-0", Map.of("text", "neither")).body()).isEmpty();
    }

    @Test
    void hasNoTimeWhereItsNameWasMadeUp() {
        assertThat(delivery("5-0", Map.of()).at()).isNull();
    }

    @Test
    void leavesAsItComesIn() {
        Map<String, byte[]> fields =
                Entry.fields("order-7", new WireMessage("{}".getBytes(UTF_8), Map.of("event-type", "käse")));

        Delivery read = Entry.of(new StreamMessage<>("s", "5-0", fields), 1).delivery();

        assertThat(fields.keySet()).containsExactly("key", "event-type", "body");
        assertThat(read.key()).isEqualTo("order-7");
        assertThat(read.headers()).isEqualTo(Map.of("event-type", "käse"));
        assertThat(read.body()).asString(UTF_8).isEqualTo("{}");
    }

    @Test
    void namesOfEntriesAreInTheOrderOfBothNumbersWithoutSigns() {
        String largest = "18446744073709551615";
        assertThat(Stream.of("5-0", largest + "-0", "5-" + largest, "10-2", "5-10", "5-9")
                        .map(EntryId::parse)
                        .sorted()
                        .map(EntryId::toString))
                .containsExactly("5-0", "5-9", "5-10", "5-" + largest, "10-2", largest + "-0");
        assertThat(EntryId.parse("5-9").next()).hasToString("5-10");
        assertThat(EntryId.parse("5-" + largest).next()).hasToString("6-0");
    }

    private static Delivery delivery(String id, Map<String, String> fields) {
        Map<String, byte[]> bytes = new HashMap<>();
        fields.forEach((name, value) -> bytes.put(name, value.getBytes(UTF_8)));
        return Entry.of(new StreamMessage<>("s", id, bytes), 3).delivery();
    }
}
