package org.talkoot.agents.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SnapshotSpacingTest {

    @Test
    void distancesGrowWithTheHistory() {
        assertThat(LongStream.rangeClosed(1, 4096).filter(SnapshotSpacing::isDue))
                .containsExactly(256L, 384L, 512L, 768L, 1024L, 1536L, 2048L, 3072L, 4096L);
    }

    @Test
    void allSnapshotsTogetherCostAtMostAFixedMultipleOfTheHistory() {
        long total = 0;
        for (long n = 1; n <= 1_000_000; n++) {
            if (SnapshotSpacing.isDue(n)) {
                total += n;
                assertThat(total).as("at %d events", n).isLessThan(4 * n);
            }
        }
    }
}
