package org.talkoot.bridges.pulsar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Outgoing;

/**
 * The producers of a sink, one for each channel. All have one name, which is always the same, and a message's sequence
 * number is its position in the journal: so the broker drops what it has already, whoever sends it.
 *
 * <p>That rests on two things. Messages are not put into batches, because a batch is dropped or taken as a whole, by
 * its first number. And nothing overtakes what the broker did not take, or that would have too small a number from then
 * on: no message is given up while those behind it are sent, and after any failure all producers are closed.
 */
final class ChannelProducers implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ChannelProducers.class);

    private final PulsarClient client;
    private final String name;
    private final Function<Outgoing, WireMessage> encoding;
    private final Duration patience;
    private final Map<String, Producer<byte[]>> open = new HashMap<>();
    private boolean closed;

    ChannelProducers(PulsarClient client, String name, Function<Outgoing, WireMessage> encoding, Duration patience) {
        this.client = client;
        this.name = name;
        this.encoding = encoding;
        this.patience = patience;
    }

    boolean has(String channel) {
        return open.containsKey(channel);
    }

    /** The broker lets in one producer of a name: while a former one lives, this fails. */
    void open(String channel, Topic topic) {
        Producer<byte[]> producer = Failures.get(
                client.newProducer(Schema.BYTES)
                        .topic(topic.toString())
                        .producerName(name)
                        .enableBatching(false)
                        .sendTimeout(0, TimeUnit.SECONDS)
                        .blockIfQueueFull(true)
                        .createAsync(),
                patience);
        synchronized (this) {
            open.put(channel, producer);
            if (closed) {
                var unused = producer.closeAsync();
            }
        }
    }

    /** Returns when the broker has them safely, or has them already. */
    void write(List<Outgoing> events) {
        List<CompletableFuture<MessageId>> sent = new ArrayList<>();
        for (Outgoing event : events) {
            CompletableFuture<MessageId> one = send(event);
            sent.add(one);
            if (one.isCompletedExceptionally()) {
                break; // what is behind it must not go
            }
        }
        Void unused = Failures.get(CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)), patience);
    }

    private CompletableFuture<MessageId> send(Outgoing event) {
        Producer<byte[]> producer = open.get(event.channel());
        if (producer == null) {
            throw new IllegalStateException("no producer for " + event.channel());
        }
        WireMessage message = encoding.apply(event);
        return producer.newMessage()
                .key(event.key())
                .value(message.body())
                .properties(message.headers())
                .eventTime(event.event().time().toEpochMilli())
                .sequenceId(event.position())
                .sendAsync();
    }

    /** Waits a while for the broker to know of it. For any thread. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> closing;
        synchronized (this) {
            closed = true;
            closing = open.values().stream().map(Producer::closeAsync).toList();
        }
        try {
            Void unused = Failures.get(CompletableFuture.allOf(closing.toArray(CompletableFuture<?>[]::new)), patience);
        } catch (BusException e) {
            LOGGER.atDebug()
                    .addKeyValue("producer", name)
                    .addKeyValue("failure", e.getMessage())
                    .log("closed without a word to the broker, which lets it go with its connection");
        }
    }
}
