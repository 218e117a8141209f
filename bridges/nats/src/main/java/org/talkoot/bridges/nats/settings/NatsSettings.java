package org.talkoot.bridges.nats.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.EventInbox;

/**
 * How this installation uses NATS. Keys under {@code talkoot.nats} in reference.conf.
 *
 * @param access where it is and how this node gets in
 * @param streams what should be there
 */
public record NatsSettings(Access access, In source, Questions questions, Out sink, List<StreamSpec> streams) {

    private static final String ROOT = "talkoot.nats";

    public NatsSettings {
        streams = List.copyOf(streams);
    }

    /**
     * Where NATS is, and how this node gets in.
     *
     * @param url empty: there is no NATS, and no bridge
     * @param identity who this node is
     * @param tls whom it trusts, and its own certificate
     * @param domain of JetStream; empty: the server's own
     */
    public record Access(String url, Identity identity, Tls tls, String domain) {

        private static final Pattern ADDRESS =
                Pattern.compile("((nats|tls|opentls|ws|wss)://)?([^\\s/@]+@)?[^\\s/@:]+(:\\d{1,5})?");
        private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]*");
        private static final String[] NONE = {};

        public Access {
            for (String server : url.isBlank() ? NONE : url.split(",")) {
                if (!ADDRESS.matcher(server.strip()).matches()) { // not repeated: it may hold a password
                    throw new IllegalArgumentException(
                            "talkoot.nats.url must be nats://HOST:PORT or tls://HOST:PORT, several with commas");
                }
            }
            if (!TOKEN.matcher(domain).matches()) {
                throw new IllegalArgumentException("talkoot.nats.domain must be one token, not '%s'".formatted(domain));
            }
        }

        public boolean isEnabled() {
            return !url.isBlank();
        }

