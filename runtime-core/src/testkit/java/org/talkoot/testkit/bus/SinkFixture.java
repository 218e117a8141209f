package org.talkoot.testkit.bus;

import java.util.List;
import org.talkoot.core.bus.EventSink;

/** A broker with channels of its own for one test, sinks that write to them and a reader. Closed after the test. */
public interface SinkFixture extends AutoCloseable {

    /** A new sink, not open. Two of the same name are two processes that think they are the one. */
    EventSink sink(String name);

    /** A channel that exists, holds nothing yet and keeps events of one subject in order. */
    String channel();

    /**
     * All that a reader sees who begins at the beginning and trusts only what is certain; events of one key in their
     * order.
     */
    List<Written> read(String channel);

    BrokerSwitch broker();

    @Override
    void close();

    /** An event as a reader found it. */
    record Written(String key, String eventId) {}
}
