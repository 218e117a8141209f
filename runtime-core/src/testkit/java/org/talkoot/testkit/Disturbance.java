package org.talkoot.testkit;

/**
 * What goes wrong while a scenario runs. The outside world (models, tools, people, the clock) is
 * never disturbed: it remembers what it was asked and answers the same again.
 */
sealed interface Disturbance {

    /** Nothing goes wrong. */
    record None() implements Disturbance {}

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

    /** Every message arrives twice, and once more at the end. */
    record EverythingTwice() implements Disturbance {}

    default boolean diesAfterWriting(int batch) {
        return switch (this) {
            case DiesBeforeEffects d -> d.batch() == batch;
            case DiesAlways d -> true;
            case DiesAfterEffects d -> false;
            case None d -> false;
            case EverythingTwice d -> false;
        };
    }
}
