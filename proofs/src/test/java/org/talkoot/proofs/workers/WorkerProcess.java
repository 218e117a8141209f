package org.talkoot.proofs.workers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.talkoot.testkit.process.ChildJvm;
import org.talkoot.worker.Call;
import org.talkoot.worker.Worker;
import org.talkoot.worker.kafka.KafkaToolBroker;

/** A worker that writes down what it begins, and is done when it is told so. */
public final class WorkerProcess {

    private static final String BEGUN = "begun";
    private static final String GO = "go";

    private WorkerProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[1]);
        try (Worker worker = Worker.on(KafkaToolBroker.at(arguments[0], "workers"))
                .tool(CallingNode.PATIENT, call -> work(directory, call))
                .tool(CallingNode.ONCE, call -> work(directory, call))
                .start()) {
            worker.await();
        }
    }

    private static String work(Path directory, Call call) throws IOException {
        Files.writeString(
                directory.resolve(BEGUN),
                "%s %d%n".formatted(call.tool(), call.attempt()),
                UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        await().forever().until(() -> Files.exists(directory.resolve(GO)));
        return "done";
    }

    static ChildJvm start(String bootstrapServers, Path directory) throws IOException {
        return ChildJvm.of(WorkerProcess.class, bootstrapServers, directory.toString())
                .with("-Xmx128m")
                .start(directory.resolve("worker.log"));
    }

    /** How often calls of a tool were begun by any worker. */
    static long begun(Path directory, String tool) throws IOException {
        Path begun = directory.resolve(BEGUN);
        return Files.exists(begun)
                ? Files.readAllLines(begun, UTF_8).stream()
                        .filter(line -> line.startsWith(tool + " "))
                        .count()
                : 0;
    }

    /** Lets all workers come to their end. */
    static void go(Path directory) throws IOException {
        Files.writeString(directory.resolve(GO), "", UTF_8);
    }
}
