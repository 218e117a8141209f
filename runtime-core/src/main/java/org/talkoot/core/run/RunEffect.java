package org.talkoot.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.Effect;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.guard.Subject;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.Template;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;

/** What a run waits for. */
public sealed interface RunEffect extends Effect<RunCommand> {

    /** Something that time alone brings to an end, if nothing else does. */
    sealed interface Wait extends RunEffect, Timed<RunCommand>
            permits AwaitHuman, AwaitApproval, SetTimer, AwaitWorker, ArmDeadline {}

    /**
     * A model is to be asked.
     *
     * @param model which one, whatever that of the prompt is
     * @param values what fills the blanks of the prompt's instructions
     * @param messages a view of the agent's history, not a copy
     * @param length characters of {@code messages}, known without walking over them
     */
    record CallModel(
            ModelRequest.Origin origin,
            Offer offer,
            ModelName model,
            Map<String, String> values,
            List<Message> messages,
            long length,
            Purpose purpose)
            implements RunEffect {

        @Override
        public String id() {
            return origin.call().value();
        }

        /** What the model is told, word for word. */
        public ModelRequest request() {
            Prompt prompt = offer.prompt();
            String instructions = new Template(prompt.instructions()).filled(values);
            long told = instructions.length()
                    + (prompt.answer() == null ? 0L : prompt.answer().schema().length());
            return new ModelRequest(
                            origin,
                            model,
                            instructions,
                            messages,
                            offer.tools(),
                            prompt.answer(),
                            prompt.parameters(),
                            length + told)
                    .showing(prompt.examples());
        }
    }

    /**
     * For whom a model is asked.
     *
     * @param personWaits somebody sits before the answer, so a provider is not waited for without end; false: an event
     *     began it, and it may take as long as its run may
     * @param answers whether what it says may be heard while it says it: it is part of an answer
     * @param lineage the agents that wait for the run, outermost first
     */
    record Purpose(boolean personWaits, boolean answers, List<AgentId> lineage) {
        public Purpose {
            lineage = List.copyOf(lineage);
        }
    }

    /**
     * A tool is to be called.
     *
     * @param approved the specification of the tool to which people agreed: under another the call does not begin;
     *     null: nobody was asked
     */
    record CallTool(
            ToolCall call, ToolContext context, @Nullable String approved) implements RunEffect {

        /** A call that nobody has to agree to. */
        public CallTool(ToolCall call, ToolContext context) {
            this(call, context, null);
        }

        @Override
        public String id() {
            return call.id().value();
        }
    }

    /**
     * A service is to be asked for a guardrail.
     *
     * @param agent the run's, whose definition has the guardrail
     * @param version which version of it began the run
     * @param guardrail its name
     */
    record AskGuardrail(CallId call, RunId run, AgentId agent, String version, String guardrail, Subject subject)
            implements RunEffect {
        @Override
        public String id() {
            return call.value();
        }
    }

    /** Another agent is to be asked; its outcome comes back as a command. */
    record StartDelegate(CallId call, AgentId to, RunRequest request) implements RunEffect, Told {
        @Override
        public String id() {
            return call.value();
        }
    }

    /**
     * An agent that was asked is to hear that the run is paused, or goes on, until it has.
     *
     * @param number counts what has been said, from 1
     * @param until its clock goes on then at the latest; null: it goes on
     */
    record PassPause(
            CallId call,
            AgentId to,
            RunRequest request,
            int number,
            @Nullable Instant until) implements RunEffect, Told {
        @Override
        public String id() {
            return "pass:%s:%d".formatted(call.value(), number);
        }
    }

    /** A question stands open until then; its deadline is a timer. */
    record AwaitHuman(CallId call, String question, Instant until) implements Wait {
        @Override
        public String id() {
            return call.value();
        }

        @Override
        public RunCommand over(Instant at) {
            return new RunCommand.FireTimer(call, at);
        }
    }

