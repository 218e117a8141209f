package org.talkoot.testkit.bus.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSource;
import org.talkoot.testkit.bus.RecordingIntake;

final class InProcessBusTest {

    private final InProcessBus bus = new InProcessBus(new Retention(1, 3), InstantSource.system());

    @Test
    void forgetsTheOldestRecordWhenNobodyWaitsForIt() {
        put("a", "b", "c", "d");

        assertThat(retained()).containsExactly("b", "c", "d");
    }

    @Test
    void refusesWhenItIsFullOfWhatAGroupHasNotAcknowledged() {
        try (EventSource source = bus.source("group", Set.of("in"), 1)) {
            source.start(RecordingIntake.holding());
            put("a", "b", "c");

            assertThatThrownBy(() -> put("d"))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("local:in/0 is full");
        }
        assertThat(retained()).containsExactly("a", "b", "c");
    }

    @Test
    void takesMoreOnceTheGroupHasAcknowledged() {
        RecordingIntake intake = RecordingIntake.holding();
        try (EventSource source = bus.source("group", Set.of("in"), 1)) {
            source.start(intake);
            put("a", "b", "c");
            intake.release();

            await().ignoreExceptionsInstanceOf(BusException.class).until(() -> tryPut("d"));
        }
        assertThat(retained()).containsExactly("b", "c", "d");
    }

    @Test
    void keepsOneGroupIndependentOfAnother() {
        RecordingIntake one = RecordingIntake.completing();
        RecordingIntake two = RecordingIntake.completing();
        put("a");
        try (EventSource first = bus.source("one", Set.of("in"), 1);
                EventSource second = bus.source("two", Set.of("in"), 1)) {
            first.start(one);
            second.start(two);

            await().until(() -> one.taken().size() == 1 && two.taken().size() == 1);
        }
    }

    private boolean tryPut(String body) {
        put(body);
        return true;
    }

    private void put(String... bodies) {
        for (String body : bodies) {
            bus.put("in", "key", new WireMessage(body.getBytes(UTF_8), Map.of()));
        }
    }

    private List<String> retained() {
        return bus.retained("in").stream()
                .map(Delivery::body)
                .map(body -> new String(body, UTF_8))
                .toList();
    }
}
