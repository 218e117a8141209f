package org.talkoot.core.brain.flow;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.Handle;

/**
 * Steps and the ways between them, written down before anything runs: what comes after what, on which condition, which
 * of several has to come first, and which all. Checked when it is built, and drawn by {@link #mermaid()}.
 *
 * <pre>{@code
 * Flow.taking("claim", Claim.class)
 *         .start(SCORE)
 *         .when(SCORE, "risky", score -> score.points() > 80, ASK)
 *         .otherwise(SCORE, PAY)
 *         ...
 *         .end(PAY)
 *         .build()
 * }</pre>
 *
 * <p>Steps on different ways run at the same time. What the run computes by itself, and what is chosen, are notes under
 * one label ({@code flow:claim}), so a version whose functions answer otherwise goes on with what was written; one with
 * other steps or ways than those that the run has gone breaks it. A step that fails fails the run as soon as no end can
 * come any more, with its own reason.
 *
 * <p>A pure function of the view. Safe for concurrent use.
 */
public final class Flow implements Brain {

    private final String name;
    private final FlowGraph graph;

    Flow(String name, FlowGraph graph) {
        this.name = name;
        this.graph = graph;
    }

    /**
     * One without steps yet.
     *
     * @param name unique among the flows of an agent
     * @param task what is asked of it: a record, a sealed interface of records, or {@code String}
     */
    public static <T> FlowDraft<T> taking(String name, Class<T> task) {
        Handle.requireReadable(task);
        return new FlowDraft<>(name, task);
    }

    FlowGraph graph() {
        return graph;
    }

    String label() {
        return "flow:" + name;
    }

    /** As a Mermaid flowchart. */
    public String mermaid() {
        return FlowDrawing.of(graph);
    }

    /**
     * The same, in which is marked what has come, what is under way, what failed and what was given up in a run.
     *
     * @param view of a run of this flow
     */
    public String mermaid(RunView view) {
        return FlowDrawing.of(graph, FlowCourse.of(this, view));
    }

    @Override
    public Next next(RunView view) {
        return FlowCourse.of(this, view).next();
    }

    @Override
    public boolean watches() {
        return true;
    }

    @Override
    public Needs needs() {
        return steps().stream().map(FlowStep::needs).reduce(Needs.NONE, Needs::and);
    }

    @Override
    public Map<String, Brain> parts() {
        Map<String, Brain> parts = new LinkedHashMap<>();
        steps().forEach(step -> parts.putAll(step.parts()));
        return parts;
    }

    @Override
    public String fingerprint() {
        StringBuilder parts = new StringBuilder(mermaid());
        parts().forEach((part, brain) ->
                parts.append(part).append('=').append(brain.fingerprint()).append('\n'));
        return "flow:%s\n%s".formatted(name, parts);
    }

    private Collection<FlowStep<?, ?>> steps() {
        return graph.steps().values();
    }
}
