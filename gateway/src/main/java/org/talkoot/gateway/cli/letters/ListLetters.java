package org.talkoot.gateway.cli.letters;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.talkoot.gateway.cli.NodeClient;
import org.talkoot.gateway.cli.NodeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A table of dead letters. */
@Command(
        name = "list",
        description = "Lists dead letters, those that wait unless told otherwise.",
        mixinStandardHelpOptions = true)
final class ListLetters implements Runnable {

    /** What a node gives at once. */
    private static final int PAGE = 500;

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Mixin
    private final LetterFilter filter = new LetterFilter();

    @Option(
            names = "--status",
            defaultValue = "waiting",
            description = "waiting, underway, resolved, discarded or any (default: waiting)")
    private String status = "";

    @Option(names = "--limit", defaultValue = "100", description = "how many at most (default: ${DEFAULT-VALUE})")
    private int limit;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets what is missing
    private ListLetters() {}

    @Override
    public void run() {
        Letters letters = letters(node.client());
        PrintWriter out = spec.commandLine().getOut();
        if (letters.found().isEmpty()) {
            out.println("There are none.");
        } else {
            LetterText.table(letters.found()).forEach(out::println);
        }
        if (letters.more()) {
            out.println("There are more than %d; see --limit.".formatted(limit));
        }
    }

    private record Letters(List<JsonNode> found, boolean more) {}

    private Letters letters(NodeClient client) {
        Map<String, String> query = new LinkedHashMap<>(filter.fields());
        if (!status.equals("any")) {
            query.put("status", status);
        }
        List<JsonNode> found = new ArrayList<>();
        boolean more = true;
        while (more && found.size() < limit) {
            query.put("limit", Integer.toString(Math.min(PAGE, limit - found.size())));
            JsonNode page = client.get("/v1/dead-letters", query);
            page.path("dead_letters").forEach(found::add);
            more = page.has("next");
            query.put("after", page.path("next").asText());
        }
        return new Letters(found, more);
    }
}
