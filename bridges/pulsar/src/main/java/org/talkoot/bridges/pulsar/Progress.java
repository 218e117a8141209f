package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
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
 * shuts out whoever wrote to it before, and the broker tells him so when he writes again; mostly. A broker that is slow
 * takes a writer back who connects again while it still writes down that another one is the next. So each message says
 * who wrote it, and whoever has to know reads what has been written since.
 */
final class Progress implements AutoCloseable {

    private static final String WRITER = "writer";

    private final PulsarClient client;
    private final Topic topic;
    private final Producer<byte[]> producer;
    private final Duration patience;
    private final String self = UUID.randomUUID().toString();
    private SinkState state;
    private MessageId written;

    private Progress(PulsarClient client, Topic topic, Producer<byte[]> producer, Duration patience, SinkState state) {
        this.client = client;
        this.topic = topic;
        this.producer = producer;
        this.patience = patience;
        this.state = state;
        this.written = send(state);
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
            return new Progress(client, topic, producer, patience, last(client, topic, patience));
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
                last = SinkState.parse(new String(next(reader, topic, patience).getData(), UTF_8));
            }
            return last;
        }
    }

    private static Message<byte[]> next(Reader<byte[]> reader, Topic topic, Duration patience) throws IOException {
        Message<byte[]> message = reader.readNext((int) patience.toMillis(), TimeUnit.MILLISECONDS);
        if (message == null) {
            throw new BusException("%s is not readable to its end within %d s".formatted(topic, patience.toSeconds()));
        }
        return message;
    }

    SinkState state() {
        return state;
    }

    /** Returns when the broker has it safely. */
    void write(SinkState next) {
        written = send(next);
        state = next;
    }

    private MessageId send(SinkState next) {
        return Failures.get(
                producer.newMessage()
                        .property(WRITER, self)
                        .value(next.text().getBytes(UTF_8))
                        .sendAsync(),
                patience);
    }

    /**
     * Proves that nobody has shut this writer out.
     *
     * @throws BusException when that is not certain
     */
    void prove() throws IOException {
        MessageId before = written;
        write(state);
        try (Reader<byte[]> reader = client.newReader(Schema.BYTES)
                .topic(topic.toString())
                .startMessageId(before)
                .create()) {
            while (reader.hasMessageAvailable()) {
                if (!self.equals(next(reader, topic, patience).getProperty(WRITER))) {
                    throw new BusException("another one writes to " + topic);
                }
            }
        }
    }

    @Override
    public void close() {
        var unused = producer.closeAsync();
    }
}
