package org.talkoot.core.signal;

import org.talkoot.core.Caller;

/**
 * A signal that a run was given.
 *
 * @param name as in {@link Said}
 * @param key by which it is known when it comes again
 * @param payload a JSON value
 * @param by who gave it, as the edge found out
 */
public record Signal(String name, String key, String payload, Caller by) {}
