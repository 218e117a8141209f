package org.talkoot.examples.incidentroom;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.Router;
import org.talkoot.core.brain.Sequence;
import org.talkoot.core.brain.ToolHandle;
import org.talkoot.core.brain.team.Blackboard;
import org.talkoot.core.brain.team.Blackboard.Activation;
import org.talkoot.core.brain.team.Blackboard.Finding;
import org.talkoot.core.brain.team.Blackboard.Findings;
import org.talkoot.core.brain.team.Board;
import org.talkoot.core.brain.team.Fact;
import org.talkoot.core.brain.team.Source;
import org.talkoot.examples.incidentroom.Morning.Deploy;
import org.talkoot.examples.incidentroom.Morning.Deploys;
import org.talkoot.examples.incidentroom.Morning.Level;
import org.talkoot.examples.incidentroom.Morning.Levels;
import org.talkoot.examples.incidentroom.Morning.Line;
import org.talkoot.examples.incidentroom.Morning.Lines;
import org.talkoot.examples.incidentroom.Morning.Service;
import org.talkoot.gateway.node.Talkoot;

/**
 * An incident room. Say which service is in trouble: one agent reads logs, one knows what was deployed, one what was
 * measured, and none of them knows of the others. When an error names another service, the commander makes that a
 * suspect, and all look at it too. He says what has to be done as soon as what is on the board is enough for it.
 *
 * <p>Everybody here is code, so that it works without a model. With one, a source is an {@code LlmBrain.of("You read
 * logs.").withTools("log_of").answering(Findings.class)}.
 */
public final class IncidentRoom {

    /** What is to be done, and why. */
    record Resolution(String service, String cause, String action) {}

    private static final ToolHandle<Service, Lines> LOG = ToolHandle.of("log_of", Service.class, Lines.class);
    private static final ToolHandle<Service, Deploys> DEPLOYS =
            ToolHandle.of("deploys_of", Service.class, Deploys.class);
    private static final ToolHandle<Service, Levels> LEVELS = ToolHandle.of("levels_of", Service.class, Levels.class);

    private static final BigDecimal TWICE = new BigDecimal(2);

    private IncidentRoom() {}

    static AgentDefinition[] agents() {
        return new AgentDefinition[] {
            AgentDefinition.of(
                    "incident_room",
                    "finds out why a service is in trouble: say which",
                    new Router(
                            "room",
                            view -> Morning.namedIn(view.task()).isEmpty() ? "unclear" : "board",
                            Map.of("board", room(), "unclear", CodeBrain.answering(IncidentRoom::whichOnes)))),
            AgentDefinition.of("log_reader", "reads logs", source(LOG, IncidentRoom::errors)),
            AgentDefinition.of("deploy_historian", "knows what was deployed", source(DEPLOYS, IncidentRoom::deployed)),
            AgentDefinition.of("metrics_reader", "knows what was measured", source(LEVELS, IncidentRoom::changed)),
            AgentDefinition.of(
                    "commander",
                    "says what has to be done",
                    new CodeBrain(view -> Next.Answer.data(
                            Commander.decide(view.task(Activation.class).orElseThrow()))))
        };
    }

    private static Brain room() {
        Blackboard board = Blackboard.named("incident")
                .opening(view -> alerts(view.task()))
                .source(Source.of("log_reader")
                        .on("alert", "suspect")
                        .posting("log.error")
                        .eachApart())
                .source(Source.of("deploy_historian")
                        .on("alert", "suspect")
                        .posting("deploy")
                        .eachApart())
                .source(Source.of("metrics_reader")
                        .on("alert", "suspect")
                        .posting("level")
                        .eachApart())
                .source(Source.of("commander")
                        .on("log.error", "deploy", "level")
                        .posting("suspect", "resolution"))
                .typed("log.error", Line.class)
                .typed("deploy", Deploy.class)
                .typed("level", Level.class)
                .typed("resolution", Resolution.class)
                .until("resolution")
                .within(Duration.ofMinutes(5))
                .orWhatIsThere();
        return Sequence.of("incident", board, CodeBrain.answering(IncidentRoom::told));
    }

