package org.talkoot.eval.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is different when a conversation is replayed: step by step of each agent, since agents that work at the same
 * time do so in any order. What is different in several steps of an agent is said once.
 */
final class Differences {

    private final List<Pattern> ignored;
    private final List<String> found = new ArrayList<>();

    private Differences(List<String> ignored) {
        this.ignored = ignored.stream().map(Pattern::compile).toList();
    }

    /** In words, in order; empty: nothing is. */
    static List<String> between(Golden recorded, Golden played) {
        Differences differences = new Differences(recorded.ignored());
        Map<String, List<Step>> before = byAgent(recorded);
        Map<String, List<Step>> now = byAgent(played);
        Set<String> agents = new LinkedHashSet<>(before.keySet());
        agents.addAll(now.keySet());
        agents.forEach(agent ->
                differences.steps(agent, before.getOrDefault(agent, List.of()), now.getOrDefault(agent, List.of())));
        differences.endings(recorded.endings(), played.endings());
        return differences.found;
    }

    private static Map<String, List<Step>> byAgent(Golden golden) {
        Map<String, List<Step>> steps = new LinkedHashMap<>();
        golden.steps()
                .forEach(step -> steps.computeIfAbsent(step.agent(), agent -> new ArrayList<>())
                        .add(step));
        return steps;
    }

    private void steps(String agent, List<Step> before, List<Step> now) {
        Set<String> said = new HashSet<>();
        List<Step> open = new ArrayList<>(now);
        for (int i = 0; i < before.size(); i++) {
            Step was = before.get(i);
            Optional<Step> is = counterpart(was, open);
            Set<String> here = new LinkedHashSet<>();
            if (is.isPresent()) {
                open.remove(is.get());
                compare(was, is.get(), here);
            } else {
                here.add("is gone: " + brief(was));
            }
            for (String one : here) {
                if (said.add(one)) {
                    found.add("%s, step %d %s".formatted(agent, i + 1, one));
                }
            }
        }
        open.forEach(step -> found.add("%s does what is new: %s".formatted(agent, brief(step))));
    }

    /** The next of the same kind in the same run; tools that are called together come in any order. */
    private static Optional<Step> counterpart(Step was, List<Step> open) {
        List<Step> run = open.stream().filter(step -> step.run() == was.run()).toList();
        return switch (was) {
            case Step.OfModel s ->
                run.stream().filter(Step.OfModel.class::isInstance).findFirst();
            case Step.OfTool s ->
                run.stream()
                        .filter(step -> step instanceof Step.OfTool tool
                                && tool.tool().equals(s.tool())
                                && tool.arguments().equals(s.arguments()))
                        .findFirst()
                        .or(() -> run.stream()
                                .filter(step -> step instanceof Step.OfTool tool
                                        && tool.tool().equals(s.tool()))
                                .findFirst());
        };
    }

    private void compare(Step before, Step now, Set<String> into) {
        if (before instanceof Step.OfModel was && now instanceof Step.OfModel is) {
            told(was.told(), is.told(), into);
        }
        if (before instanceof Step.OfTool was && now instanceof Step.OfTool is) {
            text("calls %s with something else".formatted(was.tool()), was.arguments(), is.arguments(), into);
        }
    }

    private void told(JsonNode before, JsonNode now, Set<String> into) {
        text(
                "asks another model",
                before.path("model").asText(),
                now.path("model").asText(),
                into);
        text(
                "has other instructions",
                before.path("instructions").asText(),
                now.path("instructions").asText(),
                into);
        tools(before.path("tools"), now.path("tools"), into);
        text("has to answer differently", pretty(before.path("answer")), pretty(now.path("answer")), into);
        text(
                "has other parameters",
                before.path("parameters").asText(),
                now.path("parameters").asText(),
                into);
        JsonNode was = before.path("messages");
        JsonNode is = now.path("messages");
        for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
            text("has another message " + (i + 1), pretty(was.path(i)), pretty(is.path(i)), into);
        }
    }

    private void tools(JsonNode before, JsonNode now, Set<String> into) {
        Map<String, JsonNode> was = byName(before);
        Map<String, JsonNode> is = byName(now);
        was.forEach((name, tool) -> {
            if (is.containsKey(name)) {
                text("is told differently of tool '" + name + "'", pretty(tool), pretty(is.get(name)), into);
            } else {
                into.add("is not offered tool '%s' any more".formatted(name));
            }
        });
        is.keySet().stream()
                .filter(name -> !was.containsKey(name))
                .forEach(name -> into.add("is offered tool '%s', which is new".formatted(name)));
    }

    private static Map<String, JsonNode> byName(JsonNode tools) {
        Map<String, JsonNode> named = new LinkedHashMap<>();
        tools.forEach(tool -> named.put(tool.path("name").asText(), tool));
        return named;
    }

    private void endings(List<String> before, List<String> now) {
        Set<String> into = new LinkedHashSet<>();
        for (int i = 0; i < before.size(); i++) {
            text("message %d ends differently".formatted(i + 1), before.get(i), now.get(i), into);
        }
        found.addAll(into);
    }

    private void text(String what, String before, String now, Set<String> into) {
        String was = compared(before);
        String is = compared(now);
        if (!Objects.equals(was, is)) {
            into.add(what + ":\n" + LineDiff.of(was, is).indent(2).stripTrailing());
        }
    }

    private String compared(String text) {
        String compared = text;
        for (Pattern pattern : ignored) {
            compared = pattern.matcher(compared).replaceAll("...");
        }
        return compared;
    }

    private static String pretty(JsonNode json) {
        return json.isMissingNode() ? "" : json.toPrettyString();
    }

    private static String brief(Step step) {
        return switch (step) {
            case Step.OfModel s -> "a model is asked";
            case Step.OfTool s -> "%s is called with %s".formatted(s.tool(), s.arguments());
        };
    }
}
