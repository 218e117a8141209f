package org.talkoot.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private static final Duration FOR_EVER = Duration.ofDays(1_000);

    private final Turns turns;
    private final String prefix;
    private final int turnsEach;
    private final AtomicLong nextConversation = new AtomicLong();

    public ClosedLoop(Turns turns, String prefix, int turnsEach) {
        this.turns = turns;
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
        return run(concurrency, duration, new AtomicLong(Long.MAX_VALUE));
    }

    /** Runs for a number of turns. */
    public Result play(int concurrency, long count) {
        long began = System.nanoTime();
        Result result = run(concurrency, FOR_EVER, new AtomicLong(count));
        return new Result(result.latencies(), result.turns(), System.nanoTime() - began);
    }

    /**
     * What came of a run, and what it took.
     *
     * @param columns of a report
     */
    public record Measured(long turns, Map<String, Object> columns) {}

    /** Runs for a time and looks at what each turn takes of each party. */
    public Measured measure(int concurrency, Duration duration, List<Party> parties) {
        List<Long> then = Party.now(parties);
        Result result = run(concurrency, duration);
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("in_flight", concurrency);
        columns.put("turns_per_s", result.turnsPerSecond());
        columns.putAll(result.latencies().percentiles());
        columns.putAll(Party.since(then, parties, (double) result.turns()));
        return new Measured(result.turns(), columns);
    }

    /** How many conversations there have been: their names are the prefix and a number from 1. */
    public long conversations() {
        return nextConversation.get();
    }

    private Result run(int concurrency, Duration duration, AtomicLong left) {
        long began = System.nanoTime();
        long ends = began + duration.toNanos();
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < concurrency; i++) {
            lanes.add(new Lane(ends, left, i));
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
        private final AtomicLong left;
        private final RandomGenerator random;
        private final List<Long> counted = new ArrayList<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Lane(long ends, AtomicLong left, int seed) {
            this.ends = ends;
            this.left = left;
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
            if (began - ends >= 0 || left.getAndDecrement() <= 0) {
                turns.leave(conversation);
                done.complete(null);
                return;
            }
            turns.turn(conversation, number, Texts.of(120, random))
                    .whenComplete((answer, failure) -> ended(conversation, number, began, failure));
        }

        private void ended(ConversationId conversation, int number, long began, @Nullable Throwable failure) {
            if (failure != null) {
                done.completeExceptionally(failure);
                return;
            }
            long now = System.nanoTime();
            if (now - ends <= 0) {
                counted.add(now - began);
            }
            if (number >= turnsEach) {
                turns.leave(conversation);
                next(freshConversation(), 1);
            } else {
                next(conversation, number + 1);
            }
        }
    }
}
