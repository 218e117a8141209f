package org.talkoot.core.brain;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunView;

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
        Stages ended = Stages.of(view, label());
        int stage = ended.marks().size();
        String task = stage == 0 ? view.task() : ended.marks().getLast().text();
        return stage == stages.size() - 1
                ? ended.last(stages.get(stage), task)
                : ended.ask(stages.get(stage), task, label());
    }

    @Override
    public String fingerprint() {
        return stages.stream().map(Brain::fingerprint).collect(joining(", ", name + "[", "]"));
    }

    private String label() {
        return "sequence:" + name;
    }
}
