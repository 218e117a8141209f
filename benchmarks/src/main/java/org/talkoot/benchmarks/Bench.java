package org.talkoot.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.talkoot.benchmarks.events.EventsThroughKafka;
import org.talkoot.benchmarks.load.Report;
import picocli.CommandLine;

/** The load benchmarks. */
@CommandLine.Command(
        name = "talkoot bench",
        description = {
            "Measures a whole node in one process, every step durable, model and tool without" + " latency.",
            "w1: turns/s and latency at 1, 16, 128, 512 conversations in flight",
            "w2: one conversation to 1,000 turns",
            "w3: 20,000 conversations of one turn, resident and passivated",
            "delegations: one run that asks 10,000 agents at once",
            "events: task events through Kafka, in and out",
            "micro: deciding, folding and encoding alone, by JMH"
        },
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    @CommandLine.Parameters(index = "0", defaultValue = "w1", description = "w1, w2, w3, delegations, events or micro")
    private String workload = "w1";

    @CommandLine.Option(names = "--db", defaultValue = "postgres", description = "sqlite or postgres")
    private String database = "postgres";

    @CommandLine.Option(names = "--seconds", defaultValue = "15", description = "how long each load of w1 is measured")
    private int seconds = 15;

    @CommandLine.Option(
            names = "--in-flight",
            split = ",",
            defaultValue = "1,16,128,512",
            description = "conversations in flight of w1, in this order")
    private List<Integer> inFlight = List.of(1, 16, 128, 512);

    @CommandLine.Option(names = "--events", defaultValue = "60000", description = "task events in each step of events")
    private int events = 60_000;

    @CommandLine.Option(names = "--results", defaultValue = "benchmarks/results", description = "folder for the JSON")
    private Path results = Path.of("benchmarks/results");

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() {
        Report report = new Report(workload);
        switch (workload) {
            case "w1" -> TurnsUnderLoad.run(database, inFlight, Duration.ofSeconds(seconds), report);
            case "w2" -> LongConversation.run(database, report);
            case "w3" -> ManyConversations.run(database, report);
            case "delegations" -> {
                ManyDelegations.run(report);
                report.write(results, "memory");
                return 0;
            }
            case "events" -> EventsThroughKafka.run(database, events, report);
            case "micro" -> {
                return micro();
            }
            default -> throw new IllegalArgumentException("there is no workload " + workload);
        }
        report.write(results, database);
        return 0;
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
