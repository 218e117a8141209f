package org.talkoot.core.tool;

import org.talkoot.core.IdempotencyKey;

/**
 * Undoes a call that was in doubt, whether it had happened or not. May be called more than once for the same key.
 * Called on a virtual thread; may block.
 */
@FunctionalInterface
public interface Compensator {

    void compensate(IdempotencyKey key, ToolCall call) throws Exception;
}
