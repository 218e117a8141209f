package org.talkoot.core.brain.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A flow while it is written down. The order in which things are said does not matter, but for the conditions behind
 * one step: the first that holds is chosen. Not safe for use by several threads.
 *
 * @param <T> the task of the flow
 */
public final class FlowDraft<T> {

    private final String name;
    private final Class<T> task;
    private final Map<String, FlowStep<?, ?>> steps = new LinkedHashMap<>();
    private final List<Way> ways = new ArrayList<>();
    private final Set<String> ends = new LinkedHashSet<>();
    private final List<String> twice = new ArrayList<>();

    FlowDraft(String name, Class<T> task) {
        this.name = name;
        this.task = task;
    }

    /** It begins with this step, which takes the task. Several begin at the same time. */
    public FlowDraft<T> start(FlowStep<T, ?> to) {
        return add(Way.plain(Way.Kind.START, List.of(), know(to), ""));
    }

    /** When this step has come, that one begins with what it brought. Several begin at the same time. */
    public <R> FlowDraft<T> after(FlowStep<?, R> from, FlowStep<R, ?> to) {
        return add(Way.plain(Way.Kind.AFTER, List.of(know(from)), know(to), ""));
    }

    /**
     * The same if what it brought is like this. Of the conditions behind one step the first that holds is chosen, or
     * the {@link #otherwise}; the choice is written down.
     *
     * @param label in a word or two, unique behind the step
     */
    public <R> FlowDraft<T> when(FlowStep<?, R> from, String label, Predicate<R> holds, FlowStep<R, ?> to) {
        return add(chosen(Way.Kind.WHEN, from, label, holds, to, Integer.MAX_VALUE));
    }

    /**
     * The same for a way back. It is chosen at most so many times in a run; after that it is as if the condition did
     * not hold.
     */
    public <R> FlowDraft<T> again(FlowStep<?, R> from, String label, Predicate<R> holds, FlowStep<R, ?> to, int most) {
        return add(chosen(Way.Kind.AGAIN, from, label, holds, to, most));
    }

    /** Where it goes on when none of the conditions behind this step holds. */
    public <R> FlowDraft<T> otherwise(FlowStep<?, R> from, FlowStep<R, ?> to) {
        return add(Way.plain(Way.Kind.OTHERWISE, List.of(know(from)), know(to), "otherwise"));
    }

    /**
     * When the first of these has come, this begins with what it brought. What was under way for the others alone is
     * given up.
     */
    public <R> FlowDraft<T> either(List<? extends FlowStep<?, ? extends R>> from, FlowStep<R, ?> to) {
        return add(Way.plain(Way.Kind.EITHER, known(from), know(to), "the first of"));
    }

    /**
     * When all of these have come, this begins with a record of what they brought: its components are named as they.
     */
    public FlowDraft<T> join(List<? extends FlowStep<?, ?>> from, FlowStep<? extends Record, ?> to) {
        return add(Way.plain(Way.Kind.JOIN, known(from), know(to), "all of"));
    }

    /**
     * When this step has failed, that one begins with the reason. A step without fails the run, as soon as no end can
     * be reached without it.
     */
    public FlowDraft<T> failed(FlowStep<?, ?> from, FlowStep<Trouble, ?> to) {
        return add(Way.plain(Way.Kind.FAILED, List.of(know(from)), know(to), "failed"));
    }

    /**
     * What this step brings is the answer, and the flow is over; what is under way is given up. With several ends the
     * first that comes.
     */
    public FlowDraft<T> end(FlowStep<?, ?> last) {
        ends.add(know(last));
        return this;
    }

    /**
     * Checks it.
     *
     * @throws FlowMistakes when it makes no sense, in words
     */
    public Flow build() {
        FlowGraph graph = new FlowGraph(task, steps, ways, ends);
        List<String> mistakes = new ArrayList<>(twice);
        mistakes.addAll(FlowCheck.of(graph));
        if (!mistakes.isEmpty()) {
            throw new FlowMistakes(name, mistakes);
        }
        return new Flow(name, graph);
    }

    private <R> Way chosen(
            Way.Kind kind, FlowStep<?, R> from, String label, Predicate<R> holds, FlowStep<R, ?> to, int most) {
        Predicate<String> read = text -> holds.test(Past.read(from.name(), from.brings(), text));
        return new Way(kind, List.of(know(from)), know(to), label, read, most);
    }

    private FlowDraft<T> add(Way way) {
        ways.add(way);
        return this;
    }

    private List<String> known(List<? extends FlowStep<?, ?>> some) {
        return some.stream().map(this::know).toList();
    }

    private String know(FlowStep<?, ?> step) {
        FlowStep<?, ?> known = steps.putIfAbsent(step.name(), step);
        if (known != null && known != step) {
            String mistake = "two steps are named '%s'".formatted(step);
            if (!twice.contains(mistake)) {
                twice.add(mistake);
            }
        }
        return step.name();
    }
}
