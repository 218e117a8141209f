package org.talkoot.core.run;

import org.talkoot.core.AgentType;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.bus.Subscription;
import org.talkoot.core.guard.Guardrail;

import java.util.List;

/**
 * An agent as its author defines it. Code, not data: it is never journalled, and a new version of
 * it reads all history that older versions left.
 */
public record AgentDefinition(
        AgentType type,
        String description,
        Brain brain,
        RunLimits limits,
        List<Guardrail> inputGuardrails,
        List<Guardrail> outputGuardrails,
        List<Subscription> subscriptions) {

    public AgentDefinition {
        subscriptions = List.copyOf(subscriptions);
        inputGuardrails = List.copyOf(inputGuardrails);
        outputGuardrails = List.copyOf(outputGuardrails);
    }

    public static AgentDefinition of(String type, String description, Brain brain) {
        return new AgentDefinition(
                new AgentType(type),
                description,
                brain,
                RunLimits.DEFAULT,
                List.of(),
                List.of(),
                List.of());
    }

    public AgentDefinition withLimits(RunLimits changed) {
        return new AgentDefinition(
                type,
                description,
                brain,
                changed,
                inputGuardrails,
                outputGuardrails,
                subscriptions);
    }

    public AgentDefinition withInputGuardrails(Guardrail... changed) {
        return new AgentDefinition(
                type,
                description,
                brain,
                limits,
                List.of(changed),
                outputGuardrails,
                subscriptions);
    }

    public AgentDefinition withOutputGuardrails(Guardrail... changed) {
        return new AgentDefinition(
                type, description, brain, limits, inputGuardrails, List.of(changed), subscriptions);
    }

    /** Wakes by these events too. */
    public AgentDefinition withSubscriptions(Subscription... changed) {
        return new AgentDefinition(
                type,
                description,
                brain,
                limits,
                inputGuardrails,
                outputGuardrails,
                List.of(changed));
    }
}
