package org.talkoot.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.ConversationId;

/**
 * Begins turns at a fixed rate, whether those before have ended or not, each in a conversation that is idle. A turn is
 * measured from the time at which it was to begin, so whoever waits behind a stall is counted with all of his wait.
 */
public final class OpenLoop {

    /** With so many open turns the next one waits, which its latency shows. */
    private static final int MOST_OPEN = 10_000;

    private final Turns turns;
    private final String prefix;
    private final int turnsEach;
    private final Queue<Next> idle = new ConcurrentLinkedQueue<>(); // bound: MOST_OPEN and what was resumed
    private final AtomicLong nextConversation = new AtomicLong();

    public OpenLoop(Turns turns, String prefix, int turnsEach) {
        this.turns = turns;
        this.prefix = prefix;
        this.turnsEach = turnsEach;
    }

    private record Next(ConversationId conversation, int number) {}

    /** One turn, in nanoseconds of {@link System#nanoTime}. */
    public record Turn(long due, long ended) {}

    /**
     * What one run of the loop saw.
     *
     * @param mostOpen turns that were open at once, at most
     * @param nanos until the last turn had ended
     */
    public record Result(List<Turn> turns, int mostOpen, long nanos) {

        public Latencies latencies() {
            Latencies all = new Latencies();
            turns.forEach(turn -> all.add(turn.ended() - turn.due()));
            return all;
        }

        /** As if nobody had waited while the collector stopped everything. */
        public Latencies latenciesWithout(GcPauses pauses) {
            Latencies all = new Latencies();
            turns.forEach(turn -> all.add(turn.ended() - turn.due() - pauses.within(turn.due(), turn.ended())));
            return all;
        }

        /** The columns of a report. */
        public Map<String, Object> columns() {
            Map<String, Object> columns = new LinkedHashMap<>();
            columns.put("turns_per_s", turns.size() * 1e9 / nanos);
            columns.putAll(latencies().percentiles());
            columns.put("longest_ms", latencies().millis(1));
            columns.put("most_open", mostOpen);
            return columns;
        }
    }

    /** Has this conversation take turns, the next with this number; without any there are always new ones. */
    public void resume(ConversationId conversation, int number) {
        idle.add(new Next(conversation, number));
    }

    /** Runs for a time, and until the last turn has ended. */
    public Result run(double rate, Duration duration) {
        long ends = System.nanoTime() + duration.toNanos();
        return run(rate, () -> System.nanoTime() - ends < 0);
    }

    /** Runs as long as it is told to, and until the last turn has ended. */
    public Result run(double rate, BooleanSupplier goesOn) {
        Run run = new Run();
        Random random = new Random(11);
        long began = System.nanoTime();
        for (long i = 0; run.isWell() && goesOn.getAsBoolean(); i++) {
            long due = began + (long) (i * 1e9 / rate);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            run.begin(due, Texts.of(120, random));
        }
        return run.end(began);
    }

    /**
     * What came of a run, and what it took.
     *
     * @param columns of a report
     */
    public record Measured(Result result, Map<String, Object> columns) {}

    /** Runs for a time and looks at what each turn takes of each party. */
    public Measured measure(double rate, Duration duration, List<Party> parties) {
        List<Long> then = Party.now(parties);
        Result result = run(rate, duration);
        Map<String, Object> columns = result.columns();
        columns.putAll(Party.since(then, parties, result.turns().size()));
        return new Measured(result, columns);
    }

    private final class Run {

        private final Semaphore permits = new Semaphore(MOST_OPEN);
        private final List<Turn> ended = new ArrayList<>(); // guarded by itself
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private int mostOpen;

        boolean isWell() {
            return failure.get() == null;
        }

        void begin(long due, String text) {
            permits.acquireUninterruptibly();
            mostOpen = Math.max(mostOpen, MOST_OPEN - permits.availablePermits());
            Next polled = idle.poll();
            Next next = polled == null
                    ? new Next(ConversationId.of(prefix + nextConversation.incrementAndGet()), 1)
                    : polled;
            turns.turn(next.conversation(), next.number(), text)
                    .whenComplete((answer, why) -> ended(next, new Turn(due, System.nanoTime()), why));
        }

        private void ended(Next next, Turn turn, @Nullable Throwable why) {
            if (why != null) {
                failure.compareAndSet(null, why);
            } else {
                synchronized (ended) {
                    ended.add(turn);
                }
                goOn(next);
            }
            permits.release();
        }

        private void goOn(Next next) {
            if (next.number() < turnsEach) {
                idle.add(new Next(next.conversation(), next.number() + 1));
            } else {
                turns.leave(next.conversation());
            }
        }

        Result end(long began) {
            permits.acquireUninterruptibly(MOST_OPEN);
            Throwable why = failure.get();
            if (why != null) {
                throw new IllegalStateException("a turn has failed", why);
            }
            return new Result(ended, mostOpen, System.nanoTime() - began);
        }
    }
}
