package org.talkoot.core.agent;

import java.util.List;
import org.talkoot.core.AgentType;
import org.talkoot.core.model.ModelName;

/**
 * What a brain wants a model to be told beside the messages. Names only; what they mean is looked up when the model is
 * asked ({@link Offer}).
 *
 * @param tools names of tools that the model may call
 * @param handoffs agents that it may hand the conversation to
 * @param delegates agents that it may ask to do something and wait for
 */
public record Prompt(
        ModelName model, String instructions, List<String> tools, List<AgentType> handoffs, List<AgentType> delegates) {

    public Prompt {
        tools = List.copyOf(tools);
        handoffs = List.copyOf(handoffs);
        delegates = List.copyOf(delegates);
    }

    public static Prompt of(String instructions) {
        return new Prompt(ModelName.DEFAULT, instructions, List.of(), List.of(), List.of());
    }

    public Prompt withModel(ModelName changed) {
        return new Prompt(changed, instructions, tools, handoffs, delegates);
    }

    public Prompt withTools(List<String> changed) {
        return new Prompt(model, instructions, changed, handoffs, delegates);
    }

    public Prompt withHandoffs(List<AgentType> changed) {
        return new Prompt(model, instructions, tools, changed, delegates);
    }

    public Prompt withDelegates(List<AgentType> changed) {
        return new Prompt(model, instructions, tools, handoffs, changed);
    }
}
