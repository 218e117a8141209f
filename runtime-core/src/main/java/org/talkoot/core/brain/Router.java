package org.talkoot.core.brain;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;

/**
 * One of several brains, chosen once at the start of a run. The choice is written down as a note, so a later version
 * that would choose otherwise does not change course in the middle of a run.
 *
 * @param choice names the route for a fresh run; a name without a route ends the run
 */
public record Router(String name, Function<RunView, String> choice, Map<String, Brain> routes) implements Brain {

    public Router {
        routes = Map.copyOf(routes);
    }

    @Override
    public List<Prompt> prompts() {
        return routes.values().stream()
                .flatMap(route -> route.prompts().stream())
                .toList();
    }

    @Override
    public Needs needs() {
        return routes.values().stream().map(Brain::needs).reduce(Needs.NONE, Needs::and);
    }

    @Override
    public boolean watches() {
        return routes.values().stream().anyMatch(Brain::watches);
    }

    @Override
    public Map<String, Brain> parts() {
        return Parts.of(routes.values());
    }

    @Override
    public Next next(RunView view) {
        Optional<Step> first = view.steps().stream().filter(this::isChoice).findFirst();
        if (first.isEmpty()) {
            return new Next.Note(label(), choice.apply(view));
        }
        String chosen = ((Step.Noted) first.get()).text();
        Brain route = routes.get(chosen);
        if (route == null) {
            return new Next.Fail(new RunFailure.GaveUp("no-route", "There is no route '%s'.".formatted(chosen)));
        }
        return Brain.ask(route, view.stage(view.task(), view.steps().indexOf(first.get()) + 1));
    }

    @Override
    public String fingerprint() {
        return routes.entrySet().stream()
                .map(route -> route.getKey() + "=" + route.getValue().fingerprint())
                .sorted()
                .collect(joining(", ", name + "[", "]"));
    }

    private boolean isChoice(Step step) {
        return step instanceof Step.Noted note && note.label().equals(label());
    }

    private String label() {
        return "router:" + name;
    }
}
