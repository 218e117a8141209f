package org.talkoot.bridges.kafka;

import com.typesafe.config.Config;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic as it should be.
 *
 * @param config the settings of the topic that matter here, by Kafka's names; others are the broker's business
 */
public record TopicSpec(String name, int partitions, short replication, Map<String, String> config) {

    static final String RETENTION = "retention.ms";
    static final String CLEANUP = "cleanup.policy";

    public TopicSpec {
        config = Map.copyOf(config);
        if (partitions < 1 || replication < 1) {
            throw new IllegalArgumentException(
                    "topic %s: partitions and replication must be at least 1".formatted(name));
        }
    }

    static TopicSpec from(String name, Config topic) {
        Map<String, String> config = new TreeMap<>();
        config.put(CLEANUP, topic.getString("cleanup-policy"));
        config.put(RETENTION, retention(topic));
        config.putAll(KafkaSettings.properties(topic.getConfig("config")));
        int replication = topic.getInt("replication");
        if (replication > Short.MAX_VALUE) {
            throw new IllegalArgumentException("topic %s: replication is too large".formatted(name));
        }
        return new TopicSpec(name, topic.getInt("partitions"), (short) replication, config);
    }

    private static String retention(Config topic) {
        return topic.getString("retention").equals("infinite")
                ? "-1"
                : Long.toString(topic.getDuration("retention").toMillis());
    }
}
