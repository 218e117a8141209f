package org.talkoot.core.brain.team;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.Parts;
import org.talkoot.core.brain.team.Entry.Claim;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.event.EventPattern;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.schema.Meaning;

/**
 * A blackboard: facts that everybody sees, and sources that are asked whenever one that concerns them is news, and add
 * what they find, until there is what was wanted or nobody has anything to add. Nobody plans who works on what: what is
 * known decides it (Erman et al., "The Hearsay-II Speech-Understanding System", 1980; Hayes-Roth, "A Blackboard
 * Architecture for Control", 1985).
 *
 * <pre>{@code
 * Blackboard.named("incident")
 *         .source(Source.of("log_reader").on("task"))
 *         .source(Source.of("commander").on("log.>", "deploy.>").posting("resolution"))
 *         .until("resolution")
 * }</pre>
 *
 * <p>The board is the run of its agent. A fact has a kind, a name, a version and what it stands on; the first ones come
 * from the task. A source is asked about the latest version of facts that it subscribes to and has not seen, with an
 * {@link Activation}, and answers with {@link Findings}. While it is asked it has claimed them: a version is claimed
 * once by each source (as often as it {@link Source#tries} when it fails), one of an {@link #exclusively exclusive}
 * kind by one source at a time and no more when it has been answered to, or when nobody knows whether it was done
 * ({@code in-doubt}). A claim that has not been answered within its lease is given up: whatever comes of it then is not
 * posted, what its source has done elsewhere is done.
 *
 * <p>What is posted again with another value is the next version, and news for whoever subscribes to it; the same value
 * is no news, so a board becomes quiet. What names evidence that is not on the board, has a value of the wrong type, or
 * is of a kind that its source may not post, is refused. Each answer is one note ({@code board:incident}) with the
 * facts that stand, what was known, what was refused, and who is asked because of it.
 *
 * <p>It ends by its goal, when nobody is at work and there is nobody to be asked, or by time. It fails with
 * {@code too-many-facts} or {@code too-many-rounds} when it does not come to an end within its {@link #atMost bounds}.
 * One settlement takes time in proportion to what has been posted until then.
 */
public final class Blackboard implements Brain {

    /** How many facts may be posted, each version of them, unless something else is said. */
    public static final int FACTS = 200;

    /** How often each source is asked, unless something else is said. */
    public static final int ROUNDS = 20;

    /** How many claims hold at once, unless something else is said. */
    public static final int AT_ONCE = 8;

    private final String name;
    final List<Source> sources;
    private final Function<RunView, Findings> opening;
    final BoardRules rules;
    private final Function<Board, Next.Ending> answer;
    private final Function<Board, Next.Ending> otherwise;
    private final EntryReader reader = new EntryReader();

    private Blackboard(
            String name,
            List<Source> sources,
            Function<RunView, Findings> opening,
            BoardRules rules,
            Function<Board, Next.Ending> answer,
            Function<Board, Next.Ending> otherwise) {
        Set<String> names = sources.stream().map(Source::name).collect(Collectors.toSet());
        if (names.size() < sources.size() || names.contains(Fact.TASK)) {
            throw new IllegalArgumentException(
                    "each source of '%s' has a name of its own, and none is '%s'".formatted(name, Fact.TASK));
        }
        this.name = name;
        this.sources = List.copyOf(sources);
        this.opening = opening;
        this.rules = rules;
        this.answer = answer;
        this.otherwise = otherwise;
    }

    /**
     * What a source is asked.
     *
     * @param task what the whole board is for
     * @param news the facts that it is asked about
     * @param known the latest version of others that it sees, as many of the last ones as fit
     * @param omitted how many did not
     */
    public record Activation(
            String task,
            @Meaning("What is new to you") List<Fact> news,
            @Meaning("What else is known") List<Fact> known,
            @Meaning("How many older facts are not shown") int omitted) {
        public Activation {
            news = List.copyOf(news);
            known = List.copyOf(known);
        }
    }

    /**
     * One thing that a source has found.
     *
     * @param evidence what it stands on: keys or ids of facts that the source was shown, or found before this one
     */
    public record Finding(
            @Meaning("What sort of fact, dotted: log.error") String kind,
            @Meaning("Which one of its kind") String name,
            @Meaning("What is the case") String value,

            @Meaning("The facts that it stands on, each as kind/name")
            List<String> evidence) {
        public Finding {
            evidence = List.copyOf(evidence);
        }

        public static Finding of(String kind, String name, String value, String... evidence) {
            return new Finding(kind, name, value, List.of(evidence));
        }

        /** With a value that is JSON. */
        public static Finding of(String kind, String name, Record value, String... evidence) {
            return of(kind, name, DataType.of(value).write(value), evidence);
        }
    }

