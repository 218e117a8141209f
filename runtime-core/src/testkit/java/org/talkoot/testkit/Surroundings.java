package org.talkoot.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolResult;

/**
 * The world outside a node: a model, tools, and a human who decides or does not. It outlives every crash.
 *
 * @param human what the human says to every question; empty: nothing
 */
record Surroundings(ModelClient model, List<FakeTool> tools, Optional<Approval> human) {

    /** What a model says, and when; it may be announced that it will take so long. */
    record Answer(ModelOutcome outcome, Duration delay, boolean announced) {}

    /** What a tool says, and when. */
    record Result(ToolResult result, Duration delay) {}

    Answer ask(RunEffect.CallModel effect) {
        Prompt prompt = effect.offer().prompt();
        ModelRequest request = new ModelRequest(
                effect.origin(),
                prompt.model(),
                prompt.instructions(),
                effect.messages(),
                effect.offer().tools(),
                effect.length());
        if (model instanceof ScriptedModel scripted) {
            ModelTurn turn = scripted.play(request);
            return new Answer(turn.outcome(), turn.delay(), turn.announced());
        }
        try {
            return new Answer(model.call(request, Deltas.ignored()), Duration.ZERO, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Result run(RunEffect.CallTool effect) {
        Optional<FakeTool> tool = tool(effect.call().tool());
        ToolContext context = effect.context();
        return tool.map(known -> new Result(known.invoke(effect.call(), context), known.delay()))
                .orElseGet(() -> new Result(
                        ToolResult.failure(
                                "unknown-tool",
                                "There is no tool " + effect.call().tool()),
                        Duration.ZERO));
    }

    /** What became of a call whose run has ended: a tool that never heard of it never will. */
    Result close(RunEffect.CloseCall effect) {
        return tool(effect.call().tool())
                .flatMap(tool -> tool.known(effect.context().key()).map(result -> new Result(result, tool.delay())))
                .orElseGet(() -> new Result(ToolResult.failure("not-run", "It was not run."), Duration.ZERO));
    }

    Optional<Approval> decision(String question) {
        return human;
    }

    private Optional<FakeTool> tool(String name) {
        return tools.stream().filter(tool -> tool.spec().name().equals(name)).findFirst();
    }
}
