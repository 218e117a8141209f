package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.talkoot.core.Effect;

import java.util.ArrayList;
import java.util.List;

final class InFlightTest {

    private record Work(String id, int version) implements Effect {}

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
        assertThat(inFlight.isQuiet()).isFalse();

        inFlight.acknowledge("a");
        expect(new Work("a", 1));

        assertThat(inFlight.isQuiet()).isTrue();
        assertThat(inFlight.unacknowledged(work -> true)).isEmpty();
    }

    @Test
    void anAcknowledgementOfSomethingUnknownIsIgnored() {
        inFlight.acknowledge("x");
        expect(new Work("x", 1));

        assertThat(inFlight.isQuiet()).isFalse();
    }

    private void expect(Work... outstanding) {
        inFlight.expect(List.of(outstanding), performed::add, abandoned::add);
    }
}
