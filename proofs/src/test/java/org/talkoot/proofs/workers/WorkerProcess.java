package org.talkoot.proofs.workers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.talkoot.testkit.process.ChildJvm;
import org.talkoot.worker.Call;
import org.talkoot.worker.ToolBroker;
import org.talkoot.worker.Worker;
import org.talkoot.worker.kafka.KafkaToolBroker;
import org.talkoot.worker.nats.NatsToolBroker;
import org.talkoot.worker.pulsar.PulsarToolBroker;
import org.talkoot.worker.rabbitmq.RabbitmqToolBroker;
import org.talkoot.worker.redis.RedisToolBroker;

/** A worker that writes down what it begins, and is done when it is told so. */
public final class WorkerProcess {

    private static final String BEGUN = "begun";
    private static final String CANCELLED = "cancelled";
    private static final String GO = "go";
    private static final String GROUP = "workers";

    private WorkerProcess() {}

    /** Arguments: where the broker is, the directory, and the tools; without any, those that wait. */
    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[1]);
        List<String> tools = List.of(arguments).subList(2, arguments.length);
        Worker.Builder builder = Worker.on(broker(arguments[0]));
        for (String tool : tools.isEmpty() ? List.of(CallingNode.PATIENT, CallingNode.ONCE) : tools) {
            builder.tool(
                    tool, tool.equals(CallingNode.WORD_COUNT) ? WorkerProcess::count : call -> work(directory, call));
        }
        try (Worker worker = builder.start()) {
            worker.await();
        }
    }

    private static ToolBroker broker(String address) {
        return switch (address.split("://")[0]) {
            case "nats" ->
                new NatsToolBroker(NatsToolBroker.Settings.of(address, GROUP).withCancellations());
            case "amqp" ->
                new RabbitmqToolBroker(RabbitmqToolBroker.Settings.of(address).withCancellations());
            case "redis" ->
                new RedisToolBroker(RedisToolBroker.Settings.of(address, GROUP).withCancellations());
            case "pulsar" ->
                new PulsarToolBroker(
                        PulsarToolBroker.Settings.of(address, GROUP).withCancellations());
            default ->
                new KafkaToolBroker(KafkaToolBroker.Settings.of(address, GROUP).withCancellations());
        };
    }

    private static Map<String, Integer> count(Call call) {
        return Map.of("words", call.argument("text").split(" ").length);
    }

    private static String work(Path directory, Call call) throws IOException {
        note(directory, BEGUN, call);
        await().forever().pollInterval(Duration.ofMillis(500)).until(() -> {
            call.progress("at it\n");
            return call.isCancelled() || Files.exists(directory.resolve(GO));
        });
        if (call.isCancelled()) {
            note(directory, CANCELLED, call);
        }
        return "done";
    }

    private static void note(Path directory, String what, Call call) throws IOException {
        Files.writeString(
                directory.resolve(what),
                "%s %d%n".formatted(call.tool(), call.attempt()),
                UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    static ChildJvm start(String bootstrapServers, Path directory) throws IOException {
        return ChildJvm.of(WorkerProcess.class, bootstrapServers, directory.toString())
                .with("-Xmx128m")
                .start(directory.resolve("worker.log"));
    }

    /** How often calls of a tool were begun by any worker. */
    static long begun(Path directory, String tool) throws IOException {
        return lines(directory, BEGUN, tool);
    }

    /** How many of them were given up by their workers, because their runs had ended. */
    static long cancelled(Path directory, String tool) throws IOException {
        return lines(directory, CANCELLED, tool);
    }

    private static long lines(Path directory, String what, String tool) throws IOException {
        Path begun = directory.resolve(what);
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
