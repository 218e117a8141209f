package org.talkoot.bridges.nats.settings;

import com.typesafe.config.Config;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A stream as it should be.
 *
 * @param config the settings that matter here, by the names of reference.conf; others are the server's business
 */
public record StreamSpec(String name, List<String> subjects, Map<String, String> config) {

    static final String RETENTION = "retention";
    static final String STORAGE = "storage";
    static final String REPLICAS = "replicas";
    static final String MAX_AGE = "max-age";
    static final String MAX_BYTES = "max-bytes";
    static final String MAX_MESSAGES = "max-messages";
    static final String DISCARD = "discard";
    static final String DUPLICATES = "duplicate-window";

    private static final String INFINITE = "infinite";
    private static final String UNKNOWN = "unknown";

    public StreamSpec {
        NatsSettings.requireName("talkoot.nats.streams", name);
        subjects = subjects.stream().sorted().toList();
        config = Map.copyOf(config);
    }

    static StreamSpec from(String name, Config stream) {
        List<String> subjects = stream.getStringList("subjects");
        if (subjects.isEmpty()) {
            throw new IllegalArgumentException("talkoot.nats.streams.%s.subjects must not be empty".formatted(name));
        }
        Map<String, String> config = new TreeMap<>();
        config.put(RETENTION, oneOf(name, stream, RETENTION, RetentionPolicy.values()));
        config.put(STORAGE, oneOf(name, stream, STORAGE, StorageType.values()));
        config.put(DISCARD, oneOf(name, stream, DISCARD, DiscardPolicy.values()));
        config.put(REPLICAS, Integer.toString(replicas(name, stream.getInt(REPLICAS))));
        config.put(MAX_AGE, age(stream));
        config.put(MAX_BYTES, isInfinite(stream, MAX_BYTES) ? INFINITE : Long.toString(stream.getBytes(MAX_BYTES)));
        config.put(
                MAX_MESSAGES,
                isInfinite(stream, MAX_MESSAGES) ? INFINITE : Long.toString(stream.getLong(MAX_MESSAGES)));
        config.put(DUPLICATES, stream.getDuration(DUPLICATES).toString());
        return new StreamSpec(name, subjects, config);
    }

    private static String age(Config stream) {
        return isInfinite(stream, MAX_AGE)
                ? INFINITE
                : stream.getDuration(MAX_AGE).toString();
    }

    private static boolean isInfinite(Config stream, String key) {
        return stream.getString(key).equals(INFINITE);
    }

    private static int replicas(String name, int replicas) {
        if (replicas < 1 || replicas > 5) {
            throw new IllegalArgumentException("talkoot.nats.streams.%s.replicas must be 1 to 5".formatted(name));
        }
        return replicas;
    }

    /** NATS says workqueue where we say work-queue. */
    private static String oneOf(String name, Config stream, String key, Enum<?>... known) {
        String said = stream.getString(key).toLowerCase(Locale.ROOT);
        return Arrays.stream(known)
                .map(StreamSpec::named)
                .filter(said::equals)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("talkoot.nats.streams.%s.%s must be one of %s, not '%s'"
                        .formatted(
                                name,
                                key,
                                Arrays.stream(known).map(StreamSpec::named).collect(Collectors.joining(", ")),
                                said)));
    }

    private static String named(Enum<?> value) {
        String name = value.name().toLowerCase(Locale.ROOT);
        return name.equals("workqueue") ? "work-queue" : name;
    }

    /** How the server is asked for it. */
    public StreamConfiguration wanted() {
        return StreamConfiguration.builder()
                .name(name)
                .subjects(subjects)
                .retentionPolicy(valueOf(RETENTION, RetentionPolicy.values()))
                .storageType(valueOf(STORAGE, StorageType.values()))
                .discardPolicy(valueOf(DISCARD, DiscardPolicy.values()))
                .replicas(Integer.parseInt(value(REPLICAS)))
                .maxAge(value(MAX_AGE).equals(INFINITE) ? Duration.ZERO : Duration.parse(value(MAX_AGE)))
                .maxBytes(number(MAX_BYTES))
                .maxMessages(number(MAX_MESSAGES))
                .duplicateWindow(Duration.parse(value(DUPLICATES)))
                .build();
    }

    private <E extends Enum<E>> E valueOf(String key, E[] known) {
        return Arrays.stream(known)
                .filter(one -> named(one).equals(value(key)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(key));
    }

    private long number(String key) {
        return value(key).equals(INFINITE) ? -1 : Long.parseLong(value(key));
    }

    private String value(String key) {
        String value = config.get(key);
        if (value == null) {
            throw new IllegalStateException("stream %s does not say its %s".formatted(name, key));
        }
        return value;
    }

    /** A stream that is there, in the same words. */
    public static StreamSpec of(StreamConfiguration found) {
        Duration age = found.getMaxAge();
        DiscardPolicy discard = found.getDiscardPolicy();
        Duration duplicates = found.getDuplicateWindow();
        return new StreamSpec(
                found.getName(),
                found.getSubjects(),
                Map.of(
                        RETENTION, named(found.getRetentionPolicy()),
                        STORAGE, named(found.getStorageType()),
                        DISCARD, discard == null ? UNKNOWN : named(discard),
                        REPLICAS, Integer.toString(found.getReplicas()),
                        MAX_AGE, age.isZero() ? INFINITE : age.toString(),
                        MAX_BYTES, bounded(found.getMaxBytes()),
                        MAX_MESSAGES, bounded(found.getMaxMsgs()),
                        DUPLICATES, duplicates == null ? UNKNOWN : duplicates.toString()));
    }

    private static String bounded(long limit) {
        return limit < 0 ? INFINITE : Long.toString(limit);
    }
}
