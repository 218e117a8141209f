package org.talkoot.core.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.attachment.AttachmentReader;
import org.talkoot.core.tool.ToolSpec;

/**
 * One call of a model, complete: it can be sent as it is.
 *
 * <p>{@code messages} is a view of the agent's history, not a copy: a request costs the same however long the history
 * is, until somebody walks over it.
 *
 * @param instructions word for word, with whatever was known when it was asked
 * @param messages the examples of its prompt, and behind them the part of the history that the model is shown
 * @param answer what its answer has to be; null: any text
 * @param parameters how it is to answer; null: as its provider has it
 * @param inputLength characters of instructions and messages together, with what attachments weigh, known without
 *     walking
 * @param attachments has the bytes of what is attached to messages
 */
public record ModelRequest(
        Origin origin,
        ModelName model,
        String instructions,
        List<Message> messages,
        List<ToolSpec> tools,
        @Nullable AnswerFormat answer,
        @Nullable ModelParameters parameters,
        long inputLength,
        AttachmentReader attachments) {

    /** One whose messages have words alone. */
    public ModelRequest(
            Origin origin,
            ModelName model,
            String instructions,
            List<Message> messages,
            List<ToolSpec> tools,
            @Nullable AnswerFormat answer,
            @Nullable ModelParameters parameters,
            long inputLength) {
        this(origin, model, instructions, messages, tools, answer, parameters, inputLength, AttachmentReader.NONE);
    }

    /** One whose answer may be any text, as its provider has it. */
    public ModelRequest(
            Origin origin,
            ModelName model,
            String instructions,
            List<Message> messages,
            List<ToolSpec> tools,
            long inputLength) {
        this(origin, model, instructions, messages, tools, null, null, inputLength);
    }

    /** The same call, which shows these examples before everything else. */
    public ModelRequest showing(List<Example> examples) {
        long length = examples.stream().mapToLong(Example::length).sum();
        return new ModelRequest(
                origin,
                model,
                instructions,
                ShownHistory.behind(Example.messages(examples, origin), messages),
                tools,
                answer,
                parameters,
                inputLength + length,
                attachments);
    }

    /** The same call of another model. */
    public ModelRequest of(ModelName other) {
        return new ModelRequest(
                origin, other, instructions, messages, tools, answer, parameters, inputLength, attachments);
    }

    /** The same call, whose attachments can be read. */
    public ModelRequest reading(AttachmentReader reader) {
        return new ModelRequest(origin, model, instructions, messages, tools, answer, parameters, inputLength, reader);
    }

    /** Whose call it is; admission is fair between tenants, and deltas go to the conversation. */
    public record Origin(AgentId agent, RunId run, CallId call) {}

    /** A rough count of input tokens, reserved at admission and settled by the real usage. */
    public long estimatedInputTokens() {
        return inputLength / 4 + 16;
    }
}
