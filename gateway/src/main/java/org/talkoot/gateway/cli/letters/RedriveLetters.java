package org.talkoot.gateway.cli.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.talkoot.gateway.cli.NodeClient;
import org.talkoot.gateway.cli.NodeOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tries one dead letter again, mended or as it is, or all that wait. */
@Command(
        name = "redrive",
        description = "Tries a dead letter again, or with --all those that wait.",
        mixinStandardHelpOptions = true)
final class RedriveLetters implements Runnable {

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Mixin
    private final LetterFilter filter = new LetterFilter();

    @Parameters(paramLabel = "ID", arity = "0..1")
    private @Nullable String id;

    @ArgGroup
    private @Nullable NewContent content;

    @Option(names = "--all", description = "all that wait and match the filters")
    private boolean all;

    @Option(names = "--per-second", paramLabel = "N", description = "with --all: how many in a second (default: 10)")
    private @Nullable Integer perSecond;

    @Option(names = "--by", defaultValue = "${sys:user.name}", description = "who decides (default: you)")
    private String by = "";

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets what is missing
    private RedriveLetters() {}

    @Override
    public void run() {
        String letter = id;
        if (all) {
            require(letter == null, "Name a dead letter or say --all, not both");
            require(content == null, "--all tries letters again as they are");
            redriveAll(node.client());
        } else {
            require(letter != null, "Name a dead letter, or say --all");
            require(filter.isEmpty() && perSecond == null, "Filters and rates go with --all");
            redrive(node.client(), String.valueOf(letter));
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private void redrive(NodeClient client, String letter) {
        ObjectNode body = NodeClient.body().put("by", by);
        if (content != null) {
            body.put("content", content.read(client, letter));
        }
        client.post(ShowLetter.path(letter) + "/redrive", body);
        print("It is being tried again; 'show %s' tells how that ends.".formatted(letter));
    }

    private void redriveAll(NodeClient client) {
        ObjectNode body = NodeClient.body().put("by", by);
        filter.fields().forEach(body::put);
        if (perSecond != null) {
            body.put("per_second", perSecond);
        }
        int rate =
                client.post("/v1/dead-letters/redrive", body).path("per_second").asInt();
        print("All of them are being tried again, %d in a second.".formatted(rate));
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
