package org.talkoot.core.brain;

import java.util.Set;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;

/**
 * A tool that a brain in plain Java calls.
 *
 * <pre>{@code
 * static final ToolHandle<Claim, Score> SCORE = ToolHandle.of("fraud_score", Claim.class, Score.class);
 * ...
 * Next.CallTools.of(SCORE.with(claim), COVER.with(claim))    // both at once
 * switch (SCORE.in(view)) { case Called.Came<Score>(Score score) -> ... }
 * }</pre>
 *
 * @param <A> its arguments: a record, or a sealed interface of records
 * @param <R> what it brings: the same, or {@code String} for its text
 */
public record ToolHandle<A, R>(String tool, Class<A> arguments, Class<R> result) implements Handle {

    public ToolHandle {
        Handle.requireReadable(arguments);
        Handle.requireReadable(result);
    }

    /**
     * Names it, with both types.
     *
     * @throws org.talkoot.core.schema.NoSchemaException when no schema can say one of the types, in words
     */
    public static <A, R> ToolHandle<A, R> of(String tool, Class<A> arguments, Class<R> result) {
        return new ToolHandle<>(tool, arguments, result);
    }

    /** A call with these arguments. */
    public ToolRequest with(A value) {
        return new ToolRequest(tool, Handle.written(arguments, value));
    }

    /** What became of the last call of it in this run. */
    public Called<R> in(RunView view) {
        for (Step step : view.steps().reversed()) {
            if (step instanceof Step.ToolSettled settled
                    && settled.call().tool().equals(tool)) {
                return Called.of(settled).then(text -> Handle.read(tool, result, text));
            }
        }
        return new Called.NotYet<>();
    }

    @Override
    public Needs needs() {
        return new Needs(Set.of(tool), Set.of());
    }
}
