package org.talkoot.examples.broker;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.talkoot.examples.broker.Start.Setting;

/** How brokers are started: those that are installed as programs, and those on the JVM from jars. */
final class Starts {

    private static final String HOST = "127.0.0.1";

    /** Debian's rabbitmq-server in /usr/sbin becomes another user; the one beside its libraries does not. */
    private static final List<String> BEFORE_PATH = List.of("/usr/lib/rabbitmq/bin");

    private static final List<String> BEHIND_PATH = List.of("/usr/sbin", "/usr/local/bin");

    private Starts() {}

    static Start kafka(Path folder, int port) throws IOException {
        int controller = freePort();
        Path data = folder.resolve("log");
        Path settings = folder.resolve("server.properties");
        Files.writeString(settings, """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                controller.quorum.bootstrap.servers=127.0.0.1:%2$d
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                group.initial.rebalance.delay.ms=0
                """.formatted(port, controller, data));
        List<String> format = java(
                "kafka",
                "kafka.tools.StorageTool",
                List.of("format", "--standalone", "-t", newClusterId(), "-c", settings.toString()));
        return new Start(
                Files.exists(data.resolve("meta.properties")) ? List.of() : List.of(format),
                java("kafka", "kafka.Kafka", List.of(settings.toString())),
                Map.of(),
                List.of(new Setting("talkoot.kafka.bootstrap-servers", HOST + ':' + port)));
    }

    static Start nats(Path folder, int port) throws IOException {
        return Start.of(
                List.of(
                        program("nats-server"),
                        "--addr",
                        HOST,
                        "--port",
                        Integer.toString(port),
                        "--jetstream",
                        "--store_dir",
                        folder.toString()),
                new Setting("talkoot.nats.url", "nats://%s:%d".formatted(HOST, port)));
    }

    static Start rabbitmq(Path folder, int port) throws IOException {
        Path plugins = folder.resolve("enabled_plugins");
        Files.writeString(plugins, "[].\n");
        return new Start(
                List.of(),
                List.of(program("rabbitmq-server")),
                Map.of(
                        "RABBITMQ_NODENAME", "talkoot-%08x@localhost".formatted(folder.hashCode()),
                        "RABBITMQ_NODE_IP_ADDRESS", HOST,
                        "RABBITMQ_NODE_PORT", Integer.toString(port),
                        "RABBITMQ_DIST_PORT", Integer.toString(freePort()),
                        "ERL_EPMD_PORT", Integer.toString(freePort()),
                        "RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString(),
                        "RABBITMQ_LOG_BASE", folder.resolve("log").toString(),
                        "RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString(),
                        "HOME", folder.toString()),
                List.of(new Setting("talkoot.rabbitmq.url", "amqp://guest:guest@%s:%d".formatted(HOST, port))));
    }

    static Start redis(Path folder, int port) throws IOException {
        return Start.of(
                List.of(
                        program("redis-server"),
                        "--bind",
                        HOST,
                        "--port",
                        Integer.toString(port),
                        "--dir",
                        folder.toString(),
                        "--appendonly",
                        "yes"),
                new Setting("talkoot.redis.url", "redis://%s:%d".formatted(HOST, port)));
    }

    static Start pulsar(Path folder, int port) throws IOException {
        int web = freePort();
        Path settings = folder.resolve("standalone.conf");
        Files.writeString(settings, """
                clusterName=standalone
                bindAddress=127.0.0.1
                advertisedAddress=127.0.0.1
                brokerServicePort=%d
                webServicePort=%d
                managedLedgerDefaultEnsembleSize=1
                managedLedgerDefaultWriteQuorum=1
                managedLedgerDefaultAckQuorum=1
                managedLedgerCacheSizeMB=16
                dbStorage_writeCacheMaxSizeMb=16
                dbStorage_readAheadCacheMaxSizeMb=8
                loadBalancerEnabled=false
                allowLoopback=true
                diskUsageThreshold=0.99
                """.formatted(port, web));
        List<String> standalone = java(
                "pulsar",
                "org.apache.pulsar.PulsarStandaloneStarter",
                List.of(
                        "--config",
                        settings.toString(),
                        "--no-functions-worker",
                        "--no-stream-storage",
                        "--num-bookies",
                        "1",
                        "--metadata-dir",
                        folder.resolve("metadata").toString(),
                        "--bookkeeper-dir",
                        folder.resolve("bookkeeper").toString(),
                        "--bookkeeper-port",
                        Integer.toString(freePort())));
        return new Start(
                List.of(),
                standalone,
                Map.of(),
                List.of(
                        new Setting("talkoot.pulsar.service-url", "pulsar://%s:%d".formatted(HOST, port)),
                        new Setting("talkoot.pulsar.admin-url", "http://%s:%d".formatted(HOST, web))));
    }

    /** Where an installed program is. */
    private static String program(String name) throws IOException {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(BEFORE_PATH, List.of(path.split(File.pathSeparator, -1)), BEHIND_PATH)
                .flatMap(List::stream)
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() ->
                        new IOException("needs %1$s: install it (for example 'apt install %1$s')".formatted(name)));
    }

    /** A broker on the JVM, from the jars that the launcher has fetched for it; its libraries reach into the JDK. */
    private static List<String> java(String broker, String main, List<String> args) {
        Path jars = Path.of(System.getProperty("broker.jars", "target/brokers"), broker);
        return Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:+IgnoreUnrecognizedVMOptions",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--enable-native-access=ALL-UNNAMED",
                                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                                "--add-opens=java.base/jdk.internal.platform=ALL-UNNAMED",
                                "--add-opens=java.management/sun.management=ALL-UNNAMED",
                                "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
                                "-Dio.netty.tryReflectionSetAccessible=true",
                                "-XX:+UseSerialGC",
                                "-Xmx512m",
                                "-XX:MaxDirectMemorySize=512m",
                                "-cp",
                                jars + File.separator + "*",
                                main),
                        args.stream())
                .toList();
    }

    /** As Kafka writes them: 16 bytes in Base64. */
    private static String newClusterId() {
        byte[] random = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(random, 16));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
