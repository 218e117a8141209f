package org.talkoot.core.agent;

import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.Hash;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.event.Subscription;
import org.talkoot.core.guard.Guardrail;

/**
 * An agent as its author defines it. Code, not data: it is never journalled, and a new version of it reads all history
 * that older versions left.
 *
 * @param declaredVersion what its author calls this version of it, if anything
 */
public record AgentDefinition(
        AgentType type,
        String description,
        Brain brain,
        RunLimits limits,
        List<Guardrail> inputGuardrails,
        List<Guardrail> outputGuardrails,
        List<Subscription> subscriptions,
        Optional<String> declaredVersion) {

    private static final int VERSION_DIGITS = 12;
    private static final int LONGEST_VERSION = 64;

    public AgentDefinition {
        subscriptions = List.copyOf(subscriptions);
        inputGuardrails = List.copyOf(inputGuardrails);
        outputGuardrails = List.copyOf(outputGuardrails);
        declaredVersion.ifPresent(AgentDefinition::requireVersion);
    }

    public static AgentDefinition of(String type, String description, Brain brain) {
        return new AgentDefinition(
                new AgentType(type),
                description,
                brain,
                RunLimits.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /**
     * Which version of the agent this is; each run records the one that began it. What its author declared, or else a
     * hash of what can be seen of the definition: code that changes behind a lambda is not seen.
     */
    public String version() {
        return declaredVersion.orElseGet(() -> Hash.of(
                "%s %s %s %s %s %s %s"
                        .formatted(
                                type,
                                description,
                                brain.fingerprint(),
                                limits,
                                names(inputGuardrails),
                                names(outputGuardrails),
                                patterns()),
                VERSION_DIGITS));
    }

    private List<String> patterns() {
        return subscriptions.stream().map(s -> s.pattern().toString()).toList();
    }

    private static List<String> names(List<Guardrail> guardrails) {
        return guardrails.stream().map(Guardrail::name).toList();
    }

    private static void requireVersion(String version) {
        if (version.isBlank() || version.length() > LONGEST_VERSION) {
            throw new IllegalArgumentException(
                    "a version has 1 to %d characters, but is '%s'".formatted(LONGEST_VERSION, version));
        }
    }

    /** This is what its author calls this version of it. */
    public AgentDefinition withVersion(String changed) {
        return new AgentDefinition(
                type,
                description,
                brain,
                limits,
                inputGuardrails,
                outputGuardrails,
                subscriptions,
                Optional.of(changed));
    }

    /** Stands for an agent that is not installed any more: whatever it is asked fails. */
    public static AgentDefinition gone(AgentType type) {
        return of(type.value(), "not installed", view -> new Next.Fail(new RunFailure.UnknownAgent(type)));
    }

    public AgentDefinition withLimits(RunLimits changed) {
        return new AgentDefinition(
                type, description, brain, changed, inputGuardrails, outputGuardrails, subscriptions, declaredVersion);
    }

    public AgentDefinition withInputGuardrails(Guardrail... changed) {
        return new AgentDefinition(
                type, description, brain, limits, List.of(changed), outputGuardrails, subscriptions, declaredVersion);
    }

    public AgentDefinition withOutputGuardrails(Guardrail... changed) {
        return new AgentDefinition(
                type, description, brain, limits, inputGuardrails, List.of(changed), subscriptions, declaredVersion);
    }

    /** Wakes by these events too. */
    public AgentDefinition withSubscriptions(Subscription... changed) {
        return new AgentDefinition(
                type, description, brain, limits, inputGuardrails, outputGuardrails, List.of(changed), declaredVersion);
    }
}
