package org.talkoot.core.agent;

import java.util.List;
import java.util.Map;

/**
 * Decides what an agent does next. A pure function: the same view gives the same step. It is asked when a run starts
 * and whenever everything that it asked for has come back, and never while history is replayed. A brain that
 * {@link #watches} is asked more often.
 *
 * <p>Brains compose: one that has others asks them by {@link #ask}, with a view of their own.
 */
@FunctionalInterface
public interface Brain {

    Next next(RunView view);

    /**
     * The prompts that it may show to models, as far as they are known before it runs. A node does not start when they
     * name an agent, a tool or a model that is not there. A brain made of others names theirs.
     */
    default List<Prompt> prompts() {
        return List.of();
    }

    /**
     * Whether it acts while others still work. Then it is asked again after each of its steps, until it takes
     * {@link Next.Await}, and whenever something that is open has come; without, only when nothing is open. Always the
     * same for one brain.
     */
    default boolean watches() {
        return false;
    }

    /**
     * Brains that run on their own, at the same time as this one and as each other, each in an agent of its own: by a
     * name that is unique in the agent. Who asks one of them delegates to {@link RunView#part}. Such an agent has the
     * limits of this one and no guardrails, and nobody else can talk to it. A brain made of others names theirs.
     */
    default Map<String, Brain> parts() {
        return Map.of();
    }

    /** The step of a brain that is a stage of another: one that does not watch waits for all that is open. */
    static Next ask(Brain stage, RunView view) {
        return view.calls().anyOpen() && !stage.watches() ? new Next.Await() : stage.next(view);
    }

    /**
     * What it goes by beside its prompts, as far as that is known before it runs. A brain made of others names theirs.
     */
    default Needs needs() {
        return Needs.NONE;
    }

    /**
     * A text that another version of this brain would not have, as far as the brain can tell: the name of its class,
     * unless it knows better. Journalled, in short, with the runs it begins.
     */
    default String fingerprint() {
        String name = getClass().getName();
        int generated = name.indexOf("$$"); // what a lambda is named behind that differs each time
        return generated < 0 ? name : name.substring(0, generated);
    }
}
