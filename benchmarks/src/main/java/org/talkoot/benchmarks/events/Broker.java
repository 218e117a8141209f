package org.talkoot.benchmarks.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A Kafka of our own, one node in a process of its own, with the durability of its defaults. */
record Broker(Process process, int port) implements AutoCloseable {

    private static final int START_SECONDS = 60;
    private static final String CLUSTER = "dGFsa29vdC1iZW5jaC0wMQ";

    static Broker start() {
        try {
            Path directory = Files.createTempDirectory("talkoot-bench-kafka");
            int port = freePort();
            Path properties =
                    Files.writeString(directory.resolve("server.properties"), properties(directory, port, freePort()));
            int formatted = java(directory, "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c")
                    .apply(properties)
                    .waitFor();
            if (formatted != 0) {
                throw new IllegalStateException("Kafka's folder cannot be formatted: " + directory);
            }
            Broker broker = new Broker(java(directory, "kafka.Kafka").apply(properties), port);
            broker.awaitReady();
            return broker;
        } catch (IOException e) {
            throw new IllegalStateException("Kafka does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Kafka does not start", e);
        }
    }

    /** One of Kafka's own programs, which wants a file of properties last. */
    private static Function<Path, Process> java(Path directory, String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        return properties -> {
            command.add(properties.toString());
            try {
                return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                directory.resolve("broker.log").toFile()))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static String properties(Path directory, int port, int controller) {
        return """
        process.roles=broker,controller
        node.id=1
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        controller.quorum.voters=1@127.0.0.1:%2$d
        log.dirs=%3$s
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        group.initial.rebalance.delay.ms=0
        """.formatted(port, controller, directory.resolve("logs"));
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void create(String topic, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating " + topic, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot create " + topic, e);
        }
    }

    private void awaitReady() {
        for (int second = 0; second < START_SECONDS && process.isAlive(); second++) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
                if (!admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty()) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while Kafka starts", e);
            } catch (ExecutionException | TimeoutException e) {
                System.out.print("."); // it is still starting
            }
        }
        throw new IllegalStateException("Kafka does not start");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
