package org.talkoot.core.tool;

import org.talkoot.core.IdempotencyKey;

/** Finds out what became of a call that was in doubt. Called on a virtual thread; may block. */
@FunctionalInterface
public interface Reconciler {

    /** What the outside world says about a call. */
    sealed interface Finding {

        /** It happened; this was its result. */
        record Happened(ToolResult result) implements Finding {}

        /** It certainly did not happen, and will not; it may be run now. */
        record DidNotHappen() implements Finding {}

        /** Nobody can say. The call stays in doubt. */
        record Unknown(String reason) implements Finding {}
    }

    Finding find(IdempotencyKey key, ToolCall call) throws Exception;
}
