package org.talkoot.testkit;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.model.ModelRequest;

/**
 * What a scenario has to come to: {@code assertThat(outcome).answers("Noon.").calls("clock")}. What is not so is said
 * together with the story, which is all that was written.
 */
public final class OutcomeAssert extends AbstractAssert<OutcomeAssert, Outcome> {

    OutcomeAssert(Outcome actual) {
        super(actual, OutcomeAssert.class);
    }

    /** These are all answers of turns, in order. */
    public OutcomeAssert answers(String... texts) {
        return are("answers", List.of(texts), actual.answers());
    }

    /** These are all answers of turns, in order, each the value of its record. */
    public OutcomeAssert answers(Record... values) {
        return are(
                "answers",
                List.of(values),
                values.length == 0 ? actual.answers() : actual.answers(values[0].getClass()));
    }

    /** These agents gave the answers of turns, in order. */
    public OutcomeAssert isAnsweredBy(String... agents) {
        return are("answering agents", List.of(agents), actual.answerers());
    }

    /** Turns failed with these codes, in order; with none, no turn failed. */
    public OutcomeAssert fails(String... codes) {
        return are("failures", List.of(codes), actual.failures());
    }

    /** Tools were called so, each call once, in order. */
    public OutcomeAssert calls(String... tools) {
        return are("tools called", List.of(tools), actual.toolsCalled());
    }

    /** These were the instructions of each call of a model, word for word, in the order of each agent. */
    public OutcomeAssert instructs(String... texts) {
        return are(
                "instructions",
                List.of(texts),
                actual.told().stream().map(ModelRequest::instructions).toList());
    }

    /** These models were asked, call by call, in the order of each agent. */
    public OutcomeAssert asksModels(String... models) {
        return are(
                "models asked",
                List.of(models),
                actual.told().stream().map(told -> told.model().value()).toList());
    }

    /** Agents published events of these types, in the order of each agent. */
    public OutcomeAssert publishes(String... types) {
        return are("events published", List.of(types), actual.published());
    }

    /** Events became dead letters for these reasons instead of waking somebody. */
    public OutcomeAssert buries(FailureClass... why) {
        return are("dead letters", List.of(why), actual.stopped());
    }

    /** Models were called at most so often. */
    public OutcomeAssert asksModelsAtMost(int calls) {
        return isAtMost("calls of models", calls, actual.modelCalls());
    }

    /** Models took at most so many tokens, in and out together. */
    public OutcomeAssert spendsAtMost(long tokens) {
        return isAtMost("tokens", tokens, actual.spent().total());
    }

    /** It is over after this time at most, which is virtual. */
    public OutcomeAssert takesAtMost(Duration time) {
        return isAtMost("time", time, actual.took());
    }

    private OutcomeAssert are(String what, List<?> expected, List<?> found) {
        isNotNull();
        if (!expected.equals(found)) {
            throw failure("%s are not%n  %s%nbut%n  %s%n--- the story%n%s", what, expected, found, actual.inShort());
        }
        return this;
    }

    private <T extends Comparable<T>> OutcomeAssert isAtMost(String what, T most, T found) {
        isNotNull();
        if (found.compareTo(most) > 0) {
            throw failure("%s: %s is more than %s%n--- the story%n%s", what, found, most, actual.inShort());
        }
        return this;
    }
}
