package org.talkoot.agents.timer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * When to tell other entities again what they may not have heard: each message after a wait of its own, which doubles
 * up to a bound and which nothing else that the entity hears puts off. For the thread of the entity; bounded by what
 * the entity has told.
 *
 * @param <M> what the entity is told
 */
public final class Retelling<M> {

    /** The key of a timer, different from all other keys of the entity. */
    private record Told(String effect) {}

    private final TimerScheduler<M> timers;
    private final Duration after;
    private final Duration atLeastEvery;
    private final Function<String, M> tellAgain;
    private Map<String, Duration> waits = Map.of();

    /**
     * @param after when to tell for the second time
     * @param atLeastEvery the longest wait between two times
     * @param tellAgain says that the effect of that id may have to be told again
     */
    public Retelling(TimerScheduler<M> timers, Duration after, Duration atLeastEvery, Function<String, M> tellAgain) {
        this.timers = timers;
        this.after = after;
        this.atLeastEvery = atLeastEvery;
        this.tellAgain = tellAgain;
    }

    /** It was told for the first time; what says so comes when it may have to be told again. */
    public void begin(String effect) {
        arm(effect, after);
    }

    /** It was told once more. */
    public void goOn(String effect) {
        Duration last = waits.getOrDefault(effect, after);
        Duration doubled = last.multipliedBy(2);
        arm(effect, doubled.compareTo(atLeastEvery) < 0 ? doubled : atLeastEvery);
    }

    /** It need not be told again. */
    public void end(String effect) {
        if (waits.containsKey(effect)) {
            waits.remove(effect);
            timers.cancel(new Told(effect));
        }
    }

    /** Nothing has been told: the entity begins anew, and its timers are gone. */
    public void forget() {
        waits = Map.of();
    }

    private void arm(String effect, Duration wait) {
        if (waits.isEmpty()) {
            waits = new HashMap<>();
        }
        waits.put(effect, wait);
        timers.startSingleTimer(new Told(effect), tellAgain.apply(effect), wait);
    }
}
