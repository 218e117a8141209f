package org.talkoot.examples.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What is written down in the folder of a cluster for those who add a node to it.
 *
 * @param launcher the process that has started it
 * @param url of its database
 * @param port of its first node
 * @param nodes how many were started, added ones included
 */
record RunningCluster(long launcher, String url, int port, int nodes) {

    private static final String FILE = "cluster.properties";
    private static final String ADDED = "added";

    RunningCluster withOneMore() {
        return new RunningCluster(launcher, url, port, nodes + 1);
    }

    void writeTo(Path folder) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("launcher", Long.toString(launcher));
        properties.setProperty("url", url);
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("nodes", Integer.toString(nodes));
        try (Writer file = Files.newBufferedWriter(folder.resolve(FILE))) {
            properties.store(file, null);
        }
    }

    /** Empty when none was started there, or it has ended. */
    static Optional<RunningCluster> in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return Optional.of(new RunningCluster(
                        Long.parseLong(properties.getProperty("launcher", "0")),
                        properties.getProperty("url"),
                        Integer.parseInt(properties.getProperty("port")),
                        Integer.parseInt(properties.getProperty("nodes"))))
                .filter(running -> alive(running.launcher()).isPresent());
    }

    /** The process that has started it, while it runs. */
    Optional<ProcessHandle> process() {
        return alive(launcher);
    }

    /** Says that this process has added a node. */
    static void joinedBy(Path folder, long pid) throws IOException {
        Files.createDirectories(folder.resolve(ADDED));
        Files.writeString(folder.resolve(ADDED).resolve(Long.toString(pid)), "");
    }

    static void leftBy(Path folder, long pid) throws IOException {
        Files.deleteIfExists(folder.resolve(ADDED).resolve(Long.toString(pid)));
    }

    /** The processes that have added nodes and still run. */
    static List<ProcessHandle> added(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(ADDED))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve(ADDED))) {
            return files.flatMap(file -> alive(Long.parseLong(file.getFileName().toString())).stream())
                    .toList();
        }
    }

    /** A number may belong to something else meanwhile. */
    private static Optional<ProcessHandle> alive(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .arguments()
                        .map(words -> List.of(words).contains(LocalCluster.class.getName()))
                        .orElse(true));
    }
}
