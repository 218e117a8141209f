package org.talkoot.testkit.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The main class of a broker's process: folder, port, port of the controller, port for TLS if the folder says how, and
 * the port by which clients come.
 */
final class KafkaBrokerProcess {

    /** The file in the folder that says how TLS is set up. */
    static final String TLS = "tls.properties";

    private KafkaBrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        String logs = Path.of(arguments[0], "logs").toString();
        format(logs);
        Properties properties = properties(logs, arguments[1], arguments[2]);
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + arguments[4]);
        Path tls = Path.of(arguments[0], TLS);
        if (Files.exists(tls)) {
            addTls(properties, tls, arguments[3]);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        server.awaitShutdown();
    }

    private static void format(String logs) throws Exception {
        new Formatter()
                .setClusterId("dGFsa29vdC10ZXN0LTAwMQ")
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(logs)
                .setDirectories(List.of(logs))
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setUnstableFeatureVersionsEnabled(false)
                .setIgnoreFormatted(true)
                .run();
    }

    private static Properties properties(String logs, String port, String controller) {
        Map<String, String> all = new HashMap<>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("listeners", "PLAINTEXT://127.0.0.1:%s,CONTROLLER://127.0.0.1:%s".formatted(port, controller));
        all.put("controller.listener.names", "CONTROLLER");
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        all.put("log.dirs", logs);
        all.put("auto.create.topics.enable", "false");
        // A killed broker is let in again when its former session has ended.
        all.put("broker.session.timeout.ms", "4000");
        all.put("broker.heartbeat.interval.ms", "500");
        all.putAll(small());
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    private static void addTls(Properties properties, Path tls, String port) throws IOException {
        properties.merge("listeners", ",TLS://127.0.0.1:" + port, KafkaBrokerProcess::joined);
        properties.merge("advertised.listeners", ",TLS://127.0.0.1:" + port, KafkaBrokerProcess::joined);
        properties.merge("listener.security.protocol.map", ",TLS:SSL", KafkaBrokerProcess::joined);
        try (Reader file = Files.newBufferedReader(tls)) {
            properties.load(file);
        }
    }

    private static Object joined(Object before, Object more) {
        return before.toString() + more;
    }

    /** One node, little memory, quick to start. */
    private static Map<String, String> small() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "group.initial.rebalance.delay.ms", "0",
                "log.cleaner.dedupe.buffer.size", "4194304",
                "num.network.threads", "2",
                "num.io.threads", "4");
    }
}
