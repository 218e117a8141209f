package org.talkoot.persistence.tail;

import java.util.Optional;

/**
 * How far a follower is by the database, wherever it runs. One that delivers to the outside says so now and then, so it
 * may be further.
 *
 * @param node where others reach the one that runs it, if any does; the name of its machine when it is alone
 * @param behind how far the journal is ahead; an upper bound of entries
 */
public record FollowerPosition(String name, Optional<String> node, long position, long behind) {}
