package org.talkoot.gateway.http.port;

import java.util.Optional;

/** One thing that may not be well with a node. Asked on a virtual thread; may block shortly. */
public interface HealthCheck {

    String name();

    /** Whether the node can do nothing without it; otherwise it is shown and decides nothing. */
    boolean isRequired();

    /** What is wrong, in one sentence; empty when nothing is. */
    Optional<String> problem();
}
