package org.talkoot.core.brain.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.Handle;
import org.talkoot.core.json.Json;
import org.talkoot.core.schema.DataType;

/**
 * Where a flow stands in a run, told again from the beginning. For one question.
 *
 * <p>Steps that somebody else does begin in the order in which they became due, so the n-th call of the run belongs to
 * the n-th of them. What the run does by itself, and what is chosen, are notes, which name their step.
 */
final class FlowCourse {

    private static final String CAME = " = ";
    private static final String CHOSE = " -> ";

    /** Where a step stands. */
    enum State {
        DUE,
        OPEN,
        /** It has come, and it is not written down yet where it goes on. */
        CHOOSING,
        CAME,
        FAILED,
        GIVEN_UP
    }

    /** One time that a step is done. */
    private static final class Turn {

        private final FlowStep<?, ?> step;
        private final String input;
        private final Set<Way> lost;
        private State state = State.DUE;
        private String text = "";
        private Calls.@Nullable Call call;

        private Turn(FlowStep<?, ?> step, String input, Set<Way> lost) {
            this.step = step;
            this.input = input;
            this.lost = new HashSet<>(lost);
        }

        boolean isLive() {
            return state == State.DUE || state == State.OPEN || state == State.CHOOSING;
        }
    }

    private record Arrived(String text, Set<Way> lost) {}

    private final Flow flow;
    private final FlowGraph graph;
    private final RunView view;
    private final List<Turn> turns = new ArrayList<>();
    private final Map<Calls.Call, Turn> called = new HashMap<>();
    private final Map<Way, Map<String, List<Arrived>>> waiting = new HashMap<>();
    private final Map<String, String> results = new LinkedHashMap<>();
    private final SequencedMap<Way, Integer> taken = new LinkedHashMap<>();
    private @Nullable FlowStep<?, ?> ended;
    private @Nullable RunFailure failure;

    private FlowCourse(Flow flow, RunView view) {
        this.flow = flow;
        this.graph = flow.graph();
        this.view = view;
    }

    static FlowCourse of(Flow flow, RunView view) {
        FlowCourse course = new FlowCourse(flow, view);
        course.tell();
        return course;
    }

    /** What of each step became last; nothing of those that were never due. */
    SequencedMap<String, State> states() {
        SequencedMap<String, State> states = new LinkedHashMap<>();
        turns.forEach(turn -> states.put(turn.step.name(), turn.state));
        return states;
    }

    /** How often each step was due. */
    Map<String, Long> times() {
        return turns.stream().collect(Collectors.groupingBy(turn -> turn.step.name(), Collectors.counting()));
    }

    boolean isTaken(Way way) {
        return taken.containsKey(way);
    }

    private void tell() {
        graph.ways().stream()
                .filter(way -> way.kind() == Way.Kind.START)
                .forEach(way -> take(way, view.task(), Set.of()));
        List<Calls.Call> begun = view.calls().begun();
        Map<Integer, Calls.Call> came = new HashMap<>();
        begun.stream()
                .filter(call -> !call.awaited())
                .forEach(call -> came.put(call.came() - view.calls().steps(), call));
        int known = 0;
        for (int at = 0; at < view.steps().size(); at++) {
            known = begin(begun, known, at);
            Calls.Call call = came.get(at);
            if (call != null) {
                settle(turnOf(call), view.steps().get(at));
            } else if (view.steps().get(at) instanceof Step.Noted note
                    && note.label().equals(flow.label())) {
                noted(note.text());
            }
        }
        begin(begun, known, view.steps().size());
    }

    /** Gives the calls that were begun before this step of the run to the turns that were due by then. */
    private int begin(List<Calls.Call> begun, int known, int at) {
        int next = known;
        while (next < begun.size() && begun.get(next).after() - view.calls().steps() <= at) {
            Calls.Call call = begun.get(next++);
            Turn turn = due(false).stream().findFirst().orElseThrow(FlowCourse::otherVersion);
            turn.call = call;
            turn.state = State.OPEN;
            called.put(call, turn);
        }
        return next;
    }

    private Turn turnOf(Calls.Call call) {
        Turn turn = called.get(call);
        if (turn == null) {
            throw otherVersion();
        }
        return turn;
    }

