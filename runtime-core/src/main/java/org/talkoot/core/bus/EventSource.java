package org.talkoot.core.bus;

/**
 * A broker's way in. Delivers everything at least once, and acknowledges a delivery only when the {@link Intake} has
 * it; what is not acknowledged comes again, after a restart of either side too. A broker that is away is waited for.
 */
public interface EventSource extends AutoCloseable {

    /** Stable, in kebab-case. */
    String name();

    /** Begins to deliver, and returns at once. Called once. */
    void start(Intake intake);

    /** How it is doing. For any thread; does not block. */
    BridgeHealth health();

    /** Takes nothing more; what is in flight may finish within a few seconds. */
    @Override
    void close();
}
