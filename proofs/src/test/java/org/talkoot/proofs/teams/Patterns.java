package org.talkoot.proofs.teams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.AgentHandle;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.Evaluator;
import org.talkoot.core.brain.Evaluator.Verdict;
import org.talkoot.core.brain.Fan;
import org.talkoot.core.brain.Parallel;
import org.talkoot.core.brain.Router;
import org.talkoot.core.brain.Saga;
import org.talkoot.core.brain.Sequence;
import org.talkoot.core.brain.flow.Flow;
import org.talkoot.core.brain.flow.FlowStep;
import org.talkoot.core.brain.team.Blackboard;
import org.talkoot.core.brain.team.Fact;
import org.talkoot.core.brain.team.GroupChat;
import org.talkoot.core.brain.team.GroupChat.Speaker;
import org.talkoot.core.brain.team.Plan;
import org.talkoot.core.brain.team.Source;
import org.talkoot.core.brain.team.Supervisor;
import org.talkoot.core.brain.team.Supervisor.Assignment;
import org.talkoot.core.brain.team.Supervisor.Finding;
import org.talkoot.core.brain.team.Supervisor.Findings;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.schema.DataType;
import org.talkoot.proofs.teams.TeamNode.Piece;

/**
 * An agent for each pattern of docs/patterns.md. All of them are code, and what they come to goes by the number of
 * their run alone; each piece of their work has a name of its own, which begins with their conversation.
 */
final class Patterns {

    /** Some of what they begin is told to stop, so how much of it is done is nobody's promise. */
    static final List<String> RACING = List.of("first", "quorum");

    private static final AgentType WORKER = new AgentType("worker");
    private static final RunLimits THRIFTY = RunLimits.DEFAULT.withTokens(9_000);
    private static final Duration LEASE = Duration.ofMinutes(30);
    private static final int ITEMS = 8;

    private Patterns() {}

    /** Those that are started by their names. Their task is the name of their conversation. */
    static List<AgentDefinition> teams() {
        return List.of(
                team("sequence", Sequence.of("letter", working("read"), working("write"))),
                team(
                        "router",
                        new Router("ways", Patterns::way, Map.of("odd", working("odd"), "even", working("even")))),
                team(
                        "all",
                        Parallel.of(Map.of("a", working("a"), "b", working("b"), "c", working("c")))
                                .joining(answers -> new Next.Answer(new TreeMap<>(answers.came()).toString()))),
                team(
                        "first",
                        Parallel.of(Map.of("a", agreeing("a"), "b", agreeing("b")))
                                .first()),
                team(
                        "quorum",
                        Parallel.of(Map.of("a", agreeing("a"), "b", agreeing("b"), "c", agreeing("c")))
                                .quorum(2)
                                .joining(answers -> new Next.Answer("agreed"))),
                team(
                        "tools",
                        Fan.over(Patterns::items, item -> TeamNode.WORK.with(new Piece(item)))
                                .atOnce(3)),
                team(
                        "agents",
                        Fan.over(Patterns::items, item -> new Next.Delegate.Task(WORKER, item))
                                .atOnce(3)),
                team(
                        "parts",
                        Fan.over(Patterns::items, "item", does(RunView::task), item -> item)
                                .atOnce(3)),
                team("supervisor", supervisor("top", "clerk", "hand", assigned()))
                        .withLimits(THRIFTY),
                team("hierarchy", supervisor("top", "clerk", "team", supervisor("low", "clerk", "hand", assigned())))
                        .withLimits(THRIFTY),
                team("budgets", CodeBrain.watching(Patterns::spending)).withLimits(THRIFTY),
                team("evaluator", Evaluator.of("draft", does(Patterns::draft), Evaluator.code(Patterns::judged))),
                team("chat", chat()),
                team("board", board()),
                team("flow", flow()),
                team("trip", trip()),
                team("market", Market.among(Market.FEW)));
    }

