package org.talkoot.bridges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.port.Lane;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.bus.local.InProcessBus;
import org.talkoot.testkit.bus.local.Retention;

final class LanesTest {

    private static final String LANE = "pigeon-lane-1";

    private final InProcessBus bus = new InProcessBus(new Retention(1, 100), InstantSource.system());
    private final RecordingIntake intake = RecordingIntake.completing();
    private final Lanes lanes = new Lanes(List.of(new Lane(LANE, () -> bus.source("one", Set.of("in"), 8))), intake);

    private void put(String text) {
        bus.put("in", "k", new WireMessage(text.getBytes(UTF_8), Map.of()));
    }

    private List<String> bodies() {
        return intake.taken().stream()
                .map(delivery -> new String(delivery.body(), UTF_8))
                .toList();
    }

    @Test
    void takesALaneOnlyWhileItIsToldToAndGoesOnWhereItStood() {
        put("1");
        assertThat(lanes.health()).isEmpty();
        Lanes.Taking here = lanes.take(LANE);
        await().until(() -> bodies().equals(List.of("1")));
        assertThat(lanes.health()).isEqualTo(Map.of(LANE, new BridgeHealth.Flowing()));

        here.close();
        put("2");
        assertThat(lanes.health()).isEmpty();
        lanes.take(LANE);

        await().until(() -> bodies().equals(List.of("1", "2")));
        lanes.close();
    }

    @Test
    void takesNoLaneTwice() {
        lanes.take(LANE);

        assertThatIllegalStateException().isThrownBy(() -> lanes.take(LANE));
        lanes.close();
    }

    @Test
    void takesNothingAfterItWasClosed() {
        lanes.close();
        put("1");

        lanes.take(LANE).close();

        assertThat(lanes.health()).isEmpty();
        assertThat(bodies()).isEmpty();
    }
}
