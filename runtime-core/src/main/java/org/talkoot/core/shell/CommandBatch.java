package org.talkoot.core.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.talkoot.core.Aggregate;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;

/**
 * Commands that one aggregate was told and has not decided: a group commit of a single writer. They are decided in the
 * order in which they came, each by the state that those before it have made, and what all of them make happen is
 * written at once. Nobody hears anything before that is durable, not even that he was refused: what refused him would
 * not have happened.
 *
 * <p>For one thread. What it holds is bounded by whoever adds, who has a mailbox; what one write holds, by
 * {@link #MAX_EVENTS} and the events of one command.
 *
 * @param <C> commands
 * @param <E> events
 * @param <S> state
 */
public final class CommandBatch<C, E, S> {

    /** A write that has so many events takes in no further command. */
    public static final int MAX_EVENTS = 500;

    private final Queue<Waiting<C, E, S>> waiting = new ArrayDeque<>();

    /** What is done after a command was accepted or ignored, once the whole batch is durable. */
    public interface Reaction<E, S> {

        /**
         * Everything is durable.
         *
         * @param state after the batch
         * @param events of this command; none if it was ignored
         */
        void done(S state, List<E> events);
    }

    private record Waiting<C, E, S>(C command, Reaction<E, S> reaction, Consumer<Rejection> refusal) {}

    /**
     * What is to be written, and what follows.
     *
     * @param events of all commands; none if nothing happens
     * @param consequences of each command, given the state after the batch
     */
    public record Decided<E, S>(List<E> events, List<Consumer<S>> consequences) {
        public Decided {
            events = List.copyOf(events);
            consequences = List.copyOf(consequences);
        }

        /** To be called when the events are durable. */
        public void follow(S state) {
            consequences.forEach(consequence -> consequence.accept(state));
        }
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    public int size() {
        return waiting.size();
    }

    public void add(C command, Reaction<E, S> reaction, Consumer<Rejection> refusal) {
        waiting.add(new Waiting<>(command, reaction, refusal));
    }

    /**
     * Takes out as many commands as one write may hold, at least one of those that there are.
     *
     * @param happened told for each accepted command, when its events are durable, which state they changed
     */
    public Decided<E, S> decide(Aggregate<C, E, S, ?> aggregate, S state, BiConsumer<S, List<E>> happened) {
        List<E> written = new ArrayList<>();
        List<Consumer<S>> consequences = new ArrayList<>(waiting.size());
        S before = state;
        while (!waiting.isEmpty() && written.size() < MAX_EVENTS) {
            Waiting<C, E, S> next = waiting.remove();
            switch (aggregate.decide(before, next.command())) {
                case Decision.Accept<E>(List<E> events) -> {
                    S changed = before;
                    written.addAll(events);
                    consequences.add(after -> {
                        happened.accept(changed, events);
                        next.reaction().done(after, events);
                    });
                    // the last one is folded by whoever writes
                    before = waiting.isEmpty() ? before : aggregate.fold(before, events);
                }
                case Decision.Ignore<E> ignored ->
                    consequences.add(after -> next.reaction().done(after, List.of()));
                case Decision.Refuse<E>(Rejection why) ->
                    consequences.add(after -> next.refusal().accept(why));
            }
        }
        return new Decided<>(written, consequences);
    }
}
