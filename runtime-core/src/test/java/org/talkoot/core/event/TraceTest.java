package org.talkoot.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TraceTest {

    private static int depthAfter(int depth, Duration rest) {
        return new Trace("r", "c", depth).rested(rest).depth();
    }

    @Test
    void eachMinuteOfRestTakesBackOneRun() {
        assertThat(depthAfter(20, Duration.ofSeconds(59))).isEqualTo(20);
        assertThat(depthAfter(20, Duration.ofSeconds(61))).isEqualTo(19);
        assertThat(depthAfter(20, Duration.ofMinutes(5))).isEqualTo(15);
    }

    @Test
    void aLongChainStaysKnownAsOneHoweverLongItRests() {
        assertThat(depthAfter(31, Duration.ofDays(1_000))).isEqualTo(Trace.CALM);
        assertThat(depthAfter(3, Duration.ofDays(1_000))).isEqualTo(3);
        assertThat(depthAfter(0, Duration.ofDays(1_000))).isZero();
    }
}
