package org.talkoot.agents.tool;

import com.typesafe.config.Config;

import java.time.Duration;

/**
 * How tools are run on a node.
 *
 * @param maxWaiting calls of one tool that may wait for a place; one more fails as busy
 * @param retryBackoff pause before the second attempt; doubled for each further one, with jitter
 * @param ledgerAttempts how often the ledger is tried before a call is given up without being run
 */
public record ToolSettings(int maxWaiting, Duration retryBackoff, int ledgerAttempts) {

    public ToolSettings {
        if (maxWaiting < 0 || ledgerAttempts < 1 || retryBackoff.isNegative()) {
            throw new IllegalArgumentException(
                    "talkoot.tools: max-waiting and retry-backoff must not be negative,"
                            + " ledger-attempts at least 1");
        }
    }

    /** Reads {@code talkoot.tools}. */
    public static ToolSettings from(Config root) {
        Config config = root.getConfig("talkoot.tools");
        return new ToolSettings(
                config.getInt("max-waiting"),
                config.getDuration("retry-backoff"),
                config.getInt("ledger-attempts"));
    }
}
