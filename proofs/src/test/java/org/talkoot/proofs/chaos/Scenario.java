package org.talkoot.proofs.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.talkoot.proofs.chaos.History.Feed;
import org.talkoot.proofs.chaos.History.Said;
import org.talkoot.proofs.crash.Client;
import org.talkoot.proofs.crash.EventStream;
import org.talkoot.proofs.crash.Release;

/** A cluster under load, its feeds followed from elsewhere, and in the end a history that is checked. */
final class Scenario implements AutoCloseable {

    private static final boolean FULL = Boolean.getBoolean("chaos.full");
    private static final int CONVERSATIONS = FULL ? 500 : 100;
    private static final double TURNS_PER_SECOND = FULL ? 100 : 20;

    /** Longer than it takes to find out, to decide and to take over. */
    static final Duration FOUND_OUT = Duration.ofSeconds(12);

    static final Duration LONG = FULL ? Duration.ofSeconds(60) : FOUND_OUT;

    private static final int NODES = 3;
    private static final int FEEDS = 10;
    private static final Duration CALM = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Where nobody reads how long things took, and other tests keep the machine busy, nothing is ever steady. */
    private static final Duration WARM = FULL ? PATIENCE : Duration.ofSeconds(20);

    private final Cluster cluster;
    private final Load load;
    private final List<Load> loads = new ArrayList<>();
    private final List<EventStream> feeds;
    private final List<Struck> struck = new ArrayList<>();

    /** @param over when it was mended */
    private record Struck(String name, long at, long over) {}

    private Scenario(Cluster cluster, int conversations, double turnsPerSecond) {
        this.cluster = cluster;
        List<String> names =
                IntStream.range(0, conversations).mapToObj(i -> "c" + i).toList();
        this.feeds = names.subList(0, FEEDS).stream()
                .map(name -> new EventStream(cluster.entrance(), name))
                .toList();
        this.load = Load.start(cluster, names, turnsPerSecond);
        loads.add(load);
    }

    static Scenario start(Path directory, int conversations, double turnsPerSecond) throws Exception {
        return new Scenario(Cluster.start(directory, NODES), conversations, turnsPerSecond);
    }

    /** One whose clients say something at a steady rate, warmed up. */
    static Scenario steady(Path directory) throws Exception {
        return start(directory, CONVERSATIONS, TURNS_PER_SECOND).warmUp();
    }

    /** The same on nodes of another build. */
    static Scenario steady(Path directory, Release release) throws Exception {
        return new Scenario(Cluster.start(directory, NODES, release), CONVERSATIONS, TURNS_PER_SECOND).warmUp();
    }

    /** From now on clients talk to that agent as well. */
    Load alsoTo(String agent, List<String> conversations, double turnsPerSecond) {
        Load more = Load.start(cluster, Optional.of(agent), conversations, turnsPerSecond);
        loads.add(more);
        return more;
    }

    /** New processes are slow, and what that costs is not what a fault costs. */
    private Scenario warmUp() {
        long until = System.nanoTime() + WARM.toNanos();
        while (!Pauses.isSteady(load.turns(), System.nanoTime()) && System.nanoTime() < until) {
            pass(Duration.ofSeconds(1));
        }
        return this;
    }

    Cluster cluster() {
        return cluster;
    }

    Load load() {
        return load;
    }

    /** Lets that much time pass: how long a fault lasts is what is tested here. */
    static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    /** The node that has been a member for longest. */
    int oldest() throws SQLException {
        String address = Witness.oldest(cluster.database().url());
        return IntStream.range(0, cluster.size())
                .filter(i -> address.startsWith(cluster.network().address(i) + ":"))
                .findFirst()
                .orElseThrow();
    }

