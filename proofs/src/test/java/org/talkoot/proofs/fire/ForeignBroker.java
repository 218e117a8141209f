package org.talkoot.proofs.fire;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.talkoot.testkit.bus.BrokerSwitch;

/** A real broker, and a stranger's plain client of it, who knows nothing but what the docs say. */
interface ForeignBroker extends BrokerSwitch.OnOff, AutoCloseable {

    /** What a node is told to find it, as environment. */
    Map<String, String> environment();

    /** Whether a reader sees each event once. */
    boolean once();

    /** To send tasks to where a node takes them from; waits for the node to have made that. */
    Sender sender(String channel) throws IOException;

    /** The bodies of all that has left by a channel; those of one conversation in order. */
    List<byte[]> read(String channel) throws IOException;

    @Override
    void close();

    /** Keeps the order of each key. May send later; closed, the broker has it all. */
    interface Sender extends AutoCloseable {
        void send(String key, byte[] body) throws IOException;

        @Override
        void close() throws IOException;
    }

    default Map<String, String> environmentWith(String name, String value) {
        Map<String, String> all = new TreeMap<>(environment());
        all.put(name, value);
        return all;
    }
}
