package org.talkoot.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.talkoot.gateway.node.Node;

/**
 * A {@link BenchNode} as a process of its own, for {@link NodeProcess}: says its address, then answers questions about
 * itself, one a line, and ends when its standard input does, and so with whoever started it.
 */
final class NodeMain {

    /** Every line for the parent begins with this; what else is printed is for people. */
    static final String MARK = "bench: ";

    private NodeMain() {}

    /**
     * Runs until the standard input ends.
     *
     * @param args the URL of the database, then settings as {@code key=value}
     */
    public static void main(String[] args) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (int i = 1; i < args.length; i++) {
            String[] setting = args[i].split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        try (Node node = BenchNode.start(args[0], settings)) {
            say("http://127.0.0.1:" + node.address().getPort());
            Thread.ofVirtual().start(() -> endWith(node));
            answer();
        }
        System.exit(0);
    }

    private static void endWith(Node node) {
        node.awaitTermination().ifPresent(why -> {
            System.err.println(why);
            System.exit(3);
        });
    }

    private static void answer() throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            switch (question) {
                case "heap" -> say(Long.toString(ProcessCosts.heapAfterCollection()));
                case "rss" -> say(Long.toString(ProcessCosts.ownResidentBytes()));
                default -> throw new IOException("there is no question " + question);
            }
        }
    }

    private static void say(String line) {
        System.out.println(MARK + line);
    }
}
