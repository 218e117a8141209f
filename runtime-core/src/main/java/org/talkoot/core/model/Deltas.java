package org.talkoot.core.model;

/**
 * Receives the pieces of an answer while it is being produced. Called on the thread that reads from the provider; must
 * not block. A piece may be dropped by whoever is slow; the journalled answer is what counts.
 */
@FunctionalInterface
public interface Deltas {

    void next(ModelRequest.Origin origin, String text);

    /** What has come of this answer so far is void; from now on it comes from its beginning. */
    default void restarted(ModelRequest.Origin origin) {}

    /** Nobody listens. */
    static Deltas ignored() {
        return (origin, text) -> {};
    }
}
