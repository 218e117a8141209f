package org.talkoot.testkit.kafka;

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

/** The main class of a broker's process: folder, port, port of the controller. */
final class KafkaBrokerProcess {

    private KafkaBrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        String logs = Path.of(arguments[0], "logs").toString();
        format(logs);
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties(logs, arguments[1], arguments[2])), Time.SYSTEM);
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
        all.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
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
