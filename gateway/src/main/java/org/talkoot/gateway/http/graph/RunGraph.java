package org.talkoot.gateway.http.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.persistence.view.RunSummary;

/**
 * A run, those that work for it, and what each of them has asked for.
 *
 * @param runs the one that was asked for first, then those below it, level by level
 * @param truncated there is more than is shown
 */
public record RunGraph(List<RunSummary> runs, List<Call> calls, boolean truncated) {

    public RunGraph {
        runs = List.copyOf(runs);
        calls = List.copyOf(calls);
    }

    /** What is asked. */
    public enum Kind {
        MODEL,
        TOOL,
        AGENT,
        PERSON,
        EVENT,
        TIMER,
        SIGNAL,
        HANDOFF
    }

    /**
     * One thing that a run has asked for.
     *
     * @param name of the model, the tool, the agent, the event or the signal; what a person is asked
     * @param to the run that works on it, of an agent
     * @param status {@code open}, or what became of it
     * @param usage what it has cost, with all that was done for it
     */
    public record Call(
            RunId from,
            CallId id,
            Kind kind,
            String name,
            Optional<RunId> to,
            Instant asked,
            Optional<Instant> came,
            String status,
            TokenUsage usage) {

        static final String OPEN = "open";

        static Call open(RunId from, CallId id, Kind kind, String name, Instant asked) {
            return new Call(from, id, kind, name, Optional.empty(), asked, Optional.empty(), OPEN, TokenUsage.NONE);
        }

        /** An agent that was asked works on it in a run of its own. */
        Call workedOn() {
            return new Call(from, id, kind, name, Optional.of(RunId.delegated(from, id)), asked, came, status, usage);
        }

        Call named(String other) {
            return new Call(from, id, kind, other, to, asked, came, status, usage);
        }

        Call stands(String how) {
            return new Call(from, id, kind, name, to, asked, came, how, usage);
        }

        Call came(Instant at, String how, TokenUsage cost) {
            return new Call(from, id, kind, name, to, asked, Optional.of(at), how, cost);
        }

        /** Whether it is waited for. */
        public boolean isOpen() {
            return came.isEmpty();
        }

        /** How long it has taken; how long it is waited for already, if it is. */
        public Duration took(Instant now) {
            return Duration.between(asked, came.orElse(now));
        }
    }
}
