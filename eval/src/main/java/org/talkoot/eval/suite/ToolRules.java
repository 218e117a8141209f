package org.talkoot.eval.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of calls of tools. A tool that nobody declared is never run: an evaluation does nothing to the world
 * that its author has not asked for.
 *
 * @param others whether tools that are not named are run
 */
public record ToolRules(Map<String, Rule> named, boolean others) {

    public static final ToolRules NONE = new ToolRules(Map.of(), false);

    public ToolRules {
        named = Map.copyOf(named);
    }

    /** What becomes of calls of one tool. */
    public sealed interface Rule {

        /** They are run. */
        record Real() implements Rule {}

        /** They are answered: by the first of these that fits. */
        record Stubbed(List<Stub> stubs) implements Rule {
            public Stubbed {
                stubs = List.copyOf(stubs);
            }
        }

        /** They are refused, and the case has failed: nobody said what they do. */
        record Undeclared() implements Rule {}
    }

    /**
     * What a tool says.
     *
     * @param with arguments that the call has to have, perhaps among others; empty: any call
     * @param code of a failure; empty: it succeeds
     */
    public record Stub(Optional<JsonNode> with, String text, Optional<String> code) {}

    public Rule of(String tool) {
        return named.getOrDefault(tool, others ? new Rule.Real() : new Rule.Undeclared());
    }

    /** These, where they say something, and otherwise those. */
    public ToolRules over(ToolRules below) {
        Map<String, Rule> all = new LinkedHashMap<>(below.named);
        all.putAll(named);
        return new ToolRules(all, others || below.others);
    }
}
