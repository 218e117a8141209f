package org.talkoot.agents.entity;

import com.typesafe.config.Config;
import java.time.Duration;
import org.talkoot.agents.timer.LongTimers;

/**
 * How entities live.
 *
 * @param shards shards of the entities; must be the same on all nodes and never change
 * @param passivateAfter how long an entity stays in memory when nothing is outstanding
 * @param tellAgainAfter when to repeat a message to another entity for the first time
 * @param tellAgainAtLeastEvery the longest time between two repetitions
 * @param unknownAgentsFailAfter how long after the start the runs of agents that are not installed fail; until then
 *     they wait
 * @param drainAtMost how long an entity that has to leave waits for tools that run
 * @param inMemory entities in the memory of one node, beyond which those with nothing outstanding leave
 */
public record EntitySettings(
        int shards,
        Duration passivateAfter,
        Duration tellAgainAfter,
        Duration tellAgainAtLeastEvery,
        Duration unknownAgentsFailAfter,
        Duration drainAtMost,
        int inMemory) {

    /** Of half of the heap each has so much, which is twice of what it needs with a short history. */
    private static final long BYTES_OF_ONE = 10_000;

    private static final int LEAST_IN_MEMORY = 1_000;

    /** As many entities as there are. */
    public EntitySettings(
            int shards,
            Duration passivateAfter,
            Duration tellAgainAfter,
            Duration tellAgainAtLeastEvery,
            Duration unknownAgentsFailAfter,
            Duration drainAtMost) {
        this(
                shards,
                passivateAfter,
                tellAgainAfter,
                tellAgainAtLeastEvery,
                unknownAgentsFailAfter,
                drainAtMost,
                Integer.MAX_VALUE);
    }

    /** Five minutes for agents that are not installed, and three seconds for tools that run. */
    public EntitySettings(
            int shards, Duration passivateAfter, Duration tellAgainAfter, Duration tellAgainAtLeastEvery) {
        this(shards, passivateAfter, tellAgainAfter, tellAgainAtLeastEvery, Duration.ofMinutes(5));
    }

    public EntitySettings(
            int shards,
            Duration passivateAfter,
            Duration tellAgainAfter,
            Duration tellAgainAtLeastEvery,
            Duration unknownAgentsFailAfter) {
        this(
                shards,
                passivateAfter,
                tellAgainAfter,
                tellAgainAtLeastEvery,
                unknownAgentsFailAfter,
                Duration.ofSeconds(3));
    }

    public EntitySettings {
        if (shards < 1) {
            throw new IllegalArgumentException("talkoot.entities.shards must be at least 1");
        }
        requireInReach(passivateAfter, "passivate-after");
        requireInReach(tellAgainAfter, "tell-again-after");
        requireInReach(tellAgainAtLeastEvery, "tell-again-at-least-every");
        requireInReach(drainAtMost, "drain-at-most");
        if (inMemory < 1) {
            throw new IllegalArgumentException("talkoot.entities.in-memory must be at least 1, or auto");
        }
        if (unknownAgentsFailAfter.isNegative()) {
            throw new IllegalArgumentException("talkoot.entities.unknown-agents-fail-after must not be negative");
        }
    }

    /** Reads {@code talkoot.entities}. */
    public static EntitySettings from(Config root) {
        Config config = root.getConfig("talkoot.entities");
        return new EntitySettings(
                config.getInt("shards"),
                config.getDuration("passivate-after"),
                config.getDuration("tell-again-after"),
                config.getDuration("tell-again-at-least-every"),
                config.getDuration("unknown-agents-fail-after"),
                config.getDuration("drain-at-most"),
                inMemory(config));
    }

    private static int inMemory(Config config) {
        if (!config.getString("in-memory").equals("auto")) {
            return config.getInt("in-memory");
        }
        long fit = Runtime.getRuntime().maxMemory() / 2 / BYTES_OF_ONE;
        return (int) Math.max(LEAST_IN_MEMORY, Math.min(fit, Integer.MAX_VALUE));
    }

    /** A time that cannot be armed would stop every entity; it stops the start instead. */
    private static void requireInReach(Duration value, String key) {
        if (value.isZero() || value.isNegative() || value.compareTo(LongTimers.LONGEST) > 0) {
            throw new IllegalArgumentException("talkoot.entities.%s must be positive and at most %d days"
                    .formatted(key, LongTimers.LONGEST.toDays()));
        }
    }
}
