package org.talkoot.bridges.kafka;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.EventInbox;

/**
 * How this installation uses Kafka. Keys under {@code talkoot.kafka} in reference.conf.
 *
 * @param bootstrapServers empty: there is no Kafka, and no bridge
 * @param client properties that every client of Kafka gets
 */
public record KafkaSettings(
        String bootstrapServers, Map<String, String> client, In source, Out sink, List<TopicSpec> topics) {

    private static final String[] NONE = {};

    public KafkaSettings {
        for (String server : bootstrapServers.isBlank() ? NONE : bootstrapServers.split(",")) {
            if (!server.strip().matches("\\S+:\\d{1,5}")) {
                throw new IllegalArgumentException(
                        "talkoot.kafka.bootstrap-servers must be HOST:PORT, several with commas, not '%s'"
                                .formatted(bootstrapServers));
            }
        }
        client = Map.copyOf(client);
        topics = List.copyOf(topics);
    }

    /**
     * What comes in.
     *
     * @param maxInFlight most records of a partition that are taken and whose offset is not committed: after a crash so
     *     many come again, and an inbox must recognise all of them
     */
    public record In(Set<String> topics, String groupId, int maxInFlight) {

        /** With less, nothing is left to be taken while offsets are committed. */
        static final int SMALLEST = 4;

        public In {
            topics = Set.copyOf(topics);
            if (maxInFlight < SMALLEST || maxInFlight > EventInbox.DEDUPLICATION_WINDOW) {
                throw new IllegalArgumentException("talkoot.kafka.source.max-in-flight must be %d to %d"
                        .formatted(SMALLEST, EventInbox.DEDUPLICATION_WINDOW));
            }
        }
    }

    /**
     * What goes out.
     *
     * @param name under which the sink keeps its mark, one for each journal
     * @param maxEventBytes a larger event leaves without its payload
     */
    public record Out(String name, String progressTopic, WireFormat wireFormat, int maxEventBytes) {

        /** Room for the envelope of an event whose payload stays behind. */
        static final int SMALLEST = 4_096;

        public Out {
            if (maxEventBytes < SMALLEST) {
                throw new IllegalArgumentException("talkoot.kafka.sink.max-event-bytes must be at least " + SMALLEST);
            }
            if (name.isBlank() || progressTopic.isBlank()) {
                throw new IllegalArgumentException("talkoot.kafka.sink: name and progress-topic must not be empty");
            }
        }
    }

    /** Whether there is a Kafka at all. */
    public boolean isEnabled() {
        return !bootstrapServers.isBlank();
    }

    /** Reads {@code talkoot.kafka}. */
    public static KafkaSettings from(Config root) {
        Config kafka = root.getConfig("talkoot.kafka");
        Config source = kafka.getConfig("source");
        Config sink = kafka.getConfig("sink");
        return new KafkaSettings(
                kafka.getString("bootstrap-servers"),
                properties(kafka.getConfig("client")),
                new In(
                        Set.copyOf(source.getStringList("topics")),
                        source.getString("group-id"),
                        source.getInt("max-in-flight")),
                new Out(
                        sink.getString("name"),
                        sink.getString("progress-topic"),
                        WireFormat.of(sink.getString("wire-format")),
                        (int) Math.min(Integer.MAX_VALUE, sink.getBytes("max-event-bytes"))),
                topics(kafka));
    }

    private static List<TopicSpec> topics(Config kafka) {
        Config topics = kafka.getConfig("topics");
        return topics.root().keySet().stream()
                .sorted()
                .map(name -> TopicSpec.from(name, topic(kafka, topics, name)))
                .toList();
    }

    /** With these topics, as {@code topic-defaults} says, where none of their names is under {@code topics}. */
    KafkaSettings and(List<String> names, Config root) {
        Config kafka = root.getConfig("talkoot.kafka");
        List<TopicSpec> all = new ArrayList<>(topics);
        names.stream()
                .filter(name -> !kafka.getObject("topics").containsKey(name))
                .map(name -> TopicSpec.from(name, kafka.getConfig("topic-defaults")))
                .forEach(all::add);
        return new KafkaSettings(bootstrapServers, client, source, sink, all);
    }

    private static Config topic(Config kafka, Config topics, String name) {
        return topics.getConfig(ConfigUtil.joinPath(name)).withFallback(kafka.getConfig("topic-defaults"));
    }

    /** A block whose keys are Kafka's own, dots and all. */
    static Map<String, String> properties(Config block) {
        Map<String, String> properties = new TreeMap<>();
        block.entrySet()
                .forEach(entry -> properties.put(
                        String.join(".", ConfigUtil.splitPath(entry.getKey())),
                        entry.getValue().unwrapped().toString()));
        return properties;
    }
}
