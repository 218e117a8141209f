package org.talkoot.core.brain;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.model.ModelReply;

/**
 * Where a brain stands that does one thing after the other in its run: behind its last mark, a note under a label of
 * its own. So it is read from history and not recomputed, and a later version goes on where an earlier one stood. A
 * label belongs to one brain of an agent.
 *
 * @param marks in order
 * @param now the run since the last mark, with the task of the whole
 */
public record Stages(List<Step.Noted> marks, RunView now) {

    public static Stages of(RunView view, String... labels) {
        Set<String> ours = Set.of(labels);
        List<Step.Noted> marks = new ArrayList<>();
        int begins = 0;
        for (int i = 0; i < view.steps().size(); i++) {
            if (view.steps().get(i) instanceof Step.Noted note && ours.contains(note.label())) {
                marks.add(note);
                begins = i + 1;
            }
        }
        return new Stages(List.copyOf(marks), view.stage(view.task(), begins));
    }

    /** The texts under one label, in order. */
    public List<String> texts(String label) {
        return answers(label).stream().map(Next.Answer::text).toList();
    }

    /** The same as answers, of the types that they have. */
    public List<Next.Answer> answers(String label) {
        return marks.stream()
                .filter(mark -> mark.label().equals(label))
                .map(mark -> new Next.Answer(mark.text(), mark.dataType()))
                .toList();
    }

    /** Whether the last mark has this label. */
    public boolean isBehind(String label) {
        return !marks.isEmpty() && marks.getLast().label().equals(label);
    }

    /** The step of a brain that is the last stage: how it ends, the run ends. */
    public Next last(Brain stage, String task) {
        return Brain.ask(stage, now.stage(task, 0));
    }

    /** The step of a brain that is a stage before others. Its answer becomes a mark, of the type that it has. */
    public Next ask(Brain stage, String task, String label) {
        return ask(stage, task, answer -> new Next.Note(label, answer.text(), answer.dataType()));
    }

    /** The same, where its answer becomes something else. What it has left open is given up before that. */
    public Next ask(Brain stage, String task, Function<Next.Answer, Next> answered) {
        Next next = last(stage, task);
        if (next instanceof Next.Ending && now.calls().anyOpen()) {
            return new Next.Cancel(now.calls().openIds());
        }
        return switch (next) {
            case Next.Answer answer -> answered.apply(answer);
            case Next.AnswerAsReplied answer -> answered.apply(new Next.Answer(lastReply(), answer.dataType()));
            case Next other -> other;
        };
    }

    private String lastReply() {
        return now.steps().reversed().stream()
                .filter(Step.ModelReplied.class::isInstance)
                .map(step -> ((Step.ModelReplied) step).reply())
                .map(ModelReply::text)
                .findFirst()
                .orElse("");
    }
}
