package org.talkoot.proofs.fire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.proofs.crash.NodeProcess;
import org.talkoot.proofs.foreign.ForeignBroker;

/**
 * How many events go through one node by each broker, how long they take when there is room, and what the same plain
 * clients do without a node between them. Everything is on one machine and one clock. Runs when it is asked for.
 *
 * <p>At once: so many tasks as fast as the client sends them; in is until the last answer is in the journal, out until
 * the last event was seen outside. At a rate: in is from the time at which a task was to be sent until the commit of
 * its message, out from the commit of the answer until a foreign reader has it, each by Postgres' own time of the
 * commit (which it takes before it flushes its log). Each figure is the median of the rounds; one round before them
 * warms up.
 */
@Tag("heavy")
final class BrokersSideBySideIT {

    private static final int EVENTS = Integer.getInteger("side.events", 10_000);
    private static final int RATE = Integer.getInteger("side.rate", 100);
    private static final int AT_RATE = RATE * Integer.getInteger("side.seconds", 20);
    private static final int ROUNDS = Integer.getInteger("side.rounds", 3);
    private static final int CONVERSATIONS = 200;
    private static final Path RESULTS = Path.of(System.getProperty("side.results", "target/brokers-side-by-side.json"));
    private static final String ANSWERED = "conversation.answer-posted";

    private static final Map<ForeignBroker.Kind, Map<String, Double>> TABLE = new LinkedHashMap<>();

    @TempDir
    Path directory;

    /** All, or those that are named: {@code -Dside.brokers=nats,redis}. */
    private static Stream<ForeignBroker.Kind> asked() {
        List<String> named = List.of(System.getProperty("side.brokers", "").split(",", -1));
        return Stream.of(ForeignBroker.Kind.values())
                .filter(kind -> named.contains("") || named.contains(kind.toString()));
    }

    @ParameterizedTest
    @MethodSource("asked")
    void eventsGoThrough(ForeignBroker.Kind kind) throws Exception {
        Figures figures = new Figures();
        figures.add("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("track_commit_timestamp", "on")
                        .start();
                ForeignBroker broker = kind.startIn(directory);
                NodeProcess node = new NodeProcess(
                        EventNode.class,
                        directory,
                        broker.environmentWith("TALKOOT_DB_URL", postgres.getJdbcUrl("postgres", "postgres")));
                Journal journal = new Journal(postgres.getJdbcUrl("postgres", "postgres"))) {
            node.awaitReady();
            atOnce(broker, journal, 0, new Figures());
            for (int round = 1; round <= ROUNDS; round++) {
                atOnce(broker, journal, round, figures);
                atRate(broker, journal, round, figures);
            }
            node.kill();
            alone(broker, 0, new Figures());
            for (int round = 1; round <= ROUNDS; round++) {
                alone(broker, round, figures);
            }
        }
        TABLE.put(kind, figures.medians());
        System.out.printf("side by side: %s %s%n", kind, figures.medians());
    }

    @SuppressWarnings("try") // they read meanwhile
    private static void atOnce(ForeignBroker broker, Journal journal, int round, Figures figures) throws Exception {
        Arrivals answers = new Arrivals(ANSWERED, "/payload/text");
        Arrivals events = new Arrivals("work.done", "/payload/task");
        long before = journal.count(ANSWERED);
        try (ForeignBroker.Reading results = broker.follow("agent-results", answers);
                ForeignBroker.Reading others = broker.follow("agent-events", events)) {
            Instant begin = send(broker, "once-" + round + "-", EVENTS);
            Outcome.awaitHandled(journal, before + EVENTS);
            answers.await(EVENTS);
            events.await(EVENTS);
            Instant end = answers.last().isAfter(events.last()) ? answers.last() : events.last();
            figures.perSecond("tasks_in_per_s", EVENTS, begin, journal.lastCommit(ANSWERED));
            figures.perSecond("events_out_per_s", answers.all() + events.all(), begin, end);
        }
    }

