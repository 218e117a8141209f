package org.talkoot.core.lease;

/**
 * Which incarnation of a node: one that began later has a higher number than all before it, whatever node it is.
 * Whoever writes to something outside may hand it on as a fencing token.
 */
public record Epoch(long value) implements Comparable<Epoch> {

    /** No incarnation at all. */
    public static final Epoch NONE = new Epoch(0);

    public Epoch {
        if (value < 0) {
            throw new IllegalArgumentException("an epoch is not negative, but is " + value);
        }
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
