package org.talkoot.persistence.tail;

import java.time.Instant;

/**
 * The decision that a follower passes over an entry which it cannot take.
 *
 * @param ordering of the entry
 * @param by who decided that
 */
public record Skip(long ordering, String by, String reason, Instant at) {}
