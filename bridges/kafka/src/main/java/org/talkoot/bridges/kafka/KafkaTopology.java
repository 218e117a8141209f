package org.talkoot.bridges.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BusException;

/**
 * The topics that configuration declares. Those that are missing are made; those that are there are compared and never
 * changed, because what is in them is not ours to lose.
 */
public final class KafkaTopology {

    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaTopology.class);

    private final Clients clients;
    private final List<TopicSpec> wanted;
    private final Lock once = new ReentrantLock();
    private boolean prepared;

    public KafkaTopology(KafkaSettings settings) {
        this.clients = new Clients(settings);
        this.wanted = settings.topics();
    }

    /**
     * Makes what is missing and compares the rest. May be called by several nodes at once; blocks.
     *
     * @return one sentence for each thing that is not as declared; also logged as a warning
     * @throws BusException when the broker cannot be reached or refuses
     */
    public List<String> prepare() {
        try (Admin admin = clients.admin()) {
            Set<String> there = Failures.get(admin.listTopics().names());
            Predicate<TopicSpec> isThere = topic -> there.contains(topic.name());
            create(admin, wanted.stream().filter(isThere.negate()).toList());
            List<String> mismatches =
                    compare(admin, wanted.stream().filter(isThere).toList());
            mismatches.forEach(mismatch -> LOGGER.atWarn().log(mismatch));
            return mismatches;
        } catch (KafkaException e) {
            throw new BusException(Reason.of(e), e);
        }
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

    private static void create(Admin admin, List<TopicSpec> missing) {
        Map<String, KafkaFuture<Void>> made = admin.createTopics(
                        missing.stream().map(KafkaTopology::toNewTopic).toList())
                .values();
        made.forEach((name, future) -> {
            try {
                Failures.get(future);
                LOGGER.atInfo().addKeyValue("topic", name).log("topic created");
            } catch (BusException e) {
                if (!isThereAlready(e)) {
                    throw e;
                }
            }
        });
    }

    /** Another node was faster. */
    private static boolean isThereAlready(BusException failure) {
        return failure.getCause() != null && failure.getCause().getCause() instanceof TopicExistsException;
    }

    private static NewTopic toNewTopic(TopicSpec topic) {
        return new NewTopic(topic.name(), topic.partitions(), topic.replication()).configs(topic.config());
    }

    private static List<String> compare(Admin admin, List<TopicSpec> specs) {
        List<String> names = specs.stream().map(TopicSpec::name).toList();
        Map<String, TopicDescription> descriptions =
                Failures.get(admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> configs = Failures.get(admin.describeConfigs(
                        names.stream().map(KafkaTopology::resource).collect(Collectors.toSet()))
                .all());
        return specs.stream()
                .flatMap(spec -> Stream.concat(
                        shape(spec, found(descriptions, spec.name())),
                        config(spec, found(configs, resource(spec.name())))))
                .toList();
    }

    private static <K, V> V found(Map<K, V> answers, K key) {
        V found = answers.get(key);
        if (found == null) {
            throw new BusException("Kafka did not say anything about " + key);
        }
        return found;
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static Stream<String> shape(TopicSpec spec, TopicDescription found) {
        int partitions = found.partitions().size();
        int replication = found.partitions().getFirst().replicas().size();
        return Stream.concat(
                mismatch(spec, "partitions", "" + spec.partitions(), "" + partitions),
                mismatch(spec, "replication", "" + spec.replication(), "" + replication));
    }

    private static Stream<String> config(TopicSpec spec, Config found) {
        return spec.config().keySet().stream()
                .sorted()
                .flatMap(key -> mismatch(spec, key, spec.config().getOrDefault(key, ""), value(found, key)));
    }

    private static String value(Config config, String key) {
        ConfigEntry entry = config.get(key);
        return entry == null || entry.value() == null ? "unknown" : entry.value();
    }

    private static Stream<String> mismatch(TopicSpec spec, String what, String wanted, String found) {
        return wanted.equals(found)
                ? Stream.empty()
                : Stream.of("topic %s has %s %s, but %s is declared".formatted(spec.name(), what, found, wanted));
    }
}