    /**
     * A call stands open to be decided.
     *
     * @param votes how many people have agreed to this version
     * @param until when somebody is to be told again, more people may decide, or nobody is waited for any more
     */
    record AwaitApproval(CallId call, int version, int votes, Instant until) implements Wait {
        @Override
        public String id() {
            return "approval:%s:%d:%d:%d".formatted(call.value(), version, votes, until.toEpochMilli());
        }

        @Override
        public RunCommand over(Instant at) {
            return new RunCommand.FireTimer(call, at);
        }
    }

    /** Whoever waits for the run is to be told that its clock stands still, until it has that. */
    record ReportPause(RunId run, RunOrigin origin, Instant until) implements RunEffect, Told {
        @Override
        public String id() {
            return "pause:" + run.value() + ':' + until.toEpochMilli();
        }
    }

    record SetTimer(CallId call, Instant until) implements Wait {
        @Override
        public String id() {
            return call.value();
        }

        @Override
        public RunCommand over(Instant at) {
            return new RunCommand.FireTimer(call, at);
        }
    }

    /**
     * A worker is at a call, or will be. An attempt that ends by silence is none of the node's work: nothing is begun
     * here, and nothing held.
     *
     * @param lease as in {@link org.talkoot.core.tool.remote.RemoteTerms}; empty: only the end of its time ends it
     */
    record AwaitWorker(CallId call, int attempt, Instant until, Optional<Duration> lease) implements Wait {

        /** What the wait for this attempt is known by. */
        public static String id(CallId call, int attempt) {
            return "worker:" + call.value() + ':' + attempt;
        }

        @Override
        public String id() {
            return id(call, attempt);
        }

        @Override
        public RunCommand over(Instant at) {
            return new RunCommand.LoseAttempt(call, attempt, at);
        }
    }

    /** What became of a call that no worker has reported is to be found out, or undone, as its tool declares. */
    record ResolveDoubt(ToolCall call, ToolContext context, String why) implements RunEffect {
        @Override
        public String id() {
            return "doubt:" + call.id().value();
        }
    }

    /**
     * The run is to be expired then. Another time is another wait.
     *
     * @param moved people were waited for, so it is later than when the run began
     */
    record ArmDeadline(RunId run, Instant until, boolean moved) implements Wait {
        @Override
        public String id() {
            String id = "deadline:" + run.value();
            return moved ? id + ':' + until.toEpochMilli() : id;
        }

        @Override
        public RunCommand over(Instant at) {
            return new RunCommand.ExpireRun(run, at);
        }
    }

    /**
     * The run of this call has ended: it is not to begin any more. If it has, or may have, what became of it comes back
     * as its result.
     */
    record CloseCall(ToolCall call, ToolContext context) implements RunEffect {
        @Override
        public String id() {
            return "close:" + call.id().value();
        }
    }

    /** The run that had asked this agent has ended: it is to stop, and to report what it cost. */
    record StopDelegate(CallId call, AgentId to, RunId parentRun) implements RunEffect, Told {
        @Override
        public String id() {
            return "stop:" + call.value();
        }

        /** What the other agent knows it by. */
        public RunId run() {
            return RunId.delegated(parentRun, call);
        }
    }

    /** Another agent is to go on with what an event began, and to say that it does. */
    record StartSuccessor(RunId run, AgentId to, RunRequest request) implements RunEffect, Told {
        @Override
        public String id() {
            return "handover:" + run.value();
        }
    }

    /** Whoever asked for the run is to be told how it ended, until they confirm it. */
    record DeliverOutcome(RunId run, RunOrigin origin, RunOutcome outcome, TokenUsage usage, Instant at)
            implements RunEffect, Told {
        @Override
        public String id() {
            return id(run);
        }

        /** What the delivery of this run's outcome is known by. */
        public static String id(RunId run) {
            return "deliver:" + run.value();
        }
    }
}
