package org.talkoot.gateway.cli.letters;

import java.util.Map;
import org.talkoot.gateway.cli.NodeClient;
import org.talkoot.gateway.cli.NodeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One dead letter in full. */
@Command(
        name = "show",
        description = "Shows one dead letter: causes, content, and what was decided about it.",
        mixinStandardHelpOptions = true)
final class ShowLetter implements Runnable {

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets what is missing
    private ShowLetter() {}

    @Override
    public void run() {
        LetterText.full(node.client().get(path(id), Map.of()))
                .forEach(spec.commandLine().getOut()::println);
    }

    static String path(String id) {
        return "/v1/dead-letters/" + NodeClient.encoded(id);
    }
}
