package org.talkoot.core.brain.briefing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.tool.ToolResult;

/**
 * A brain that finds something out before it does anything else in a run, and tells its models. Finding out is a call
 * of a tool like any other, journalled once: a crash asks again or reads what came, and all models of the run are told
 * the same. What was not found out is said so, and the run goes on.
 *
 * <pre>{@code
 * Briefed.by(KnownFacts.ofUser(), LlmBrain.of("You book trains."))
 * }</pre>
 *
 * <p>A run that an earlier version of the agent has begun, without a briefing, ends without one. Parts of the brain
 * that run on their own ({@link Brain#parts}) are not briefed.
 */
public record Briefed(Briefing briefing, Brain brain) implements Brain {

    public static Briefed by(Briefing briefing, Brain brain) {
        return new Briefed(briefing, brain);
    }

    @Override
    public Next next(RunView view) {
        if (briefing.ask(view).isEmpty()) {
            return told(Brain.ask(brain, view), Optional.empty());
        }
        if (view.calls().size() == 0) {
            return view.steps().isEmpty()
                    ? Next.CallTools.of(briefing.ask(view).orElseThrow())
                    : Brain.ask(brain, view);
        }
        Calls.Call first = view.calls().begun().getFirst();
        if (!isOurs(first, view)) {
            return Brain.ask(brain, view);
        }
        return first.awaited() ? new Next.Await() : briefed(view, first);
    }

    /** It is the first thing that the run has done. */
    private boolean isOurs(Calls.Call first, RunView view) {
        return first.kind() == Calls.Kind.TOOL
                && first.name().equals(briefing.tool())
                && first.after() == view.calls().steps();
    }

    private Next briefed(RunView view, Calls.Call call) {
        Optional<ToolResult> found = view.came(call, Step.ToolSettled.class).map(Step.ToolSettled::result);
        return told(Brain.ask(brain, view.stage(view.task(), 1)), found);
    }

    private Next told(Next next, Optional<ToolResult> found) {
        if (!(next instanceof Next.CallModel call)) {
            return next;
        }
        SequencedMap<String, String> values = new LinkedHashMap<>(call.values());
        values.put(briefing.blank(), briefing.told(found));
        return new Next.CallModel(extended(call.prompt()), call.from(), values);
    }

    private Prompt extended(Prompt prompt) {
        List<String> tools = new ArrayList<>(prompt.tools());
        briefing.offered().stream().filter(tool -> !tools.contains(tool)).forEach(tools::add);
        return prompt.withInstructions(prompt.instructions() + "\n\n" + briefing.introduction())
                .withTools(tools);
    }

    @Override
    public List<Prompt> prompts() {
        return brain.prompts().stream().map(this::extended).toList();
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
        return brain.needs().and(new Needs(Set.of(briefing.tool()), Set.of()));
    }

    @Override
    public String fingerprint() {
        return "Briefed[%s, %s]".formatted(briefing, brain.fingerprint());
    }
}
