package org.talkoot.proofs.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.talkoot.testkit.bus.BrokerSwitch;

/** A real broker, and a stranger's plain client of it, who knows nothing but what the docs say. */
public interface ForeignBroker extends BrokerSwitch.OnOff {

    /** All that there are. */
    enum Kind {
        KAFKA(ForeignKafka::start),
        NATS(ForeignNats::start),
        RABBITMQ(ForeignRabbitmq::start),
        REDIS(ForeignRedis::start),
        PULSAR(ForeignPulsar::start);

        private final Start start;

        Kind(Start start) {
            this.start = start;
        }

        private interface Start {
            ForeignBroker in(Path directory) throws IOException;
        }

        /** Starts one that keeps what it has below this directory, and returns when it answers. */
        public ForeignBroker startIn(Path directory) throws IOException {
            return start.in(directory.resolve(toString()));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a node takes tasks from, as all pages but that of NATS call it. */
    String TASKS = "agent-tasks";

    /** Its process. */
    BrokerSwitch.OnOff server();

    /** What a node is told to find it, as environment. */
    Map<String, String> environment();

    /** Whether a reader sees each event once. */
    boolean once();

    /** To send tasks to where a node takes them from; waits for the node to have made that. */
    Sender sender(String channel) throws IOException;

    /** The bodies of all that has left by a channel; those of one conversation in order. */
    List<byte[]> read(String channel) throws IOException;

    /**
     * Reads what comes by a channel from now on, until it is closed. Where the broker keeps nothing that was read,
     * nobody else sees it.
     *
     * @param each is called by threads of the client, one at a time for each conversation
     */
    Reading follow(String channel, Consumer<byte[]> each) throws IOException;

    @Override
    default void off() {
        server().off();
    }

    @Override
    default void on() {
        server().on();
    }

    @Override
    default void close() {
        server().close();
    }

    /** Keeps the order of each key. May send later; closed, the broker has it all. */
    interface Sender extends AutoCloseable {
        void send(String key, byte[] body) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Goes on until it is closed. */
    interface Reading extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    default Map<String, String> environmentWith(String name, String value) {
        Map<String, String> all = new TreeMap<>(environment());
        all.put(name, value);
        return all;
    }
}
