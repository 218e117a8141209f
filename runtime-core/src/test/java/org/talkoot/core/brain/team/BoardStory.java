package org.talkoot.core.brain.team;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.team.Blackboard.Activation;
import org.talkoot.core.brain.team.Blackboard.Finding;
import org.talkoot.core.brain.team.Blackboard.Findings;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;

/** Sources for boards in tests, and what has been noted of a board, a line for each entry. */
final class BoardStory {

    private BoardStory() {}

    /** Finds this, at once. */
    static AgentDefinition finds(String name, Function<Activation, Findings> found) {
        return agent(name, view -> Next.Answer.data(found.apply(activation(view))));
    }

    /** Finds this whatever it is asked about. */
    static AgentDefinition finds(String name, Finding... found) {
        return finds(name, asked -> Findings.of(found));
    }

    /** The same after a while. */
    static AgentDefinition slowly(String name, Duration after, Function<Activation, Findings> found) {
        return agent(
                name,
                view -> view.steps().isEmpty()
                        ? new Next.Sleep(after)
                        : Next.Answer.data(found.apply(activation(view))));
    }

    static AgentDefinition slowly(String name, Duration after, Finding... found) {
        return slowly(name, after, asked -> Findings.of(found));
    }

    static AgentDefinition says(String name, String text) {
        return agent(name, view -> new Next.Answer(text));
    }

    static AgentDefinition fails(String name) {
        return agent(name, view -> new Next.Fail(new RunFailure.GaveUp("broken", "It is broken.")));
    }

    static AgentDefinition agent(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, "", new CodeBrain(brain::apply));
    }

    static Activation activation(RunView view) {
        return view.task(Activation.class).orElseThrow();
    }

    /** {@code reader: log/a@1 known b/c@1 refused 1 -> other(log/a@1)}. */
    static List<String> of(Outcome outcome) {
        return entries(outcome).stream().map(BoardStory::line).toList();
    }

    static List<Entry> entries(Outcome outcome) {
        return outcome.of(RunEvent.Noted.class)
                .filter(note -> note.label().startsWith("board:"))
                .map(note -> Entry.read(note.text()))
                .toList();
    }

    static List<String> refused(Outcome outcome) {
        return entries(outcome).stream()
                .filter(Entry.Posted.class::isInstance)
                .flatMap(entry -> ((Entry.Posted) entry).refused().stream())
                .toList();
    }

    private static String line(Entry entry) {
        String what = switch (entry) {
            case Entry.Opened e -> "task: " + ids(e.facts());
            case Entry.Posted e ->
                "%s: %s%s%s"
                        .formatted(
                                e.by(),
                                ids(e.facts()),
                                e.known().isEmpty() ? "" : " known " + String.join(" ", e.known()),
                                e.refused().isEmpty()
                                        ? ""
                                        : " refused " + e.refused().size());
            case Entry.Claimed e -> "";
        };
        String claims = entry.claims().stream()
                .map(claim -> claim.source() + "(" + String.join(" ", claim.facts()) + ")")
                .collect(joining(" "));
        return (what + (claims.isEmpty() ? "" : " -> " + claims)).strip();
    }

    private static String ids(List<Fact> facts) {
        return facts.stream().map(Fact::id).collect(joining(" "));
    }
}
