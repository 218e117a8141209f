package org.talkoot.core;

/**
 * Something a state waits for, as data. Two effects are the same piece of work exactly if their ids are equal; the
 * shell never compares anything else of them.
 */
public interface Effect {

    /** Unique among the effects of one aggregate, and the same in every replay. */
    String id();
}
