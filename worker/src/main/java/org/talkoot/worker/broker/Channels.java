package org.talkoot.worker.broker;

import java.util.List;
import java.util.Set;

/**
 * Where calls come from and reports go: topics, streams, queues or subjects, as the broker calls it.
 *
 * @param execute the calls of a tool, with {@code {tool}} for its name
 * @param cancel where cancellations are, among other events; empty: they are not read
 * @param reports what the nodes read
 */
public record Channels(String execute, String cancel, String reports) {

    private static final String TOOL = "{tool}";

    /** As nodes have them by default; cancellations are not read. */
    public static Channels reportingTo(String reports) {
        return new Channels("tools.execute." + TOOL, "", reports);
    }

    /** Hears of runs that have ended, where nodes say so by default. */
    public Channels withCancellations() {
        return new Channels(execute, "agent-events", reports);
    }

    /** Whether cancellations are read. */
    public boolean hearCancellations() {
        return !cancel.isEmpty();
    }

    /** That of one tool. */
    public String of(String tool) {
        return execute.replace(TOOL, tool);
    }

    /** Those of all of them, each once. */
    public List<String> of(Set<String> tools) {
        return tools.stream().map(this::of).distinct().toList();
    }
}
