package org.talkoot.eval.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.eval.suite.EvalCase.Saying;
import org.talkoot.eval.suite.SuiteException;

/**
 * Reads from the feed of a conversation what people, models and tools said in it. What models were told is not read:
 * the conversation is replayed once when it is recorded, and that is kept, so that later replays are compared with a
 * replay.
 */
final class Recording {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How the ending of a turn without an answer begins. */
    static final String FAILED = "failed: ";

    private final Function<String, String> agentOf;
    private final Map<String, Map<String, String>> known = new HashMap<>();
    private final List<Saying> messages = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> endings = new ArrayList<>();
    private final Map<String, JsonNode> proposed = new HashMap<>();
    private final Map<String, JsonNode> asked = new HashMap<>();
    private final Map<String, List<String>> runs = new HashMap<>();
    private Optional<Caller> caller = Optional.empty();

    private Recording(Function<String, String> agentOf) {
        this.agentOf = agentOf;
    }

    /**
     * Reads it.
     *
     * @param agentOf the agent of a run
     * @throws SuiteException when it cannot be replayed, and why
     */
    static Golden of(String application, List<JsonNode> feed, Function<String, String> agentOf) {
        Recording recording = new Recording(agentOf);
        feed.forEach(recording::read);
        if (recording.messages.isEmpty()) {
            throw SuiteException.because("nobody has said anything in this conversation");
        }
        if (recording.endings.size() < recording.messages.size()) {
            throw SuiteException.because("the conversation still goes on; record it when its last turn has ended");
        }
        return new Golden(
                application, recording.caller, recording.messages, recording.steps, recording.endings, List.of());
    }

    private void read(JsonNode event) {
        JsonNode data = event.path("data");
        switch (event.path("type").asText()) {
            case "conversation.attributes-changed" -> attributes(data);
            case "conversation.message-posted" -> message(data);
            case "run.started", "run.queued" -> asked(data.path("request"));
            case "run.model-replied" -> replied(data);
            case "run.model-call-failed" ->
                throw SuiteException.because(
                        "a model failed in this conversation, and models that fail are not replayed");
            case "run.tool-calls-requested" ->
                data.path("calls").forEach(call -> proposed.put(key(data, call.path("id")), call));
            case "run.tool-call-settled" -> settled(data);
            case "conversation.answer-posted" ->
                endings.add(ending(data.path("text").asText()));
            case "conversation.turn-failed", "conversation.turn-abandoned" ->
                endings.add(failure(data.path("failure").path("type").asText("abandoned")));
            case "conversation.removed" -> throw SuiteException.because("the conversation has been removed");
            default -> {} // how it came about; a replay finds out by itself
        }
    }

    static String ending(String answer) {
        return answer;
    }

    static String failure(String code) {
        return FAILED + code;
    }

    private void attributes(JsonNode data) {
        Map<String, String> values = new LinkedHashMap<>();
        data.path("attributes")
                .properties()
                .forEach(one -> values.put(one.getKey(), one.getValue().asText()));
        known.put(data.path("change").asText(), values);
    }

    private void message(JsonNode data) {
        messages.add(new Saying(
                data.path("text").asText(),
                Optional.ofNullable(data.path("agent").textValue()),
                known.getOrDefault(data.path("message").asText(), Map.of())));
        JsonNode said = data.at("/trace/caller");
        if (caller.isEmpty() && said.isObject()) {
            caller = Optional.of(caller(said));
        }
    }

    static Caller caller(JsonNode said) {
        List<String> roles = new ArrayList<>();
        said.path("roles").forEach(role -> roles.add(role.asText()));
        Map<String, String> attributes = new LinkedHashMap<>();
        said.path("attributes")
                .properties()
                .forEach(one -> attributes.put(one.getKey(), one.getValue().asText()));
        return new Caller(
                new TenantId(said.path("tenant").asText(TenantId.DEFAULT.value())),
                said.path("user").asText(),
                roles,
                attributes);
    }

    private void replied(JsonNode data) {
        JsonNode reply = data.path("reply");
        reply.path("calls").forEach(call -> proposed.put(key(data, call.path("id")), call));
        String run = data.path("run").asText();
        JsonNode told = asked.getOrDefault(run, JSON.createObjectNode());
        steps.add(new Step.OfModel(agentOf.apply(run), number(run), told, reply));
    }

    /** What a run was asked: enough to know it again. */
    private void asked(JsonNode request) {
        ObjectNode told = JSON.createObjectNode();
        ArrayNode texts = told.putArray("messages");
        request.path("messages").forEach(message -> {
            if (message.path("type").asText().equals("user")) {
                texts.addObject().put("user", message.path("text").asText());
            }
        });
        asked.put(request.path("run").asText(), told);
    }

    private int number(String run) {
        List<String> known = runs.computeIfAbsent(agentOf.apply(run), agent -> new ArrayList<>());
        if (!known.contains(run)) {
            known.add(run);
        }
        return known.indexOf(run) + 1;
    }

    private void settled(JsonNode data) {
        JsonNode call = proposed.get(key(data, data.path("call")));
        if (call == null) {
            throw SuiteException.because("a tool was called that nobody asked for: " + data);
        }
        String run = data.path("run").asText();
        steps.add(new Step.OfTool(
                agentOf.apply(run),
                number(run),
                call.path("tool").asText(),
                call.path("arguments").asText(),
                data.path("result")));
    }

    private static String key(JsonNode data, JsonNode call) {
        return data.path("run").asText() + ' ' + call.asText();
    }
}
