package org.talkoot.core.brain;

import java.util.Optional;
import org.talkoot.core.agent.RunFailure;

/** What became of a call that a brain made by a handle: of the last one in its run. */
public sealed interface Called<R> {

    /** It has not been made. */
    record NotYet<R>() implements Called<R> {}

    record Came<R>(R value) implements Called<R> {}

    /** It failed, is in doubt, or brought something else; why, as a failure that the run may end with. */
    record Failed<R>(RunFailure why) implements Called<R> {}

    default Optional<R> came() {
        return switch (this) {
            case NotYet<R> none -> Optional.empty();
            case Came<R> came -> Optional.of(came.value());
            case Failed<R> failed -> Optional.empty();
        };
    }

    /** Why it failed, if it did. */
    default Optional<RunFailure> failure() {
        return switch (this) {
            case NotYet<R> none -> Optional.empty();
            case Came<R> came -> Optional.empty();
            case Failed<R> failed -> Optional.of(failed.why());
        };
    }
}