    /** What a source answers; nothing is an answer too. */
    public record Findings(List<Finding> facts) {
        public Findings {
            facts = List.copyOf(facts);
        }

        public static Findings of(Finding... facts) {
            return new Findings(List.of(facts));
        }
    }

    /**
     * One without sources yet, its name unlike that of any other board of its agent, which begins with the task as its
     * only fact, {@code task/task}.
     */
    public static Blackboard named(String name) {
        return new Blackboard(
                name, List.of(), Blackboard::task, BoardRules.DEFAULT, Next.Answer::data, Blackboard::failed);
    }

    /** A very long one is in full in what each source is asked. */
    private static Findings task(RunView view) {
        String text = view.task();
        return Findings.of(
                Finding.of(Fact.TASK, Fact.TASK, text.substring(0, Math.min(text.length(), Fact.LONGEST_VALUE))));
    }

    /** And this source. */
    public Blackboard source(Source source) {
        List<Source> more = new ArrayList<>(sources);
        more.add(source);
        return new Blackboard(name, more, opening, rules, answer, otherwise);
    }

    /** Begins with these facts, made of the task. */
    public Blackboard opening(Function<RunView, Findings> changed) {
        return new Blackboard(name, sources, changed, rules, answer, otherwise);
    }

    /** Its goal: a fact of each of these kinds. Without one, it is to become quiet. */
    public Blackboard until(String... kinds) {
        return by(rules.until(Source.patterns(kinds)));
    }

    /** It takes no longer than that. */
    public Blackboard within(Duration changed) {
        return by(rules.within(changed));
    }

    /** A fact of these kinds is for one source: the first that subscribes to it, and the next one when that fails. */
    public Blackboard exclusively(String... kinds) {
        return by(rules.exclusively(Source.patterns(kinds)));
    }

    /** Values of these kinds have to be of this type: a record, or a sealed interface of records. */
    public Blackboard typed(String kinds, Class<?> type) {
        return by(rules.and(new BoardRules.Typed(new EventPattern(kinds), DataType.of(type))));
    }

    /** So many facts, each version of them; so many questions to each source; so many claims at once. */
    public Blackboard atMost(int facts, int rounds, int atOnce) {
        return by(rules.atMost(facts, rounds, atOnce));
    }

    private Blackboard by(BoardRules changed) {
        return new Blackboard(name, sources, opening, changed, answer, otherwise);
    }

    /**
     * What is made of the board when its goal is reached, or, without one, when it is quiet. Without, it is the answer
     * itself, as data; a stage behind this one can make prose of that.
     */
    public Blackboard answering(Function<Board, Next.Ending> changed) {
        return new Blackboard(name, sources, opening, rules, changed, otherwise);
    }

    /**
     * What is made of the board when it is quiet without its goal, or time is over. Without, the run fails with
     * {@code board-quiet} or {@code board-time-over}.
     */
    public Blackboard otherwise(Function<Board, Next.Ending> changed) {
        return new Blackboard(name, sources, opening, rules, answer, changed);
    }

    /** Then it is answered with what is there. */
    public Blackboard orWhatIsThere() {
        return otherwise(Next.Answer::data);
    }

    @Override
    public boolean watches() {
        return true;
    }

    @Override
    public Next next(RunView view) {
        BoardLog log = BoardLog.of(view, label(), reader);
        if (!log.opened()) {
            return opened(view, log);
        }
        if (!log.owed().isEmpty()) {
            return asked(view, log);
        }
        Optional<BoardLog.Claimed> answered = log.unposted();
        if (answered.isPresent()) {
            return posted(view, log, answered.get());
        }
        if (rules.areMetBy(log.facts())) {
            return answer.apply(board(view, log, Board.End.GOAL));
        }
        if (log.overdueItself(view.at())) {
            return otherwise.apply(board(view, log, Board.End.TIME));
        }
        return goOn(view, log);
    }

    private Next goOn(RunView view, BoardLog log) {
        if (!log.overdue(view.at()).isEmpty()) {
            return new Next.Cancel(log.overdue(view.at()));
        }
        List<Claim> due = new Agenda(sources, rules, log).due(view.at());
        if (!due.isEmpty()) {
            return note(new Entry.Claimed(due));
        }
        if (log.open() == 0) {
            return quiet(view, log);
        }
        return log.earliest()
                .filter(then -> !log.isTimed(then))
                .<Next>map(then -> new Next.Sleep(Duration.between(view.at(), then)))
                .orElseGet(Next.Await::new);
    }

