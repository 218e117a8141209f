package org.talkoot.core.brain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.schema.DataType;

/**
 * Steps one after the other, each with what undoes it: when one fails, those before it are undone in reverse order, so
 * that either all of them have happened or none (Garcia-Molina and Salem, "Sagas", 1987). From its pivot on there is no
 * way back: what fails behind it is tried again.
 *
 * <pre>{@code
 * Saga.named("trip")
 *         .step("hotel", done -> BOOK_HOTEL.with(done.task(Trip.class)), done -> CANCEL.with(done.result("hotel", Booking.class)))
 *         .pivot("pay", done -> PAY.with(...))
 *         .step("mail", done -> SEND.with(...))
 * }</pre>
 *
 * <p>A call whose end nobody knows, and what cannot be undone or done after some attempts, is put to a person: yes, it
 * is settled; anything else leaves it {@link State#UNRESOLVED}, and the saga goes on. Each change of a step is a note,
 * so the feed of the run shows where it stands. Steps and what undoes them are calls with a ledger like all others:
 * none is made twice because of a crash.
 *
 * @param attempts how often what must succeed is tried before a person is asked
 * @param patience how long a person may take
 * @param end what becomes of the run
 */
public record Saga(String name, List<Step> steps, int attempts, Duration patience, Function<Report, Next.Ending> end)
        implements Brain {

    /** How often what must succeed is tried, unless something else is said. */
    public static final int ATTEMPTS = 3;

    /** How long a person may take, unless something else is said. */
    public static final Duration PATIENCE = Duration.ofDays(3);

    public Saga {
        steps = List.copyOf(steps);
        if (steps.stream().map(Step::name).distinct().count() < steps.size()) {
            throw new IllegalArgumentException("two steps of the saga '%s' have one name".formatted(name));
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("a step is tried at least once, not " + attempts);
        }
    }

    /**
     * One step.
     *
     * @param undo what undoes it, given what came of it; null: nothing need be undone
     * @param pivot when it has succeeded, there is no way back
     */
    public record Step(
            String name,
            Function<Done, Next.Work> action,
            @Nullable Function<Done, Next.Work> undo,
            boolean pivot) {}

    /** What a step can go by: the task, and what the steps before it brought. */
    public record Done(String task, SequencedMap<String, String> results) {

        /**
         * The task as a value of this type.
         *
         * @throws IllegalStateException when it is none
         */
        public <T> T task(Class<T> type) {
            return fitting(task, type).orElseThrow(() -> new IllegalStateException("the task is no " + type));
        }

        /**
         * What a step brought, as a value of this type.
         *
         * @throws IllegalStateException when there is no such value
         */
        public <T> T result(String step, Class<T> type) {
            return Optional.ofNullable(results.get(step))
                    .flatMap(text -> fitting(text, type))
                    .orElseThrow(() -> new IllegalStateException("'%s' brought no %s".formatted(step, type)));
        }

        private static <T> Optional<T> fitting(String text, Class<T> type) {
            return DataType.of(type).read(text).fitting();
        }
    }

    /** Where a step stands. */
    public enum State {
        OPEN,
        DONE,
        FAILED,
        UNDONE,
        /** It has happened, and nothing need be undone. */
        KEPT,
        /** Nobody knows, or nobody has settled it. */
        UNRESOLVED
    }

    /**
     * What became of all steps.
     *
     * @param failure why the saga turned back; null: it did not
     */
    public record Report(
            SequencedMap<String, State> states,
            Done done,
            @Nullable RunFailure failure) {

        /** All of it has happened. */
        public boolean isComplete() {
            return states.values().stream().allMatch(State.DONE::equals);
        }

        /** Nothing of it is left to be settled by somebody. */
        public boolean isResolved() {
            return !states.containsValue(State.UNRESOLVED);
        }

        /** One line for each step. */
        @Override
        public String toString() {
            List<String> lines = new ArrayList<>();
            states.forEach((step, state) -> lines.add("%s: %s".formatted(step, state)));
            return String.join("\n", lines);
        }
    }

    /** One without steps yet. Its run answers with its report, or fails with {@code undone} or {@code unresolved}. */
    public static Saga named(String name) {
        return new Saga(name, List.of(), ATTEMPTS, PATIENCE, Saga::ended);
    }

    /** And then this, which is undone like this. */
    public Saga step(String step, Function<Done, Next.Work> action, Function<Done, Next.Work> undo) {
        return and(new Step(step, action, undo, false));
    }

    /** And then this; nothing need be undone. */
    public Saga step(String step, Function<Done, Next.Work> action) {
        return and(new Step(step, action, null, false));
    }

    /** And then this; behind it there is no way back. */
    public Saga pivot(String step, Function<Done, Next.Work> action) {
        return and(new Step(step, action, null, true));
    }

    private Saga and(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Saga(name, more, attempts, patience, end);
    }

    /** What must succeed is tried so often before a person is asked, who may take so long. */
    public Saga trying(int changed, Duration patienceOfPeople) {
        return new Saga(name, steps, changed, patienceOfPeople, end);
    }

    /** What becomes of the run. */
    public Saga ending(Function<Report, Next.Ending> changed) {
        return new Saga(name, steps, attempts, patience, changed);
    }

    private static Next.Ending ended(Report report) {
        RunFailure failure = report.failure();
        if (report.isComplete()) {
            return new Next.Answer(report.toString());
        }
        String why = failure == null ? "" : failure.detail() + "\n";
        return new Next.Fail(new RunFailure.GaveUp(report.isResolved() ? "undone" : "unresolved", why + report));
    }

    @Override
    public Next next(RunView view) {
        Course course = new Course(view.task());
        for (Calls.Call call : view.calls().begun()) {
            course.after(view, call);
        }
        int noted = Stages.of(view, label()).marks().size();
        return noted < course.changes.size() ? new Next.Note(label(), course.changes.get(noted)) : course.next();
    }

    private String label() {
        return "saga:" + name;
    }

    @Override
    public String fingerprint() {
        return "saga:%s%s".formatted(name, steps.stream().map(Step::name).toList());
    }

    /** Where the saga stands after what its calls have brought, told again from the beginning. For one question. */
    private final class Course {

        private final SequencedMap<String, State> states = new LinkedHashMap<>();
        private final SequencedMap<String, String> results = new LinkedHashMap<>();
        private final List<String> changes = new ArrayList<>();
        private final String task;
        private @Nullable RunFailure failure;
        private @Nullable RunFailure reason;
        private int at;
        private int tried;
        private boolean doubt;
        private boolean asking;

        Course(String task) {
            this.task = task;
            steps.forEach(step -> states.put(step.name(), State.OPEN));
        }

        private boolean isBack() {
            return failure != null;
        }

        private Step step() {
            return steps.get(at);
        }

        private boolean isOver() {
            return isBack() ? at < 0 : at == steps.size();
        }

        /** What is to be done now. */
        Next next() {
            if (isOver()) {
                return end.apply(new Report(Collections.unmodifiableSequencedMap(states), done(), failure));
            }
            if (asking) {
                return new Next.AskHuman(question(), patience);
            }
            Function<Done, Next.Work> undo = step().undo();
            return Next.Work.begin(List.of(
                    isBack() && undo != null
                            ? undo.apply(done())
                            : step().action().apply(done())));
        }

        private Done done() {
            return new Done(task, Collections.unmodifiableSequencedMap(new LinkedHashMap<>(results)));
        }

        void after(RunView view, Calls.Call call) {
            if (call.kind() == Calls.Kind.PERSON) {
                view.came(call, org.talkoot.core.agent.Step.HumanDecided.class).ifPresent(this::decided);
                return;
            }
            switch (Called.of(view, call)) {
                case Called.NotYet<String> open -> {}
                case Called.Came<String>(String text) -> succeeded(text);
                case Called.Failed<String> failed -> failed(failed);
            }
        }

        private void succeeded(String text) {
            if (!isBack()) {
                results.put(step().name(), text);
            }
            settle(isBack() ? State.UNDONE : State.DONE);
        }

        private void failed(Called.Failed<String> failed) {
            tried++;
            doubt = failed.inDoubt();
            reason = failed.why();
            if (doubt || (mustSucceed() && tried >= attempts)) {
                asking = true;
            } else if (!mustSucceed()) {
                turnBack(State.FAILED);
            }
        }

        private boolean mustSucceed() {
            return isBack() || steps.subList(0, at).stream().anyMatch(Step::pivot);
        }

        private void decided(org.talkoot.core.agent.Step.HumanDecided decision) {
            boolean yes = decision.approval() instanceof Approval.Approved;
            boolean no = decision.approval() instanceof Approval.Denied;
            if (yes) {
                results.putIfAbsent(step().name(), decision.approval().comment());
                settle(isBack() ? State.UNDONE : State.DONE);
            } else if (no && doubt && !mustSucceed()) {
                turnBack(State.FAILED);
            } else if (mustSucceed()) {
                settle(State.UNRESOLVED);
            } else {
                turnBack(State.UNRESOLVED);
            }
        }

        /** The step itself has not happened, or nobody knows: what came before it is undone. */
        private void turnBack(State state) {
            failure = reason;
            settle(state);
        }

        private void settle(State state) {
            change(state);
            asking = false;
            tried = 0;
            at += isBack() ? -1 : 1;
            while (isBack() && at >= 0 && step().undo() == null) {
                change(State.KEPT);
                at--;
            }
        }

        private void change(State state) {
            states.put(step().name(), state);
            changes.add("%s: %s".formatted(step().name(), state));
        }

        private String question() {
            RunFailure why = reason;
            String detail = why == null ? "" : why.detail();
            if (doubt) {
                return "'%s' of '%s' may have %s, and nobody knows: %s Has it?"
                        .formatted(step().name(), name, isBack() ? "been undone" : "happened", detail);
            }
            return "'%s' of '%s' could not be %s after %d attempts: %s Is it settled by hand?"
                    .formatted(step().name(), name, isBack() ? "undone" : "done", tried, detail);
        }
    }
}
