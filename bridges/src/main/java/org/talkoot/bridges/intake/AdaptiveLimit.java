package org.talkoot.bridges.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.talkoot.core.bus.BusException;

/**
 * How much of what came in for one agent may be unfinished at once. An agent that is slow, because its model is, takes
 * no more than it can finish in good time; the broker keeps the rest.
 *
 * <p>The limit finds itself, between its bounds: it grows while what goes through takes about as long as this agent
 * usually needs, and shrinks when it takes longer, because it waits inside. So nothing waits so long that a model's
 * queue gives it up, and nobody has to know the rates of all models. For any thread.
 */
/* Little's law in one line: inside = rate x time. The rate is what the models allow and nobody tells
 * us. The time is what the agent needs, which it alone knows, and what it waits, which we want to
 * bound; so the limit learns the former and compares.
 *
 * Rounds. Runs of one agent differ, by a tool more or less, so single ones say little. As many as the
 * limit are one round, and their mean is compared; what began before has met another limit. A round
 * that was quick doubles the limit, like the slow start of TCP; once it has been too wide it grows by
 * one. A round that was slow shrinks it in proportion, which by the law above is right at once, if all
 * of the excess was waiting. It grows only when it was reached: what nobody has tried is not known to
 * be good.
 *
 * What the agent usually needs is the quickest round so far; the first is one of the least. To forget
 * it with time would be wrong: where all rounds wait, waiting would come to be usual. But at its least
 * the limit cannot make anybody wait less, so what a round takes there is what it takes: an agent whose
 * work becomes longer goes down once and comes up again.
 *
 * A run that waits for a person, a timer or another agent is no load. Hardly one works for minutes; so
 * after the longest time its permit is free, and since that says nothing of the model, nothing is learnt
 * from it. But one for which a model is being asked then, or which waits for its provider to recover,
 * is the very load that the limit is there for, and keeps its permit (ADR 0015). The price: an agent of which every run waits for
 * a person gets no more than its least begun in each such time. */
final class AdaptiveLimit {

    private final int least;
    private final int most;
    private final long goodTime;
    private final Duration longest;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition room = lock.newCondition();
    private double limit;
    private int inside;
    private boolean reached;
    private boolean wasSlow;
    private long roundSince;
    private double usual = Double.MAX_VALUE;
    private double spent;
    private int finished;

    AdaptiveLimit(AdaptiveLimitSettings settings, LongSupplier nanos) {
        this.most = settings.most();
        this.least = Math.min(settings.least(), most);
        this.goodTime = settings.goodTime().toNanos();
        this.longest = settings.longest();
        this.limit = least;
        this.nanos = nanos;
        this.roundSince = nanos.getAsLong();
    }

    /**
     * Waits until there is room for one more; returns when that was, for {@link #release}. An interrupt ends the wait.
     */
    long acquire() {
        lock.lock();
        try {
            while (inside >= (int) limit) {
                room.await();
            }
            inside++;
            reached |= inside >= (int) limit;
            return nanos.getAsLong();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException("nobody waits for it any more", e);
        } finally {
            lock.unlock();
        }
    }

    /** Something is finished that had its permit since then. */
    void release(long acquired) {
        lock.lock();
        try {
            if (acquired - roundSince >= 0) {
                spent += nanos.getAsLong() - acquired;
                finished++;
            }
            if (finished >= (int) limit) {
                judge(spent / finished);
                beginRound();
            }
            free();
        } finally {
            lock.unlock();
        }
    }

    /** The permit of something is free from which nothing can be learnt. */
    void giveBack() {
        lock.lock();
        try {
            free();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the end of something that has its permit since then, and releases its permit.
     *
     * @param ended waits for {@link #longest()}; returns whether anything can be learnt from the time it took, empty
     *     when it has not ended
     * @param isLoad whether what has not ended waits for a model, and so keeps its permit
     */
    void releaseAfter(Supplier<Optional<Boolean>> ended, BooleanSupplier isLoad, long acquired) {
        Optional<Boolean> tells = Optional.empty();
        try {
            do {
                tells = ended.get();
            } while (tells.isEmpty() && isLoad.getAsBoolean());
        } finally {
            if (tells.orElse(false)) {
                release(acquired);
            } else {
                giveBack();
            }
        }
    }

    private void beginRound() {
        roundSince = nanos.getAsLong();
        spent = 0;
        finished = 0;
        reached = inside >= (int) limit;
    }

    private void free() {
        inside--;
        room.signalAll();
    }

    private void judge(double mean) {
        usual = limit <= least ? mean : Math.min(usual, mean);
        double good = usual + goodTime;
        if (mean > good) {
            wasSlow = true;
            limit *= good / mean;
        } else if (reached) {
            limit += wasSlow ? 1 : limit;
        }
        limit = Math.clamp(limit, least, most);
    }

    /** How long it is worth waiting for the end of something. */
    Duration longest() {
        return longest;
    }

    /** How much may be unfinished now. */
    int limit() {
        lock.lock();
        try {
            return (int) limit;
        } finally {
            lock.unlock();
        }
    }

    /** How much is unfinished now. */
    int inside() {
        lock.lock();
        try {
            return inside;
        } finally {
            lock.unlock();
        }
    }
}
