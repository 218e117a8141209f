package org.talkoot.core.run.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.talkoot.core.Hash;
import org.talkoot.core.signal.Signal;

/**
 * What is between a run and those outside who know its id.
 *
 * @param kept signals that nobody has waited for yet, in the order in which they came
 * @param keys by which its last signals are known when they come again, the oldest first
 * @param shown what it shows: of each name a short hash, as the values stand in the journal
 * @param suspension whether it is paused
 */
public record Outside(List<Signal> kept, List<String> keys, Map<String, String> shown, Suspension suspension) {

    /** Signals that are kept until somebody waits for them. */
    public static final int MOST_KEPT = 64;

    /** Signals that are known when they come again. */
    public static final int MOST_KEYS = 256;

    /** Names under which a run shows something. */
    public static final int MOST_SHOWN = 32;

    private static final int DIGITS = 32;

    public static final Outside NOTHING = new Outside(List.of(), List.of(), Map.of(), Suspension.NONE);

    public Outside {
        kept = List.copyOf(kept);
        keys = List.copyOf(keys);
        shown = Collections.unmodifiableMap(new TreeMap<>(shown));
    }

    /** Whether this signal has come before, as far as is remembered. */
    public boolean knows(String key) {
        return keys.contains(key);
    }

    /** It has come. */
    public Outside heard(String key) {
        List<String> more = new ArrayList<>(keys);
        more.add(key);
        if (more.size() > MOST_KEYS) {
            more.removeFirst();
        }
        return new Outside(kept, more, shown, suspension);
    }

    /** It is kept until somebody waits for it. */
    public Outside keeping(Signal signal) {
        List<Signal> more = new ArrayList<>(kept);
        more.add(signal);
        return new Outside(more, keys, shown, suspension);
    }

    /** The first that came of those of this name which are kept. */
    public Optional<Signal> oldest(String name) {
        return kept.stream().filter(signal -> signal.name().equals(name)).findFirst();
    }

    /** The one that is kept under this key. */
    public Optional<Signal> kept(String key) {
        return kept.stream().filter(signal -> signal.key().equals(key)).findFirst();
    }

    /** Somebody has it. */
    public Outside without(String key) {
        return new Outside(
                kept.stream().filter(signal -> !signal.key().equals(key)).toList(), keys, shown, suspension);
    }

    /** Whether that is what is shown under this name already. */
    public boolean shows(String name, String value) {
        return hash(value).equals(shown.get(name));
    }

    /** Whether there is room for one more value under this name. */
    public boolean hasRoomFor(String name) {
        return shown.containsKey(name) || shown.size() < MOST_SHOWN;
    }

    public Outside showing(String name, String value) {
        Map<String, String> more = new TreeMap<>(shown);
        more.put(name, hash(value));
        return new Outside(kept, keys, more, suspension);
    }

    public Outside with(Suspension changed) {
        return new Outside(kept, keys, shown, changed);
    }

    private static String hash(String value) {
        return Hash.of(value, DIGITS);
    }
}
