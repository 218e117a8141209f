package org.talkoot.core.brain;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.json.Json;
import org.talkoot.core.schema.DataType;

/**
 * Brains at the same time with the same task, each in an agent of its own; as soon as enough have answered, the others
 * are told to stop and the answers are joined.
 *
 * <pre>{@code
 * Parallel.of(Map.of("law", lawyer, "tax", accountant, "risk", actuary)).quorum(2).within(ofMinutes(5))
 * }</pre>
 *
 * <p>The pattern is "fork and join" with the joins of van der Aalst's workflow patterns: synchronization, discriminator
 * and N-out-of-M.
 *
 * @param branches by names that are unique among the parts of the agent
 * @param needed how many have to answer
 * @param within how long they are waited for; null: as long as the run may take
 * @param join what is made of the answers, when there are enough
 * @param otherwise what becomes of the run when there never will be
 */
public record Parallel(
        SequencedMap<String, Brain> branches,
        int needed,
        @Nullable Duration within,
        Function<Answers, Next.Ending> join,
        Function<Answers, Next.Ending> otherwise)
        implements Brain {

    public Parallel {
        branches = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(branches));
        if (branches.isEmpty() || needed < 1 || needed > branches.size()) {
            throw new IllegalArgumentException("of %d branches %d cannot be needed".formatted(branches.size(), needed));
        }
    }

    /**
     * What the branches brought so far.
     *
     * @param answered answers by the name of the branch, in the order in which they came
     * @param failed why others have none
     */
    public record Answers(SequencedMap<String, Next.Answer> answered, SequencedMap<String, RunFailure> failed) {

        /** The texts of the answers. */
        public SequencedMap<String, String> came() {
            SequencedMap<String, String> texts = new LinkedHashMap<>();
            answered.forEach((name, answer) -> texts.put(name, answer.text()));
            return texts;
        }

        /** The answer of a branch as a value of this type; empty: there is none. */
        public <T> Optional<T> answer(String branch, Class<T> type) {
            return Optional.ofNullable(answered.get(branch))
                    .flatMap(answer -> DataType.of(type).read(answer.text()).fitting());
        }

        /** All that came, as one JSON object: values as they are, prose as texts. */
        public String asJson() {
            SequencedMap<String, Json> fields = new LinkedHashMap<>();
            answered.forEach((name, answer) -> fields.put(name, Handle.json(answer)));
            return new Json.Obj(fields).write();
        }
    }

    /** All of them have to answer, which is joined to a JSON object. */
    public static Parallel of(Map<String, Brain> branches) {
        SequencedMap<String, Brain> ordered = new LinkedHashMap<>();
        branches.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(branch -> ordered.put(branch.getKey(), branch.getValue()));
        return new Parallel(
                ordered, ordered.size(), null, answers -> new Next.Answer(answers.asJson()), Parallel::tooFew);
    }

    /** The first answer is enough, and is the answer. */
    public Parallel first() {
        return quorum(1).joining(answers -> answers.answered().firstEntry().getValue());
    }

    /** So many have to answer. */
    public Parallel quorum(int changed) {
        return new Parallel(branches, changed, within, join, otherwise);
    }

    /** They are not waited for any longer than that. */
    public Parallel within(Duration changed) {
        return new Parallel(branches, needed, changed, join, otherwise);
    }

    /** What is made of the answers. */
    public Parallel joining(Function<Answers, Next.Ending> changed) {
        return new Parallel(branches, needed, within, changed, otherwise);
    }

    /** What becomes of the run when too few have answered; without, it fails with {@code too-few-answers}. */
    public Parallel otherwise(Function<Answers, Next.Ending> changed) {
        return new Parallel(branches, needed, within, join, changed);
    }

    @Override
    public boolean watches() {
        return true;
    }

    @Override
    public Map<String, Brain> parts() {
        return branches;
    }

    @Override
    public Next next(RunView view) {
        Calls calls = view.calls();
        if (calls.size() == 0) {
            return new Next.Delegate(branches.keySet().stream()
                    .map(name -> new Next.Delegate.Task(view.part(name), view.task()))
                    .toList());
        }
        if (within != null && calls.size() == branches.size()) {
            return new Next.Sleep(within);
        }
        Answers answers = answers(view);
        if (answers.answered().size() >= needed) {
            return join.apply(answers);
        }
        boolean hopeless = branches.size() - answers.failed().size() < needed;
        return hopeless || isTimeOver(calls) ? otherwise.apply(answers) : new Next.Await();
    }

    private boolean isTimeOver(Calls calls) {
        return within != null && !calls.begun().getLast().awaited();
    }

    private Answers answers(RunView view) {
        SequencedMap<String, Calls.Call> asked = new LinkedHashMap<>();
        List<Calls.Call> begun = view.calls().begun();
        branches.keySet().forEach(name -> asked.put(name, begun.get(asked.size())));
        SequencedMap<String, Next.Answer> came = new LinkedHashMap<>();
        SequencedMap<String, RunFailure> failed = new LinkedHashMap<>();
        asked.entrySet().stream()
                .sorted(Comparator.comparingInt(branch -> branch.getValue().came()))
                .forEach(branch -> {
                    Called<Next.Answer> called = Called.answer(view, branch.getValue());
                    called.came().ifPresent(answer -> came.put(branch.getKey(), answer));
                    called.failure().ifPresent(why -> failed.put(branch.getKey(), why));
                });
        return new Answers(came, failed);
    }

    private static Next.Ending tooFew(Answers answers) {
        String why = answers.failed().entrySet().stream()
                .map(failed ->
                        "%s: %s".formatted(failed.getKey(), failed.getValue().detail()))
                .collect(Collectors.joining("; "));
        return new Next.Fail(new RunFailure.GaveUp(
                "too-few-answers",
                "Only %d answered. %s".formatted(answers.answered().size(), why).strip()));
    }

    @Override
    public String fingerprint() {
        return "parallel(%d within %s)%s".formatted(needed, within, Parts.fingerprint(branches));
    }
}
