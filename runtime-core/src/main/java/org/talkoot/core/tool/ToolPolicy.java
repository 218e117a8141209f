package org.talkoot.core.tool;

import java.time.Duration;

/**
 * How a tool is run.
 *
 * @param timeout how long one attempt may take; it is interrupted then
 * @param maxAttempts attempts after failures that the tool reports as {@link ToolResult.Failure#retryable()}; calls of
 *     an {@code AT_MOST_ONCE} tool are always attempted once
 * @param maxConcurrent calls of this tool that may run at once on one node; others wait
 * @param maxResultLength characters of a result that are kept; what is cut off is said in the result
 */
public record ToolPolicy(Duration timeout, int maxAttempts, int maxConcurrent, int maxResultLength) {

    public static final ToolPolicy DEFAULT = new ToolPolicy(Duration.ofSeconds(30), 3, 64, 16_000);

    public ToolPolicy {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive, but is " + timeout);
        }
        if (maxAttempts < 1 || maxConcurrent < 1 || maxResultLength < 1) {
            throw new IllegalArgumentException("attempts, concurrency and result length must be at least 1");
        }
    }

    /** What is kept of a result. */
    public ToolResult bounded(ToolResult result) {
        return switch (result) {
            case ToolResult.Success r -> new ToolResult.Success(bounded(r.text()), r.attachments());
            case ToolResult.Failure r -> new ToolResult.Failure(r.code(), bounded(r.message()), r.retryable());
            case ToolResult.InDoubt r -> new ToolResult.InDoubt(bounded(r.message()));
        };
    }

    private String bounded(String text) {
        return text.length() <= maxResultLength
                ? text
                : "%s... [truncated: %d characters, %d kept]"
                        .formatted(text.substring(0, maxResultLength), text.length(), maxResultLength);
    }

    public ToolPolicy withTimeout(Duration changed) {
        return new ToolPolicy(changed, maxAttempts, maxConcurrent, maxResultLength);
    }

    public ToolPolicy withMaxAttempts(int changed) {
        return new ToolPolicy(timeout, changed, maxConcurrent, maxResultLength);
    }

    public ToolPolicy withMaxConcurrent(int changed) {
        return new ToolPolicy(timeout, maxAttempts, changed, maxResultLength);
    }

    public ToolPolicy withMaxResultLength(int changed) {
        return new ToolPolicy(timeout, maxAttempts, maxConcurrent, changed);
    }
}
