package org.talkoot.bridges.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.talkoot.agents.model.OpenCalls;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;

/** A limit for each agent, so that one that is slow does not hold up the others. For any thread. */
public final class AgentLimits {

    /** Gauge: what came in by events and is not finished, by agent. */
    public static final String INSIDE = "talkoot.gate.unfinished";

    /** Gauge: how much of that is allowed at the moment, by agent. */
    public static final String LIMIT = "talkoot.gate.limit";

    private final AdaptiveLimitSettings settings;
    private final MeterRegistry meters;
    private final OpenCalls calls;
    private final ConcurrentMap<AgentType, AdaptiveLimit> agents = new ConcurrentHashMap<>();

    /** @param calls tells what waits for a model */
    public AgentLimits(AdaptiveLimitSettings settings, MeterRegistry meters, OpenCalls calls) {
        this.settings = settings;
        this.meters = meters;
        this.calls = calls;
    }

    /** Whether work in this conversation, or below it, waits for a model at the moment. */
    boolean waitsForModel(ConversationId conversation) {
        return calls.any(conversation);
    }

    /** The one limit of this agent, for messages and triggers alike. */
    AdaptiveLimit of(AgentType agent) {
        return agents.computeIfAbsent(agent, this::make);
    }

    private AdaptiveLimit make(AgentType agent) {
        AdaptiveLimit limit = new AdaptiveLimit(settings, System::nanoTime);
        Gauge.builder(INSIDE, limit, AdaptiveLimit::inside)
                .tag("agent", agent.value())
                .register(meters);
        Gauge.builder(LIMIT, limit, AdaptiveLimit::limit)
                .tag("agent", agent.value())
                .register(meters);
        return limit;
    }
}
