package org.talkoot.core.deadletter;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends dead letters on their way again. */
public interface Redriver {

    /**
     * Tries once more; repeating an attempt does no harm.
     *
     * @param content instead of the letter's own; null: unchanged
     * @return fails when nothing is known of what became of it: then it is asked again
     */
    CompletionStage<Redriven> redrive(DeadLetter letter, int attempt, @Nullable String content);

    /** What has become of an attempt so far. */
    sealed interface Redriven {

        /** It is durable and being processed; how that ends will be reported. */
        record Underway() implements Redriven {}

        /** There is nothing left to wait for. */
        record Succeeded() implements Redriven {}

        record Failed(FailureClass failure, String reason) implements Redriven {}
    }
}
