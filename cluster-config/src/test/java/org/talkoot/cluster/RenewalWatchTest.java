package org.talkoot.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.Test;

/** Two members that tell each other whether they reach the database. */
final class RenewalWatchTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Renewing first = new Renewing();
    private final Renewing second = new Renewing();

    /** A node that can be kept from renewing its lease, and how often it has left. */
    private static final class Renewing {

        private static final long NEVER = 0;

        final AtomicLong stoppedAt = new AtomicLong(NEVER);
        final AtomicInteger left = new AtomicInteger();

        Behavior<RenewalWatch.Command> watch() {
            return RenewalWatch.create(
                    new RenewalWatch.Settings(this::sinceRenewal, Duration.ofMillis(400)), left::incrementAndGet);
        }

        void stop() {
            stoppedAt.set(System.nanoTime());
        }

        private Duration sinceRenewal() {
            long stopped = stoppedAt.get();
            return stopped == NEVER ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - stopped);
        }
    }

    @Test
    void whoAloneCannotRenewLeavesOnceAndTheOtherStays() {
        try (var both = TwoSystems.start(first.watch(), second.watch())) {
            second.stop();

            await().atMost(LONG)
                    .untilAtomic(second.left, count -> assertThat(count).isEqualTo(1));
            assertThat(both.first().getWhenTerminated().toCompletableFuture()).isNotDone();
            assertThat(first.left).hasValue(0);
        }
    }
}
