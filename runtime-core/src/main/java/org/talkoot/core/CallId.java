package org.talkoot.core;

/**
 * One call that a run waits for: a model call, tool call, delegation, approval or timer. Numbered within its agent
 * ({@code c1}, {@code c2}, ...), so the same call has the same id in every replay. In order of these numbers.
 */
public record CallId(String value) implements Comparable<CallId> {

    public CallId {
        Syntax.requireToken(value, "call id");
    }

    public static CallId of(long number) {
        return new CallId("c" + number);
    }

    /** A shorter number is a smaller one: none is written with leading zeros. */
    @Override
    public int compareTo(CallId other) {
        int longer = Integer.compare(value.length(), other.value.length());
        return longer != 0 ? longer : value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
