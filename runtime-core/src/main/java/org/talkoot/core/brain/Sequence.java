package org.talkoot.core.brain;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.model.ModelReply;

/**
 * Brains one after the other: the answer of each is the task of the next, and the last one's is the answer. The end of
 * a stage is written down as a note, so where a run stands is read from history and not recomputed.
 */
public record Sequence(String name, List<Brain> stages) implements Brain {

    public Sequence {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a sequence has at least one stage");
        }
    }

    public static Sequence of(String name, Brain... stages) {
        return new Sequence(name, List.of(stages));
    }

    @Override
    public List<Prompt> prompts() {
        return stages.stream().flatMap(stage -> stage.prompts().stream()).toList();
    }

    @Override
    public Needs needs() {
        return stages.stream().map(Brain::needs).reduce(Needs.NONE, Needs::and);
    }

    @Override
    public boolean watches() {
        return stages.stream().anyMatch(Brain::watches);
    }

    @Override
    public Map<String, Brain> parts() {
        return Parts.of(stages);
    }

    @Override
    public Next next(RunView view) {
        int stage = 0;
        int begins = 0;
        String task = view.task();
        for (int i = 0; i < view.steps().size(); i++) {
            if (view.steps().get(i) instanceof Step.Noted note && note.label().equals(label())) {
                stage++;
                begins = i + 1;
                task = note.text();
            }
        }
        RunView staged = view.stage(task, begins);
        Next next = Brain.ask(stages.get(stage), staged);
        return stage == stages.size() - 1 ? next : endOfStage(next, staged);
    }

    @Override
    public String fingerprint() {
        return stages.stream().map(Brain::fingerprint).collect(joining(", ", name + "[", "]"));
    }

    private Next endOfStage(Next next, RunView staged) {
        if (next instanceof Next.Ending && staged.calls().anyOpen()) {
            return new Next.Cancel(staged.calls().openIds());
        }
        return switch (next) {
            case Next.Answer answer -> new Next.Note(label(), answer.text());
            case Next.AnswerAsReplied answer -> new Next.Note(label(), lastReply(staged));
            case Next other -> other;
        };
    }

    private static String lastReply(RunView staged) {
        return staged.steps().reversed().stream()
                .filter(Step.ModelReplied.class::isInstance)
                .map(step -> ((Step.ModelReplied) step).reply())
                .map(ModelReply::text)
                .findFirst()
                .orElse("");
    }

    private String label() {
        return "sequence:" + name;
    }
}
