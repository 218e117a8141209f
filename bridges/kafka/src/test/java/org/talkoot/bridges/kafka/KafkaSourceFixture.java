package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.bus.EventSource;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.InMemoryWatermarks;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.kafka.KafkaBroker;

/** What sources of Kafka are tried with: topics of their own on a broker that several tests share. */
final class KafkaSourceFixture implements SourceFixture {

    static final int IN_FLIGHT = 16;

    private final ActorSystem<Void> system;
    private final KafkaBroker broker;

    final KafkaSandbox sandbox;
    final InMemoryWatermarks watermarks = new InMemoryWatermarks();
    private final KafkaProducer<byte[], byte[]> producer;

    KafkaSourceFixture(ActorSystem<Void> system, KafkaBroker broker) {
        this(system, broker, new KafkaSandbox(broker, IN_FLIGHT));
    }

    KafkaSourceFixture(ActorSystem<Void> system, KafkaBroker broker, KafkaSandbox sandbox) {
        this.system = system;
        this.broker = broker;
        this.sandbox = sandbox;
        Map<String, Object> properties = new HashMap<>(sandbox.settings().client());
        properties.put("bootstrap.servers", sandbox.settings().bootstrapServers());
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** So many records of one key, taken and committed. */
    void taken(String body, int records) {
        RecordingIntake intake = RecordingIntake.completing();
        try (EventSource source = source()) {
            for (int i = 0; i < records; i++) {
                put("one", body.getBytes(UTF_8), Map.of());
            }
            long before = all();
            source.start(intake);
            awaiting().until(() -> count(intake, body) == records);
            awaiting().until(() -> all() >= before + records);
        }
    }

    private static long count(RecordingIntake intake, String body) {
        return bodies(intake).stream().filter(body::equals).count();
    }

    private long all() {
        return watermarks.all().values().stream().mapToLong(Long::longValue).sum();
    }

    /** What a new start takes up to one more record. */
    List<String> takenNext(String body) {
        RecordingIntake intake = RecordingIntake.completing();
        try (EventSource source = source()) {
            put("one", body.getBytes(UTF_8), Map.of());
            source.start(intake);
            awaiting().until(() -> bodies(intake).contains(body));
            return bodies(intake);
        }
    }

    static List<String> bodies(RecordingIntake intake) {
        return intake.taken().stream()
                .map(taken -> new String(taken.body(), UTF_8))
                .toList();
    }

    static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(30));
    }

    @Override
    public EventSource source() {
        return new KafkaSource(system, sandbox.settings(), watermarks, new SimpleMeterRegistry());
    }

    @Override
    public void put(@Nullable String key, byte[] body, Map<String, String> headers) {
        byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
        var record = new ProducerRecord<>(sandbox.inTopic(), keyBytes, body);
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        send(record);
    }

    /** One record in each partition, whose body says which. */
    void putEverywhere(String body) {
        for (int partition = 0; partition < sandbox.partitions(); partition++) {
            byte[] bytes = (body + "/" + partition).getBytes(UTF_8);
            send(new ProducerRecord<>(sandbox.inTopic(), partition, null, bytes));
        }
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException("the broker did not take a record", e);
        }
    }

    @Override
    public int bound() {
        return sandbox.partitions() * IN_FLIGHT / 2;
    }

    @Override
    public boolean countsDeliveries() {
        return false;
    }

    @Override
    public BrokerSwitch broker() {
        return broker;
    }

    @Override
    public void close() {
        producer.close();
    }
}