    private static Findings alerts(String task) {
        return new Findings(Morning.namedIn(task).stream()
                .map(service -> Finding.of("alert", service, "somebody says so"))
                .toList());
    }

    /** Somebody who asks a tool about the service that a fact is about, and says what that means. */
    private static <R> CodeBrain source(ToolHandle<Service, R> tool, BiFunction<Fact, R, List<Finding>> meaning) {
        return new CodeBrain(view -> {
                    Fact asked =
                            view.task(Activation.class).orElseThrow().news().getFirst();
                    return switch (tool.in(view)) {
                        case Called.NotYet<R> none -> Next.CallTools.of(tool.with(new Service(asked.name())));
                        case Called.Came<R>(R found) -> Next.Answer.data(new Findings(meaning.apply(asked, found)));
                        case Called.Failed<R> failed -> new Next.Fail(failed.why());
                    };
                })
                .using(tool);
    }

    /** The first one; whatever came after it may be because of it. */
    private static List<Finding> errors(Fact asked, Lines log) {
        return log.lines().stream()
                .filter(line -> line.level().equals("ERROR"))
                .limit(1)
                .map(line -> Finding.of("log.error", line.service(), line, asked.key()))
                .toList();
    }

    private static List<Finding> deployed(Fact asked, Deploys deploys) {
        return deploys.deploys().stream()
                .map(deploy -> Finding.of("deploy", deploy.service(), deploy, asked.key()))
                .toList();
    }

    /** What has more than doubled, or is a disk that is nearly full. */
    private static List<Finding> changed(Fact asked, Levels levels) {
        return levels.levels().stream()
                .filter(level -> level.now().compareTo(level.before().multiply(TWICE)) > 0
                        || level.what().startsWith("disk"))
                .map(level -> Finding.of("level", level.service(), level, asked.key()))
                .toList();
    }

    private static String whichOnes(RunView view) {
        return "Which service is in trouble: %s?".formatted(String.join(", ", Morning.services()));
    }

    /** The resolution with what it stands on, or what is known without one. */
    private static String told(RunView view) {
        Board board = view.task(Board.class).orElseThrow();
        return board.of("resolution").stream()
                .findFirst()
                .map(fact -> resolved(board, fact))
                .orElseGet(() -> "Nobody knows yet. What has been found:\n" + lines(board.facts()));
    }

    private static String resolved(Board board, Fact fact) {
        Resolution resolution = fact.value(Resolution.class).orElseThrow();
        List<Fact> evidence = board.facts().stream()
                .filter(known -> fact.evidence().contains(known.id()))
                .toList();
        return "It is %s: %s.\nTo do: %s.\nBecause of\n%s"
                .formatted(resolution.service(), resolution.cause(), resolution.action(), lines(evidence));
    }

    private static String lines(List<Fact> facts) {
        return facts.stream()
                .map(fact -> "- %s %s (%s)".formatted(fact.key(), said(fact), fact.by()))
                .collect(Collectors.joining("\n"));
    }

    private static String said(Fact fact) {
        return fact.value(Line.class)
                .map(line -> "%s %s".formatted(line.at(), line.text()))
                .or(() -> fact.value(Deploy.class)
                        .map(deploy -> "%s %s: %s".formatted(deploy.at(), deploy.now(), deploy.change())))
                .or(() -> fact.value(Level.class)
                        .map(level ->
                                "%s %s: %s, was %s".formatted(level.at(), level.what(), level.now(), level.before())))
                .orElse(fact.value());
    }

    public static void main(String[] args) {
        Talkoot.agents(List.of(agents()))
                .tools(node -> AnnotatedTools.of(new Morning()))
                .run(args);
    }
}
