package org.talkoot.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.Specification;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolCatalog;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/** The words in which an agent is specified: it is called {@code a}, may call {@code look}, and may ask {@code b}. */
final class RunWords {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant DEADLINE = NOW.plus(Duration.ofHours(1));
    static final AgentType B = new AgentType("b");
    static final AgentId SELF = AgentId.in(ConversationId.of("c"), new AgentType("a"));
    static final TokenUsage USAGE = TokenUsage.of(10, 5);
    static final ModelName MODEL = new ModelName("test/model");
    static final LlmBrain BRAIN = LlmBrain.of("Help.").withTools("look").asking("b");

    private static final String VERSION = "v1";
    private static final ToolSpec LOOK = ToolSpec.of("look", "Looks.", new ToolInput.Json("""
                    {"type": "object"}
                    """), SideEffect.READ_ONLY);

    private RunWords() {}

    /** An agent that asks a model. */
    static Specification<RunCommand, RunEvent, RunState, RunEffect> agent() {
        return agent(model());
    }

    static Specification<RunCommand, RunEvent, RunState, RunEffect> agent(AgentDefinition definition) {
        return Specification.of(new AgentRun(SELF, definition, catalog(definition)));
    }

    /** An agent that takes this step first, and answers "done" whatever comes of it. */
    static Specification<RunCommand, RunEvent, RunState, RunEffect> agentThat(Next first) {
        return agent(AgentDefinition.of(
                        "a", "", new CodeBrain(view -> view.steps().isEmpty() ? first : new Next.Answer("done")))
                .withVersion(VERSION));
    }

    static AgentDefinition model() {
        return AgentDefinition.of("a", "", BRAIN).withVersion(VERSION);
    }

    private static AgentCatalog catalog(AgentDefinition definition) {
        return AgentCatalog.of(definition, AgentDefinition.of("b", "", CodeBrain.answering(view -> "")))
                .withTools(ToolCatalog.of(List.of(LOOK)));
    }

    static Guardrail blocking() {
        return guardrail("no-secrets", new Verdict.Block("secret"));
    }

    static Guardrail rewriting() {
        return guardrail("polite", new Verdict.Rewrite("please"));
    }

    private static Guardrail guardrail(String name, Verdict verdict) {
        return new Guardrail() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Verdict check(String text) {
                return verdict;
            }
        };
    }

    static RunId run(String run) {
        return RunId.parse(run);
    }

    static CallId call(int number) {
        return CallId.of(number);
    }

    static RunCommand start(String run) {
        return new RunCommand.StartRun(request(run, "hi"), NOW);
    }

    static RunRequest request(String run, String text) {
        return request(run, text, new RunOrigin.Turn(ConversationId.of("c")));
    }

    /** A request of agent b, which waits for the outcome. */
    static RunRequest delegated(String run) {
        return request(
                run, "hi", new RunOrigin.Delegation(AgentId.in(ConversationId.of("c"), B), run("m0-1"), call(1)));
    }

    private static RunRequest request(String run, String text, RunOrigin origin) {
        Message task = new Message.User(new MessageId(run), text, NOW);
        return new RunRequest(run(run), origin, List.of(task), List.of());
    }

    static RunCommand modelReplies(int call, ModelReply reply) {
        return new RunCommand.RecordModelOutcome(call(call), new ModelOutcome.Replied(reply, USAGE, MODEL), NOW);
    }

    static RunCommand modelAnswers(int call) {
        return modelReplies(call, new ModelReply.Answer("hello"));
    }

    static RunCommand toolReturns(int call) {
        return new RunCommand.RecordToolResult(call(call), ToolResult.success("seen"), NOW);
    }

    static RunCommand delegateReports(int call, RunOutcome outcome) {
        return new RunCommand.RecordDelegateOutcome(call(call), outcome, USAGE, NOW);
    }

    static RunCommand fireTimer(int call, Instant at) {
        return new RunCommand.FireTimer(call(call), at);
    }

    static RunCommand expire(String run) {
        return new RunCommand.ExpireRun(run(run), DEADLINE);
    }

    static RunCommand cancel(String run) {
        return new RunCommand.CancelRun(run(run), "enough", NOW);
    }

    static RunCommand confirm(String run) {
        return new RunCommand.ConfirmOutcome(run(run));
    }

    static RunEvent.RunStarted started(String run) {
        return started(request(run, "hi"));
    }

    static RunEvent.RunStarted started(RunRequest request) {
        return new RunEvent.RunStarted(request, new Terms(DEADLINE, VERSION), NOW);
    }

    static RunEvent.RunQueued queued(String run) {
        return new RunEvent.RunQueued(request(run, "hi"));
    }

    static RunEvent.QueuedRunStarted queuedStarted(String run) {
        return new RunEvent.QueuedRunStarted(run(run), new Terms(DEADLINE, VERSION), NOW);
    }

    static RunEvent.PromptRecorded prompted(String run) {
        return new RunEvent.PromptRecorded(run(run), Offer.of(BRAIN.prompt(), catalog(model())));
    }

    static RunEvent.ModelCallRequested asked(String run, int call) {
        return new RunEvent.ModelCallRequested(run(run), call(call), 0, 0);
    }

    /** The first run, m1-1, has asked a model: call c1. */
    static RunEvent[] asking(RunEvent... more) {
        return and(new RunEvent[] {started("m1-1"), prompted("m1-1"), asked("m1-1", 1)}, more);
    }

    /** The model of m1-1 has proposed to look, and that is under way: call c2. */
    static RunEvent[] looking(RunEvent... more) {
        return and(asking(replied("m1-1", 1, proposing(2, "look")), proposedStarted("m1-1", 2)), more);
    }

    static RunEvent[] and(RunEvent[] before, RunEvent... more) {
        return Stream.concat(Stream.of(before), Stream.of(more)).toArray(RunEvent[]::new);
    }

    static ModelReply proposing(int call, String tool) {
        return new ModelReply.ToolCalls("", List.of(new ToolCall(call(call), tool, """
                        {"at": "it"}
                        """)));
    }

    static RunEvent.ModelReplied replied(String run, int call, ModelReply reply) {
        return new RunEvent.ModelReplied(run(run), call(call), reply, USAGE, MODEL);
    }

    static RunEvent.ModelReplied repliedHello(String run, int call) {
        return replied(run, call, new ModelReply.Answer("hello"));
    }

    static RunEvent.ProposedCallsStarted proposedStarted(String run, int call) {
        return new RunEvent.ProposedCallsStarted(run(run), List.of(call(call)));
    }

    static RunEvent.ToolCallSettled looked(String run, int call) {
        return new RunEvent.ToolCallSettled(run(run), call(call), ToolResult.success("seen"));
    }

    static RunEvent.DelegationRequested delegation(String run, int call) {
        return new RunEvent.DelegationRequested(run(run), call(call), B, "do it");
    }

    static RunEvent.DelegationSettled reported(String run, int call, RunOutcome outcome) {
        return new RunEvent.DelegationSettled(run(run), call(call), outcome, USAGE);
    }

    static RunEvent.RunAnsweredAsReplied answeredAsReplied(String run) {
        return new RunEvent.RunAnsweredAsReplied(run(run), NOW);
    }

    static RunEvent.RunAnswered answered(String run, String text) {
        return new RunEvent.RunAnswered(run(run), text, NOW);
    }

    static RunEvent.RunFailed failed(String run, RunFailure why) {
        return new RunEvent.RunFailed(run(run), why, NOW);
    }

    static RunEvent.RunFailed cancelled(String run) {
        return failed(run, new RunFailure.Cancelled("enough"));
    }
}