    private List<Turn> due(boolean computed) {
        return turns.stream()
                .filter(turn -> turn.state == State.DUE && turn.step.computes() == computed)
                .toList();
    }

    private static IllegalStateException otherVersion() {
        return new IllegalStateException("the run was begun by another version of the flow");
    }

    private void settle(Turn turn, Step step) {
        if (turn.state != State.OPEN) {
            return; // what was given up is of no use to anybody
        }
        switch (step) {
            case Step.HumanDecided decided ->
                came(turn, DataType.of(Decision.class).write(Decision.of(decided.approval())));
            case Step.Woke woke
            when turn.step.doing() instanceof Doing.Sleeps sleeps ->
                came(turn, sleeps.on().of(turn.input, past()));
            case Step other -> {
                switch (Called.of(other)) {
                    case Called.Came<String>(String text) -> read(turn, text);
                    case Called.Failed<String>(RunFailure why) -> failed(turn, why);
                    case Called.NotYet<String> none -> {}
                }
            }
        }
    }

    private void read(Turn turn, String text) {
        switch (Handle.read(turn.step.name(), turn.step.brings(), text)) {
            case Called.Failed<?> misfit -> failed(turn, misfit.why());
            case Called.Came<?> fits -> came(turn, text);
            case Called.NotYet<?> none -> {}
        }
    }

    private void noted(String text) {
        Turn turn = ownTurn().orElseThrow(FlowCourse::otherVersion);
        String name = turn.step.name();
        if (turn.state == State.DUE && text.startsWith(name + CAME)) {
            came(turn, text.substring((name + CAME).length()));
        } else if (turn.state == State.CHOOSING && text.startsWith(name + CHOSE)) {
            String label = text.substring((name + CHOSE).length());
            turn.state = State.CAME;
            take(
                    graph.choices(name).stream()
                            .filter(way -> way.label().equals(label))
                            .findFirst()
                            .orElseThrow(FlowCourse::otherVersion),
                    turn.text,
                    turn.lost);
        } else {
            throw otherVersion();
        }
    }

    /** What the run does by itself next. */
    private Optional<Turn> ownTurn() {
        return turns.stream()
                .filter(turn -> turn.state == State.CHOOSING || (turn.state == State.DUE && turn.step.computes()))
                .findFirst();
    }

    private void came(Turn turn, String text) {
        String name = turn.step.name();
        turn.text = text;
        turn.state = graph.choices(name).isEmpty() ? State.CAME : State.CHOOSING;
        results.put(name, text);
        if (graph.ends().contains(name) && ended == null) {
            ended = turn.step;
        }
        for (Way way : graph.behind(name)) {
            switch (way.kind()) {
                case AFTER -> take(way, text, turn.lost);
                case EITHER -> first(way, turn);
                case JOIN -> join(way, name, new Arrived(text, turn.lost));
                case START, WHEN, AGAIN, OTHERWISE, FAILED -> {}
            }
        }
    }

    private void failed(Turn turn, RunFailure why) {
        turn.state = State.FAILED;
        List<Way> handled = graph.behind(turn.step.name()).stream()
                .filter(way -> way.kind() == Way.Kind.FAILED)
                .toList();
        String trouble = DataType.of(Trouble.class).write(Trouble.of(turn.step, why));
        handled.forEach(way -> take(way, trouble, turn.lost));
        if (handled.isEmpty()) {
            failure = why;
        }
    }

    private void take(Way way, String text, Set<Way> lost) {
        if (lost.stream().anyMatch(either -> graph.onlyFor(either).contains(way.to()))) {
            return;
        }
        taken.merge(way, 1, Integer::sum);
        boolean back = way.kind() == Way.Kind.AGAIN;
        turns.add(new Turn(graph.step(way.to()), text, back ? Set.of() : lost));
    }

    /** Begins what waits for the first of several; whatever else was under way for it is given up, or lost on it. */
    private void first(Way either, Turn winner) {
        if (winner.lost.contains(either)) {
            return;
        }
        Set<String> useless = graph.onlyFor(either);
        for (Turn turn : turns) {
            if (turn == winner || !turn.isLive()) {
                continue;
            }
            if (useless.contains(turn.step.name())) {
                turn.state = State.GIVEN_UP;
            } else if (graph.leadsTo(turn.step.name(), either)) {
                turn.lost.add(either);
            }
        }
        waiting.keySet().removeIf(join -> useless.contains(join.to()));
        take(either, winner.text, winner.lost);
    }

