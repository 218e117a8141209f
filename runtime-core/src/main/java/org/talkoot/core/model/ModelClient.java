package org.talkoot.core.model;

import java.util.List;

/**
 * A provider of models. One call is one attempt: retries, limits and fallbacks are the gateway's business. Called on a
 * virtual thread and may block; when the thread is interrupted, the call is abandoned. Safe for concurrent use.
 */
@FunctionalInterface
public interface ModelClient {

    /**
     * Asks the model and streams its text to {@code deltas} while it comes.
     *
     * <p>The call ids inside a {@link ModelReply.ToolCalls} are the provider's own or made up; the run replaces them by
     * its own.
     *
     * @return the outcome; failures of the provider are values, an exception is a bug
     * @throws InterruptedException when the call was abandoned
     */
    ModelOutcome call(ModelRequest request, Deltas deltas) throws InterruptedException;

    /** Those of these parameters that it has no way to honour, in words; empty: it takes them all. */
    default List<String> refused(ModelParameters parameters) {
        return List.of();
    }
}
