package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.ProducerAccessMode;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.talkoot.core.bus.BusException;

/**
 * The topic of one sink that holds its state: the last message counts. It has one writer at a time. Whoever opens it
 * shuts out whoever wrote to it before, and the broker tells him so when he writes again.
 */
final class Progress implements AutoCloseable {

    private final Producer<byte[]> producer;
    private final Duration patience;
    private SinkState state;

    private Progress(Producer<byte[]> producer, Duration patience, SinkState state) {
        this.producer = producer;
        this.patience = patience;
        this.state = state;
    }

    /*
     * The former writer is shut out before the state is read. What he had sent by then may come in
     * later than it is read, so the state can be one write too old. That is harmless: what leaves
     * again has sequence numbers that the broker knows.
     */
    static Progress open(PulsarClient client, Topic topic, Duration patience) throws IOException {
        Producer<byte[]> producer = client.newProducer(Schema.BYTES)
                .topic(topic.toString())
                .accessMode(ProducerAccessMode.ExclusiveWithFencing)
                .enableBatching(false)
                .sendTimeout(0, TimeUnit.SECONDS)
                .create();
        try {
            return new Progress(producer, patience, last(client, topic, patience));
        } catch (IOException | RuntimeException e) {
            var unused = producer.closeAsync();
            throw e;
        }
    }

    private static SinkState last(PulsarClient client, Topic topic, Duration patience) throws IOException {
        try (Reader<byte[]> reader = client.newReader(Schema.BYTES)
                .topic(topic.toString())
                .startMessageId(MessageId.latest)
                .startMessageIdInclusive()
                .create()) {
            SinkState last = SinkState.NOTHING;
            while (reader.hasMessageAvailable()) {
                Message<byte[]> message = reader.readNext((int) patience.toMillis(), TimeUnit.MILLISECONDS);
                if (message == null) {
                    throw new BusException(
                            "%s is not readable to its end within %d s".formatted(topic, patience.toSeconds()));
                }
                last = SinkState.parse(new String(message.getData(), UTF_8));
            }
            return last;
        }
    }

    SinkState state() {
        return state;
    }

    /** Returns when the broker has it safely. */
    void write(SinkState next) {
        MessageId unused = Failures.get(producer.sendAsync(next.text().getBytes(UTF_8)), patience);
        state = next;
    }

    /**
     * Proves that nobody has shut this writer out.
     *
     * @throws BusException when that is not certain
     */
    void prove() {
        write(state);
    }

    @Override
    public void close() {
        var unused = producer.closeAsync();
    }
}
