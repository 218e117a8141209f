package org.talkoot.persistence.tail;

import java.time.Instant;

/**
 * The decision that a follower passes over an entry which it cannot take.
 *
 * @param position of the entry
 * @param by who decided that
 */
public record Skip(long position, String by, String reason, Instant at) {}
