package org.talkoot.core.agent;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.model.AnswerFormat;
import org.talkoot.core.model.Example;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelParameters;

/**
 * What a brain wants a model to be told beside the messages. Names only; what they mean is looked up when the model is
 * asked ({@link Offer}). What differs from call to call is not in here, so that it is journalled once.
 *
 * @param instructions a text, or a {@link org.talkoot.core.model.Template} that each call fills
 * @param tools names of tools that the model may call
 * @param handoffs agents that it may hand the conversation to
 * @param delegates agents that it may ask to do something and wait for
 * @param answer what its answer has to be; null: any text
 * @param parameters how it is to answer; null: as its provider has it
 * @param examples how it is to reply; it reads them before the history
 */
public record Prompt(
        ModelName model,
        String instructions,
        List<String> tools,
        List<AgentType> handoffs,
        List<AgentType> delegates,
        @Nullable AnswerFormat answer,
        @Nullable ModelParameters parameters,
        List<Example> examples) {

    public Prompt {
        tools = List.copyOf(tools);
        handoffs = List.copyOf(handoffs);
        delegates = List.copyOf(delegates);
        examples = List.copyOf(examples);
    }

    public static Prompt of(String instructions) {
        return new Prompt(ModelName.DEFAULT, instructions, List.of(), List.of(), List.of(), null, null, List.of());
    }

    /** Names of tools that it speaks of: those that it offers, and the one that is to be called first. */
    public List<String> toolsNamed() {
        Optional<String> first = parameters == null ? Optional.empty() : parameters.firstTool();
        if (first.isEmpty()) {
            return tools;
        }
        return Stream.concat(tools.stream(), first.filter(tool -> !offersPeer(tool)).stream())
                .distinct()
                .toList();
    }

    private boolean offersPeer(String tool) {
        return PeerTools.handoff(this, tool).isPresent()
                || PeerTools.delegate(this, tool).isPresent();
    }

    public Prompt withModel(ModelName changed) {
        return new Prompt(changed, instructions, tools, handoffs, delegates, answer, parameters, examples);
    }

    public Prompt withTools(List<String> changed) {
        return new Prompt(model, instructions, changed, handoffs, delegates, answer, parameters, examples);
    }

    public Prompt withHandoffs(List<AgentType> changed) {
        return new Prompt(model, instructions, tools, changed, delegates, answer, parameters, examples);
    }

    public Prompt withDelegates(List<AgentType> changed) {
        return new Prompt(model, instructions, tools, handoffs, changed, answer, parameters, examples);
    }

    public Prompt withAnswer(AnswerFormat changed) {
        return new Prompt(model, instructions, tools, handoffs, delegates, changed, parameters, examples);
    }

    public Prompt withParameters(ModelParameters changed) {
        return new Prompt(model, instructions, tools, handoffs, delegates, answer, changed, examples);
    }

    public Prompt withInstructions(String changed) {
        return new Prompt(model, changed, tools, handoffs, delegates, answer, parameters, examples);
    }

    public Prompt withExamples(List<Example> changed) {
        return new Prompt(model, instructions, tools, handoffs, delegates, answer, parameters, changed);
    }
}
