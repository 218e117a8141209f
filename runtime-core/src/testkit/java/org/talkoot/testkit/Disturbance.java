package org.talkoot.testkit;

import java.util.List;
import java.util.Map;
import org.talkoot.core.StreamId;

/**
 * What goes wrong while a scenario runs. The outside world (models, tools, people, the clock) is never disturbed: it
 * remembers what it was asked and answers the same again.
 */
sealed interface Disturbance {

    /**
     * Nothing goes wrong.
     *
     * @param begun gets whom it would disturb to stop when all that a batch asked for has begun, by the batch; of
     *     batches with which others were written before that, only the last is there
     */
    record None(Map<Integer, List<StreamId>> begun) implements Disturbance {}

    /** The node dies right after it wrote down batch {@code batch}, before it did anything. */
    record DiesBeforeEffects(int batch) implements Disturbance {}

    /**
     * The node dies when all that batch {@code batch} asked for has begun.
     *
     * @param answersSurvive whether what was on its way still arrives, beside what is done again
     */
    record DiesAfterEffects(int batch, boolean answersSurvive) implements Disturbance {}

    /** The node dies after each and every batch. */
    record DiesAlways() implements Disturbance {}

    /**
     * The entity that wrote batch {@code batch} stops alone right after that, before it did anything. Nobody else
     * notices; it comes back when somebody writes to it.
     */
    record WriterStops(int batch) implements Disturbance {}

    /** One entity, whoever wrote, stops alone when all that batch {@code batch} asked for has begun. */
    record EntityStops(int batch, StreamId entity) implements Disturbance {}

    /** Whoever writes stops alone after each and every batch. */
    record WritersStop() implements Disturbance {}

    /** Every message arrives twice, and once more at the end. */
    record EverythingTwice() implements Disturbance {}

    default boolean diesAfterWriting(int batch) {
        return switch (this) {
            case DiesBeforeEffects d -> d.batch() == batch;
            case DiesAlways d -> true;
            case DiesAfterEffects d -> false;
            case None d -> false;
            case WriterStops d -> false;
            case EntityStops d -> false;
            case WritersStop d -> false;
            case EverythingTwice d -> false;
        };
    }

    /** Whether what is done at the same time may come to its end in another order. */
    default boolean mayReorder() {
        return switch (this) {
            case WriterStops d -> true;
            case WritersStop d -> true;
            case EntityStops d -> true;
            case DiesBeforeEffects d -> false;
            case DiesAfterEffects d -> false;
            case DiesAlways d -> false;
            case None d -> false;
            case EverythingTwice d -> false;
        };
    }

    default boolean stopsTheWriterOf(int batch) {
        return switch (this) {
            case WriterStops d -> d.batch() == batch;
            case WritersStop d -> true;
            case DiesBeforeEffects d -> false;
            case DiesAfterEffects d -> false;
            case DiesAlways d -> false;
            case EntityStops d -> false;
            case None d -> false;
            case EverythingTwice d -> false;
        };
    }
}
