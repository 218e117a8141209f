package org.talkoot.gateway.http.shown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.Template;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;

/**
 * What models were told in a run, call by call, word for word, also where they wrote summaries or judged for a
 * guardrail: the journal has a prompt once and what fills it when that changes, so the entries of both kinds are read
 * from the beginning of the agent's stream, and no others. For one thread.
 */
public final class ModelCallList {

    private static final SequencedMap<String, String> NO_VALUES = new LinkedHashMap<>();

    private final EventCodec codec;
    private final String recorded;
    private final String requested;
    private final String summary;
    private final String guardrail;
    private final RunId run;
    private final long after;
    private final int limit;
    private final List<Known> prompts = new ArrayList<>();
    private final Map<Integer, SequencedMap<String, String>> values = new HashMap<>();
    private final ObjectNode json = Json.object();
    private final ArrayNode calls = json.putArray("model_calls");
    private boolean hasBegun;
    private boolean runIsOver;

    /** A prompt, and the entry that has all of it. */
    private record Known(Offer offer, long sequence) {

        ModelName asked(@Nullable ModelName said) {
            return said == null ? offer.prompt().model() : said;
        }
    }

    /**
     * @param after calls behind this position alone
     * @param limit so many at most
     */
    public ModelCallList(EventCodec codec, RunId run, long after, int limit) {
        this.codec = codec;
        this.recorded = codec.nameOf(RunEvent.PromptRecorded.class);
        this.requested = codec.nameOf(RunEvent.ModelCallRequested.class);
        this.summary = codec.nameOf(RunEvent.SummaryRequested.class);
        this.guardrail = codec.nameOf(RunEvent.GuardrailAsked.class);
        this.run = run;
        this.after = after;
        this.limit = limit;
    }

    /** What it is made of. */
    public List<String> types() {
        return List.of(recorded, requested, summary, guardrail);
    }

    /** Whether nothing can be added any more: an agent works on one run at a time. */
    public boolean isComplete() {
        return runIsOver || calls.size() == limit;
    }

    /** Entries of these types, from the first one of the stream of its agent on, in order. */
    public void append(List<JournalEntry> entries) {
        for (JournalEntry entry : entries) {
            if (isComplete()) {
                return;
            }
            append(entry);
        }
    }

    private void append(JournalEntry entry) {
        switch (entry.event(codec)) {
            case RunEvent.PromptRecorded e -> prompts.add(new Known(e.offer(), entry.position()));
            case RunEvent.ModelCallRequested e -> {
                SequencedMap<String, String> changed = e.values();
                if (changed != null) {
                    values.put(e.prompt(), changed);
                }
                if (isToBeShown(entry, e.run())) {
                    Known prompt = prompts.get(e.prompt());
                    ModelName asked = prompt.asked(e.model());
                    calls.add(call(entry, "step", e.call(), prompt, asked, values.getOrDefault(e.prompt(), NO_VALUES))
                            .put("history_from", e.from()));
                }
            }
            case RunEvent.SummaryRequested e -> {
                if (isToBeShown(entry, e.run())) {
                    calls.add(call(entry, "summary", e.call(), prompts.get(e.prompt()), e.model(), NO_VALUES)
                            .put("history_to", e.upTo()));
                }
            }
            case RunEvent.GuardrailAsked e -> {
                if (isToBeShown(entry, e.run()) && e.prompt() >= 0) {
                    Known prompt = prompts.get(e.prompt());
                    calls.add(call(entry, "guardrail", e.call(), prompt, prompt.asked(e.model()), NO_VALUES)
                            .put("guardrail", e.guardrail()));
                }
            }
            case Object e -> throw new IllegalStateException("not asked for: " + e);
        }
    }

    /** {@code next} is where there may be more. */
    public ObjectNode json() {
        if (calls.size() == limit) {
            json.put("next", calls.get(limit - 1).get("sequence").asText());
        }
        return json;
    }

    /** Of an entry that asks for something in a run; behind those of the one that is wanted nothing more comes. */
    private boolean isToBeShown(JournalEntry entry, RunId asking) {
        boolean isOfRun = asking.equals(run);
        runIsOver = hasBegun && !isOfRun;
        hasBegun |= isOfRun;
        return isOfRun && entry.position() > after;
    }

    private static ObjectNode call(
            JournalEntry entry, String purpose, CallId id, Known prompt, ModelName asked, Map<String, String> filled) {
        String template = prompt.offer().prompt().instructions();
        ObjectNode call = Json.object()
                .put("sequence", entry.position())
                .put("purpose", purpose)
                .put("call_id", id.value())
                .put("at", entry.writtenAt().toString())
                .put("model", asked.value())
                .put("instructions", new Template(template).filled(filled))
                .put("examples", prompt.offer().prompt().examples().size())
                .put("prompt_sequence", prompt.sequence());
        ArrayNode tools = call.putArray("tools");
        prompt.offer().tools().stream().map(ToolSpec::name).forEach(tools::add);
        return call;
    }
}
