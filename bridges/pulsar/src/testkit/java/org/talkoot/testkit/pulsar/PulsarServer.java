package org.talkoot.testkit.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.talkoot.testkit.bus.BrokerSwitch;

/**
 * A Pulsar in a process of its own, broker and storage in one, on free ports of this machine. It can be killed and
 * comes back with the same ports and data.
 */
public final class PulsarServer implements BrokerSwitch.OnOff {

    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final int LAST_LINES = 60;
    private static final String TOKEN = "token:";

    /** What the broker's libraries reach for. The first one is for JVMs that do not know one of the others. */
    private static final List<String> JVM = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.platform=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-Dpulsar.allocator.pooled=false",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-XX:MaxDirectMemorySize=512m");

    private final Path directory;
    private final Ports ports;
    private final Map<String, String> settings;
    private @Nullable Process process;

    /** All that it listens at. */
    private record Ports(int broker, int web, int brokerTls, int webTls, int storage) {

        static Ports free() throws IOException {
            List<ServerSocket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < 5; i++) {
                    sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
                }
                List<Integer> numbers =
                        sockets.stream().map(ServerSocket::getLocalPort).toList();
                return new Ports(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4));
            } finally {
                for (ServerSocket socket : sockets) {
                    socket.close();
                }
            }
        }
    }

    private PulsarServer(Path directory, Map<String, String> settings) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.settings = settings;
        this.ports = Ports.free();
    }

    /** Starts one that keeps its data in {@code directory}, and returns when it answers. */
    public static PulsarServer start(Path directory) throws IOException {
        return start(directory, Map.of());
    }

    /**
     * The same with further settings of a broker, by Pulsar's own names. It listens with TLS as well when they name a
     * certificate.
     */
    public static PulsarServer start(Path directory, Map<String, String> settings) throws IOException {
        return start(directory, port -> {}, settings);
    }

    /** The same; before it is started, somebody who stands between is told its port. */
    public static PulsarServer start(Path directory, IntConsumer between, Map<String, String> settings)
            throws IOException {
        PulsarServer server = new PulsarServer(directory, settings);
        between.accept(server.ports.broker());
        server.on();
        return server;
    }

    /** {@code pulsar://HOST:PORT}. */
    public String serviceUrl() {
        return "pulsar://127.0.0.1:" + ports.broker();
    }

    /** Of its HTTP interface. */
    public String adminUrl() {
        return "http://127.0.0.1:" + ports.web();
    }

    /** {@code pulsar+ssl://HOST:PORT}. */
    public String tlsServiceUrl() {
        return "pulsar+ssl://localhost:" + ports.brokerTls();
    }

    /** Of its HTTP interface with TLS. */
    public String tlsAdminUrl() {
        return "https://localhost:" + ports.webTls();
    }

    @Override
    public void off() {
        Process running = process;
        process = null;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void on() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new IllegalStateException("Pulsar's process does not start", e);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            await().atMost(START_PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast(() -> assertThat(isAlive())
                            .as("Pulsar is alive; its log:%n%s", log())
                            .isTrue())
                    .until(() -> answers(http));
        }
    }

    private boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    @Override
    public void close() {
        off();
    }

    private Process launch() throws IOException {
        Path config = directory.resolve("standalone.conf");
        Files.write(
                config,
                configuration().entrySet().stream()
                        .map(setting -> setting.getKey() + '=' + setting.getValue())
                        .toList());
        // Hundreds of paths are too long for a command line on some systems.
        Path arguments = directory.resolve("classpath");
        Files.writeString(arguments, "-cp\n\"" + BrokerJars.classPath() + "\"\n");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of(
                "@" + arguments,
                "org.apache.pulsar.PulsarStandaloneStarter",
                "--config",
                config.toString(),
                "--no-functions-worker",
                "--no-stream-storage",
                "--num-bookies",
                "1",
                "--metadata-dir",
                directory.resolve("metadata").toString(),
                "--bookkeeper-dir",
                directory.resolve("bookkeeper").toString(),
                "--bookkeeper-port",
                Integer.toString(ports.storage())));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("broker.log").toFile()))
                .start();
    }

    private Map<String, String> configuration() {
        Map<String, String> all = new TreeMap<>(Map.of(
                "clusterName", "standalone",
                "bindAddress", "127.0.0.1",
                "advertisedAddress", "127.0.0.1",
                "brokerServicePort", Integer.toString(ports.broker()),
                "webServicePort", Integer.toString(ports.web()),
                "managedLedgerDefaultEnsembleSize", "1",
                "managedLedgerDefaultWriteQuorum", "1",
                "managedLedgerDefaultAckQuorum", "1",
                "webSocketServiceEnabled", "false",
                "allowLoopback", "true"));
        all.putAll(SMALL);
        if (settings.containsKey("tlsCertificateFilePath")) {
            all.put("brokerServicePortTls", Integer.toString(ports.brokerTls()));
            all.put("webServicePortTls", Integer.toString(ports.webTls()));
        }
        all.putAll(settings);
        return all;
    }

    /** One node, little memory, quick to start. */
    private static final Map<String, String> SMALL = Map.of(
            "managedLedgerCacheSizeMB", "16",
            "managedLedgerMaxUnackedRangesToPersist", "10000",
            "loadBalancerEnabled", "false",
            "numIOThreads", "2",
            "numHttpServerThreads", "8",
            "dbStorage_writeCacheMaxSizeMb", "16",
            "dbStorage_readAheadCacheMaxSizeMb", "8",
            "dbStorage_rocksDB_blockCacheSize", "4194304",
            "nettyMaxFrameSizeBytes", "5253120",
            "diskUsageThreshold", "0.99");

    /** Whether it takes a topic, which it has to store: it listens and knows its namespace before it can. */
    private boolean answers(HttpClient http) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(adminUrl() + "/admin/v2/persistent/public/default/ready-" + UUID.randomUUID()))
                .timeout(Duration.ofSeconds(2))
                .PUT(BodyPublishers.noBody());
        String who = settings.getOrDefault("brokerClientAuthenticationParameters", "");
        if (who.startsWith(TOKEN)) {
            request.header("Authorization", "Bearer " + who.substring(TOKEN.length()));
        }
        try {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode() == 204;
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            List<String> lines = Files.readAllLines(directory.resolve("broker.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }
}
