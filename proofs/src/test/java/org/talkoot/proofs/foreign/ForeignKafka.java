package org.talkoot.proofs.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.talkoot.testkit.kafka.KafkaBroker;

/** Kafka, whose reader takes what is committed. A sender waits for nothing before it sends. */
record ForeignKafka(KafkaBroker server) implements ForeignBroker {

    static ForeignKafka start(Path directory) throws IOException {
        return new ForeignKafka(KafkaBroker.start(directory));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", server.bootstrapServers());
    }

    @Override
    public boolean once() {
        return true;
    }

    /**
     * One request at a time: a topic that has just been made may refuse the first, and of several the others would be
     * out of their order then, until they are given up.
     */
    @Override
    public Sender sender(String channel) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        server.bootstrapServers(),
                        "linger.ms",
                        "0",
                        "max.in.flight.requests.per.connection",
                        "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        AtomicReference<Exception> lost = new AtomicReference<>();
        return new Sender() {
            @Override
            public void send(String key, byte[] body) {
                var unused = producer.send(new ProducerRecord<>(channel, key.getBytes(UTF_8), body), (at, failure) -> {
                    if (failure != null) {
                        lost.compareAndSet(null, failure);
                    }
                });
            }

            @Override
            public void close() {
                producer.close();
                if (lost.get() != null) {
                    throw new IllegalStateException("not all was sent to " + channel, lost.get());
                }
            }
        };
    }

    @Override
    public List<byte[]> read(String channel) {
        return Seen.records(server.bootstrapServers(), channel).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    @Override
    public Reading follow(String channel, Consumer<byte[]> each) {
        KafkaConsumer<byte[], byte[]> consumer = Seen.consumer(server.bootstrapServers());
        List<TopicPartition> partitions = Seen.partitions(consumer, channel);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return new ReadingLoop(
                () -> consumer.poll(Duration.ofMillis(100)).forEach(record -> each.accept(record.value())),
                consumer::close);
    }
}