    @SuppressWarnings("try") // it reads meanwhile
    private static void atRate(ForeignBroker broker, Journal journal, int round, Figures figures) throws Exception {
        Arrivals answers = new Arrivals(ANSWERED, "/payload/text");
        long end = journal.end();
        try (ForeignBroker.Reading results = broker.follow("agent-results", answers)) {
            Map<String, Instant> due = sendAtRate(broker, "rate-" + round + "-");
            answers.await(AT_RATE);
            figures.later("in", due, journal.commits("conversation.message-posted", end));
            figures.later("out", journal.commits(ANSWERED, end), answers.first());
        }
    }

    /** What the broker does with the same clients, when a reader has what a sender has sent. */
    @SuppressWarnings("try") // they read meanwhile
    private static void alone(ForeignBroker broker, int round, Figures figures) throws IOException {
        Arrivals once = new Arrivals("task.requested", "/event_id");
        try (ForeignBroker.Reading reading = broker.follow(ForeignBroker.TASKS, once)) {
            Instant begin = send(broker, "alone-" + round + "-", EVENTS);
            once.await(EVENTS);
            figures.perSecond("alone_sent_and_read_per_s", EVENTS, begin, once.last());
        }
        Arrivals steady = new Arrivals("task.requested", "/event_id");
        try (ForeignBroker.Reading reading = broker.follow(ForeignBroker.TASKS, steady)) {
            Map<String, Instant> due = sendAtRate(broker, "alone-rate-" + round + "-");
            steady.await(AT_RATE);
            figures.later("alone", due, steady.first());
        }
    }

    /** Returns when it began; the broker has all. */
    private static Instant send(ForeignBroker broker, String name, int count) throws IOException {
        try (ForeignBroker.Sender sender = broker.sender(ForeignBroker.TASKS)) {
            Instant begin = Instant.now();
            for (int i = 0; i < count; i++) {
                sender.send(conversation(i), task(i, name + i));
            }
            return begin;
        }
    }

    /** Returns when each was to be sent. */
    private static Map<String, Instant> sendAtRate(ForeignBroker broker, String name) throws IOException {
        Map<String, Instant> due = new HashMap<>();
        try (ForeignBroker.Sender sender = broker.sender(ForeignBroker.TASKS)) {
            Instant begin = Instant.now();
            for (int i = 0; i < AT_RATE; i++) {
                Instant at = begin.plusNanos(i * 1_000_000_000L / RATE);
                awaitTime(at);
                sender.send(conversation(i), task(i, name + i));
                due.put(name + i, at);
            }
        }
        return due;
    }

    private static void awaitTime(Instant at) {
        for (Duration left = until(at); left.isPositive(); left = until(at)) {
            LockSupport.parkNanos(left.toNanos());
        }
    }

    private static Duration until(Instant at) {
        return Duration.between(Instant.now(), at);
    }

    private static String conversation(int number) {
        return Tasks.conversation(number % CONVERSATIONS);
    }

    private static byte[] task(int number, String text) {
        return """
                {"event_id":"%s","event_type":"task.requested","version":"1.0","target_agent":"worker",\
                "conversation_id":"%s","payload":{"text":"%s"}}\
                """.formatted(text, conversation(number), text).getBytes(UTF_8);
    }

    @AfterAll
    static void printTheTable() throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("benchmark", "brokers-side-by-side");
        document.put("at", Instant.now().toString());
        document.put("java", System.getProperty("java.version"));
        document.put("processors", Runtime.getRuntime().availableProcessors());
        document.put("tasks_at_once", EVENTS);
        document.put("tasks_per_s_at_a_rate", RATE);
        document.put("tasks_at_a_rate", AT_RATE);
        document.put("rounds", ROUNDS);
        Map<String, Object> brokers = new LinkedHashMap<>();
        TABLE.forEach((kind, figures) -> brokers.put(kind.toString(), figures));
        document.put("brokers", brokers);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(RESULTS.toFile(), document);
        TABLE.values().stream().findFirst().ifPresent(any -> {
            System.out.println("| broker | " + String.join(" | ", any.keySet()) + " |");
            TABLE.forEach((kind, figures) -> {
                StringBuilder row = new StringBuilder("| " + kind);
                figures.values().forEach(value -> row.append(" | %.1f".formatted(value)));
                System.out.println(row + " |");
            });
        });
    }
}
