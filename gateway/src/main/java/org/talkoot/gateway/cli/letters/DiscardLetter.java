package org.talkoot.gateway.cli.letters;

import org.talkoot.gateway.cli.NodeClient;
import org.talkoot.gateway.cli.NodeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a dead letter up. */
@Command(
        name = "discard",
        description = "Gives a dead letter up; it stays readable, with the reason.",
        mixinStandardHelpOptions = true)
final class DiscardLetter implements Runnable {

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(names = "--reason", required = true, description = "for those who read the audit")
    private String reason = "";

    @Option(names = "--by", defaultValue = "${sys:user.name}", description = "who decides (default: you)")
    private String by = "";

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets what is missing
    private DiscardLetter() {}

    @Override
    public void run() {
        node.client()
                .post(
                        ShowLetter.path(id) + "/discard",
                        NodeClient.body().put("by", by).put("reason", reason));
        spec.commandLine().getOut().println("Discarded.");
    }
}
