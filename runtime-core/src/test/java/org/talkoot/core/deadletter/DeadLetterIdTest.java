package org.talkoot.core.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Place;

final class DeadLetterIdTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final DeadLetterId FIRST = id("kafka:tasks/3", 7, "c1", "{broken", AT);

    private static DeadLetterId id(String log, long offset, @Nullable String key, String body, Instant at) {
        return Redrives.letter(
                new Delivery(Place.at(log, offset), key, body.getBytes(StandardCharsets.UTF_8), Map.of(), at));
    }

    @Test
    void isTheSameWheneverADeliveryComesAgain() {
        assertThat(id("kafka:tasks/3", 7, "c1", "{broken", AT)).isEqualTo(FIRST);
    }

    @Test
    void differsForWhatStandsAtThatPlaceOfATopicThatWasMadeAnew() {
        assertThat(Stream.of(
                        FIRST,
                        id("kafka:tasks/3", 7, "c1", "{broken too", AT),
                        id("kafka:tasks/3", 7, "c1", "", AT),
                        id("kafka:tasks/3", 7, "c1", "{broken", AT.plusMillis(1)),
                        id("kafka:tasks/3", 7, "c", "1{broken", AT),
                        id("kafka:tasks/3", 7, null, "{broken", AT),
                        id("kafka:tasks/3", 8, "c1", "{broken", AT),
                        id("kafka:tasks/4", 7, "c1", "{broken", AT)))
                .doesNotHaveDuplicates();
    }

    @Test
    void hasTheLengthOfAnyOtherHoweverLongTheDelivery() {
        assertThat(id("kafka:tasks/3", 7, "k".repeat(5_000), "x".repeat(100_000), AT)
                        .value())
                .hasSize(FIRST.value().length())
                .hasSize(36);
    }
}
