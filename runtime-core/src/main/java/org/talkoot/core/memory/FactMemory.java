package org.talkoot.core.memory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.Aggregate;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;
import org.talkoot.core.memory.MemoryCommand.Expire;
import org.talkoot.core.memory.MemoryCommand.Forget;
import org.talkoot.core.memory.MemoryCommand.ForgetAll;
import org.talkoot.core.memory.MemoryCommand.Remember;
import org.talkoot.core.memory.MemoryEvent.AllForgotten;
import org.talkoot.core.memory.MemoryEvent.FactForgotten;
import org.talkoot.core.memory.MemoryEvent.FactRemembered;
import org.talkoot.core.memory.MemoryEvent.FactsExpired;
import org.talkoot.core.memory.MemoryEvent.GenerationBegun;

/**
 * The memory of one owner: facts, one for each subject. A newer fact takes the place of an older one; nothing else that
 * was remembered goes unless it is forgotten or its time is over.
 *
 * <p>Each change has a key, and a repeat of it changes nothing, whatever came between: a forgotten fact does not come
 * back because somebody tells it late. That holds for the latest {@link MemoryLimits#heard} changes.
 *
 * <p>Its stream goes on in generations, and what is before the latest is erased. Whatever is forgotten or over ends its
 * generation, so its text is in no event that stays.
 *
 * @see <a href="../../../../../../../../docs/adr/0048-what-is-known-is-an-aggregate-of-its-owner.md">ADR 0048</a>
 */
public final class FactMemory implements Aggregate<MemoryCommand, MemoryEvent, MemoryState, MemoryEffect> {

    private final MemoryLimits limits;

    public FactMemory(MemoryLimits limits) {
        this.limits = limits;
    }

    @Override
    public MemoryState initial() {
        return MemoryState.NOTHING;
    }

    @Override
    public Decision<MemoryEvent> decide(MemoryState state, MemoryCommand command) {
        return switch (command) {
            case Remember c -> state.hasHeard(c.key()) ? Decision.ignore() : remember(state, c);
            case Forget c ->
                state.hasHeard(c.key())
                        ? Decision.ignore()
                        : change(state, c.at(), new FactForgotten(c.key(), c.subject(), c.at()));
            case ForgetAll c ->
                state.hasHeard(c.key()) ? Decision.ignore() : change(state, c.at(), new AllForgotten(c.key(), c.at()));
            case Expire c ->
                state.expired(c.at()).isEmpty() ? Decision.ignore() : inGenerations(state, expired(state, c.at()));
        };
    }

    @Override
    public MemoryState evolve(MemoryState state, MemoryEvent event) {
        return switch (event) {
            case FactRemembered e -> state.with(e.fact()).hearing(e.key(), limits.heard());
            case FactForgotten e -> state.without(e.subject()).hearing(e.key(), limits.heard());
            case AllForgotten e -> state.withoutAll().hearing(e.key(), limits.heard());
            case FactsExpired e -> state.without(e.subjects());
            case GenerationBegun e -> e.state();
        };
    }

    @Override
    public List<MemoryEffect> outstanding(MemoryState state) {
        return state.due().<MemoryEffect>map(MemoryEffect.ArmExpiry::new).stream()
                .toList();
    }

    private Decision<MemoryEvent> remember(MemoryState state, Remember c) {
        MemoryState left = state.without(state.expired(c.at()));
        Rejection flaw = flaw(left, c);
        if (flaw != null) {
            return Decision.refuse(flaw);
        }
        Instant expires = c.keep() == null ? null : c.at().plus(c.keep());
        Fact fact = new Fact(c.subject(), c.text(), c.source(), c.at(), expires);
        return change(
                state,
                c.at(),
                new FactRemembered(c.key(), fact, left.with(fact).due().orElse(null)));
    }

    private @Nullable Rejection flaw(MemoryState left, Remember c) {
        if (c.text().isBlank()) {
            return new Rejection.UnfitFact("blank-fact", "There is nothing in it to remember.");
        }
        int bytes = c.text().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.textBytes()) {
            return new Rejection.UnfitFact(
                    "fact-too-long",
                    "A fact has at most %d bytes here, this one has %d.".formatted(limits.textBytes(), bytes));
        }
        if (c.keep() != null && (!c.keep().isPositive() || c.keep().compareTo(limits.longestKept()) > 0)) {
            return new Rejection.UnfitFact(
                    "unfit-time",
                    "A fact is kept for some time, at most %d days, or until it is forgotten."
                            .formatted(limits.longestKept().toDays()));
        }
        return left.facts().size() >= limits.facts() && !left.knows(c.subject())
                ? new Rejection.MemoryFull(limits.facts())
                : null;
    }

    private Decision<MemoryEvent> change(MemoryState state, Instant at, MemoryEvent change) {
        List<MemoryEvent> events = new ArrayList<>(expired(state, at));
        events.add(change);
        return inGenerations(state, events);
    }

    private static List<MemoryEvent> expired(MemoryState state, Instant at) {
        List<Subject> over = state.expired(at);
        return over.isEmpty() ? List.of() : List.of(new FactsExpired(over, at));
    }

    private Decision<MemoryEvent> inGenerations(MemoryState state, List<MemoryEvent> events) {
        MemoryState next = fold(state, events);
        boolean erases = events.getFirst() instanceof FactsExpired || loses(state, next);
        if (!erases && next.changes() % limits.generation() != 0) {
            return new Decision.Accept<>(events);
        }
        List<MemoryEvent> more = new ArrayList<>(events);
        more.add(new GenerationBegun(next));
        return new Decision.Accept<>(more);
    }

    /** Whether nothing is known any more of a subject of which something was. */
    private static boolean loses(MemoryState before, MemoryState after) {
        return before.facts().stream().anyMatch(fact -> !after.knows(fact.subject()));
    }
}
