package org.talkoot.core.brain;

import java.time.Duration;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;

/**
 * A signal from outside that a brain in plain Java waits for.
 *
 * <pre>{@code
 * static final SignalHandle<Paid> PAID = SignalHandle.of("paid", Paid.class);
 * ...
 * PAID.within(Duration.ofHours(8))                 // waits
 * switch (PAID.in(view)) { case Called.Came<Paid>(Paid paid) -> ... }
 * }</pre>
 *
 * @param name as in {@link org.talkoot.core.signal.Said}
 * @param payload what comes with it: a record, a sealed interface of records, or {@code String} for its JSON
 */
public record SignalHandle<T>(String name, Class<T> payload) implements Handle {

    public SignalHandle {
        Handle.requireReadable(payload);
    }

    /**
     * Names it, with its type.
     *
     * @throws org.talkoot.core.schema.NoSchemaException when no schema can say the type, in words
     */
    public static <T> SignalHandle<T> of(String name, Class<T> payload) {
        return new SignalHandle<>(name, payload);
    }

    /** Waits for one, at most this long. */
    public Next.AwaitSignal within(Duration patience) {
        return new Next.AwaitSignal(name, patience);
    }

    /** What became of the last wait for it in this run; failed with {@code no-signal} when none came in time. */
    public Called<T> in(RunView view) {
        for (Step step : view.steps().reversed()) {
            if (isOf(step)) {
                return Called.of(step).then(text -> Handle.read("signal " + name, payload, text));
            }
        }
        return new Called.NotYet<>();
    }

    private boolean isOf(Step step) {
        return switch (step) {
            case Step.Signalled s -> s.name().equals(name);
            case Step.SignalMissed s -> s.name().equals(name);
            case Step other -> false;
        };
    }

    @Override
    public Needs needs() {
        return Needs.NONE;
    }
}