    private Next quiet(RunView view, BoardLog log) {
        Optional<Source> tired = new Agenda(sources, rules, log).tired();
        if (tired.isPresent()) {
            return new Next.Fail(new RunFailure.GaveUp(
                    "too-many-rounds",
                    "'%s' has been asked %d times, and there is still news for it."
                            .formatted(tired.get().name(), rules.rounds())));
        }
        Board board = board(view, log, Board.End.QUIET);
        return rules.goal().isEmpty() ? answer.apply(board) : otherwise.apply(board);
    }

    private Next opened(RunView view, BoardLog log) {
        Judgement judged = new Judgement(Fact.TASK, Source.patterns(">"), rules.types(), log::latest, log::latest)
                .of(opening.apply(view));
        if (!judged.refused().isEmpty()) {
            throw new IllegalArgumentException(
                    "the board cannot begin with that: " + String.join(" ", judged.refused()));
        }
        Optional<Instant> ends = Optional.ofNullable(rules.within()).map(view.at()::plus);
        return noted(view, log, claims -> new Entry.Opened(judged.facts(), ends, claims));
    }

    private Next posted(RunView view, BoardLog log, BoardLog.Claimed claimed) {
        Claim claim = claimed.claim();
        Judgement judged = new Judgement(
                        claim.source(),
                        source(claim).posting(),
                        rules.types(),
                        key -> log.seenBy(claimed, key),
                        log::latest)
                .of(claimed.answer());
        return noted(
                view,
                log,
                claims -> new Entry.Posted(
                        claim.source(), claim.facts(), judged.facts(), judged.known(), judged.refused(), claims));
    }

    /** With who is asked because of it, unless it is over. */
    private Next noted(RunView view, BoardLog log, Function<List<Claim>, Entry> entry) {
        log.add(entry.apply(List.of()));
        if (log.size() > rules.facts()) {
            return new Next.Fail(new RunFailure.GaveUp(
                    "too-many-facts", "There are %d facts, and may be %d.".formatted(log.size(), rules.facts())));
        }
        boolean over = rules.areMetBy(log.facts()) || log.overdueItself(view.at());
        return note(entry.apply(over ? List.of() : new Agenda(sources, rules, log).due(view.at())));
    }

    private Next note(Entry entry) {
        return new Next.Note(label(), entry.written());
    }

    /** Whoever is asked may spend as much as everybody else who may be asked meanwhile. */
    private Next asked(RunView view, BoardLog log) {
        List<Claim> owed = log.owed();
        Budget share = view.left().part(Math.max(1, rules.atOnce() - (log.open() - owed.size())));
        return new Next.Delegate(owed.stream()
                .map(claim -> task(view, log, claim).spending(share))
                .toList());
    }

    private Next.Delegate.Task task(RunView view, BoardLog log, Claim claim) {
        Source source = source(claim);
        List<Fact> news = claim.facts().stream().map(log::fact).toList();
        Set<String> asked = news.stream().map(Fact::key).collect(Collectors.toSet());
        List<Fact> others = log.latestFirst().stream()
                .filter(fact -> !asked.contains(fact.key()) && Source.any(source.seeing(), fact.kind()))
                .toList();
        List<Fact> shown = others.isEmpty() ? others : Agenda.leading(others);
        Activation activation = new Activation(view.task(), news, shown.reversed(), others.size() - shown.size());
        return Next.Delegate.Task.of(source.agent(view), activation);
    }

    /** One that is no source any more, after a deploy, may say what it was asked. */
    private Source source(Claim claim) {
        return sources.stream()
                .filter(source -> source.name().equals(claim.source()))
                .findFirst()
                .orElseGet(() -> Source.of(claim.source()));
    }

    private Board board(RunView view, BoardLog log, Board.End end) {
        return new Board(view.task(), end, log.facts(), log.failures());
    }

    private static Next.Ending failed(Board board) {
        String failures = String.join(" ", board.failures());
        return new Next.Fail(
                board.end() == Board.End.TIME
                        ? new RunFailure.GaveUp("board-time-over", ("Time is over. " + failures).strip())
                        : new RunFailure.GaveUp(
                                "board-quiet", ("Nobody has anything to add to it. " + failures).strip()));
    }

    private String label() {
        return "board:" + name;
    }

    @Override
    public Needs needs() {
        return new Needs(
                Set.of(),
                sources.stream()
                        .filter(source -> source.part().isEmpty())
                        .map(source -> new AgentType(source.name()))
                        .collect(Collectors.toSet()));
    }

    @Override
    public Map<String, Brain> parts() {
        Map<String, Brain> parts = new LinkedHashMap<>();
        sources.forEach(source -> source.part().ifPresent(brain -> Parts.put(parts, source.name(), brain)));
        return parts;
    }

    @Override
    public String fingerprint() {
        return "blackboard:%s%s%s%s".formatted(name, sources, rules, Parts.fingerprint(parts()));
    }
}
