package org.talkoot.core.brain.flow;

import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.AgentHandle;
import org.talkoot.core.brain.Handle;
import org.talkoot.core.brain.SignalHandle;
import org.talkoot.core.brain.ToolHandle;

/**
 * One step of a {@link Flow}: what it takes, what is done, and what it brings. Best a constant; which steps it comes
 * after is said by the flow.
 *
 * <pre>{@code
 * static final FlowStep<Claim, Score> SCORE = FlowStep.tool("score", FRAUD_SCORE);
 * static final FlowStep<Score, Decision> ASK = FlowStep.question("ask", Score.class, ofDays(2), score -> "Pay? " + score);
 * }</pre>
 *
 * <p>Its functions must be pure: what they return goes by their arguments alone.
 *
 * @param <A> what it takes: a record, a sealed interface of records, or {@code String}
 * @param <R> what it brings: the same
 */
public final class FlowStep<A, R> {

    private final String name;
    private final Class<A> takes;
    private final Class<R> brings;
    private final Doing doing;

    private FlowStep(String name, Class<A> takes, Class<R> brings, Doing doing) {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "a step is named in lower case, with digits and single hyphens, not '%s'".formatted(name));
        }
        Handle.requireReadable(takes);
        Handle.requireReadable(brings);
        this.name = name;
        this.takes = takes;
        this.brings = brings;
        this.doing = doing;
    }

    /** Calls a tool. */
    public static <A, R> FlowStep<A, R> tool(String name, ToolHandle<A, R> tool) {
        return new FlowStep<>(
                name,
                tool.arguments(),
                tool.result(),
                new Doing.Gives(tool, Doing.Input.read(name, tool.arguments(), (input, past) -> tool.with(input))));
    }

    /** Asks an agent, an instance of its own. */
    public static <A, R> FlowStep<A, R> agent(String name, AgentHandle<A, R> agent) {
        return new FlowStep<>(
                name,
                agent.task(),
                agent.answer(),
                new Doing.Gives(agent, Doing.Input.read(name, agent.task(), (input, past) -> agent.with(input))));
    }

    /** A brain does it in an agent of its own, which is named after the agent and the step. */
    public static <A, R> FlowStep<A, R> part(String name, Class<A> takes, Class<R> brings, Brain brain) {
        return new FlowStep<>(name, takes, brings, new Doing.Delegates(brain, (text, past) -> text));
    }

    /** Asks a person, who has so long; silence is a no. */
    public static <A> FlowStep<A, Decision> question(
            String name, Class<A> takes, Duration patience, Function<A, String> question) {
        return new FlowStep<>(
                name,
                takes,
                Decision.class,
                new Doing.Asks(Doing.Input.read(name, takes, (input, past) -> question.apply(input)), patience));
    }

    /** Waits so long, and brings what it took. */
    public static <A> FlowStep<A, A> sleep(String name, Class<A> takes, Duration length) {
        return new FlowStep<>(name, takes, takes, new Doing.Sleeps(length, (text, past) -> text));
    }

    /**
     * Waits for a signal from outside, so long at most, and brings what comes with it. One that came before is taken at
     * once. When none comes, or what comes is of another kind, the step fails: with {@code no-signal},
     * {@code unreadable-result}.
     *
     * @throws IllegalArgumentException when no signal is named so, or nothing can be waited for so long
     */
    public static <A, R> FlowStep<A, R> signal(String name, Class<A> takes, SignalHandle<R> signal, Duration patience) {
        Next.AwaitSignal wait = signal.within(patience);
        return new FlowStep<>(name, takes, signal.payload(), new Doing.Hears(signal, wait.patience()));
    }

    /** Computes, in the run itself. What comes of it is written down and not computed again. */
    public static <A, R> FlowStep<A, R> code(String name, Class<A> takes, Class<R> brings, Function<A, R> function) {
        return code(name, takes, brings, (input, past) -> function.apply(input));
    }

    /** The same, which goes by what has been as well. */
    public static <A, R> FlowStep<A, R> code(
            String name, Class<A> takes, Class<R> brings, BiFunction<A, Past, R> function) {
        return new FlowStep<>(
                name,
                takes,
                brings,
                new Doing.Computes(Doing.Input.read(
                        name, takes, (input, past) -> Handle.written(brings, function.apply(input, past)))));
    }

    /** The same step that takes something else, of which what it took is made. */
    public <B> FlowStep<B, R> taking(Class<B> type, BiFunction<B, Past, A> made) {
        return new FlowStep<>(
                name,
                type,
                brings,
                doing.behind(
                        Doing.Input.read(name, type, (input, past) -> Handle.written(takes, made.apply(input, past)))));
    }

    /** The same, where it is made of that alone. */
    public <B> FlowStep<B, R> taking(Class<B> type, Function<B, A> made) {
        return taking(type, (input, past) -> made.apply(input));
    }

    /** Unique in the flow. */
    public String name() {
        return name;
    }

    /** The type of what it takes. */
    public Class<A> takes() {
        return takes;
    }

    /** The type of what it brings. */
    public Class<R> brings() {
        return brings;
    }

    Doing doing() {
        return doing;
    }

    boolean computes() {
        return doing instanceof Doing.Computes;
    }

    Needs needs() {
        return doing instanceof Doing.Gives gives ? gives.to().needs() : Needs.NONE;
    }

    Map<String, Brain> parts() {
        return doing instanceof Doing.Delegates part ? Map.of(name, part.brain()) : Map.of();
    }

    /** The name of the component of a record that is joined of several, such as {@code bestOffer}. */
    String component() {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("-", -1)) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
