package org.talkoot.benchmarks.writers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;

/**
 * One journal on one Postgres, written by several processes, each with its own group commit: what the one lock costs
 * that gives all of them one order. Beside it the same without that lock, which is as much as any way of giving up the
 * order could gain.
 */
public final class ManyWriters {

    private static final List<Integer> WRITERS = List.of(1, 2, 3, 6);

    /** Entities that write, over all processes together. */
    private static final int ENTITIES = 192;

    private static final int ROUNDS = 3;

    private static final String UNORDERED = """
            DO $do$ BEGIN EXECUTE replace(
                (SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = 'journal_append'),
                'PERFORM pg_advisory_xact_lock(7406117311);', '-- no order');
            END $do$
            """;

    private ManyWriters() {}

    /** In turns, so that what else the machine does falls on all of them alike. */
    public static void run(Duration each, Report report) {
        for (int round = 1; round <= ROUNDS; round++) {
            for (int writers : WRITERS) {
                measure(round, writers, true, each, report);
                measure(round, writers, false, each, report);
            }
        }
    }

    private static void measure(int round, int writers, boolean ordered, Duration each, Report report) {
        try (Store store = Store.open("postgres")) {
            List<Writer> all = IntStream.range(0, writers)
                    .mapToObj(i -> Writer.start(store.jdbcUrl(), ENTITIES / writers, each))
                    .toList();
            all.forEach(writer -> writer.expect("ready"));
            if (!ordered) {
                execute(store.jdbcUrl(), UNORDERED);
            }
            long cpu = store.cpuNanos();
            all.forEach(Writer::go);
            List<Written> results = all.stream().map(Writer::result).toList();
            double server = (store.cpuNanos() - cpu) / 1e9 / each.toSeconds();
            row(round, writers, ordered, server, results, report);
        }
    }

    private static void row(
            int round, int writers, boolean ordered, double server, List<Written> results, Report report) {
        report.row(
                "round",
                round,
                "writers",
                writers,
                "order",
                ordered ? "one" : "none",
                "commits_per_s",
                sum(results, Written::commitsPerSecond),
                "events_per_s",
                sum(results, Written::eventsPerSecond),
                "p50_ms",
                sum(results, Written::p50) / writers,
                "p99_ms",
                results.stream().mapToDouble(Written::p99).max().orElse(Double.NaN),
                "writer_cores",
                sum(results, Written::cores),
                "postgres_cores",
                server);
    }

    private static double sum(List<Written> results, java.util.function.ToDoubleFunction<Written> figure) {
        return results.stream().mapToDouble(figure).sum();
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the journal's function cannot be changed", e);
        }
    }

    /** What one process has written. */
    record Written(double commitsPerSecond, double eventsPerSecond, double p50, double p99, double cores) {

        static Written parse(String line) {
            String[] figures = line.split(" ");
            return new Written(
                    Double.parseDouble(figures[0]),
                    Double.parseDouble(figures[1]),
                    Double.parseDouble(figures[2]),
                    Double.parseDouble(figures[3]),
                    Double.parseDouble(figures[4]));
        }

        String line() {
            return "%s %s %s %s %s".formatted(commitsPerSecond, eventsPerSecond, p50, p99, cores);
        }
    }

    /** A process, which says "ready", is told to go, and says what it has written. */
    private record Writer(Process process, BufferedReader says) {

        static Writer start(String url, int entities, Duration each) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // the simple compiler alone: six that optimise on two cores would be measured, and not what they write
            command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.addAll(List.of(
                    OneWriter.class.getName(), url, Integer.toString(entities), Long.toString(each.toSeconds())));
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                return new Writer(
                        process,
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void expect(String word) {
            String said = line();
            if (!said.equals(word)) {
                throw new IllegalStateException("a writer says '%s', not '%s'".formatted(said, word));
            }
        }

        void go() {
            try {
                OutputStream to = process.getOutputStream();
                to.write('\n');
                to.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Written result() {
            return Written.parse(line());
        }

        /** The next line with the mark of ours; a library may say something, too. */
        private String line() {
            try {
                String line = says.readLine();
                while (line != null && !line.startsWith(OneWriter.MARK)) {
                    line = says.readLine();
                }
                if (line == null) {
                    throw new IllegalStateException("a writer has ended");
                }
                return line.substring(OneWriter.MARK.length());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
