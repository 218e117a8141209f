package org.talkoot.core.brain.briefing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.json.Json;
import org.talkoot.core.retrieval.Found;
import org.talkoot.core.retrieval.Passage;
import org.talkoot.core.signal.Said;
import org.talkoot.core.tool.ToolResult;

/**
 * A brain whose answer comes with citations: before it answers, the run shows under {@value #CITATIONS} where the
 * passages stand that a tool has found for it, whoever called the tool. Which of them the answer rests on is the
 * model's to say, by their numbers.
 *
 * <pre>{@code
 * Citing.of("handbook", Briefed.by(Passages.from("handbook"), LlmBrain.of("You answer by the handbook.")))
 * }</pre>
 */
public record Citing(String tool, Brain brain) implements Brain {

    /** The name of the value. */
    public static final String CITATIONS = "citations";

    public static Citing of(String tool, Brain brain) {
        return new Citing(tool, brain);
    }

    @Override
    public Next next(RunView view) {
        boolean shown = view.lastStep().orElse(null) instanceof Step.Shown(String name) && name.equals(CITATIONS);
        Next next = Brain.ask(brain, shown ? view.withoutLastStep() : view);
        boolean answers = next instanceof Next.Answer || next instanceof Next.AnswerAsReplied;
        if (shown || !answers) {
            return next;
        }
        List<Json> citations = citations(view);
        return citations.isEmpty() ? next : new Next.Show(CITATIONS, new Json.Arr(citations).write());
    }

    /** In the order in which they were found, as many as a value may have. */
    private List<Json> citations(RunView view) {
        List<Json> citations = new ArrayList<>();
        int left = Said.LONGEST - 2;
        for (Step step : view.steps()) {
            if (step instanceof Step.ToolSettled settled
                    && settled.call().tool().equals(tool)
                    && settled.result() instanceof ToolResult.Success success) {
                String call = settled.call().id().value();
                for (Json.Obj citation :
                        Found.read(success.text()).map(found -> of(call, found)).orElse(List.of())) {
                    left -= citation.write().length() + 1;
                    if (left < 0) {
                        return citations;
                    }
                    citations.add(citation);
                }
            }
        }
        return citations;
    }

    private static List<Json.Obj> of(String call, Found found) {
        List<Json.Obj> citations = new ArrayList<>();
        for (Passage passage : found.passages()) {
            SequencedMap<String, Json> fields = Found.citation(citations.size() + 1, passage);
            fields.put("call_id", new Json.Text(call));
            citations.add(new Json.Obj(fields));
        }
        return citations;
    }

    @Override
    public List<Prompt> prompts() {
        return brain.prompts();
    }

    @Override
    public boolean watches() {
        return brain.watches();
    }

    @Override
    public Map<String, Brain> parts() {
        return brain.parts();
    }

    @Override
    public Needs needs() {
        return brain.needs().and(new Needs(Set.of(tool), Set.of()));
    }

    @Override
    public String fingerprint() {
        return "Citing[%s, %s]".formatted(tool, brain.fingerprint());
    }
}
