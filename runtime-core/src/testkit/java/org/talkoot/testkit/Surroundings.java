package org.talkoot.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.guard.AskedGuardrail;
import org.talkoot.core.guard.GuardService;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.Compensator;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.remote.RemoteTerms;

/**
 * The world outside a node: a model, tools, and a human who decides or does not. It outlives every crash.
 *
 * @param people what people say to whatever is asked, in order
 */
record Surroundings(AgentCatalog catalog, ModelClient model, List<FakeTool> tools, List<Person.Saying> people) {

    /** What a model says, and when; it may be announced that it will take so long. */
    record Answer(ModelOutcome outcome, Duration delay, boolean announced) {}

    /** What a tool says, and when. */
    record Result(ToolResult result, Duration delay) {}

    Answer ask(RunEffect.CallModel effect) {
        ModelRequest request = effect.request();
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

    /** What the service of a guardrail says, as its author wrote it; it is asked as often as it may be. */
    Answered judge(RunEffect.AskGuardrail effect) {
        AskedGuardrail guardrail =
                catalog
                        .find(effect.agent().type())
                        .orElseThrow()
                        .guards()
                        .asked(effect.subject().place())
                        .stream()
                        .filter(asked -> asked.name().equals(effect.guardrail()))
                        .findFirst()
                        .orElseThrow();
        if (!(guardrail.by() instanceof AskedGuardrail.Asked.Service(GuardService service))) {
            throw new IllegalStateException("a judge is asked as models are: " + effect);
        }
        Answered answered = new Answered.Nothing("it was not asked");
        for (int attempt = 0; attempt < guardrail.attempts() && answered instanceof Answered.Nothing; attempt++) {
            answered = judge(service, effect);
        }
        return answered;
    }

    private static Answered judge(GuardService service, RunEffect.AskGuardrail effect) {
        try {
            return new Answered.Said(service.judge(effect.subject()));
        } catch (Exception e) {
            return new Answered.Nothing(String.valueOf(e.getMessage()));
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

    /** What its tool finds out of a call that no worker has reported. */
    Result resolve(RunEffect.ResolveDoubt effect) {
        FakeTool tool = tool(effect.call().tool()).orElseThrow();
        ToolResult result = tool.reconciler()
                .map(reconciler -> found(reconciler, effect))
                .orElseGet(() -> undone(tool.compensator().orElseThrow(), effect));
        return new Result(result, tool.delay());
    }

    private static ToolResult found(Reconciler reconciler, RunEffect.ResolveDoubt effect) {
        try {
            return switch (reconciler.find(effect.context().key(), effect.call())) {
                case Reconciler.Finding.Happened f -> f.result();
                case Reconciler.Finding.DidNotHappen f ->
                    new ToolResult.Failure("did-not-happen", "It did not happen.", true);
                case Reconciler.Finding.Unknown f -> new ToolResult.InDoubt(f.reason());
            };
        } catch (Exception e) {
            throw new IllegalStateException("a fake never throws", e);
        }
    }

    private static ToolResult undone(Compensator compensator, RunEffect.ResolveDoubt effect) {
        try {
            compensator.compensate(effect.context().key(), effect.call());
            return ToolResult.failure("compensated", "It was undone.");
        } catch (Exception e) {
            throw new IllegalStateException("a fake never throws", e);
        }
    }

    /** What the calls of the tool go by, if they are sent to workers. */
    Optional<RemoteTerms> remote(String name) {
        return tool(name).flatMap(FakeTool::remote);
    }

    /** What a worker does with an attempt, and when it says so. Empty: it is lost. */
    Optional<Result> work(AgentId agent, RunEvent.ToolCallSent sent) {
        FakeTool tool = tool(sent.call().tool()).orElseThrow();
        return switch (tool.worker(sent.sending().attempt())) {
            case FakeTool.Worker.Dies w -> Optional.empty();
            case FakeTool.Worker.Reports w -> {
                ToolContext context =
                        new ToolContext(agent, sent.run(), sent.call().id());
                yield Optional.of(new Result(tool.invoke(sent.call(), context), w.after()));
            }
        };
    }

    /** What is said to this version of a call: nothing that is said to another. */
    List<Person.Saying> said(int version) {
        List<Person.Saying> said = new ArrayList<>();
        int at = 0;
        for (Person.Saying saying : people) {
            if (at == version) {
                said.add(saying);
            }
            if (saying.decision() instanceof HumanDecision.Edit) {
                at++;
            }
        }
        return said;
    }

    private Optional<FakeTool> tool(String name) {
        return tools.stream().filter(tool -> tool.spec().name().equals(name)).findFirst();
    }
}
