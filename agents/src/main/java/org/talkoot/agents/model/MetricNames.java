package org.talkoot.agents.model;

/**
 * Names of meters and tags. Those that begin with {@code gen_ai} and {@code error} are of the OpenTelemetry semantic
 * conventions for generative AI, v1.41, and pinned here because they change.
 */
public final class MetricNames {

    /** Timer: one attempt, by {@link #PROVIDER}, {@link #MODEL} and {@link #ERROR}. */
    public static final String DURATION = "gen_ai.client.operation.duration";

    /** Distribution: tokens of one attempt, by {@link #TOKEN_TYPE}. */
    public static final String TOKENS = "gen_ai.client.token.usage";

    public static final String OPERATION = "gen_ai.operation.name";
    public static final String PROVIDER = "gen_ai.provider.name";
    public static final String MODEL = "gen_ai.request.model";
    public static final String TOKEN_TYPE = "gen_ai.token.type";
    public static final String ERROR = "error.type";

    /** Gauge: calls that wait for a slot, by provider. */
    public static final String QUEUE_DEPTH = "talkoot.model.queue.depth";

    /** Gauge: attempts that are out, by provider. */
    public static final String IN_FLIGHT = "talkoot.model.in.flight";

    /** Counter: attempts after the first. */
    public static final String RETRIES = "talkoot.model.retries";

    /** Gauge: 0 calls pass, 1 one call probes, 2 nobody calls. */
    public static final String BREAKER = "talkoot.model.breaker.state";

    private MetricNames() {}
}