    /** One fault from its beginning until all nodes are ready again and turns succeed as before it. */
    void suffer(String name, Fault fault, Duration lasting) throws IOException, InterruptedException {
        pass(CALM);
        long began = System.nanoTime();
        fault.begin(cluster);
        pass(lasting);
        long over = System.nanoTime();
        fault.end(cluster);
        cluster.awaitWhole();
        pass(CALM);
        struck.add(new Struck(name, began, over));
        System.out.println("chaos: " + name + ", all ready again after "
                + Duration.ofNanos(System.nanoTime() - began).minus(CALM).toMillis()
                + " ms; ended by themselves so far: "
                + cluster.exits());
    }

    /**
     * Ends the load, and checks only that nobody has been taken for dead: for a run whose journal is too long to be
     * read as a whole.
     */
    void endWithoutAlarm() throws Exception {
        load.cease();
        System.out.printf(
                "chaos: %d turns, ended by themselves: %s%n", load.turns().size(), cluster.exits());
        assertThat(cluster.exits()).isEmpty();
        assertThat(Witness.removed(cluster.database().url())).isEmpty();
    }

    /** Begins no turn any more; all that have begun end. */
    void cease() throws Exception {
        for (Load each : loads) {
            each.cease();
        }
    }

    /** Ends the load and checks everything. */
    void endClean() throws Exception {
        cease();
        History history = history();
        for (int i = 0; i < struck.size(); i++) {
            long next = i + 1 < struck.size() ? struck.get(i + 1).at() : Long.MAX_VALUE;
            System.out.println("chaos: " + told(struck.get(i), next));
        }
        System.out.printf(
                "chaos: %d turns, %d entries of the journal, %d calls of tools, %d removals, ended by themselves: %s%n",
                loads.stream().mapToInt(each -> each.turns().size()).sum(),
                history.journal().size(),
                history.calls().size(),
                history.removed().size(),
                cluster.exits());
        assertThat(Checker.check(history)).isEmpty();
        assertThat(history.journal()).as("the witness knows who writes").noneMatch(entry -> entry.writer() == 0);
    }

    private String told(Struck fault, long next) {
        List<Load.Turn> during = load.turns().stream()
                .filter(turn -> turn.meant() >= fault.at() && turn.meant() < fault.over())
                .toList();
        List<Load.Turn> after = load.turns().stream()
                .filter(turn -> turn.meant() >= fault.over() && turn.meant() < next)
                .toList();
        return "%s: 99 of 100 turns succeed again after %d s, the longest took %d ms; when it was over, after %d s and %d ms"
                .formatted(
                        fault.name(),
                        Pauses.untilSteady(during, fault.at()).toSeconds(),
                        Pauses.longest(during).toMillis(),
                        Pauses.untilSteady(after, fault.over()).toSeconds(),
                        Pauses.longest(after).toMillis());
    }

    private History history() throws Exception {
        Client client = new Client(cluster.entrance());
        Map<String, List<Said>> said = new LinkedHashMap<>();
        for (Load each : loads) {
            for (String conversation : each.conversations()) {
                said.put(
                        conversation,
                        client.messages(conversation).stream()
                                .map(Scenario::said)
                                .toList());
            }
        }
        return new History(
                loads.stream().flatMap(each -> each.posted().stream()).toList(),
                said,
                Witness.written(cluster.database().url()),
                Witness.removed(cluster.database().url()),
                cluster.calls(),
                feeds(client));
    }

    private static Said said(JsonNode message) {
        return new Said(message.get("role").asText(), message.get("text").asText());
    }

    /** A feed that does not come to its end is left as it is: that it lacks something is for the checker to say. */
    private List<Feed> feeds(Client client) throws Exception {
        List<Feed> all = new ArrayList<>();
        for (int i = 0; i < FEEDS; i++) {
            String conversation = load.conversations().get(i);
            EventStream feed = feeds.get(i);
            List<Long> told = client.events(conversation).stream()
                    .map(event -> event.get("sequence").asLong())
                    .toList();
            await("feed of " + conversation)
                    .atMost(PATIENCE)
                    .until(() -> feed.sequences().size() >= told.size());
            all.add(new Feed(conversation, feed.sequences(), told));
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        feeds.forEach(EventStream::close);
        loads.forEach(Load::close);
        cluster.close();
    }
}
