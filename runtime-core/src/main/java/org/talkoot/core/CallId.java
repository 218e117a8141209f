package org.talkoot.core;

/**
 * One call that a run waits for: a model call, tool call, delegation, approval or timer. Numbered within its agent
 * ({@code c1}, {@code c2}, ...), so the same call has the same id in every replay.
 */
public record CallId(String value) {

    public CallId {
        Syntax.requireToken(value, "call id");
    }

    public static CallId of(long number) {
        return new CallId("c" + number);
    }

    @Override
    public String toString() {
        return value;
    }
}
