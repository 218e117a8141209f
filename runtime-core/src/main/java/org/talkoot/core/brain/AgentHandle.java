package org.talkoot.core.brain;

import java.util.Set;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;

/**
 * An agent that a brain in plain Java asks. As {@link ToolHandle}, for {@link Next.Delegate}.
 *
 * @param <A> its task: a record, a sealed interface of records, or {@code String} for prose
 * @param <R> what it answers: the same
 */
public record AgentHandle<A, R>(AgentType agent, Class<A> task, Class<R> answer) implements Handle {

    public AgentHandle {
        Handle.requireReadable(task);
        Handle.requireReadable(answer);
    }

    /**
     * Names it, with both types.
     *
     * @throws org.talkoot.core.schema.NoSchemaException when no schema can say one of the types, in words
     */
    public static <A, R> AgentHandle<A, R> of(String agent, Class<A> task, Class<R> answer) {
        return new AgentHandle<>(new AgentType(agent), task, answer);
    }

    /** A task for an instance of its own. */
    public Next.Delegate.Task with(A value) {
        return new Next.Delegate.Task(agent, Handle.written(task, value));
    }

    /** What became of the last task of it in this run. */
    public Called<R> in(RunView view) {
        for (Step step : view.steps().reversed()) {
            if (step instanceof Step.DelegateReported reported
                    && reported.agent().equals(agent)) {
                return Called.of(reported).then(text -> Handle.read(agent.value(), answer, text));
            }
        }
        return new Called.NotYet<>();
    }

    @Override
    public Needs needs() {
        return new Needs(Set.of(), Set.of(agent));
    }
}
