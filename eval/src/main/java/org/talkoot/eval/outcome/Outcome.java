package org.talkoot.eval.outcome;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of one case with one model. All of it is what happened, and nothing is judged yet.
 *
 * @param turns those that were begun; a failure ends the conversation
 * @param tools calls of tools, by whichever agent, in the order in which they began
 */
public record Outcome(List<Turn> turns, List<ToolUse> tools, Spending spending, Duration took) {

    public Outcome {
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
    }

    public Turn last() {
        return turns.getLast();
    }

    /**
     * A turn, if it was begun.
     *
     * @param number from 1; 0: the last
     */
    public Optional<Turn> turn(int number) {
        int index = number == 0 ? turns.size() : number;
        return index <= turns.size() ? Optional.of(turns.get(index - 1)) : Optional.empty();
    }
}
