package org.talkoot.gateway.http;

import java.util.Optional;

/** One reason why a node may not be ready. Asked on a virtual thread; may block shortly. */
public interface HealthCheck {

    String name();

    /** What is wrong, in one sentence; empty when nothing is. */
    Optional<String> problem();
}
