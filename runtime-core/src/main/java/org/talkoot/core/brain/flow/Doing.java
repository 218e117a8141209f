package org.talkoot.core.brain.flow;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.Handle;
import org.talkoot.core.brain.SignalHandle;

/**
 * What is done in a step, given what it takes, as text. What only the run itself does is computed: at once, and its
 * result is written down.
 */
sealed interface Doing {

    /** It is given to a tool or an agent. */
    record Gives(Handle to, Input<Next.Work> work) implements Doing {}

    /** A brain does it in an agent of its own. */
    record Delegates(Brain brain, Input<String> task) implements Doing {}

    /** A person is asked. */
    record Asks(Input<String> question, Duration patience) implements Doing {}

    /** It waits, and what it takes goes on. */
    record Sleeps(Duration length, Input<String> on) implements Doing {}

    /** It waits for somebody outside to say so, for so long. */
    record Hears(SignalHandle<?> signal, Duration patience) implements Doing {}

    record Computes(Input<String> function) implements Doing {}

    /** A function of what a step takes; pure. */
    @FunctionalInterface
    interface Input<T> {

        T of(String text, Past past);

        /** One of a value, which is read first. */
        static <A, T> Input<T> read(String step, Class<A> type, BiFunction<A, Past, T> function) {
            return (text, past) -> function.apply(Past.read(step, type, text), past);
        }

        /** The same of a text that is made first. */
        default Input<T> behind(Input<String> first) {
            return (text, past) -> of(first.of(text, past), past);
        }
    }

    /** The same, of something that is made first. */
    default Doing behind(Input<String> first) {
        return switch (this) {
            case Gives(Handle to, Input<Next.Work> work) -> new Gives(to, work.behind(first));
            case Delegates(Brain brain, Input<String> task) -> new Delegates(brain, task.behind(first));
            case Asks(Input<String> question, Duration patience) -> new Asks(question.behind(first), patience);
            case Sleeps(Duration length, Input<String> on) -> new Sleeps(length, on.behind(first));
            case Hears hears -> hears;
            case Computes(Input<String> function) -> new Computes(function.behind(first));
        };
    }

    /** What the brain begins; not of a step that computes. */
    default Next begin(RunView view, String step, String text, Past past) {
        return switch (this) {
            case Gives gives -> Next.Work.begin(List.of(gives.work().of(text, past)));
            case Delegates part ->
                Next.Delegate.of(
                        new Next.Delegate.Task(view.part(step), part.task().of(text, past)));
            case Asks asks -> new Next.AskHuman(asks.question().of(text, past), asks.patience());
            case Sleeps sleeps -> new Next.Sleep(sleeps.length());
            case Hears hears -> hears.signal().within(hears.patience());
            case Computes computes -> throw new IllegalStateException("'%s' is computed".formatted(step));
        };
    }
}
