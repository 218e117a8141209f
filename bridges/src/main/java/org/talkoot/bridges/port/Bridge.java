package org.talkoot.bridges.port;

import com.typesafe.config.Config;
import java.util.Optional;

/**
 * The way to one kind of broker: what a module beside the node brings. It is found on the class path, as a service with
 * a constructor without arguments, and brings its own {@code reference.conf}, where all its settings stand under
 * {@code talkoot.NAME}.
 *
 * <p>A node asks each bridge once, before anything of the node starts, whether it is configured; opens the ways of
 * those that are when it is in its cluster; and closes them first when it stops. How they are doing it asks the ways
 * themselves ({@code EventSource.health}, and what follows the journal for a sink).
 */
public interface Bridge {

    /** Stable, in kebab-case: {@code kafka}. */
    String name();

    /**
     * Reads and checks all its settings; connects to nothing.
     *
     * @return empty when the configuration names no broker of this kind
     * @throws IllegalArgumentException when a value cannot be, in one sentence that names the setting
     */
    Optional<Configured> configured(Config root);

    /** A bridge whose settings are known to be right. */
    @FunctionalInterface
    interface Configured {

        /**
         * The ways in and out, not begun yet. Called once; does not block and connects to nothing, so a broker that is
         * away stops no node.
         */
        Ways open(Surroundings node);
    }
}
