package org.talkoot.cluster;

import java.util.List;

/** What members of a cluster do. By default each does everything. */
public final class Roles {

    /** Takes requests. */
    public static final String GATEWAY = "gateway";

    /** Has conversations and agents. */
    public static final String AGENTS = "agents";

    /** Has views, what follows the journal, and the sources of brokers. */
    public static final String BRIDGE = "bridge";

    static final List<String> ALL = List.of(GATEWAY, AGENTS, BRIDGE);

    private Roles() {}
}
