package org.talkoot.core.memory;

import java.time.Duration;

/**
 * The bounds of one memory.
 *
 * @param facts that may be known at a time, each about a subject of its own; another one is refused, in words
 * @param textBytes of one fact, in UTF-8
 * @param longestKept for which a fact may be kept that has an end
 * @param heard changes of which a repeat is recognised: a repeat that comes later than so many others is taken for new
 * @param generation changes after which the stream begins a new generation, if nothing was forgotten before
 */
public record MemoryLimits(int facts, int textBytes, Duration longestKept, int heard, int generation) {

    public static final MemoryLimits DEFAULT = new MemoryLimits(100, 1_000, Duration.ofDays(3_650), 256, 64);

    public MemoryLimits {
        if (facts < 1 || textBytes < 1 || !longestKept.isPositive() || heard < 1 || generation < 1) {
            throw new IllegalArgumentException(
                    "facts, text-bytes, longest-kept, what is heard and a generation must be positive");
        }
    }
}
