package org.talkoot.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.ConversationId;

/**
 * Keeps a fixed number of conversations in flight: each sends its next message when the last turn has ended, and makes
 * room for a new conversation after a fixed number of turns.
 */
public final class ClosedLoop {

    private final TurnDriver driver;
    private final String prefix;
    private final int turnsEach;
    private final AtomicLong nextConversation = new AtomicLong();

    public ClosedLoop(TurnDriver driver, String prefix, int turnsEach) {
        this.driver = driver;
        this.prefix = prefix;
        this.turnsEach = turnsEach;
    }

    /** What one run of the loop saw. */
    public record Result(Latencies latencies, long turns, long nanos) {
        public double turnsPerSecond() {
            return turns * 1e9 / nanos;
        }
    }

    /** Runs for a time. Turns that end later than that are waited for but not counted. */
    public Result run(int concurrency, Duration duration) {
        long began = System.nanoTime();
        long ends = began + duration.toNanos();
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < concurrency; i++) {
            lanes.add(new Lane(ends, i));
        }
        CompletableFuture.allOf(lanes.stream().map(Lane::start).toArray(CompletableFuture[]::new))
                .join();
        Latencies all = new Latencies();
        lanes.forEach(lane -> lane.drainTo(all));
        return new Result(all, all.count(), ends - began);
    }

    /** One conversation after the other; its turns never overlap, so it needs no lock. */
    private final class Lane {

        private final long ends;
        private final RandomGenerator random;
        private final List<Long> counted = new ArrayList<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Lane(long ends, int seed) {
            this.ends = ends;
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        }

        CompletableFuture<Void> start() {
            next(freshConversation(), 1);
            return done;
        }

        void drainTo(Latencies all) {
            counted.forEach(all::add);
        }

        private ConversationId freshConversation() {
            return ConversationId.of(prefix + nextConversation.incrementAndGet());
        }

        private void next(ConversationId conversation, int number) {
            long began = System.nanoTime();
            if (began >= ends) {
                done.complete(null);
                return;
            }
            driver.turn(conversation, number, Texts.of(120, random))
                    .whenComplete((answer, failure) -> ended(conversation, number, began, failure));
        }

        private void ended(ConversationId conversation, int number, long began, @Nullable Throwable failure) {
            if (failure != null) {
                done.completeExceptionally(failure);
                return;
            }
            long now = System.nanoTime();
            if (now <= ends) {
                counted.add(now - began);
            }
            if (number >= turnsEach) {
                next(freshConversation(), 1);
            } else {
                next(conversation, number + 1);
            }
        }
    }
}
