package org.talkoot.persistence.tail;

/**
 * A follower cannot go on until a person has decided something: no attempt at the same would end in another way. Its
 * message says what has happened and what can be done.
 */
public final class FollowerHaltedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public FollowerHaltedException(String message) {
        super(message);
    }
}
