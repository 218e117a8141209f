package org.talkoot.bridges.pulsar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.BusException;

/**
 * The topics that configuration declares. Those that are missing are made; those that are there are compared and never
 * changed, because what is in them is not ours to lose. What a topic is told when it is made are policies of its own,
 * so other topics of its namespace stay as they are.
 */
public final class PulsarTopology {

    private static final Logger LOGGER = LoggerFactory.getLogger(PulsarTopology.class);

    private static final String RETENTION = "/retention";
    private static final String DEDUPLICATION = "/deduplicationEnabled";
    private static final String INACTIVITY = "/inactiveTopicPolicies";
    private static final String PROPERTIES = "/properties";

    /** The property of a topic that was made and not yet told its policies. */
    private static final String UNFINISHED = "talkoot-unfinished";

    private static final String DELETED = "deleteWhileInactive";

    /** What holds for the topic, whether said for it, its namespace or the broker. */
    private static final String APPLIED = "?applied=true";

    private final Admin admin;
    private final PulsarSettings settings;
    private final Lock once = new ReentrantLock();
    private boolean prepared;

    public PulsarTopology(PulsarSettings settings) {
        this(settings, new Admin(settings.broker()));
    }

    PulsarTopology(PulsarSettings settings, Admin admin) {
        this.settings = settings;
        this.admin = admin;
    }

    /**
     * Makes what is missing and compares the rest. May be called by several nodes at once; blocks.
     *
     * @return one sentence for each thing that is not as declared; also logged as a warning
     * @throws BusException when the broker cannot be reached or refuses
     */
    public List<String> prepare() {
        Map<String, Set<String>> there = new HashMap<>();
        List<String> mismatches = settings.topics().stream()
                .flatMap(spec -> {
                    Topic topic = settings.topic(spec.name());
                    Set<String> known =
                            there.computeIfAbsent(topic.tenant() + '/' + topic.namespace(), namespace -> topics(topic));
                    if (known.contains(topic.toString())) {
                        return finishOrCompare(spec, topic);
                    }
                    make(spec, topic);
                    return Stream.empty();
                })
                .toList();
        mismatches.forEach(mismatch -> LOGGER.atWarn().log(mismatch));
        return mismatches;
    }

    /** The same, once for all that need it; after a failure it is done again. */
    void prepareOnce() {
        once.lock();
        try {
            if (!prepared) {
                int mismatches = prepare().size();
                LOGGER.atDebug().addKeyValue("mismatches", mismatches).log("topics are there");
                prepared = true;
            }
        } finally {
            once.unlock();
        }
    }

    /** A topic that is nobody's declaration, unless it is there. */
    void makeIfMissing(TopicSpec spec) {
        Topic topic = settings.topic(spec.name());
        if (!topics(topic).contains(topic.toString())) {
            make(spec, topic);
        }
    }

    /**
     * Makes sure that the broker recognises repeats in a topic.
     *
     * @throws BusException when it does not, or when there is no such topic
     */
    void requireDeduplication(Topic topic) {
        JsonNode enabled = admin.get(topic.path() + DEDUPLICATION + APPLIED)
                .orElseThrow(() -> new BusException(
                        "there is no topic %s; declare it under talkoot.pulsar.topics".formatted(topic)));
        if (!enabled.asBoolean(false)) {
            throw new BusException(
                    "deduplication is off for topic %s, so events would leave it twice; turn it on for the topic or its namespace"
                            .formatted(topic));
        }
    }

    /** Names in full, of partitioned topics too. */
    private Set<String> topics(Topic oneOf) {
        String path = "/admin/v2/persistent/%s/%s".formatted(oneOf.tenant(), oneOf.namespace());
        JsonNode plain = admin.get(path)
                .orElseThrow(() -> new BusException(
                        "there is no namespace %s/%s at Pulsar".formatted(oneOf.tenant(), oneOf.namespace())));
        Set<String> names = new HashSet<>();
        plain.forEach(name -> names.add(name.asText()));
        admin.get(path + "/partitioned")
                .ifPresent(partitioned -> partitioned.forEach(name -> names.add(name.asText())));
        return names;
    }

    private void make(TopicSpec spec, Topic topic) {
        boolean made = spec.partitions() == 0
                ? admin.put(topic.path(), Admin.JSON_TYPE, "{\"%s\":\"yes\"}".formatted(UNFINISHED))
                : admin.put(
                        topic.path() + "/partitions",
                        "application/vnd.partitioned-topic-metadata+json",
                        "{\"partitions\":%d,\"properties\":{\"%s\":\"yes\"}}".formatted(spec.partitions(), UNFINISHED));
        if (made) { // otherwise another node was faster
            finish(spec, topic);
        }
    }

    /* A topic can be told nothing before it is there, and whoever made it may have died since. So it has a mark. */
    private void finish(TopicSpec spec, Topic topic) {
        admin.post(
                topic.path() + RETENTION,
                "{\"retentionTimeInMinutes\":%d,\"retentionSizeInMB\":%d}"
                        .formatted(spec.retentionMinutes(), spec.retentionMegabytes()));
        admin.post(topic.path() + DEDUPLICATION, Boolean.toString(spec.deduplication()));
        admin.post(
                topic.path() + INACTIVITY,
                "{\"inactiveTopicDeleteMode\":\"delete_when_no_subscriptions\",\"maxInactiveDurationSeconds\":60,\"%s\":false}"
                        .formatted(DELETED));
        admin.delete(topic.path() + PROPERTIES + "?key=" + UNFINISHED);
        LOGGER.atInfo().addKeyValue("topic", topic).log("topic created");
    }

    private Stream<String> finishOrCompare(TopicSpec spec, Topic topic) {
        List<String> differs = compare(spec, topic).toList();
        if (differs.isEmpty() || !isUnfinished(topic)) {
            return differs.stream();
        }
        finish(spec, topic);
        return Stream.empty();
    }

    private boolean isUnfinished(Topic topic) {
        return admin.get(topic.path() + PROPERTIES)
                .map(properties -> properties.has(UNFINISHED))
                .orElse(false);
    }

    private Stream<String> compare(TopicSpec spec, Topic topic) {
        JsonNode retention = policy(topic, RETENTION);
        return Stream.of(
                        mismatch(spec, "partitions", spec.partitions(), partitions(topic)),
                        mismatch(
                                spec,
                                "retention in minutes",
                                spec.retentionMinutes(),
                                retention.path("retentionTimeInMinutes").asInt(0)),
                        mismatch(
                                spec,
                                "retention in megabytes",
                                spec.retentionMegabytes(),
                                retention.path("retentionSizeInMB").asInt(0)),
                        mismatch(
                                spec,
                                "deduplication",
                                spec.deduplication(),
                                policy(topic, DEDUPLICATION).asBoolean(false)),
                        mismatch(
                                spec,
                                DELETED,
                                false,
                                policy(topic, INACTIVITY).path(DELETED).asBoolean(false)))
                .flatMap(sentence -> sentence);
    }

    private int partitions(Topic topic) {
        return admin.get(topic.path() + "/partitions")
                .map(found -> found.path("partitions").asInt(0))
                .orElse(0);
    }

    private JsonNode policy(Topic topic, String which) {
        return admin.get(topic.path() + which + APPLIED).orElseGet(MissingNode::getInstance);
    }

    private static Stream<String> mismatch(TopicSpec spec, String what, Object wanted, Object found) {
        return wanted.equals(found)
                ? Stream.empty()
                : Stream.of("topic %s has %s %s, but %s is declared".formatted(spec.name(), what, found, wanted));
    }
}
