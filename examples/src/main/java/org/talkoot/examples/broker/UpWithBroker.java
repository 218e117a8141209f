package org.talkoot.examples.broker;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Starts a broker, unless the environment says where one is, and an example's node that uses it. */
@CommandLine.Command(name = "talkoot up", description = "Runs one node with a broker until it is told to stop.")
final class UpWithBroker implements Callable<Integer> {

    @CommandLine.Option(names = "--broker", required = true, description = "kafka, nats, rabbitmq, redis or pulsar")
    private String broker = "";

    @CommandLine.Option(names = "--data", description = "Folder for the database and the broker (default ./data)")
    private Path data = Path.of("data");

    @CommandLine.Option(names = "--main", required = true, hidden = true)
    private String main = "";

    @CommandLine.Unmatched
    private List<String> others = new ArrayList<>();

    private UpWithBroker() {}

    public static void main(String[] args) {
        int code = new CommandLine(new UpWithBroker())
                .setParameterExceptionHandler((e, given) -> failed(e, 2))
                .setExecutionExceptionHandler((e, line, given) -> failed(e, 1))
                .execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    private static int failed(Exception e, int code) {
        System.err.println("talkoot: " + e.getMessage());
        return code;
    }

    @Override
    public Integer call() throws Exception {
        BrokerKind kind = BrokerKind.of(broker);
        String given = System.getenv(kind.variable());
        if (given == null || given.isBlank()) {
            start(kind);
        } else {
            System.out.printf("Talkoot: %s is the one at %s (%s)%n", kind.id(), given, kind.variable());
        }
        List<String> args = new ArrayList<>(others);
        args.addAll(List.of("--data", data.toString()));
        Method run = Class.forName(main).getDeclaredMethod("main", String[].class);
        run.setAccessible(true);
        run.invoke(null, (Object) args.toArray(String[]::new));
        return 0;
    }

    /** Nobody closes it: it ends with this process, and so after the node. */
    private void start(BrokerKind kind) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(data.resolve(kind.id()).toAbsolutePath());
        int port = Starts.freePort();
        Start how = kind.start(folder, port);
        LocalBroker.start(how, port, folder);
        how.settings().forEach(setting -> System.setProperty(setting.name(), setting.value()));
        System.out.printf("Talkoot: %s is at %s%n", kind.id(), how.where());
    }
}
