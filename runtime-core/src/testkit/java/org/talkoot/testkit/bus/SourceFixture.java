package org.talkoot.testkit.bus;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.bus.EventSource;

/** One empty log at a broker, and sources that read it. Made for one test, closed after it. */
public interface SourceFixture extends AutoCloseable {

    /**
     * Another source over the same log, not started. It goes on where the former one acknowledged; the suite never runs
     * two at a time.
     */
    EventSource source();

    /** Adds to the log and returns when the broker has it. */
    void put(@Nullable String key, byte[] body, Map<String, String> headers);

    /** The most deliveries that a source hands over before the first of them is completed. */
    int bound();

    /** Whether the broker says how often it has handed something out ({@code Delivery.deliveries}). */
    boolean countsDeliveries();

    BrokerSwitch broker();

    @Override
    void close();
}
