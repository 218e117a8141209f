package org.talkoot.core.bus;

import java.util.Optional;

/** How a bridge is doing. */
public sealed interface BridgeHealth {

    /** It works, or has nothing to do. */
    record Flowing() implements BridgeHealth {}

    /** It does not, and tries again; what it should carry waits where it is. */
    record Stuck(int failures, String lastFailure) implements BridgeHealth {}

    /** One sentence about what is wrong, if something is. */
    default Optional<String> problem() {
        return switch (this) {
            case Flowing f -> Optional.empty();
            case Stuck s -> Optional.of("failed %d times: %s".formatted(s.failures(), s.lastFailure()));
        };
    }
}
