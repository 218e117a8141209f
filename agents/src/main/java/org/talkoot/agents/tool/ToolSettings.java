package org.talkoot.agents.tool;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How tools are run on a node.
 *
 * @param maxWaiting calls of one tool that may wait for a permit; one more fails as busy
 * @param retryBackoff pause before the second attempt; doubled for each further one, with jitter
 * @param ledgerAttempts how often the end of a call is written to the ledger; if it cannot be, the journal of the run
 *     is the record
 * @param grace how long a call that was interrupted at its time-out is waited for; one that is still there then is in
 *     doubt, and keeps its permit
 */
public record ToolSettings(int maxWaiting, Duration retryBackoff, int ledgerAttempts, Duration grace) {

    public ToolSettings {
        if (maxWaiting < 0 || ledgerAttempts < 1 || retryBackoff.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException(
                    "talkoot.tools: max-waiting, retry-backoff and grace must not be negative,"
                            + " ledger-attempts at least 1");
        }
    }

    /** Reads {@code talkoot.tools}. */
    public static ToolSettings from(Config root) {
        Config config = root.getConfig("talkoot.tools");
        return new ToolSettings(
                config.getInt("max-waiting"),
                config.getDuration("retry-backoff"),
                config.getInt("ledger-attempts"),
                config.getDuration("grace"));
    }
}
