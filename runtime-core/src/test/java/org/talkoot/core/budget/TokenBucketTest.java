package org.talkoot.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenBucketTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5, 6, 7, 60, 300, 10_000})
    void aSteadyBucketNeverGivesMoreInAnyMinute(long perMinute) {
        TokenBucket bucket = TokenBucket.steady(perMinute, BEGIN);
        Deque<Instant> lastMinute = new ArrayDeque<>();
        Instant now = BEGIN;
        long given = 0;
        for (int taken = 0; taken < 3 * perMinute + 10; taken++) {
            bucket = bucket.at(now);
            now = now.plus(bucket.untilAvailable(1));
            bucket = bucket.at(now).take(1);
            while (!lastMinute.isEmpty()
                    && !lastMinute.peekFirst().plus(Duration.ofMinutes(1)).isAfter(now)) {
                lastMinute.removeFirst();
            }
            lastMinute.addLast(now);
            given = Math.max(given, lastMinute.size());
        }
        assertThat(given).isBetween(Math.max(1, perMinute * 3 / 4), perMinute);
    }
}
