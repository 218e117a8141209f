package org.talkoot.core.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.Trace;

/**
 * How often the chains of one request have woken one agent of late. The depth of a trace bounds a chain in length; this
 * bounds all chains of a request in breadth: each event of a chain may cause two, and if they rest in between their
 * depth stays small while their number doubles.
 *
 * <p>Only events of long chains count, so a request may cause as much at once as it likes. Folded over the events of
 * the journal in order, by their own times. For one thread.
 */
public final class SurgeLimit {

    /** So often within {@link #WINDOW}. */
    public static final int MOST = 10_000;

    public static final Duration WINDOW = Duration.ofHours(1);

    /** Requests that are told apart; of more, those that were quiet for longest are forgotten. */
    private static final int REQUESTS = 10_000;

    private final Map<String, Count> counts = new Latest();

    private record Count(Instant since, int events) {

        Count and(Instant at) {
            return at.isBefore(since.plus(WINDOW)) ? new Count(since, events + 1) : new Count(at, 1);
        }
    }

    private static final class Latest extends LinkedHashMap<String, Count> {

        private static final long serialVersionUID = 1;

        Latest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > REQUESTS;
        }
    }

    /** What the agent does about a wake after all that came before it. */
    public Wake admit(Wake wake, AgentEvent event) {
        if (wake instanceof Wake.Stopped || event.trace().depth() < Trace.CALM) {
            return wake;
        }
        Count count = counts.compute(
                event.trace().correlation(),
                (request, before) -> before == null ? new Count(event.time(), 1) : before.and(event.time()));
        return count.events() > MOST ? Wake.surging(wake) : wake;
    }
}
