package org.talkoot.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.talkoot.benchmarks.events.EventsThroughKafka;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.writers.ManyWriters;
import picocli.CommandLine;

/** The load benchmarks. */
@CommandLine.Command(
        name = "talkoot bench",
        description = {
            "Measures whole nodes, every step durable, model and tool without latency.",
            "w1: turns/s and latency at 1, 16, 128, 512 conversations in flight; with --rate, latency at so many turns a second",
            "w2: one conversation to 1,000 turns",
            "w3: 20,000 conversations of one turn, resident and passivated",
            "w4: w1 in process, over HTTP, over WebSocket",
            "w5: 5,000 live readers of 500 busy conversations",
            "cluster: w1 over HTTP with 1, 2 and 3 nodes on one Postgres",
            "writers: one journal written by 1, 2, 3 and 6 processes, with its one order and without",
            "context: one conversation to 10,000 turns on a model of 8,000 tokens",
            "life: ten million events, then start, recovery, feeds, views",
            "map: one run that works on 1,000 items, by a tool, by agents, by a part of its brain",
            "delegations: one run that asks 10,000 agents at once",
            "events: task events through Kafka, in and out",
            "micro: deciding, folding and encoding alone, by JMH"
        },
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    @CommandLine.Parameters(
            index = "0",
            defaultValue = "w1",
            description = "w1, w2, w3, w4, w5, cluster, writers, context, life, map, delegations, events or micro")
    private String workload = "w1";

    @CommandLine.Option(names = "--db", defaultValue = "postgres", description = "sqlite or postgres")
    private String database = "postgres";

    @CommandLine.Option(names = "--seconds", defaultValue = "15", description = "how long each load is measured")
    private int seconds = 15;

    @CommandLine.Option(
            names = "--in-flight",
            split = ",",
            description = "conversations in flight, in this order (w1: 1,16,128,512; w4: 1,128; cluster: 128)")
    private List<Integer> inFlight = List.of();

    @CommandLine.Option(
            names = "--rate",
            split = ",",
            description =
                    "w1: turns a second, one rate after the other; w5: events a second (1000); life: turns a second while"
                            + " views are made anew (100)")
    private List<Integer> rates = List.of();

    @CommandLine.Option(names = "--readers", defaultValue = "5000", description = "live readers of w5")
    private int readers = 5_000;

    @CommandLine.Option(
            names = "--apart",
            description = "cluster: also with requests on one node and agents on another, so that each turn has a hop")
    private boolean apart;

    @CommandLine.Option(
            names = "--nodes",
            split = ",",
            defaultValue = "1,2,3",
            description = "nodes of cluster, one number after the other")
    private List<Integer> nodes = List.of(1, 2, 3);

    @CommandLine.Option(
            names = "--events",
            description = "events: task events in each step (60000); life: events in the journal (10000000)")
    private @Nullable Long events;

    @CommandLine.Option(names = "--results", defaultValue = "benchmarks/results", description = "folder for the JSON")
    private Path results = Path.of("benchmarks/results");

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() {
        boolean isOpen = workload.equals("w1") && !rates.isEmpty();
        Report report = new Report(isOpen ? "w1-rate" : workload);
        Duration duration = Duration.ofSeconds(seconds);
        switch (workload) {
            case "w1" -> turns(isOpen, duration, report);
            case "w2" -> LongConversation.run(database, report);
            case "w3" -> ManyConversations.run(database, report);
            case "w4" -> TurnsOverWire.run(database, given(inFlight, 1, 128), duration, report);
            case "w5" -> LiveReaders.run(database, readers, given(rates, 1_000), duration, report);
            case "cluster" -> TurnsOfCluster.run(nodes, apart, given(inFlight, 128), duration, report);
            case "writers" -> ManyWriters.run(duration, report);
            case "life" ->
                LongLife.run(
                        database,
                        events == null ? 10_000_000 : events,
                        given(rates, 100).getFirst(),
                        duration,
                        report);
            case "context" -> NarrowWindow.run(database, report);
            case "map" -> MapOverList.run(database, report);
            case "delegations" -> {
                ManyDelegations.run(report);
                report.write(results, "memory");
                return 0;
            }
            case "events" -> EventsThroughKafka.run(database, events == null ? 60_000 : events.intValue(), report);
            case "micro" -> {
                return micro();
            }
            default -> throw new IllegalArgumentException("there is no workload " + workload);
        }
        report.write(results, database);
        return 0;
    }

    private void turns(boolean isOpen, Duration duration, Report report) {
        if (isOpen) {
            TurnsAtRate.run(database, rates, duration, report);
        } else {
            TurnsUnderLoad.run(database, given(inFlight, 1, 16, 128, 512), duration, report);
        }
    }

    private static List<Integer> given(List<Integer> given, Integer... otherwise) {
        return given.isEmpty() ? List.of(otherwise) : given;
    }

    private static int micro() {
        try {
            org.openjdk.jmh.Main.main(new String[] {"org.talkoot.benchmarks.micro.*"});
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
