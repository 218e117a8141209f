package org.talkoot.persistence.tail;

/**
 * A view does not have what it was asked for, and has not come as far as the journal was by then: whether there is such
 * a thing is not known yet. It is when a node has died and another one takes over what that one followed, mostly.
 */
public final class ProjectionBehindException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProjectionBehindException(String projection) {
        super("'%s' is behind the journal".formatted(projection));
    }
}
