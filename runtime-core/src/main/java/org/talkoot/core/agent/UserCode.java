package org.talkoot.core.agent;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brains are written by others and may do anything. Whatever they throw is a bug that has to end as a named failure: an
 * exception that leaves a decision stops the agent, and would do so again each time the agent is woken.
 */
public final class UserCode {

    private UserCode() {}

    /** What the code returns, or what to do when it breaks, by what is wrong with it. */
    public static <T> T call(Supplier<T> code, Function<String, T> broken) {
        try {
            return Objects.requireNonNull(code.get(), "it returned nothing");
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            return broken.apply(e.toString());
        }
    }
}
