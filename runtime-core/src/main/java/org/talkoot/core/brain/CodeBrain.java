package org.talkoot.core.brain;

import java.util.function.Function;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;

/** A brain that is plain Java: no model, just a function of the view. Must be pure. */
public record CodeBrain(Function<RunView, Next> function) implements Brain {

    /** Answers at once. */
    public static CodeBrain answering(Function<RunView, String> answer) {
        return new CodeBrain(view -> new Next.Answer(answer.apply(view)));
    }

    @Override
    public Next next(RunView view) {
        return function.apply(view);
    }
}
