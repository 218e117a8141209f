package org.talkoot.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CutOffTest {

    private static final Duration PATIENCE = seconds(15);

    private final CutOff cutOff = new CutOff(PATIENCE);

    private static Duration seconds(long n) {
        return Duration.ofSeconds(n);
    }

    @Test
    void whoRenewsStaysWhateverOthersDo() {
        for (int now = 0; now < 100; now++) {
            cutOff.heard(seconds(now), seconds(0));
            assertThat(cutOff.isAlone(seconds(now), seconds(now % 5))).isFalse();
        }
    }

    @Test
    void whenNobodyRenewsAllStay() {
        for (int now = 10; now < 600; now++) {
            cutOff.heard(seconds(now), seconds(now - 3));
            assertThat(cutOff.isAlone(seconds(now), seconds(now))).isFalse();
        }
    }

    @Test
    void whoCannotRenewWhileAnotherGoesOnDoingSoLeaves() {
        for (int now = 0; now < 30; now++) {
            cutOff.heard(seconds(now), seconds(1));
            assertThat(cutOff.isAlone(seconds(now), seconds(now)))
                    .as("%d s", now)
                    .isFalse();
        }
        cutOff.heard(seconds(30), seconds(1));
        assertThat(cutOff.isAlone(seconds(30), seconds(30))).isTrue();
    }

    @Test
    void whoIsTheLastToRenewAfterAnOutageStays() {
        for (int now = 0; now < 60; now++) {
            cutOff.heard(seconds(now), seconds(now));
            assertThat(cutOff.isAlone(seconds(now), seconds(now))).isFalse();
        }
        for (int now = 60; now < 70; now++) {
            cutOff.heard(seconds(now), seconds(now - 60));
            assertThat(cutOff.isAlone(seconds(now), seconds(now))).isFalse();
        }
        assertThat(cutOff.isAlone(seconds(70), seconds(0))).isFalse();
        assertThat(cutOff.isAlone(seconds(90), seconds(20))).isFalse();
    }

    @Test
    void whoHasHeardNothingForLongKnowsNothing() {
        cutOff.heard(seconds(20), seconds(0));
        assertThat(cutOff.isAlone(seconds(20), seconds(20))).isFalse();
        assertThat(cutOff.isAlone(seconds(60), seconds(60))).isFalse();
    }
}
