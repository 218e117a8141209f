package org.talkoot.core.brain.flow;

import java.util.Map;
import java.util.Optional;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.Handle;

/**
 * What a step can go by beside what it takes: the task of the flow, and what other steps have brought so far.
 *
 * @param results by the name of the step, what it brought last, as it was written
 */
public record Past(String task, Map<String, String> results) {

    public Past {
        results = Map.copyOf(results);
    }

    /**
     * The task as a value of this type.
     *
     * @throws IllegalStateException when it is none
     */
    public <T> T task(Class<T> type) {
        return read("the asker", type, task);
    }

    /** What a step brought last; empty: it has brought nothing yet. */
    public <R> Optional<R> of(FlowStep<?, R> step) {
        return Optional.ofNullable(results.get(step.name())).map(text -> read(step.name(), step.brings(), text));
    }

    static <T> T read(String from, Class<T> type, String text) {
        return switch (Handle.read(from, type, text)) {
            case Called.Came<T>(T value) -> value;
            case Called.Failed<T> failed ->
                throw new IllegalStateException(failed.why().detail());
            case Called.NotYet<T> none -> throw new IllegalStateException("nothing was read");
        };
    }
}
