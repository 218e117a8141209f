package org.talkoot.proofs.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    @Override
    public Sender sender(String channel) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", server.bootstrapServers(), "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        return new Sender() {
            @Override
            public void send(String key, byte[] body) {
                var unused = producer.send(new ProducerRecord<>(channel, key.getBytes(UTF_8), body));
            }

            @Override
            public void close() {
                producer.close();
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
