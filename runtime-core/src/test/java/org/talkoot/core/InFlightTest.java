package org.talkoot.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InFlightTest {

    private record Work(String id, int version) implements Effect<String> {}

    private final InFlight<Work> inFlight = new InFlight<>();
    private final List<Work> performed = new ArrayList<>();
    private final List<Work> abandoned = new ArrayList<>();

    @Test
    void performsOnlyWhatIsNewById() {
        expect(new Work("a", 1));
        expect(new Work("a", 2), new Work("b", 1));

        assertThat(performed).containsExactly(new Work("a", 1), new Work("b", 1));
        assertThat(abandoned).isEmpty();
    }

    @Test
    void abandonsWhatIsNoLongerOutstanding() {
        expect(new Work("a", 1), new Work("b", 1));
        expect(new Work("b", 1));

        assertThat(abandoned).containsExactly(new Work("a", 1));
    }

    @Test
    void isQuietWhenAllThatIsLeftIsAcknowledged() {
        expect(new Work("a", 1), new Work("b", 1));
        assertThat(inFlight.isQuiet(work -> false)).isFalse();

        inFlight.acknowledge("a");
        expect(new Work("a", 1));

        assertThat(inFlight.isQuiet(work -> false)).isTrue();
        assertThat(inFlight.unacknowledged("a")).isEmpty();
    }

    @Test
    void isQuietWhenAllThatIsLeftRests() {
        expect(new Work("a", 1), new Work("b", 1));

        assertThat(inFlight.isQuiet(work -> work.id().equals("a"))).isFalse();
        inFlight.acknowledge("b");
        assertThat(inFlight.isQuiet(work -> work.id().equals("a"))).isTrue();
    }

    @Test
    void anAcknowledgementEndsWithWhatItWasOf() {
        expect(new Work("a", 1), new Work("b", 1));
        inFlight.acknowledge("a");
        inFlight.acknowledge("b");
        expect(new Work("b", 1));
        expect(new Work("a", 2), new Work("b", 1));

        assertThat(inFlight.unacknowledged("a")).contains(new Work("a", 2));
        assertThat(inFlight.unacknowledged("b")).isEmpty();
    }

    @Test
    void anAcknowledgementOfSomethingUnknownIsIgnored() {
        inFlight.acknowledge("x");
        expect(new Work("x", 1));

        assertThat(inFlight.isQuiet(work -> false)).isFalse();
    }

    @Test
    void performsOnceMoreWhatIsToBeginAgainAndIsStillOutstanding() {
        expect(new Work("a", 1), new Work("b", 1));
        inFlight.again("a");
        inFlight.again("b");
        performed.clear();

        expect(new Work("a", 2));

        assertThat(performed).containsExactly(new Work("a", 2));
        assertThat(abandoned).isEmpty();
    }

    private void expect(Work... outstanding) {
        inFlight.expect(List.of(outstanding), performed::add, abandoned::add);
    }
}
