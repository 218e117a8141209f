package org.talkoot.eval.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolResult;

/**
 * Says what models and tools said in a golden conversation, and keeps what it was asked. A run plays the recorded run
 * of its agent that was asked the same, or else the first that nobody plays yet; so agents that work at the same time
 * hear what is theirs, in whatever order they come. What was never asked for before is refused. Safe for concurrent
 * use.
 */
final class Player implements ModelClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What an agent hears that asks for more than was recorded. */
    private static final String NOT_RECORDED = "this was not asked for when the conversation was recorded";

    private final List<Step> left;
    private final Map<String, Map<Integer, String>> unplayed = new HashMap<>();
    private final Map<RunId, Integer> runs = new HashMap<>();
    private final List<Step> played = new ArrayList<>();
    private final Map<Attempt, JsonNode> heard = new HashMap<>();

    /** A call, which may come again. */
    private record Attempt(RunId run, CallId call) {}

    Player(List<Step> recorded) {
        this.left = new ArrayList<>(recorded);
        for (Step step : recorded) {
            String task = step instanceof Step.OfModel model ? Told.task(model.told()) : "";
            unplayed.computeIfAbsent(step.agent(), agent -> new LinkedHashMap<>())
                    .putIfAbsent(step.run(), task);
        }
    }

    synchronized List<Step> played() {
        return List.copyOf(played);
    }

    @Override
    public synchronized ModelOutcome call(ModelRequest request, Deltas deltas) {
        RunId run = request.origin().run();
        JsonNode told = Told.of(request);
        return Heard.outcome(hear(new Attempt(run, request.origin().call()), () -> {
            String agent = request.origin().agent().type().value();
            return asked(agent, runOf(agent, run, Told.task(told)), told);
        }));
    }

    synchronized ToolResult call(ToolCall call, ToolContext context) {
        return Heard.result(hear(new Attempt(context.run(), call.id()), () -> {
            String agent = context.agent().type().value();
            return called(agent, runOf(agent, context.run(), ""), call.tool(), call.arguments());
        }));
    }

    private JsonNode hear(Attempt attempt, Supplier<Step> step) {
        JsonNode before = heard.get(attempt);
        if (before != null) {
            return before;
        }
        Step next = step.get();
        played.add(next);
        JsonNode said = switch (next) {
            case Step.OfModel s -> s.heard();
            case Step.OfTool s -> s.heard();
        };
        heard.put(attempt, said);
        return said;
    }

    private int runOf(String agent, RunId run, String task) {
        Integer known = runs.get(run);
        if (known != null) {
            return known;
        }
        Map<Integer, String> free = unplayed.computeIfAbsent(agent, name -> new LinkedHashMap<>());
        int taken = free.entrySet().stream()
                .filter(one -> one.getValue().equals(task))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> free.keySet().stream().findFirst())
                .orElseGet(() -> runs.size() + left.size() + 1);
        free.remove(taken);
        runs.put(run, taken);
        return taken;
    }

    private Step asked(String agent, int run, JsonNode told) {
        Optional<Step.OfModel> recorded =
                take(Step.OfModel.class, step -> step.agent().equals(agent) && step.run() == run, step -> true);
        return new Step.OfModel(
                agent, run, told, recorded.map(Step.OfModel::heard).orElseGet(Player::modelNotRecorded));
    }

    private Step called(String agent, int run, String tool, String arguments) {
        Optional<Step.OfTool> recorded = take(
                Step.OfTool.class,
                step -> step.agent().equals(agent)
                        && step.run() == run
                        && step.tool().equals(tool),
                step -> step.arguments().equals(arguments));
        return new Step.OfTool(
                agent, run, tool, arguments, recorded.map(Step.OfTool::heard).orElseGet(Player::toolNotRecorded));
    }

    /** The first of those that will do, the best of them if there is one. */
    private <S extends Step> Optional<S> take(Class<S> kind, Predicate<S> will, Predicate<S> best) {
        List<S> candidates = left.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(will)
                .toList();
        Optional<S> taken = candidates.stream()
                .filter(best)
                .findFirst()
                .or(() -> candidates.stream().findFirst());
        taken.ifPresent(left::remove);
        return taken;
    }

    private static ObjectNode modelNotRecorded() {
        return JSON.createObjectNode().put("type", "not-recorded").put("message", NOT_RECORDED);
    }

    private static ObjectNode toolNotRecorded() {
        return JSON.createObjectNode()
                .put("type", "failure")
                .put("code", "not-recorded")
                .put("message", NOT_RECORDED);
    }
}