    static List<AgentDefinition> agents() {
        List<AgentDefinition> agents = new ArrayList<>(teams());
        agents.add(team("nets", Market.among(Market.MANY)));
        agents.add(Market.hauler());
        agents.add(team("worker", does(RunView::task)));
        agents.add(team("clerk", assigned()));
        agents.add(team(
                "saver",
                does(
                        RunView::task,
                        (view, came) ->
                                "%s, %d left".formatted(came, view.left().tokens()))));
        agents.add(team("voice", does(view -> view.agent().instance() + "-" + turns(view))));
        return agents;
    }

    private static AgentDefinition team(String name, Brain brain) {
        return AgentDefinition.of(name, "a team that is killed", brain);
    }

    /** The name of a piece of work in this conversation. */
    static String what(RunView view, String what) {
        return what.contains("/") ? what : view.agent().key() + "/" + what;
    }

    private static CodeBrain working(String what) {
        return does(view -> what);
    }

    /** Works, and answers what came of it. */
    private static CodeBrain does(Function<RunView, String> what) {
        return does(what, (view, came) -> came);
    }

    private interface Telling {
        String told(RunView view, String came);
    }

    private static CodeBrain does(Function<RunView, String> what, Telling telling) {
        return new CodeBrain(view -> view.calls().size() == 0
                        ? Next.CallTools.of(TeamNode.WORK.with(new Piece(what(view, what.apply(view)))))
                        : switch (Called.of(view, view.calls().begun().getLast())) {
                            case Called.Came<String>(String came) -> new Next.Answer(telling.told(view, came));
                            case Called.Failed<String> failed -> new Next.Fail(failed.why());
                            case Called.NotYet<String> open -> throw new IllegalStateException("it does not watch");
                        })
                .using(TeamNode.WORK);
    }

    private static String way(RunView view) {
        return Batch.number(view.task()) % 2 == 1 ? "odd" : "even";
    }

    private static CodeBrain agreeing(String branch) {
        return does(view -> branch, (view, came) -> "yes");
    }

    private static List<String> items(String task) {
        return IntStream.range(0, ITEMS).mapToObj(i -> task + "/item-" + i).toList();
    }

    /** Two at once, then a third that is told what both have brought. */
    private static Supervisor supervisor(String name, String agent, String part, Brain brain) {
        Plan plan = new Plan(List.of(
                new Plan.Task(name + "-left", agent, name + "-left", List.of()),
                new Plan.Task(name + "-right", part, name + "-right", List.of()),
                new Plan.Task(name + "-both", agent, name + "-both", List.of(name + "-left", name + "-right"))));
        return Supervisor.named(name)
                .worker(agent, "works")
                .worker(part, "works, too", brain)
                .planning(new CodeBrain(view -> Next.Answer.data(plan)))
                .closing(CodeBrain.answering(
                        view -> results(view.task(Findings.class).orElseThrow().findings())));
    }

    /** Works, and says what it was told and what it might have spent. */
    private static CodeBrain assigned() {
        return does(
                view -> view.task(Assignment.class).orElseThrow().task(),
                (view, came) -> "%s(%s; %d left)"
                        .formatted(
                                came,
                                results(view.task(Assignment.class)
                                        .orElseThrow()
                                        .known()),
                                view.left().tokens()));
    }

    private static String results(List<Finding> findings) {
        return findings.stream().map(Finding::result).collect(Collectors.joining(", "));
    }

    /** Two get a budget, one after the other. */
    private static Next spending(RunView view) {
        List<String> came = view.calls().begun().stream()
                .flatMap(call -> Called.of(view, call).came().stream())
                .toList();
        if (came.size() < view.calls().size()) {
            return new Next.Await();
        }
        String what = "saved-" + came.size();
        return came.size() == 2
                ? new Next.Answer("%s, %d left".formatted(came, view.left().tokens()))
                : Next.Delegate.of(new Next.Delegate.Task(new AgentType("saver"), what).spending(Budget.ofTokens(500)));
    }

    private static String draft(RunView view) {
        return view.task().contains("What has to change") ? "draft-2" : "draft-1";
    }

    private static Verdict judged(Evaluator.Submission submission) {
        return submission.draft().startsWith("draft-2") ? Verdict.accept() : Verdict.reject("Once more.");
    }

