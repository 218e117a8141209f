package org.talkoot.core.brain;

import java.util.Optional;
import java.util.function.Function;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.tool.ToolResult;

/** What became of something that a brain asked for: by a handle, of the last time in its run. */
public sealed interface Called<R> {

    /** The code of a failure that may be none. */
    String IN_DOUBT = "in-doubt";

    /** It has not been made. */
    record NotYet<R>() implements Called<R> {}

    record Came<R>(R value) implements Called<R> {}

    /** It failed, is in doubt, or brought something else; why, as a failure that the run may end with. */
    record Failed<R>(RunFailure why) implements Called<R> {}

    /** What a step brought that ends a call: the text of a tool's result or of an agent's answer. */
    static Called<String> of(Step step) {
        return answer(step).then(answer -> new Came<>(answer.text()));
    }

    /** The same as an answer, for a run that answers with it: what an agent answered keeps the type of its data. */
    static Called<Next.Answer> answer(Step step) {
        return switch (step) {
            case Step.ToolSettled s -> of(s.result());
            case Step.DelegateReported s -> of(s.agent().value(), s.outcome());
            case Step.Replied s -> of(s.eventType(), s.outcome());
            case Step.Signalled s -> new Came<>(new Next.Answer(s.payload()));
            case Step.SignalMissed s -> failed("no-signal", "No signal '%s' came in time.".formatted(s.name()));
            case Step.GivenUp s -> failed("given-up", "It was given up.");
            case Step other -> throw new IllegalArgumentException("nobody was asked for " + other);
        };
    }

    /** What became of a call that the view has. */
    static Called<String> of(RunView view, Calls.Call call) {
        return answer(view, call).then(answer -> new Came<>(answer.text()));
    }

    /** The same as an answer. */
    static Called<Next.Answer> answer(RunView view, Calls.Call call) {
        return view.came(call).map(Called::answer).orElseGet(NotYet::new);
    }

    private static Called<Next.Answer> of(ToolResult result) {
        return switch (result) {
            case ToolResult.Success r -> new Came<>(new Next.Answer(r.text()));
            case ToolResult.Failure r -> failed(r.code(), r.message());
            case ToolResult.InDoubt r -> failed(IN_DOUBT, r.message());
        };
    }

    private static Called<Next.Answer> of(String who, RunOutcome outcome) {
        return switch (outcome) {
            case RunOutcome.Answered o -> new Came<>(new Next.Answer(o.text(), o.dataType()));
            case RunOutcome.HandedOff o -> failed("handed-off", "%s handed over to %s".formatted(who, o.to()));
            case RunOutcome.Failed o -> new Failed<>(o.failure());
        };
    }

    private static Called<Next.Answer> failed(String code, String detail) {
        return new Failed<>(new RunFailure.GaveUp(code, detail));
    }

    /** The same, of which what came is read. */
    default <T> Called<T> then(Function<R, Called<T>> read) {
        return switch (this) {
            case NotYet<R> none -> new NotYet<>();
            case Came<R> came -> read.apply(came.value());
            case Failed<R> failed -> new Failed<>(failed.why());
        };
    }

    /** Whether it may have happened, and nobody knows. */
    default boolean inDoubt() {
        return this instanceof Failed<R>(RunFailure why) && why.code().equals(IN_DOUBT);
    }

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
