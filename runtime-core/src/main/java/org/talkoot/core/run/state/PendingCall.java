package org.talkoot.core.run.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.approval.ApprovalRequest;
import org.talkoot.core.approval.OpenApproval;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.remote.RemoteTerms;
import org.talkoot.core.tool.remote.Sending;

/** Something that a run has asked for and has not heard of yet. */
public sealed interface PendingCall {

    CallId id();

    /** As the brain sees it, which had made so many steps before. */
    default Calls.Call begunAfter(int steps) {
        return switch (this) {
            case Model call -> call(Calls.Kind.MODEL, "", steps);
            case Tool call -> call(Calls.Kind.TOOL, call.call().tool(), steps);
            case Approval call -> call(Calls.Kind.TOOL, call.call().tool(), steps);
            case Sent call -> call(Calls.Kind.TOOL, call.call().tool(), steps);
            case Delegation call -> call(Calls.Kind.AGENT, call.to().value(), steps);
            case Human call -> call(Calls.Kind.PERSON, "", steps);
            case Reply call -> call(Calls.Kind.EVENT, call.eventType(), steps);
            case Timer call -> call(Calls.Kind.TIMER, "", steps);
            case Signal call -> call(Calls.Kind.SIGNAL, call.name(), steps);
            case Check call -> throw new IllegalStateException("no brain sees it: " + call);
        };
    }

    /** When it ends by itself, or has to be looked at; empty: somebody else brings it to its end. */
    default Optional<Instant> end() {
        return switch (this) {
            case Approval call -> Optional.of(call.open().due());
            case Human call -> Optional.of(call.until());
            case Reply call -> Optional.of(call.until());
            case Timer call -> Optional.of(call.until());
            case Signal call -> Optional.of(call.until());
            case Retry call -> Optional.of(call.until());
            case Remote call -> Optional.of(call.sending().until());
            case Model call -> Optional.ofNullable(call.delayedUntil());
            case Tool call -> Optional.empty();
            case Doubt call -> Optional.empty();
            case Delegation call -> Optional.empty();
            case Check call -> Optional.empty();
        };
    }

    /** It is worked on where the run is, or its worker is listened for there, and by nobody when that is gone. */
    default boolean worksHere() {
        return switch (this) {
            case Tool call -> true;
            case Doubt call -> true;
            case Check call -> true;
            case Model call -> call.delayedUntil() == null;
            case Remote call -> call.terms().hasLease();
            case PendingCall other -> false;
        };
    }

    private Calls.Call call(Calls.Kind kind, String name, int steps) {
        return new Calls.Call(id(), kind, name, steps);
    }

    /**
     * A model was asked.
     *
     * @param prompt number of the prompt among those the agent has used
     * @param model which one; null: that of the prompt
     * @param delayedUntil when the provider takes it at the earliest; null: nothing is in its way
     */
    record Model(
            CallId id,
            int prompt,
            int from,
            @Nullable ModelName model,
            @Nullable Instant delayedUntil) implements PendingCall {

        public Model delayed(Instant until) {
            return new Model(id, prompt, from, model, until);
        }

        /** The model that was asked, by its name. */
        public ModelName asked(Memory memory) {
            return model != null ? model : memory.offers().get(prompt).prompt().model();
        }

        /** Whether that is later than what is known. */
        public boolean isNews(Instant until) {
            return delayedUntil == null || until.isAfter(delayedUntil);
        }
    }

    /**
     * A tool was called.
     *
     * @param approved the specification of the tool to which people agreed; null: nobody was asked
     */
    record Tool(ToolCall call, @Nullable String approved) implements PendingCall {

        public Tool(ToolCall call) {
            this(call, null);
        }

        @Override
        public CallId id() {
            return call.id();
        }
    }

    /** People are waited for: how long they take, the clock of the run stands still. */
    sealed interface Person extends PendingCall {

        /** When they are waited for no more. */
        Instant until();
    }

    /** A call of a tool waits for people to agree to it. */
    record Approval(OpenApproval open) implements Person {

        /** The call as it would begin now. */
        public ToolCall call() {
            ApprovalRequest request = open.request();
            return new ToolCall(request.call(), request.tool(), request.arguments());
        }

        @Override
        public CallId id() {
            return open.request().call();
        }

        @Override
        public Instant until() {
            return open.request().until();
        }
    }

    /** A call of a tool that runs elsewhere. */
    sealed interface Sent extends PendingCall {

        ToolCall call();

        RemoteTerms terms();

        /** Its latest attempt. */
        Sending sending();

        @Override
        default CallId id() {
            return call().id();
        }
    }

    /** It is with a worker, or waits for one. */
    record Remote(ToolCall call, RemoteTerms terms, Sending sending) implements Sent {

        /** Whether that is the attempt which is waited for. */
        public boolean is(int attempt, Instant since) {
            return sending.attempt() == attempt && sending.isOf(since);
        }
    }

    /** Its last attempt failed; it is sent again then. */
    record Retry(ToolCall call, RemoteTerms terms, Sending sending, Instant until) implements Sent {}

    /** Nobody has reported; what happened is being found out, or undone. */
    record Doubt(ToolCall call, RemoteTerms terms, Sending sending) implements Sent {}

    /**
     * Another agent was asked.
     *
     * @param colleague the name of the instance; empty: one of its own
     * @param apart the instance of its own is one of many
     * @param budget what it may spend; null: whatever its limits are
     * @param paused how long it waits for people at most, if it does; null: it has not said so
     * @param told of how many changes of the run's {@link Suspension} it is known to have heard
     */
    record Delegation(
            CallId id,
            AgentType to,
            String task,
            String colleague,
            boolean apart,
            @Nullable Budget budget,
            @Nullable Instant paused,
            int told)
            implements PendingCall {

        public Delegation(
                CallId id, AgentType to, String task, String colleague, boolean apart, @Nullable Budget budget) {
            this(id, to, task, colleague, apart, budget, null, 0);
        }

        public Delegation paused(Instant until) {
            return new Delegation(id, to, task, colleague, apart, budget, until, told);
        }

        /** It has heard of so many. */
        public Delegation told(int changes) {
            return new Delegation(id, to, task, colleague, apart, budget, paused, changes);
        }

        /** Whether that is later than what is known. */
        public boolean isNews(Instant until) {
            return paused == null || until.isAfter(paused);
        }

        /** Who works on it for this run. */
        public AgentId target(AgentId self, RunId run) {
            if (!colleague.isEmpty()) {
                return self.colleague(to, colleague);
            }
            return apart ? self.delegateApart(to, run, id) : self.delegate(to, run, id);
        }
    }

    /**
     * A person was asked.
     *
     * @param about as in {@link org.talkoot.core.run.RunEvent.HumanAsked}
     */
    record Human(
            CallId id,
            String question,
            Instant until,
            @Nullable CallId about) implements Person {}

    /** An event was published that somebody is to answer. */
    record Reply(CallId id, String eventType, Instant until) implements PendingCall {}

    /** Somebody outside is to give a signal of this name. */
    record Signal(CallId id, String name, Instant until) implements PendingCall {}

    record Timer(CallId id, Instant until, Duration length) implements PendingCall {}

    /**
     * Somebody is asked for a guardrail. The brain knows nothing of it, and is not asked meanwhile.
     *
     * @param guardrail its name
     * @param prompt number of the prompt, when a model is asked; -1: a service is
     * @param model which model; null: none
     */
    record Check(
            CallId id,
            Checking what,
            String guardrail,
            int prompt,
            @Nullable ModelName model) implements PendingCall {}
}
