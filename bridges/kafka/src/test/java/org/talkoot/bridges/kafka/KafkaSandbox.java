package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.BusException;
import org.talkoot.testkit.bus.SinkFixture.Written;
import org.talkoot.testkit.kafka.KafkaBroker;

/** Topics and a group of their own on a broker that several tests share. */
final class KafkaSandbox {

    private static final int PARTITIONS = 3;

    private final KafkaSettings settings;

    KafkaSandbox(KafkaBroker broker, int maxInFlight) {
        this(broker.bootstrapServers(), Map.of(), maxInFlight);
    }

    /** @param client properties of all clients */
    KafkaSandbox(String bootstrapServers, Map<String, String> client, int maxInFlight) {
        String unique = UUID.randomUUID().toString();
        this.settings = new KafkaSettings(
                bootstrapServers,
                client,
                new KafkaSettings.In(Set.of("in-" + unique), "group-" + unique, maxInFlight),
                new KafkaSettings.Out("sink", "progress-" + unique, WireFormat.JSON, 900_000),
                List.of());
        create(inTopic(), PARTITIONS);
        create(settings.sink().progressTopic(), 1);
    }

    KafkaSettings settings() {
        return settings;
    }

    String inTopic() {
        return settings.source().topics().iterator().next();
    }

    int partitions() {
        return PARTITIONS;
    }

    String newTopic() {
        String name = "out-" + UUID.randomUUID();
        create(name, PARTITIONS);
        return name;
    }

    /** What a foreign reader sees who trusts what is committed. */
    List<Written> read(String topic) {
        List<Written> all = new ArrayList<>();
        new CommittedLog(new Clients(settings), Duration.ofSeconds(40))
                .read(topic, r -> all.add(new Written(new String(r.key(), UTF_8), new String(r.value(), UTF_8))));
        return all;
    }

    /** How many records a topic has, committed or not, marks of transactions included. */
    long end(String topic) {
        return new CommittedLog(new Clients(settings), Duration.ZERO)
                .ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** As a broker does some time after the last member has left. */
    void forgetTheGroup() {
        try (Admin admin = new Clients(settings).admin()) {
            await().ignoreExceptionsInstanceOf(BusException.class).untilAsserted(() -> {
                Void unused = Failures.get(
                        admin.deleteConsumerGroups(List.of(settings.source().groupId()))
                                .all());
            });
        }
    }

    /** The same name, and nothing of what it was. */
    void makeTheTopicAnew() {
        try (Admin admin = new Clients(settings).admin()) {
            Void unused = Failures.get(admin.deleteTopics(List.of(inTopic())).all());
            await().until(() -> !Failures.get(admin.listTopics().names()).contains(inTopic()));
        }
        create(inTopic(), PARTITIONS);
    }

    /** It is made when the controller says so, and there when the broker has heard of it, a moment later. */
    private void create(String name, int partitions) {
        try (Admin admin = new Clients(settings).admin()) {
            Failures.get(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all());
        }
        await().ignoreExceptionsInstanceOf(BusException.class).until(() -> end(name) == 0);
    }
}
