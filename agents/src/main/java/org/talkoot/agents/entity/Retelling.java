package org.talkoot.agents.entity;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * When to tell other entities again what they may not have heard: each message after a wait of its own, which doubles
 * up to a bound and which nothing else that the entity hears puts off. For the thread of the entity; bounded by what
 * the entity has told.
 */
final class Retelling {

    /** The key of a timer, different from all other keys of the entity. */
    private record Told(String effect) {}

    private final TimerScheduler<EntityMessage> timers;
    private final EntitySettings settings;
    private Map<String, Duration> waits = Map.of();

    Retelling(TimerScheduler<EntityMessage> timers, EntitySettings settings) {
        this.timers = timers;
        this.settings = settings;
    }

    /** It was told for the first time; {@link EntityMessage.TellAgain} comes when it may have to be told again. */
    void begin(String effect) {
        arm(effect, settings.tellAgainAfter());
    }

    /** It was told once more. */
    void goOn(String effect) {
        Duration last = waits.getOrDefault(effect, settings.tellAgainAfter());
        Duration doubled = last.multipliedBy(2);
        Duration longest = settings.tellAgainAtLeastEvery();
        arm(effect, doubled.compareTo(longest) < 0 ? doubled : longest);
    }

    /** It need not be told again. */
    void end(String effect) {
        if (waits.containsKey(effect)) {
            waits.remove(effect);
            timers.cancel(new Told(effect));
        }
    }

    /** Nothing has been told: the entity begins anew, and its timers are gone. */
    void forget() {
        waits = Map.of();
    }

    private void arm(String effect, Duration wait) {
        if (waits.isEmpty()) {
            waits = new HashMap<>();
        }
        waits.put(effect, wait);
        timers.startSingleTimer(new Told(effect), new EntityMessage.TellAgain(effect), wait);
    }
}
