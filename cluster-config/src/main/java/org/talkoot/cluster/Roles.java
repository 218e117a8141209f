package org.talkoot.cluster;

import java.util.List;

/** What members of a cluster do. By default each does everything. */
public final class Roles {

    /** Takes requests; without it a node has health and metrics, and no API. */
    public static final String GATEWAY = "gateway";

    /** Has conversations and agents, and so asks models and calls tools. */
    public static final String AGENTS = "agents";

    /** Has views, whatever else follows the journal, and connections to brokers. */
    public static final String BRIDGE = "bridge";

    static final List<String> ALL = List.of(GATEWAY, AGENTS, BRIDGE);

    private Roles() {}
}
