package org.talkoot.core.model;

/** How a model call ended. */
public sealed interface ModelOutcome {

    /**
     * It replied.
     *
     * @param model which model did, as {@code provider/model}; after a fallback not the one asked for
     */
    record Replied(ModelReply reply, TokenUsage usage, ModelName model) implements ModelOutcome {}

    /** It did not. {@code usage} is what the attempts cost nevertheless, as far as is known. */
    record Failed(ModelFailure failure, TokenUsage usage) implements ModelOutcome {}
}
