package org.talkoot.bridges.pulsar;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.EventInbox;

/**
 * How this installation uses Pulsar. Keys under {@code talkoot.pulsar} in reference.conf.
 *
 * @param namespace {@code tenant/namespace} of topics that are not named in full
 */
public record PulsarSettings(Broker broker, String namespace, In source, Out sink, List<TopicSpec> topics) {

    private static final Pattern NAMESPACE = Pattern.compile("[-=:.\\w]+/[-=:.\\w]+");

    public PulsarSettings {
        topics = List.copyOf(topics);
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "talkoot.pulsar.namespace must be TENANT/NAMESPACE, not '%s'".formatted(namespace));
        }
        for (String topic : source.topics()) {
            Topic.of(namespace, topic);
        }
        for (TopicSpec topic : topics) {
            Topic.of(namespace, topic.name());
        }
    }

    /**
     * Where Pulsar is, and who we are there.
     *
     * @param serviceUrl empty: there is no Pulsar, and no bridge
     * @param adminUrl the broker's HTTP interface
     * @param trustCertificates a PEM file; empty: those that the JVM trusts
     * @param client further properties of the client, by Pulsar's names
     */
    public record Broker(
            String serviceUrl,
            String adminUrl,
            Token token,
            Optional<Path> trustCertificates,
            Map<String, String> client) {

        private static final Pattern SERVICE = Pattern.compile(
                "pulsar(\\+ssl)?://([^\\s,:/]+)(:\\d{1,5})?(,[^\\s,:/]+(:\\d{1,5})?)*/?", Pattern.CASE_INSENSITIVE);

        public Broker {
            client = Map.copyOf(client);
            if (!serviceUrl.isBlank()) {
                Matcher service = SERVICE.matcher(serviceUrl);
                if (!service.matches()) {
                    throw new IllegalArgumentException(
                            "talkoot.pulsar.service-url must be pulsar://HOST:PORT or pulsar+ssl://HOST:PORT, several hosts with commas, not '%s'"
                                    .formatted(serviceUrl));
                }
                adminUrl = adminUrl.isBlank() ? besides(service) : checked(adminUrl);
            }
        }

        /** On Pulsar's own ports. */
        private static String besides(Matcher service) {
            return service.group(1) == null
                    ? "http://%s:8080".formatted(service.group(2))
                    : "https://%s:8443".formatted(service.group(2));
        }

        private static String checked(String url) {
            try {
                URI uri = URI.create(url);
                if (Set.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null) {
                    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
                }
            } catch (IllegalArgumentException notOne) {
                throw wrong(url, notOne);
            }
            throw wrong(url, null);
        }

        private static IllegalArgumentException wrong(String url, @Nullable Throwable cause) {
            return new IllegalArgumentException(
                    "talkoot.pulsar.admin-url must be http://HOST:PORT or https://HOST:PORT, not '%s'".formatted(url),
                    cause);
        }
    }

    /**
     * What comes in.
     *
     * @param consumers lanes of a topic on this node, each with its share of the keys
     * @param maxInFlight most messages of a lane that are taken and not acknowledged: after a crash so many come again,
     *     and an inbox must recognise all of them
     */
    public record In(Set<String> topics, String subscription, int consumers, int maxInFlight) {

        /** More on one node share no more work, and each is another thing the broker keeps. */
        static final int MOST_CONSUMERS = 64;

        public In {
            topics = Set.copyOf(topics);
            if (subscription.isBlank()) {
                throw new IllegalArgumentException("talkoot.pulsar.source.subscription must not be empty");
            }
            if (consumers < 1 || consumers > MOST_CONSUMERS) {
                throw new IllegalArgumentException(
                        "talkoot.pulsar.source.consumers must be 1 to %d".formatted(MOST_CONSUMERS));
            }
            if (maxInFlight < 2 || maxInFlight > EventInbox.DEDUPLICATION_WINDOW) {
                throw new IllegalArgumentException("talkoot.pulsar.source.max-in-flight must be 2 to %d"
                        .formatted(EventInbox.DEDUPLICATION_WINDOW));
            }
        }
    }

    /**
     * What goes out.
     *
     * @param name under which the sink keeps its mark, one for each journal
     * @param progressTopic the beginning of the name of the topic that holds the mark
     * @param maxEventBytes a larger event leaves without its payload
     */
    public record Out(String name, String progressTopic, WireFormat wireFormat, int maxEventBytes) {

        /** Room for the envelope of an event whose payload stays behind. */
        static final int SMALLEST = 4_096;

        public Out {
            if (maxEventBytes < SMALLEST) {
                throw new IllegalArgumentException("talkoot.pulsar.sink.max-event-bytes must be at least " + SMALLEST);
            }
            if (name.isBlank() || progressTopic.isBlank()) {
                throw new IllegalArgumentException("talkoot.pulsar.sink: name and progress-topic must not be empty");
            }
        }
    }

    /** Whether there is a Pulsar at all. */
    public boolean isEnabled() {
        return !broker.serviceUrl().isBlank();
    }

    Topic topic(String name) {
        return Topic.of(namespace, name);
    }

    /** Reads {@code talkoot.pulsar}. */
    public static PulsarSettings from(Config root) {
        Config pulsar = root.getConfig("talkoot.pulsar");
        Config source = pulsar.getConfig("source");
        Config sink = pulsar.getConfig("sink");
        return new PulsarSettings(
                broker(pulsar),
                pulsar.getString("namespace"),
                new In(
                        Set.copyOf(source.getStringList("topics")),
                        source.getString("subscription"),
                        source.getInt("consumers"),
                        source.getInt("max-in-flight")),
                new Out(
                        sink.getString("name"),
                        sink.getString("progress-topic"),
                        WireFormat.of(sink.getString("wire-format")),
                        (int) Math.min(Integer.MAX_VALUE, sink.getBytes("max-event-bytes"))),
                topics(pulsar));
    }

    private static Broker broker(Config pulsar) {
        return new Broker(
                pulsar.getString("service-url"),
                pulsar.getString("admin-url"),
                Token.from(pulsar),
                Optional.of(pulsar.getString("trust-certificates"))
                        .filter(file -> !file.isBlank())
                        .map(Path::of),
                properties(pulsar.getConfig("client")));
    }

    private static List<TopicSpec> topics(Config pulsar) {
        Config topics = pulsar.getConfig("topics");
        return topics.root().keySet().stream()
                .sorted()
                .map(name -> TopicSpec.from(
                        name,
                        topics.getConfig(ConfigUtil.joinPath(name)).withFallback(pulsar.getConfig("topic-defaults"))))
                .toList();
    }

    /** With these topics, as {@code topic-defaults} says, where none of their names is under {@code topics}. */
    PulsarSettings and(List<String> names, Config root) {
        Config pulsar = root.getConfig("talkoot.pulsar");
        List<TopicSpec> all = new ArrayList<>(topics);
        names.stream()
                .filter(name -> !pulsar.getObject("topics").containsKey(name))
                .map(name -> TopicSpec.from(name, pulsar.getConfig("topic-defaults")))
                .forEach(all::add);
        return new PulsarSettings(broker, namespace, source, sink, all);
    }

    /** A block whose keys are Pulsar's own. */
    private static Map<String, String> properties(Config block) {
        Map<String, String> properties = new TreeMap<>();
        block.entrySet()
                .forEach(entry -> properties.put(
                        String.join(".", ConfigUtil.splitPath(entry.getKey())),
                        entry.getValue().unwrapped().toString()));
        return properties;
    }
}
