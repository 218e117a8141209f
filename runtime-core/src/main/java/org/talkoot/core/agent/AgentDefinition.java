package org.talkoot.core.agent;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.talkoot.core.AgentType;
import org.talkoot.core.Hash;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.context.ContextPolicy;
import org.talkoot.core.event.Subscription;
import org.talkoot.core.guard.Guard;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Guards;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.TypedInput;
import org.talkoot.core.schema.DataType;

/**
 * An agent as its author defines it. Code, not data: it is never journalled, and a new version of it reads all history
 * that older versions left.
 *
 * @param input the type of what it is asked, as JSON; empty: prose, or whatever its brain makes of it
 * @param guards what looks at what it is asked, at what its tools are asked and say, and at what it answers
 * @param context how its history is made to fit its models; empty: it is not cut before a provider refuses it
 * @param declaredVersion what its author calls this version of it, if anything
 */
public record AgentDefinition(
        AgentType type,
        String description,
        Brain brain,
        RunLimits limits,
        Optional<DataType<?>> input,
        Guards guards,
        List<Subscription> subscriptions,
        Optional<ContextPolicy> context,
        Optional<String> declaredVersion) {

    private static final int VERSION_DIGITS = 12;
    private static final int LONGEST_VERSION = 64;

    public AgentDefinition {
        subscriptions = List.copyOf(subscriptions);
        declaredVersion.ifPresent(AgentDefinition::requireVersion);
    }

    public static AgentDefinition of(String type, String description, Brain brain) {
        return new AgentDefinition(
                new AgentType(type),
                description,
                brain,
                RunLimits.DEFAULT,
                Optional.empty(),
                Guards.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Which version of the agent this is; each run records the one that began it. What its author declared, or else a
     * hash of what can be seen of the definition: code that changes behind a lambda is not seen.
     */
    public String version() {
        return declaredVersion.orElseGet(() -> Hash.of(
                "%s %s %s %s %s %s %s%s%s%s"
                        .formatted(
                                type,
                                description,
                                brain.fingerprint(),
                                limits,
                                guards.names(Place.INPUT),
                                guards.names(Place.OUTPUT),
                                patterns(),
                                input.map(DataType::schema).orElse(""),
                                context.map(policy -> " " + policy.fingerprint())
                                        .orElse(""),
                                guards.between()),
                VERSION_DIGITS));
    }

    /** Everything that what it is asked has to pass, in this order: first whether it is of its type at all. */
    public List<Guardrail> inputChecks() {
        return Stream.concat(input.map(TypedInput::new).stream(), guards.pure(Place.INPUT).stream())
                .toList();
    }

    /** The agents that parts of its brain are. */
    List<AgentDefinition> parts() {
        return brain.parts().entrySet().stream()
                .map(part -> part(part.getKey(), part.getValue()))
                .toList();
    }

    private AgentDefinition part(String name, Brain part) {
        return new AgentDefinition(
                type.part(name),
                "A part of %s.".formatted(type),
                part,
                limits,
                Optional.empty(),
                guards.ofParts(),
                List.of(),
                context,
                declaredVersion);
    }

    private List<String> patterns() {
        return subscriptions.stream().map(s -> s.pattern().toString()).toList();
    }

    private static void requireVersion(String version) {
        if (version.isBlank() || version.length() > LONGEST_VERSION) {
            throw new IllegalArgumentException(
                    "a version has 1 to %d characters, but is '%s'".formatted(LONGEST_VERSION, version));
        }
    }

    /** This is what its author calls this version of it. */
    public AgentDefinition withVersion(String changed) {
        return changed(draft -> draft.declaredVersion = Optional.of(changed));
    }

    /** Stands for an agent that is not installed any more: whatever it is asked fails. */
    public static AgentDefinition gone(AgentType type) {
        return of(type.value(), "not installed", view -> new Next.Fail(new RunFailure.UnknownAgent(type)));
    }

    public AgentDefinition withLimits(RunLimits changed) {
        return changed(draft -> draft.limits = changed);
    }

    /**
     * Is asked this: a record, or a sealed interface of records, as JSON. Whatever is not is refused where that is
     * known before, as when a run is started by name, and fails its run elsewhere.
     *
     * @throws org.talkoot.core.schema.NoSchemaException when no schema can say the type, in words
     */
    public AgentDefinition taking(Class<?> type) {
        return changed(draft -> draft.input = Optional.of(DataType.of(type)));
    }

    /**
     * What goes by at this place is looked at by these, behind those that stand there already.
     *
     * <pre>{@code
     * AgentDefinition.of("claims", "Settles claims.", brain)
     *         .guarding(Place.INPUT, Length.atMost(4_000))
     *         .guarding(Place.TOOL_RESULT, Injections.removing())
     *         .guarding(Place.OUTPUT, Pii.redacting(), Links.only("example.com"))
     * }</pre>
     *
     * @throws IllegalArgumentException for {@link Place#RETRIEVED}: what is found passes the guardrails of the tool
     *     that finds it
     */
    public AgentDefinition guarding(Place place, Guard... more) {
        if (place == Place.RETRIEVED) {
            throw new IllegalArgumentException("what is found in documents is looked at where it is found: say"
                    + " RetrieverTool.checkedBy(...), and guard TOOL_RESULT for what the agent reads of it");
        }
        return changed(draft -> draft.guards = guards.and(place, List.of(more)));
    }

    /** What it is asked is looked at by these alone. */
    public AgentDefinition withInputGuardrails(Guardrail... changed) {
        return changed(draft -> draft.guards = guards.with(Place.INPUT, List.of(changed)));
    }

    /** What it answers is looked at by these alone. */
    public AgentDefinition withOutputGuardrails(Guardrail... changed) {
        return changed(draft -> draft.guards = guards.with(Place.OUTPUT, List.of(changed)));
    }

    /** Wakes by these events too. */
    public AgentDefinition withSubscriptions(Subscription... changed) {
        return changed(draft -> draft.subscriptions = List.of(changed));
    }

    /** Its history is cut so that it fits its models; the same holds for the parts of its brain. */
    public AgentDefinition withContext(ContextPolicy changed) {
        return changed(draft -> draft.context = Optional.of(changed));
    }

    private AgentDefinition changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.definition();
    }

    /** What may differ in a copy; the only place that knows the order of the components. */
    private static final class Draft {

        private final AgentDefinition from;
        private RunLimits limits;
        private Optional<DataType<?>> input;
        private Guards guards;
        private List<Subscription> subscriptions;
        private Optional<ContextPolicy> context;
        private Optional<String> declaredVersion;

        Draft(AgentDefinition from) {
            this.from = from;
            this.limits = from.limits;
            this.input = from.input;
            this.guards = from.guards;
            this.subscriptions = from.subscriptions;
            this.context = from.context;
            this.declaredVersion = from.declaredVersion;
        }

        AgentDefinition definition() {
            return new AgentDefinition(
                    from.type,
                    from.description,
                    from.brain,
                    limits,
                    input,
                    guards,
                    subscriptions,
                    context,
                    declaredVersion);
        }
    }
}
