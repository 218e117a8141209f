package org.talkoot.gateway.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which node a command is for. */
public final class NodeOptions {

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            description = "the node (default: ${DEFAULT-VALUE})")
    private String url = "";

    public NodeClient client() {
        return new NodeClient(
                url, Optional.ofNullable(System.getenv("TALKOOT_TOKEN")).filter(token -> !token.isBlank()));
    }
}
