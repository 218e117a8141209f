package org.talkoot.core.brain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.schema.DataType;

/**
 * A loop of producing and judging: a draft is made, judged, and made anew with what the judge said, until it is
 * accepted or has been made so many times. What is accepted is the answer. Known as evaluator-optimizer, and as
 * reflection (Shinn et al., "Reflexion", 2023).
 *
 * <pre>{@code
 * Evaluator.of("letter", writer, Evaluator.criteria("It is polite, and shorter than 100 words.")).atMost(3)
 * }</pre>
 *
 * <p>Both are stages of one run: a model that writes again reads what was said of its drafts. A judge is any brain that
 * answers with a {@link Verdict}; its task is a {@link Submission}. Each draft and each verdict is a note, so the feed
 * shows them, and none is made or judged twice because of a crash. What is no verdict ends the run with
 * {@code unreadable-result}.
 *
 * @param name unique among the evaluators of one agent
 * @param drafts how many are made at most
 * @param end what becomes of the run when none of them was accepted
 */
public record Evaluator(String name, Brain producer, Brain judge, int drafts, Function<List<Attempt>, Next.Ending> end)
        implements Brain {

    /** How many drafts are made, unless something else is said. */
    public static final int DRAFTS = 3;

    public Evaluator {
        if (drafts < 1) {
            throw new IllegalArgumentException("a draft is made at least once, not " + drafts);
        }
    }

    /** What is judged: what was asked for, and what was made of it. */
    public record Submission(String task, String draft) {

        /** The draft as a value of this type; empty: it is none. */
        public <T> Optional<T> draft(Class<T> type) {
            return DataType.of(type).read(draft).fitting();
        }
    }

    /**
     * What a judge says.
     *
     * @param remarks what is to be changed; may be empty when it is accepted
     */
    public record Verdict(boolean accepted, String remarks) {

        public static Verdict accept() {
            return new Verdict(true, "");
        }

        public static Verdict reject(String remarks) {
            return new Verdict(false, remarks);
        }
    }

    /**
     * A draft, and what the judge said of it.
     *
     * @param answer the draft as an answer: one that is a value keeps its type
     */
    public record Attempt(Next.Answer answer, Verdict verdict) {

        public String draft() {
            return answer.text();
        }
    }

    /** Fails with {@code not-accepted} when the third draft is not good enough either. */
    public static Evaluator of(String name, Brain producer, Brain judge) {
        return new Evaluator(name, producer, judge, DRAFTS, Evaluator::notAccepted);
    }

    public Evaluator atMost(int changed) {
        return new Evaluator(name, producer, judge, changed, end);
    }

    /** The last draft is the answer when none was accepted. */
    public Evaluator orLast() {
        return or(attempts -> attempts.getLast().answer());
    }

    /** What becomes of the run when none was accepted: the best of them, say. */
    public Evaluator or(Function<List<Attempt>, Next.Ending> changed) {
        return new Evaluator(name, producer, judge, drafts, changed);
    }

    /** A judge that is code. */
    public static Brain code(Function<Submission, Verdict> judge) {
        return new CodeBrain(
                view -> Next.Answer.data(judge.apply(view.task(Submission.class).orElseThrow())));
    }

    /** A judge that is a model, by these criteria. Which model is up to the caller: {@link LlmBrain#withModel}. */
    public static LlmBrain criteria(String criteria) {
        return LlmBrain.of("""
                        You judge the last draft by these criteria and by nothing else:
                        %s
                        Accept it only when it meets all of them. Otherwise say in your remarks what has to change.""".formatted(criteria)).answering(Verdict.class);
    }

    /** A judge that is a person: yes accepts, no does not, with the comment as remarks; nor does silence. */
    public static Brain person(String question, Duration patience) {
        return person(question, patience, Verdict.reject("Nobody has looked at it in time."));
    }

    /** The same, where silence means this. */
    public static Brain person(String question, Duration patience, Verdict silence) {
        return new CodeBrain(view -> switch (view.lastStep().orElse(null)) {
            case Step.HumanDecided decided -> Next.Answer.data(said(decided.approval(), silence));
            case null, default ->
                new Next.AskHuman(
                        "%s\n\n%s"
                                .formatted(
                                        question,
                                        view.task(Submission.class)
                                                .orElseThrow()
                                                .draft()),
                        patience);
        });
    }

    private static Verdict said(Approval approval, Verdict silence) {
        return switch (approval) {
            case Approval.Approved a -> new Verdict(true, a.comment());
            case Approval.Denied a -> Verdict.reject(a.comment());
            case Approval.Expired a -> silence;
            case Approval.Overtaken a -> silence;
        };
    }

    @Override
    public Next next(RunView view) {
        Stages stages = Stages.of(view, draftLabel(), verdictLabel());
        if (stages.isBehind(draftLabel())) {
            Submission submission =
                    new Submission(view.task(), stages.marks().getLast().text());
            String task = DataType.of(submission).write(submission);
            return stages.ask(judge, task, this::judged);
        }
        List<Attempt> attempts = attempts(stages);
        if (attempts.isEmpty()) {
            return stages.ask(producer, view.task(), draftLabel());
        }
        Attempt last = attempts.getLast();
        if (last.verdict().accepted()) {
            return last.answer();
        }
        return attempts.size() == drafts
                ? end.apply(attempts)
                : stages.ask(producer, again(view.task(), last), draftLabel());
    }

    private Next judged(Next.Answer answer) {
        return switch (Handle.read("the judge of '%s'".formatted(name), Verdict.class, answer.text())) {
            case Called.Came<Verdict>(Verdict verdict) ->
                new Next.Note(verdictLabel(), DataType.of(verdict).write(verdict));
            case Called.Failed<Verdict> failed -> new Next.Fail(failed.why());
            case Called.NotYet<Verdict> none -> throw new IllegalStateException("a text has been read, or not");
        };
    }

    private List<Attempt> attempts(Stages stages) {
        List<Next.Answer> made = stages.answers(draftLabel());
        List<Attempt> attempts = new ArrayList<>();
        for (String verdict : stages.texts(verdictLabel())) {
            DataType.of(Verdict.class)
                    .read(verdict)
                    .fitting()
                    .ifPresent(read -> attempts.add(new Attempt(made.get(attempts.size()), read)));
        }
        return List.copyOf(attempts);
    }

    private static String again(String task, Attempt last) {
        return "%s\n\nThis was not accepted:\n%s\n\nWhat has to change:\n%s"
                .formatted(task, last.draft(), last.verdict().remarks());
    }

    private static Next.Ending notAccepted(List<Attempt> attempts) {
        return new Next.Fail(new RunFailure.GaveUp(
                "not-accepted",
                "None of %d drafts was accepted. %s"
                        .formatted(attempts.size(), attempts.getLast().verdict().remarks())));
    }

    private String draftLabel() {
        return "draft:" + name;
    }

    private String verdictLabel() {
        return "verdict:" + name;
    }

    private List<Brain> both() {
        return List.of(producer, judge);
    }

    @Override
    public List<Prompt> prompts() {
        return both().stream().flatMap(brain -> brain.prompts().stream()).toList();
    }

    @Override
    public Needs needs() {
        return producer.needs().and(judge.needs());
    }

    @Override
    public boolean watches() {
        return both().stream().anyMatch(Brain::watches);
    }

    @Override
    public Map<String, Brain> parts() {
        return Parts.of(both());
    }

    @Override
    public String fingerprint() {
        return "evaluator:%s(%d)[%s, %s]".formatted(name, drafts, producer.fingerprint(), judge.fingerprint());
    }
}
