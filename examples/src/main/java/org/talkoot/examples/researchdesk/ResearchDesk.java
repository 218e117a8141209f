package org.talkoot.examples.researchdesk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.Evaluator;
import org.talkoot.core.brain.team.Plan;
import org.talkoot.core.brain.team.Supervisor;
import org.talkoot.core.brain.team.Supervisor.Assignment;
import org.talkoot.core.brain.team.Supervisor.Briefing;
import org.talkoot.core.brain.team.Supervisor.Finding;
import org.talkoot.core.brain.team.Supervisor.Findings;
import org.talkoot.core.schema.DataType;
import org.talkoot.gateway.node.Talkoot;

/**
 * A research desk. Ask several things at once: each is looked up in the archive by a reader of its own, at the same
 * time, and the answer is written from what they found; an editor has it shortened when it is too long.
 *
 * <p>Everybody here is code, so that it works without a model. With one, leave out {@code planning} and
 * {@code closing}: then the model splits the question and writes the answer.
 */
public final class ResearchDesk {

    static final int LONGEST = 400;

    private static final int QUESTIONS = 6;

    private ResearchDesk() {}

    static AgentDefinition desk(Archive archive) {
        Supervisor desk = Supervisor.named("desk")
                .worker("reader", "Looks up one question in the archive.", reader(archive))
                .planning(new CodeBrain(ResearchDesk::planned))
                .closing(Evaluator.of(
                                "answer", new CodeBrain(ResearchDesk::written), Evaluator.code(ResearchDesk::judged))
                        .orLast())
                .atMost(QUESTIONS, QUESTIONS, 0);
        return AgentDefinition.of("desk", "answers several questions at once from its archive", desk);
    }

    /** One task for each question that is asked. */
    private static Next planned(RunView view) {
        String asked = view.task(Briefing.class).orElseThrow().task();
        List<Plan.Task> tasks = new ArrayList<>();
        Arrays.stream(asked.split("[?;\\n]+|,? and (?=what|when|how|who|where|why|which)"))
                .map(String::strip)
                .filter(question -> !question.isEmpty())
                .limit(QUESTIONS)
                .forEach(question -> tasks.add(new Plan.Task(
                        "question-" + (tasks.size() + 1),
                        "reader",
                        question.substring(0, Math.min(300, question.length())),
                        List.of())));
        return Next.Answer.data(new Plan(tasks));
    }

    private static Brain reader(Archive archive) {
        return CodeBrain.answering(view -> {
            String question = view.task(Assignment.class).orElseThrow().task();
            Optional<Archive.Page> page = archive.about(question);
            return page.map(found -> "%s (%s)".formatted(found.text(), found.title()))
                    .orElse("The archive has nothing about \"%s\".".formatted(question));
        });
    }

    /** All that was found; when that was too long, of each page the sentence that matters most. */
    private static Next written(RunView view) {
        boolean again = view.task().contains(TOO_LONG);
        String findings = again ? view.task().lines().findFirst().orElseThrow() : view.task();
        List<Finding> found = DataType.of(Findings.class)
                .read(findings)
                .fitting()
                .orElseThrow()
                .findings();
        return new Next.Answer(found.stream()
                .map(finding -> again ? shortened(finding.result()) : finding.result())
                .collect(Collectors.joining("\n")));
    }

    private static String shortened(String result) {
        int end = result.indexOf(". ");
        int source = result.lastIndexOf(" (");
        return end < 0 || source < end ? result : result.substring(0, end + 1) + result.substring(source);
    }

    private static final String TOO_LONG = "It is too long.";

    private static Evaluator.Verdict judged(Evaluator.Submission submission) {
        return submission.draft().length() <= LONGEST ? Evaluator.Verdict.accept() : Evaluator.Verdict.reject(TOO_LONG);
    }

    public static void main(String[] args) {
        Talkoot.agents(List.of(desk(Archive.OF_THE_HOUSE))).run(args);
    }
}