        public String[] servers() {
            return url.strip().split("\\s*,\\s*");
        }
    }

    /** Who this node is: a user with a password, a token, a file of credentials, or what stands in the address. */
    public record Identity(String user, String password, String token, String credentialsFile) {

        public Identity {
            int ways = given(user) + given(token) + given(credentialsFile);
            if (ways > 1) {
                throw new IllegalArgumentException(
                        "talkoot.nats: only one of user, token and credentials-file may be set");
            }
            if (given(password) == 1 && given(user) == 0) {
                throw new IllegalArgumentException("talkoot.nats.password needs talkoot.nats.user");
            }
        }

        private static int given(String text) {
            return text.isEmpty() ? 0 : 1;
        }

        @Override
        public String toString() {
            return "Identity[user=%s]".formatted(user);
        }
    }

    /**
     * Encryption, as far as it is not what every JVM does.
     *
     * @param trustedCertificates a file of PEM; empty: what the JVM trusts
     * @param keyStore a file of PKCS #12 with this node's own key; empty: it has none
     */
    public record Tls(String trustedCertificates, String keyStore, String keyStorePassword) {

        public boolean isConfigured() {
            return !trustedCertificates.isEmpty() || !keyStore.isEmpty();
        }

        @Override
        public String toString() {
            return "Tls[trustedCertificates=%s, keyStore=%s]".formatted(trustedCertificates, keyStore);
        }
    }

    /**
     * What comes in.
     *
     * @param name what the consumers of this installation are called by
     * @param maxInFlight most records of a lane that are taken and not acknowledged: after a crash so many come again,
     *     and an inbox must recognise all of them
     * @param ackWait after which the server gives a record to somebody else whose taker says nothing
     * @param subjects what tokens of subjects say
     */
    public record In(
            String name, int maxInFlight, Duration ackWait, List<SubjectTemplate> subjects, List<LaneSpec> lanes) {

        /** With less, nothing is left to be taken while others are acknowledged. */
        static final int SMALLEST = 4;

        /** The server looks at what is not acknowledged no more often than that. */
        static final Duration SHORTEST = Duration.ofSeconds(1);

        public In {
            subjects = List.copyOf(subjects);
            lanes = List.copyOf(lanes);
            if (maxInFlight < SMALLEST || maxInFlight > EventInbox.DEDUPLICATION_WINDOW) {
                throw new IllegalArgumentException("talkoot.nats.source.max-in-flight must be %d to %d"
                        .formatted(SMALLEST, EventInbox.DEDUPLICATION_WINDOW));
            }
            if (ackWait.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException("talkoot.nats.source.ack-wait must be at least 1 second");
            }
            requireName("talkoot.nats.source.name", name);
        }
    }

    /**
     * Who asks and waits for the answer.
     *
     * @param subject its wildcard token names the agent; empty: nobody is answered
     * @param group of the nodes, of which one answers each question
     * @param patience how long a turn is waited for
     * @param atMost questions that are open on a node; beyond, the answer is a refusal
     */
    public record Questions(String subject, String group, Duration patience, int atMost) {

        public Questions {
            if (!subject.isBlank()) {
                SubjectTemplate unused = new SubjectTemplate(subject);
            }
            requireName("talkoot.nats.questions.group", group);
            if (!patience.isPositive()) {
                throw new IllegalArgumentException("talkoot.nats.questions.patience must be longer than nothing");
            }
            if (atMost < 1) {
                throw new IllegalArgumentException("talkoot.nats.questions.at-most must be at least 1");
            }
        }

        public boolean areAnswered() {
            return !subject.isBlank();
        }
    }

    /**
     * What goes out.
     *
     * @param name under which the journal keeps how far the sink is
     * @param maxEventBytes a larger event leaves without its payload
     */
    public record Out(String name, WireFormat wireFormat, int maxEventBytes) {

        /** Room for the envelope of an event whose payload stays behind. */
        static final int SMALLEST = 4_096;

        public Out {
            if (maxEventBytes < SMALLEST) {
                throw new IllegalArgumentException("talkoot.nats.sink.max-event-bytes must be at least " + SMALLEST);
            }
            if (name.isBlank()) {
                throw new IllegalArgumentException("talkoot.nats.sink.name must not be empty");
            }
        }
    }

    /** Whether there is a NATS at all. */
    public boolean isEnabled() {
        return access.isEnabled();
    }

    /** Reads {@code talkoot.nats}. */
    public static NatsSettings from(Config root) {
        Config nats = root.getConfig(ROOT);
        return new NatsSettings(
                access(nats),
                source(nats.getConfig("source")),
                questions(nats.getConfig("questions")),
                sink(nats.getConfig("sink")),
                named(nats.getConfig("streams")).stream()
                        .map(name -> StreamSpec.from(name, entry(nats, "streams", "stream-defaults", name)))
                        .toList());
    }

    private static Access access(Config nats) {
        Config tls = nats.getConfig("tls");
        return new Access(
                nats.getString("url"),
                new Identity(
                        nats.getString("user"),
                        nats.getString("password"),
                        nats.getString("token"),
                        nats.getString("credentials-file")),
                new Tls(
                        tls.getString("trusted-certificates"),
                        tls.getString("key-store"),
                        tls.getString("key-store-password")),
                nats.getString("domain"));
    }

    private static In source(Config source) {
        return new In(
                source.getString("name"),
                source.getInt("max-in-flight"),
                source.getDuration("ack-wait"),
                source.getStringList("subjects").stream()
                        .map(SubjectTemplate::new)
                        .toList(),
                named(source.getConfig("lanes")).stream()
                        .map(name -> LaneSpec.from(name, entry(source, "lanes", "lane-defaults", name)))
                        .toList());
    }

    private static Questions questions(Config questions) {
        return new Questions(
                questions.getString("subject"),
                questions.getString("group"),
                questions.getDuration("patience"),
                questions.getInt("at-most"));
    }

    private static Out sink(Config sink) {
        return new Out(sink.getString("name"), WireFormat.of(sink.getString("wire-format")), (int)
                Math.min(Integer.MAX_VALUE, sink.getBytes("max-event-bytes")));
    }

    /** One that is set to null is none. */
    private static List<String> named(Config block) {
        return block.root().entrySet().stream()
                .filter(entry -> entry.getValue().valueType() != ConfigValueType.NULL)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static Config entry(Config parent, String block, String defaults, String name) {
        return parent.getConfig(block).getConfig(ConfigUtil.joinPath(name)).withFallback(parent.getConfig(defaults));
    }

    /** Of a stream, a consumer or a group: no more than all servers take. */
    static void requireName(String setting, String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,100}")) {
            throw new IllegalArgumentException(
                    "%s must be 1 to 100 of A-Z a-z 0-9 _ -, not '%s'".formatted(setting, name));
        }
    }
}
