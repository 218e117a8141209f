package org.talkoot.agents.provider.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.talkoot.core.CallId;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolSpec;

/**
 * Which tool to call next, if any: the one that has most words in common with what was asked and whose arguments can be
 * found. Tools that do something come before agents that may know more, and nothing is called twice for one request,
 * nor handed back to the agent it came from.
 */
final class Choice {

    private static final String HAND_OFF = "hand_off_to_";
    private static final String ASK = "ask_";

    /** By rank: doing weighs more than asking, asking more than giving away. */
    private static final List<Integer> WEIGHT = List.of(6, 3, 2);

    private final List<ToolSpec> tools;
    private final History history;

    Choice(List<ToolSpec> tools, History history) {
        this.tools = tools;
        this.history = history;
    }

    private record Scored(ToolSpec tool, int score, String arguments) {}

    Optional<ToolCall> next() {
        Set<String> asked = Words.of(history.question());
        List<Scored> found = new ArrayList<>();
        for (ToolSpec tool : tools) {
            int score = score(tool, asked);
            if (score > 0) {
                arguments(tool).ifPresent(arguments -> found.add(new Scored(tool, score, arguments)));
            }
        }
        return found.stream()
                .max(Comparator.comparingInt(Scored::score))
                .map(best -> new ToolCall(CallId.of(1), best.tool().name(), best.arguments()));
    }

    static boolean isPeer(ToolSpec tool) {
        return rank(tool) > 0;
    }

    /** What a peer is called, without the prefix. */
    static String peerName(ToolSpec tool) {
        return tool.name().startsWith(HAND_OFF)
                ? tool.name().substring(HAND_OFF.length())
                : tool.name().substring(ASK.length());
    }

    private static int rank(ToolSpec tool) {
        if (!(tool.input() instanceof ToolInput.Text)) {
            return 0;
        }
        return tool.name().startsWith(ASK) ? 1 : tool.name().startsWith(HAND_OFF) ? 2 : 0;
    }

    /**
     * Words of the name count double. Once a tool has been called, others only come in when their names are meant: one
     * tool per request is what most requests need.
     */
    private int score(ToolSpec tool, Set<String> asked) {
        boolean back = tool.name().equals(HAND_OFF + history.from());
        if (back || (isPeer(tool) && !history.calls().isEmpty())) {
            return 0;
        }
        Set<String> name = common(Words.of(tool.name()), asked);
        Set<String> all = common(Words.of(tool.name() + ' ' + tool.description()), asked);
        if (history.calls().stream().anyMatch(call -> call.tool().equals(tool.name()))) {
            return 0;
        }
        int score = (name.size() + all.size()) * WEIGHT.get(rank(tool));
        return history.calls().isEmpty() || name.size() > 1 ? score : 0;
    }

    private static Set<String> common(Set<String> words, Set<String> others) {
        Set<String> common = new HashSet<>(words);
        common.retainAll(others);
        return common;
    }

    private Optional<String> arguments(ToolSpec tool) {
        return switch (tool.input()) {
            case ToolInput.Text text -> Optional.of(history.question());
            case ToolInput.Json json -> new Arguments(history.texts()).fill(json.schema());
        };
    }
}
