package org.talkoot.eval.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.Caller;
import org.talkoot.eval.suite.EvalCase.Saying;
import org.talkoot.eval.suite.Place;
import org.talkoot.eval.suite.SuiteException;

/**
 * Golden conversations as JSON files, made to be read in a review: of what an agent's model is told, only what differs
 * from the step before stands in a step.
 */
final class GoldenFile {

    private static final int VERSION = 1;
    private static final String MORE = "more_messages";
    private static final String MESSAGES = "messages";
    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenFile() {}

    static String text(Golden golden) {
        ObjectNode json = JSON.createObjectNode().put("golden", VERSION).put("application", golden.application());
        golden.caller().ifPresent(caller -> json.set("caller", caller(caller)));
        golden.ignored().forEach(json.putArray("ignored")::add);
        ArrayNode messages = json.putArray(MESSAGES);
        golden.messages().forEach(saying -> messages.add(saying(saying)));
        ArrayNode steps = json.putArray("steps");
        Map<String, JsonNode> before = new HashMap<>();
        for (Step step : golden.steps()) {
            steps.add(step(step, before));
        }
        golden.endings().forEach(json.putArray("endings")::add);
        return json.toPrettyString() + "\n";
    }

    private static ObjectNode caller(Caller caller) {
        ObjectNode json =
                JSON.createObjectNode().put("tenant", caller.tenant().value()).put("user", caller.user());
        caller.roles().forEach(json.putArray("roles")::add);
        caller.attributes().forEach(json.putObject("attributes")::put);
        return json;
    }

    private static ObjectNode saying(Saying saying) {
        ObjectNode json = JSON.createObjectNode().put("text", saying.text());
        saying.agent().ifPresent(agent -> json.put("agent", agent));
        if (!saying.attributes().isEmpty()) {
            saying.attributes().forEach(json.putObject("attributes")::put);
        }
        return json;
    }

    private static ObjectNode step(Step step, Map<String, JsonNode> before) {
        ObjectNode json = JSON.createObjectNode().put("agent", step.agent()).put("run", step.run());
        switch (step) {
            case Step.OfModel s -> {
                JsonNode last = before.put(s.agent(), s.told());
                json.set("told", last == null ? s.told() : changed(last, s.told()));
                json.set("heard", s.heard());
            }
            case Step.OfTool s -> {
                json.put("tool", s.tool()).put("arguments", s.arguments());
                json.set("heard", s.heard());
            }
        }
        return json;
    }

    private static ObjectNode changed(JsonNode last, JsonNode told) {
        ObjectNode changed = JSON.createObjectNode();
        told.properties().forEach(part -> {
            if (!part.getValue().equals(last.get(part.getKey()))) {
                changed.set(part.getKey(), part.getValue());
            }
        });
        last.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !told.has(name))
                .forEach(changed::putNull);
        JsonNode was = last.path(MESSAGES);
        JsonNode is = told.path(MESSAGES);
        if (was.size() < is.size()
                && JSON.createArrayNode().addAll(first(is, was.size())).equals(was)) {
            changed.remove(MESSAGES);
            ArrayNode more = changed.putArray(MORE);
            for (int i = was.size(); i < is.size(); i++) {
                more.add(is.get(i));
            }
        }
        return changed;
    }

    private static List<JsonNode> first(JsonNode array, int count) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all.subList(0, count);
    }

    static Golden read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            if (json.path("golden").asInt() != VERSION) {
                throw SuiteException.because(
                        "%s is no golden conversation that this version knows ('golden': %d)".formatted(file, VERSION));
            }
            return golden(json);
        } catch (NoSuchFileException e) {
            throw SuiteException.because("there is no file " + file);
        } catch (JsonProcessingException e) {
            throw SuiteException.at(
                    new Place(file.toString(), e.getLocation().getLineNr()),
                    "this is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Golden golden(JsonNode json) {
        List<Saying> messages = new ArrayList<>();
        json.path(MESSAGES)
                .forEach(one -> messages.add(new Saying(
                        one.path("text").asText(),
                        Optional.ofNullable(one.path("agent").textValue()),
                        texts(one.path("attributes")))));
        List<Step> steps = new ArrayList<>();
        Map<String, JsonNode> before = new HashMap<>();
        json.path("steps").forEach(one -> steps.add(step(one, before)));
        return new Golden(
                json.path("application").asText(),
                json.has("caller") ? Optional.of(Recording.caller(json.get("caller"))) : Optional.empty(),
                messages,
                steps,
                list(json.path("endings")),
                list(json.path("ignored")));
    }

    private static Step step(JsonNode json, Map<String, JsonNode> before) {
        String agent = json.path("agent").asText();
        int run = json.path("run").asInt();
        if (json.has("tool")) {
            return new Step.OfTool(
                    agent,
                    run,
                    json.path("tool").asText(),
                    json.path("arguments").asText(),
                    json.path("heard"));
        }
        ObjectNode told = before.getOrDefault(agent, JSON.createObjectNode()).deepCopy();
        json.path("told").properties().forEach(part -> {
            if (part.getKey().equals(MORE)) {
                part.getValue().forEach(told.withArray("/" + MESSAGES)::add);
            } else if (part.getValue().isNull()) {
                told.remove(part.getKey());
            } else {
                told.set(part.getKey(), part.getValue());
            }
        });
        before.put(agent, told);
        return new Step.OfModel(agent, run, told, json.path("heard"));
    }

    private static List<String> list(JsonNode json) {
        List<String> all = new ArrayList<>();
        json.forEach(one -> all.add(one.asText()));
        return all;
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> all = new LinkedHashMap<>();
        json.properties().forEach(one -> all.put(one.getKey(), one.getValue().asText()));
        return all;
    }
}