    private void join(Way join, String from, Arrived arrived) {
        Map<String, List<Arrived>> there = waiting.computeIfAbsent(join, way -> new HashMap<>());
        there.computeIfAbsent(from, step -> new ArrayList<>()).add(arrived);
        if (!join.from().stream().allMatch(step -> isWaiting(join, step))) {
            return;
        }
        SequencedMap<String, Json> fields = new LinkedHashMap<>();
        Set<Way> lost = new HashSet<>();
        for (String step : join.from()) {
            Arrived one = there.getOrDefault(step, List.of()).removeFirst();
            FlowStep<?, ?> source = graph.step(step);
            fields.put(
                    source.component(),
                    source.brings() == String.class ? new Json.Text(one.text()) : Json.parse(one.text()));
            lost.addAll(one.lost());
        }
        take(join, new Json.Obj(fields).write(), lost);
    }

    private boolean isWaiting(Way join, String from) {
        return !waiting.getOrDefault(join, Map.of())
                .getOrDefault(from, List.of())
                .isEmpty();
    }

    private Past past() {
        return new Past(view.task(), results);
    }

    /** What is to be done now. */
    Next next() {
        FlowStep<?, ?> last = ended;
        if (last != null) {
            String type = last.brings() == String.class
                    ? null
                    : DataType.of(last.brings()).name();
            return new Next.Answer(results.getOrDefault(last.name(), ""), type);
        }
        List<Turn> useless = turns.stream()
                .filter(turn -> turn.state == State.GIVEN_UP && turn.call != null)
                .filter(turn -> view.calls().open().containsKey(idOf(turn)))
                .toList();
        if (!useless.isEmpty()) {
            return new Next.Cancel(useless.stream().map(FlowCourse::idOf).toList());
        }
        Optional<Turn> own = ownTurn();
        if (own.isPresent()) {
            return new Next.Note(flow.label(), note(own.get()));
        }
        if (!canEnd()) {
            return new Next.Fail(failure == null ? deadEnd() : failure);
        }
        List<Turn> due = due(false);
        return due.isEmpty() ? new Next.Await() : begin(due);
    }

    private static CallId idOf(Turn turn) {
        Calls.Call call = turn.call;
        if (call == null) {
            throw new IllegalStateException("nothing was called for " + turn.step);
        }
        return call.id();
    }

    /** Calls of tools that are due together are begun together, and so are tasks of agents. */
    private Next begin(List<Turn> due) {
        List<Next.Work> work = new ArrayList<>();
        Iterator<Turn> turns = due.iterator();
        Turn first = turns.next();
        if (!(first.step.doing() instanceof Doing.Gives gives)) {
            return first.step.doing().begin(view, first.step.name(), first.input, past());
        }
        work.add(gives.work().of(first.input, past()));
        while (turns.hasNext()) {
            Turn turn = turns.next();
            if (!(turn.step.doing() instanceof Doing.Gives more)) {
                break;
            }
            work.add(more.work().of(turn.input, past()));
        }
        return Next.Work.begin(work);
    }

    private String note(Turn turn) {
        String name = turn.step.name();
        return turn.step.doing() instanceof Doing.Computes computes && turn.state == State.DUE
                ? name + CAME + computes.function().of(turn.input, past())
                : name + CHOSE + choice(name, turn.text);
    }

    private String choice(String name, String text) {
        Way otherwise = null;
        for (Way way : graph.choices(name)) {
            if (way.kind() == Way.Kind.OTHERWISE) {
                otherwise = way;
            } else if (taken.getOrDefault(way, 0) < way.most() && way.holds().test(text)) {
                return way.label();
            }
        }
        if (otherwise == null) {
            throw new IllegalStateException("nothing holds after '%s'".formatted(name));
        }
        return otherwise.label();
    }

    private boolean canEnd() {
        Set<String> live = turns.stream()
                .filter(Turn::isLive)
                .map(turn -> turn.step.name())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> possible = graph.possible(live, this::isWaiting);
        return graph.ends().stream().anyMatch(possible::contains);
    }

    private static RunFailure deadEnd() {
        return new RunFailure.GaveUp("dead-end", "No end of the flow can come any more.");
    }
}
