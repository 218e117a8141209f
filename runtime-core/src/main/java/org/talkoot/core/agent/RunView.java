package org.talkoot.core.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.RunId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.budget.Spend;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.schema.DataType;

/**
 * What a brain sees: the run so far, and the history it stands in. All of it comes from the journal.
 *
 * @param origin how the run came about: by a turn, another agent, or an event
 * @param caller on whose behalf, however many agents and events lie between
 * @param attributes what was known of the conversation when the run was asked for
 * @param task what is asked of the agent
 * @param history everything this agent has seen, this run included
 * @param shownFrom where in the history began what a model was last shown of it; what came before it did not fit
 * @param steps what happened in this run, in order
 * @param calls what this run has asked for, in order: what has come, and what is open
 * @param left what the run may spend yet; what agents that it has asked may spend is not in it
 * @param at when this decision is made, as the journal has it
 */
public record RunView(
        AgentId agent,
        RunId run,
        RunOrigin origin,
        Caller caller,
        Attributes attributes,
        String task,
        List<Message> history,
        int shownFrom,
        List<Step> steps,
        Calls calls,
        Spend spend,
        Budget left,
        Instant at) {

    /** The type of the event that woke the agent; empty when it was asked. */
    public Optional<String> event() {
        return switch (origin) {
            case RunOrigin.Trigger o -> Optional.of(o.eventType());
            case RunOrigin.Request o -> Optional.of(o.eventType());
            case RunOrigin.Turn o -> Optional.empty();
            case RunOrigin.Delegation o -> Optional.empty();
        };
    }

    /** What belongs to what is asked: to the last message that somebody wrote. */
    public List<Attachment> attachments() {
        for (Message message : history.reversed()) {
            if (message instanceof Message.User) {
                return message.attachments();
            }
        }
        return List.of();
    }

    /** The task as a value of this type; empty when it is none. */
    public <T> Optional<T> task(Class<T> type) {
        return DataType.of(type).read(task).fitting();
    }

    /** What this agent answered last in this run, as a value of this type; empty when there is no such answer. */
    public <T> Optional<T> answerOf(String agent, Class<T> type) {
        for (Step step : steps.reversed()) {
            if (step instanceof Step.DelegateReported reported
                    && reported.agent().value().equals(agent)) {
                return reported.outcome().answer(type);
            }
        }
        return Optional.empty();
    }

    /** What became of a call, if that is a step of this kind; empty: it is open, or came otherwise. */
    public <S extends Step> Optional<S> came(Calls.Call call, Class<S> kind) {
        return came(call).filter(kind::isInstance).map(kind::cast);
    }

    /** What became of a call; empty: it is open. */
    public Optional<Step> came(Calls.Call call) {
        return call.awaited() ? Optional.empty() : Optional.of(steps.get(call.came() - calls.steps()));
    }

    /**
     * What the brain saw when a model had just proposed this call; empty: none has, in this run. A brain that is asked
     * again with it says what it said then, or, after a deploy, what it would say now.
     */
    public Optional<RunView> whenProposed(CallId call) {
        for (int last = steps.size() - 1; last >= 0; last--) {
            if (steps.get(last) instanceof Step.ModelReplied(ModelReply.ToolCalls reply)
                    && reply.calls().stream().anyMatch(proposed -> proposed.id().equals(call))) {
                return Optional.of(upTo(last + 1, call));
            }
        }
        return Optional.empty();
    }

    private RunView upTo(int made, CallId proposed) {
        int told = history.size();
        while (told > 0
                && !(history.get(told - 1) instanceof Message.ToolUse use
                        && use.calls().stream().anyMatch(call -> call.id().equals(proposed)))) {
            told--;
        }
        return new RunView(
                agent,
                run,
                origin,
                caller,
                attributes,
                task,
                history.subList(0, told),
                shownFrom,
                steps.subList(0, made),
                calls.before(made),
                spend,
                left,
                at);
    }

    public Optional<Step> lastStep() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
    }

    /**
     * The agent that is a part of this one's brain.
     *
     * @see Brain#parts
     */
    public AgentType part(String name) {
        return agent.type().part(name);
    }

    /** The same run before its last step, as if that had not been; the calls are those that are known now. */
    public RunView withoutLastStep() {
        return new RunView(
                agent,
                run,
                origin,
                caller,
                attributes,
                task,
                history,
                shownFrom,
                steps.subList(0, steps.size() - 1),
                calls,
                spend,
                left,
                at);
    }

    /** The same run seen by a stage of a brain: its own task, and only the steps and calls since it began. */
    public RunView stage(String stageTask, int firstStep) {
        return new RunView(
                agent,
                run,
                origin,
                caller,
                attributes,
                stageTask,
                history,
                shownFrom,
                steps.subList(firstStep, steps.size()),
                calls.since(firstStep),
                spend,
                left,
                at);
    }
}
