package org.talkoot.gateway.http.shown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.Template;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;

/**
 * What models were told in a run, call by call, word for word: the journal has a prompt once and what fills it when
 * that changes, so it is read from the beginning of the agent's stream, as the agent itself does. For one thread.
 */
public final class ModelCallList {

    private static final SequencedMap<String, String> NO_VALUES = new LinkedHashMap<>();

    private final EventCodec codec;
    private final String recorded;
    private final String requested;
    private final RunId run;
    private final List<Known> prompts = new ArrayList<>();
    private final Map<Integer, SequencedMap<String, String>> values = new HashMap<>();
    private final ArrayNode calls = Json.object().putArray("model_calls");

    /** A prompt, and the entry that has all of it. */
    private record Known(Offer offer, long sequence) {}

    public ModelCallList(EventCodec codec, RunId run) {
        this.codec = codec;
        this.recorded = codec.nameOf(RunEvent.PromptRecorded.class);
        this.requested = codec.nameOf(RunEvent.ModelCallRequested.class);
        this.run = run;
    }

    /** From the first entry of the stream of its agent on, in order. */
    public void append(List<JournalEntry> entries) {
        for (JournalEntry entry : entries) {
            if (entry.stream() instanceof StreamId.OfAgent && isOfCalls(entry)) {
                append(entry);
            }
        }
    }

    private boolean isOfCalls(JournalEntry entry) {
        return entry.type().equals(recorded) || entry.type().equals(requested);
    }

    private void append(JournalEntry entry) {
        switch (entry.event(codec)) {
            case RunEvent.PromptRecorded e -> prompts.add(new Known(e.offer(), entry.position()));
            case RunEvent.ModelCallRequested e -> {
                SequencedMap<String, String> changed = e.values();
                if (changed != null) {
                    values.put(e.prompt(), changed);
                }
                if (e.run().equals(run)) {
                    calls.add(call(entry, e));
                }
            }
            case Object e -> throw new IllegalStateException("not asked for: " + e);
        }
    }

    private ObjectNode call(JournalEntry entry, RunEvent.ModelCallRequested e) {
        Known prompt = prompts.get(e.prompt());
        String template = prompt.offer().prompt().instructions();
        Map<String, String> filled = values.getOrDefault(e.prompt(), NO_VALUES);
        ModelName asked = e.model();
        ObjectNode json = Json.object()
                .put("sequence", entry.position())
                .put("call_id", e.call().value())
                .put("at", entry.writtenAt().toString())
                .put("model", (asked == null ? prompt.offer().prompt().model() : asked).value())
                .put("instructions", new Template(template).filled(filled))
                .put("examples", prompt.offer().prompt().examples().size())
                .put("history_from", e.from())
                .put("prompt_sequence", prompt.sequence());
        ArrayNode tools = json.putArray("tools");
        prompt.offer().tools().stream().map(ToolSpec::name).forEach(tools::add);
        return json;
    }

    public ArrayNode calls() {
        return calls;
    }
}
