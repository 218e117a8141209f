package org.talkoot.core.brain;

import java.util.Arrays;
import java.util.function.Function;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;

/**
 * A brain that is plain Java: no model, just a function of the view. Must be pure.
 *
 * @param needs what it calls, as far as it says so; a node does not start without
 * @param watches whether it acts while others still work
 */
public record CodeBrain(Function<RunView, Next> function, Needs needs, boolean watches) implements Brain {

    /** One that does not say what it calls. */
    public CodeBrain(Function<RunView, Next> function) {
        this(function, Needs.NONE, false);
    }

    /** One that acts while others still work. */
    public static CodeBrain watching(Function<RunView, Next> function) {
        return new CodeBrain(function, Needs.NONE, true);
    }

    /** The same, which calls these. */
    public CodeBrain using(Handle... handles) {
        Needs more = Arrays.stream(handles).map(Handle::needs).reduce(needs, Needs::and);
        return new CodeBrain(function, more, watches);
    }

    /** Answers at once. */
    public static CodeBrain answering(Function<RunView, String> answer) {
        return new CodeBrain(view -> new Next.Answer(answer.apply(view)));
    }

    @Override
    public Next next(RunView view) {
        return function.apply(view);
    }
}
