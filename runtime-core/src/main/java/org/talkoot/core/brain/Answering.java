package org.talkoot.core.brain;

import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.model.AnswerFormat;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.schema.DataType.Reading;

/**
 * How a model is held to an answer that is a value: what does not fit goes back to it with the reasons.
 *
 * @param repairs how often; after that the run fails with {@code output-invalid}
 */
public record Answering(DataType<?> type, int repairs) {

    /** What a model that can do it needs; more calls cost more than they mend. */
    public static final int REPAIRS = 2;

    public Answering {
        if (repairs < 0) {
            throw new IllegalArgumentException("an answer is mended 0 times or more, not " + repairs);
        }
    }

    AnswerFormat format() {
        return new AnswerFormat(type.name(), type.schema());
    }

    /** What becomes of a reply that is meant to be the answer. */
    Next next(RunView view, String reply) {
        return switch (type.read(reply)) {
            case Reading.Fits<?> fits -> new Next.AnswerAsReplied(type.name());
            case Reading.Misfits<?> misfits -> {
                String problems = "- " + String.join("\n- ", misfits.problems());
                yield rejections(view) < repairs
                        ? new Next.RejectReply(
                                "Your answer is not the JSON that was asked for:\n%s\nAnswer again with the whole JSON, corrected, and nothing else."
                                        .formatted(problems))
                        : new Next.Fail(new RunFailure.GaveUp(
                                "output-invalid",
                                "The model was asked %d times and its answer is still no %s:\n%s"
                                        .formatted(repairs + 1, type, problems)));
            }
        };
    }

    private static long rejections(RunView view) {
        return view.steps().stream()
                .filter(Step.ReplyRejected.class::isInstance)
                .count();
    }
}
