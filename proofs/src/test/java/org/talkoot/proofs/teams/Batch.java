package org.talkoot.proofs.teams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs of one agent that are started by its name, all at once; the task of each is the name of its conversation. */
record Batch(String agent, String name, int size) {

    /** In the names of all conversations of a batch that is under fire. */
    static final String FIRE = ":fire:";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One that is left alone. */
    static Batch calm(String agent, int size) {
        return new Batch(agent, "calm", size);
    }

    /** One of which a part is held back until a node has been killed. */
    static Batch underFire(String agent, int size) {
        return new Batch(agent, "fire", size);
    }

    /** How a run ended: the text of its answer, or the code of its failure and why. */
    record End(String status, String text) {

        boolean over() {
            return status.equals("answered") || status.equals("failed");
        }

        /** The same of whichever run. */
        End anonymous() {
            return new End(status, Batch.anonymous(text));
        }
    }

    /** The number of a run, by the name of its conversation. */
    static int number(String conversation) {
        return Integer.parseInt(conversation.substring(conversation.lastIndexOf('-') + 1));
    }

    /** The same text whichever run it is about. */
    static String anonymous(String text) {
        return text.replaceAll("(calm|fire):\\1-\\d+", "*").replaceAll("\\bh\\d\\d", "h*");
    }

    /** The names of all conversations. */
    List<String> conversations() {
        return IntStream.range(0, size).mapToObj(this::conversation).toList();
    }

    private String conversation(int number) {
        return "batch:%s:%s:%s-%04d".formatted(agent, name, name, number);
    }

    /** Repeats what it asks for under the same keys, until all are in the journal. */
    void start(ThreeNodes nodes) {
        ObjectNode body = JSON.createObjectNode().put("key", name);
        ArrayNode runs = body.putArray("runs");
        for (String conversation : conversations()) {
            runs.addObject()
                    .put("key", conversation.substring(conversation.lastIndexOf(':') + 1))
                    .put("input", conversation);
        }
        nodes.insist(() -> nodes.post("/v1/agents/%s/batches".formatted(agent), body.toString()));
    }

    /** Whether all of them have ended. */
    boolean isOver(ThreeNodes nodes) throws IOException, InterruptedException {
        JsonNode progress = nodes.get("/v1/agents/%s/batches/%s?limit=1".formatted(agent, name));
        return progress.get("total").asInt() == size && progress.get("open").asInt() == 0;
    }

    /** Those that have not ended, as they are shown, each with all that happened to it. */
    List<JsonNode> stillOpen(ThreeNodes nodes) {
        return nodes.insist(() -> {
            List<JsonNode> open = new ArrayList<>();
            for (JsonNode run : nodes.get("/v1/agents/%s/batches/%s?limit=1000".formatted(agent, name))
                    .get("runs")) {
                JsonNode shown = nodes.get("/v1/runs/" + run.get("run_id").asText());
                if (!end(shown).over()) {
                    open.add(shown);
                    String feed = "/v1/conversations/%s/events?limit=500"
                            .formatted(shown.get("conversation_id").asText());
                    nodes.get(feed).get("events").forEach(open::add);
                }
            }
            return open;
        });
    }

    /** How each of them ended, by its conversation, as soon as the view of runs shows it. */
    SequencedMap<String, End> ends(ThreeNodes nodes) {
        return nodes.insist(() -> {
            SequencedMap<String, End> ends = shown(nodes);
            return ends.values().stream().allMatch(End::over) ? ends : null;
        });
    }

    /** The ids of its runs. */
    List<String> runs(ThreeNodes nodes) {
        return nodes.insist(() -> {
            List<String> runs = new ArrayList<>();
            nodes.get("/v1/agents/%s/batches/%s?limit=1000".formatted(agent, name))
                    .get("runs")
                    .forEach(run -> runs.add(run.get("run_id").asText()));
            return runs.size() == size ? runs : null;
        });
    }

    private SequencedMap<String, End> shown(ThreeNodes nodes) throws IOException, InterruptedException {
        JsonNode batch = nodes.get("/v1/agents/%s/batches/%s?limit=1000".formatted(agent, name));
        SequencedMap<String, End> ends = new TreeMap<>();
        for (JsonNode run : batch.get("runs")) {
            ends.put(
                    run.get("conversation_id").asText(),
                    end(nodes.get("/v1/runs/" + run.get("run_id").asText())));
        }
        return ends;
    }

    private static End end(JsonNode run) {
        JsonNode failure = run.path("failure");
        String text = failure.isMissingNode() || failure.isNull()
                ? run.at("/answer/text").asText()
                : failure.get("code").asText() + " " + failure.path("detail").asText();
        return new End(run.get("status").asText(), text);
    }
}
