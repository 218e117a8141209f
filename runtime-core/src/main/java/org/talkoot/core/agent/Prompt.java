package org.talkoot.core.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.model.AnswerFormat;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelParameters;

/**
 * What a brain wants a model to be told beside the messages. Names only; what they mean is looked up when the model is
 * asked ({@link Offer}).
 *
 * @param tools names of tools that the model may call
 * @param handoffs agents that it may hand the conversation to
 * @param delegates agents that it may ask to do something and wait for
 * @param answer what its answer has to be; null: any text
 * @param parameters how it is to answer; null: as its provider has it
 */
public record Prompt(
        ModelName model,
        String instructions,
        List<String> tools,
        List<AgentType> handoffs,
        List<AgentType> delegates,
        @Nullable AnswerFormat answer,
        @Nullable ModelParameters parameters) {

    public Prompt {
        tools = List.copyOf(tools);
        handoffs = List.copyOf(handoffs);
        delegates = List.copyOf(delegates);
    }

    public static Prompt of(String instructions) {
        return new Prompt(ModelName.DEFAULT, instructions, List.of(), List.of(), List.of(), null, null);
    }

    /** Characters of what is said in it. */
    public long length() {
        return instructions.length() + (answer == null ? 0L : answer.schema().length());
    }

    public Prompt withModel(ModelName changed) {
        return new Prompt(changed, instructions, tools, handoffs, delegates, answer, parameters);
    }

    public Prompt withTools(List<String> changed) {
        return new Prompt(model, instructions, changed, handoffs, delegates, answer, parameters);
    }

    public Prompt withHandoffs(List<AgentType> changed) {
        return new Prompt(model, instructions, tools, changed, delegates, answer, parameters);
    }

    public Prompt withDelegates(List<AgentType> changed) {
        return new Prompt(model, instructions, tools, handoffs, changed, answer, parameters);
    }

    public Prompt withAnswer(AnswerFormat changed) {
        return new Prompt(model, instructions, tools, handoffs, delegates, changed, parameters);
    }

    public Prompt withParameters(ModelParameters changed) {
        return new Prompt(model, instructions, tools, handoffs, delegates, answer, changed);
    }
}
