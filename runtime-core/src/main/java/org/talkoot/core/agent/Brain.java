package org.talkoot.core.agent;

import java.util.List;

/**
 * Decides what an agent does next. A pure function: the same view gives the same step. It is asked when a run starts
 * and whenever everything that it asked for has come back, and never while history is replayed.
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

    /** What it calls by itself, as far as that is known before it runs. A brain made of others names theirs. */
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
