package org.talkoot.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.examples.supportdesk.SupportDesk;

/** {@code ./talkoot cluster}, from its first line to its last process. */
final class LocalClusterIT {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final int port = freePorts(3);
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final Set<ProcessHandle> family = new HashSet<>();
    private final List<Child> launchers = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private Child talkoot(String what) throws IOException {
        Child launcher = Child.start(
                LocalCluster.class,
                List.of(
                        what,
                        "--port",
                        Integer.toString(port),
                        "--data",
                        directory.resolve("cluster").toString(),
                        "--main",
                        SupportDesk.class.getName()),
                Map.of("TALKOOT_DB_URL", ""),
                directory.resolve(what + ".log"),
                said::add);
        launchers.add(launcher);
        return launcher;
    }

    @AfterEach
    void leaveNothing() {
        http.close();
        family.forEach(ProcessHandle::destroyForcibly);
        launchers.forEach(launcher -> ProcessHandle.of(launcher.pid()).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void startsNodesThatKnowEachOtherLosesOneTakesOneMoreAndEndsAllOfThem() throws Exception {
        Child launcher = talkoot("2");
        awaitLine("Talkoot: all 2 nodes are ready");
        awaitLine("node 1: Talkoot is ready at http://127.0.0.1:" + port);
        awaitLine("node 2: Talkoot is ready at http://127.0.0.1:" + (port + 1));
        await().atMost(LONG).until(() -> up(0).size() == 2 && up(0).equals(up(1)));

        ProcessHandle.of(up(0).get(address(1))).orElseThrow().destroyForcibly();
        await().atMost(LONG).until(() -> statuses(0).equals(Map.of(address(0), "up", address(1), "removed")));
        awaitLine("node 2: has ended with code 137");

        Child adder = talkoot("add");
        awaitLine("node 3: Talkoot is ready at http://127.0.0.1:" + (port + 2));
        await().atMost(LONG).until(() -> up(2).keySet().equals(Set.of(address(0), address(2))));

        String url =
                RunningCluster.in(directory.resolve("cluster")).orElseThrow().url();
        descendants(launcher);
        descendants(adder);
        launcher.terminate();
        await().atMost(LONG).until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        await().atMost(LONG).until(() -> !adder.isAlive());
        assertThat(isFree(URI.create(url.substring("jdbc:".length())).getPort()))
                .as("Postgres has ended, too")
                .isTrue();
        assertThat(launcher.awaitEnd()).isEqualTo(143);
    }

    private void awaitLine(String start) {
        await().atMost(LONG).until(() -> said.stream().anyMatch(line -> line.startsWith(start)));
    }

    private String address(int node) {
        return "127.0.0.1:" + (port + node);
    }

    /** The processes of the nodes that are up, by where they take requests, as one node sees it. */
    private Map<String, Long> up(int node) {
        Map<String, Long> up = new HashMap<>();
        cluster(node).get("members").forEach(member -> {
            if (member.get("status").asText().equals("up")) {
                up.put(member.get("http").asText(), member.get("pid").asLong());
            }
        });
        return up;
    }

    private Map<String, String> statuses(int node) {
        Map<String, String> statuses = new HashMap<>();
        cluster(node)
                .get("members")
                .forEach(member -> statuses.put(
                        member.get("http").asText(), member.get("status").asText()));
        return statuses;
    }

    private JsonNode cluster(int node) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address(node) + "/v1/cluster"))
                    .timeout(LONG)
                    .build();
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void descendants(Child launcher) {
        ProcessHandle.of(launcher.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(family::add);
        assertThat(family).isNotEmpty();
    }

    /** The first of some ports that follow each other. */
    private static int freePorts(int count) {
        return IntStream.generate(LocalClusterIT::freePort)
                .filter(first -> IntStream.range(first, first + count).allMatch(LocalClusterIT::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
