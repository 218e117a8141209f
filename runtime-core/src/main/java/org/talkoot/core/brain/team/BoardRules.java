package org.talkoot.core.brain.team;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.event.EventPattern;
import org.talkoot.core.schema.DataType;

/**
 * What a {@link Blackboard} goes by, all of it data.
 *
 * @param goal kinds of which there has to be a fact, each of them; empty: there is none
 * @param exclusive kinds whose facts are for one source
 * @param types what values of some kinds have to be
 * @param within how long it takes; null: as long as its run
 * @param facts how many may be posted, each version of them
 * @param rounds how often each source is asked
 * @param atOnce how many claims hold at once; further ones wait
 */
public record BoardRules(
        List<EventPattern> goal,
        List<EventPattern> exclusive,
        List<Typed> types,
        @Nullable Duration within,
        int facts,
        int rounds,
        int atOnce) {

    /** Without a goal, and with the bounds that hold unless something else is said. */
    static final BoardRules DEFAULT = new BoardRules(
            List.of(), List.of(), List.of(), null, Blackboard.FACTS, Blackboard.ROUNDS, Blackboard.AT_ONCE);

    public BoardRules {
        goal = List.copyOf(goal);
        exclusive = List.copyOf(exclusive);
        types = List.copyOf(types);
        if (facts < 1 || rounds < 1 || atOnce < 1) {
            throw new IllegalArgumentException("a board has a fact, a round and a claim at least; not %d, %d, %d"
                    .formatted(facts, rounds, atOnce));
        }
    }

    /** Values of these kinds are of this type, as JSON. */
    public record Typed(EventPattern kind, DataType<?> type) {

        List<String> problems(String value) {
            return switch (type.read(value)) {
                case DataType.Reading.Fits<?> fits -> List.of();
                case DataType.Reading.Misfits<?> misfits ->
                    List.of("its value is no %s: %s".formatted(type, String.join("; ", misfits.problems())));
            };
        }
    }

    BoardRules until(List<EventPattern> changed) {
        return new BoardRules(changed, exclusive, types, within, facts, rounds, atOnce);
    }

    BoardRules exclusively(List<EventPattern> changed) {
        return new BoardRules(goal, changed, types, within, facts, rounds, atOnce);
    }

    BoardRules and(Typed type) {
        List<Typed> more = new ArrayList<>(types);
        more.add(type);
        return new BoardRules(goal, exclusive, more, within, facts, rounds, atOnce);
    }

    BoardRules within(Duration changed) {
        return new BoardRules(goal, exclusive, types, changed, facts, rounds, atOnce);
    }

    BoardRules atMost(int moreFacts, int moreRounds, int moreAtOnce) {
        return new BoardRules(goal, exclusive, types, within, moreFacts, moreRounds, moreAtOnce);
    }

    boolean areMetBy(List<Fact> known) {
        return !goal.isEmpty()
                && goal.stream().allMatch(wanted -> known.stream().anyMatch(fact -> wanted.matches(fact.kind())));
    }
}