    private static GroupChat chat() {
        return GroupChat.of("panel", Speaker.named("ann", "voice"), Speaker.named("bob", "voice"))
                .atMost(4)
                .summedUpBy(CodeBrain.answering(RunView::task));
    }

    /** How often it has been its turn, this time included. */
    private static int turns(RunView view) {
        return view.history().toString().split("It is your turn", -1).length - 1;
    }

    /** Of two who might, one is told of each entry. */
    private static Blackboard board() {
        Source reader = Source.of("reader", does(view -> "read", (view, came) -> found("log", "a", "log", "b")));
        return Blackboard.named("room")
                .source(reader.on("task").within(LEASE))
                .source(historian("historian"))
                .source(historian("rival"))
                .exclusively("log")
                .answering(board -> new Next.Answer(board.facts().stream()
                        .map(fact -> "%s by %s".formatted(fact.id(), fact.by()))
                        .sorted()
                        .toList()
                        .toString()));
    }

    private static Source historian(String name) {
        CodeBrain looking = does(
                view -> name + "-" + news(view).name(),
                (view, came) -> found("cause", news(view).name()));
        return Source.of(name, looking).on("log").eachApart().within(LEASE);
    }

    private static Fact news(RunView view) {
        return view.task(Blackboard.Activation.class).orElseThrow().news().getFirst();
    }

    /** Facts of these kinds and names, by turns. */
    private static String found(String... facts) {
        Blackboard.Findings findings = new Blackboard.Findings(IntStream.range(0, facts.length / 2)
                .mapToObj(i -> Blackboard.Finding.of(facts[2 * i], facts[2 * i + 1], "known"))
                .toList());
        return DataType.of(findings).write(findings);
    }

    record Both(String plane, String glue) {}

    private static Flow flow() {
        FlowStep<String, Piece> cut =
                FlowStep.code("cut", String.class, Piece.class, task -> new Piece(task + "/sawn"));
        FlowStep<Piece, String> saw = FlowStep.tool("saw", TeamNode.WORK);
        FlowStep<String, String> plane = FlowStep.part("plane", String.class, String.class, working("planed"));
        FlowStep<String, String> glue = FlowStep.agent("glue", AgentHandle.of("worker", String.class, String.class))
                .taking(String.class, sawn -> "glued");
        FlowStep<Both, String> fit =
                FlowStep.code("fit", Both.class, String.class, both -> both.plane() + " and " + both.glue());
        FlowStep<String, String> polish = FlowStep.part(
                "polish",
                String.class,
                String.class,
                does(view -> "polished-" + marks(view.task()), (view, came) -> "!".repeat(marks(view.task())) + came));
        FlowStep<String, String> look = FlowStep.code("look", String.class, String.class, text -> text + "!");
        FlowStep<String, String> pack = FlowStep.code("pack", String.class, String.class, text -> "packed: " + text);
        return Flow.taking("bench", String.class)
                .start(cut)
                .after(cut, saw)
                .after(saw, plane)
                .after(saw, glue)
                .join(List.of(plane, glue), fit)
                .after(fit, polish)
                .after(polish, look)
                .again(look, "rough", text -> marks(text) < 2, polish, 3)
                .otherwise(look, pack)
                .end(pack)
                .build();
    }

    private static int marks(String text) {
        return (int) text.chars().filter(c -> c == '!').count();
    }

    /** In every second one there is no car, and all is undone. */
    private static Saga trip() {
        return Saga.named("trip")
                .step("hotel", done -> work(done, "hotel"), done -> work(done, "no-hotel"))
                .step("flight", done -> once(done, "flight"), done -> once(done, "no-flight"))
                .step("car", done -> work(done, Batch.number(done.task()) % 2 == 1 ? "car!" : "car"))
                .pivot("pay", done -> once(done, "pay"))
                .step("mail", done -> work(done, "mail"));
    }

    private static Next.Work work(Saga.Done done, String what) {
        return TeamNode.WORK.with(new Piece(done.task() + "/" + what));
    }

    private static Next.Work once(Saga.Done done, String what) {
        return TeamNode.ONCE.with(new Piece(done.task() + "/" + what));
    }
}
