package org.talkoot.gateway.cli.letters;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is about. */
final class LetterFilter {

    @Option(names = "--class", description = "only of this class, such as TOOL_FAILED")
    private @Nullable String failureClass;

    @Option(names = "--agent", description = "only of this agent")
    private @Nullable String agent;

    @Option(names = "--conversation", description = "only of this conversation")
    private @Nullable String conversation;

    boolean isEmpty() {
        return fields().isEmpty();
    }

    /** As the node wants it, in a query or in a body. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "class", failureClass);
        put(fields, "agent", agent);
        put(fields, "conversation", conversation);
        return fields;
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
