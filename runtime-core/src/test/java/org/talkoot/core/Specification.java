package org.talkoot.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/**
 * What an aggregate is to do, as a sentence: given these events, when this command comes, then these events happen and
 * this is outstanding.
 *
 * <pre>{@code
 * specification.given(posted("m1"), begun("m1"))
 *         .when(reports("m1-1", new Answered("hello")))
 *         .then(answered("m1-1", "hello"))
 *         .outstanding();
 * }</pre>
 */
@SuppressWarnings("varargs") // arrays are only read
public final class Specification<C, E, S, F extends Effect<C>> {

    private final Aggregate<C, E, S, F> aggregate;

    private Specification(Aggregate<C, E, S, F> aggregate) {
        this.aggregate = aggregate;
    }

    public static <C, E, S, F extends Effect<C>> Specification<C, E, S, F> of(Aggregate<C, E, S, F> aggregate) {
        return new Specification<>(aggregate);
    }

    /** What has happened so far; nothing: the aggregate is new. */
    @SafeVarargs
    public final Given given(E... events) {
        return new Given(aggregate.fold(aggregate.initial(), Arrays.asList(events)));
    }

    /** An aggregate with a past. */
    public final class Given {

        private final S state;

        private Given(S state) {
            this.state = state;
        }

        public When when(C command) {
            return new When(state, aggregate.decide(state, command));
        }

        /** The aggregate with this past waits for exactly this. */
        @SafeVarargs
        public final void outstanding(F... effects) {
            assertThat(aggregate.outstanding(state)).containsExactly(effects);
        }

        /** It waits for exactly this, by the ids of the effects. */
        public void waitsFor(String... effects) {
            assertThat(aggregate.outstanding(state)).extracting(Effect::id).containsExactly(effects);
        }
    }

    /** A command that has been decided. */
    public final class When {

        private final S before;
        private final Decision<E> decision;

        private When(S before, Decision<E> decision) {
            this.before = before;
            this.decision = decision;
        }

        /** Exactly these events happen, in this order. */
        @SafeVarargs
        public final Then then(E... events) {
            assertThat(decision).isEqualTo(new Decision.Accept<>(Arrays.asList(events)));
            return new Then(aggregate.fold(before, Arrays.asList(events)));
        }

        /** Nothing happens, and the sender is told why. */
        public void refused(Rejection why) {
            assertThat(decision).isEqualTo(Decision.refuse(why));
        }

        /** Nothing happens, and that is all right. */
        public void ignored() {
            assertThat(decision).isEqualTo(Decision.ignore());
        }
    }

    /** An aggregate to which something has just happened. */
    public final class Then {

        private final S state;

        private Then(S state) {
            this.state = state;
        }

        /** It waits for exactly this. */
        @SafeVarargs
        public final Then outstanding(F... effects) {
            assertThat(aggregate.outstanding(state)).containsExactly(effects);
            return this;
        }

        /** It waits for exactly this, by the ids of the effects. */
        public Then waitsFor(String... effects) {
            assertThat(aggregate.outstanding(state)).extracting(Effect::id).containsExactly(effects);
            return this;
        }

        /** The story goes on from here. */
        public When when(C command) {
            return new When(state, aggregate.decide(state, command));
        }
    }
}
