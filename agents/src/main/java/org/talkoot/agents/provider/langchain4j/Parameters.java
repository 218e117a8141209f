package org.talkoot.agents.provider.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelParameters;
import org.talkoot.core.model.ModelParameters.ToolUse;
import org.talkoot.core.model.ModelRequest;

/**
 * How a model is to answer, in the words of each vendor. The seeds of Gemini and Mistral are settled with the model.
 */
final class Parameters {

    private Parameters() {}

    /** What the vendor has no word for. */
    static List<String> refused(Vendor vendor, ModelParameters parameters) {
        List<String> refused = new ArrayList<>();
        if (parameters.seed() != null && vendor == Vendor.ANTHROPIC) {
            refused.add("seed");
        }
        if (parameters.toolUse() != null && vendor == Vendor.OLLAMA) {
            refused.add("tool-use");
        }
        if (parameters.reasoningEffort() != null && vendor != Vendor.OPENAI) {
            refused.add("reasoning-effort");
        }
        return refused;
    }

    /** @throws IllegalArgumentException when it has no word for some of them */
    static DefaultChatRequestParameters.Builder<?> of(Vendor vendor, ModelRequest request) {
        ModelParameters asked = request.parameters() == null ? ModelParameters.NONE : request.parameters();
        if (!refused(vendor, asked).isEmpty()) {
            throw new IllegalArgumentException("this provider has no " + refused(vendor, asked));
        }
        DefaultChatRequestParameters.Builder<?> builder = switch (vendor) {
            case OPENAI -> openAi(asked);
            case OLLAMA ->
                OllamaChatRequestParameters.builder().seed(asked.seed()).maxOutputTokens(asked.maxOutputTokens());
            case ANTHROPIC, GEMINI, MISTRAL -> ChatRequestParameters.builder().maxOutputTokens(asked.maxOutputTokens());
        };
        builder.temperature(asked.temperature()).topP(asked.topP());
        if (!asked.stop().isEmpty()) {
            builder.stopSequences(asked.stop());
        }
        if (!request.tools().isEmpty()) {
            builder.toolChoice(choice(asked.toolUse(), request.messages()));
        }
        return builder;
    }

    private static OpenAiChatRequestParameters.Builder openAi(ModelParameters asked) {
        OpenAiChatRequestParameters.Builder builder =
                OpenAiChatRequestParameters.builder().seed(asked.seed()).maxCompletionTokens(asked.maxOutputTokens());
        return asked.reasoningEffort() == null
                ? builder
                : builder.reasoningEffort(asked.reasoningEffort().name().toLowerCase(Locale.ROOT));
    }

    /** A model that had to call tools again after their outputs would never answer. */
    private static @Nullable ToolChoice choice(@Nullable ToolUse use, List<Message> messages) {
        if (use == null) {
            return null;
        }
        return switch (use) {
            case NEVER -> ToolChoice.NONE;
            case FIRST ->
                !messages.isEmpty() && messages.getLast() instanceof Message.ToolOutput ? null : ToolChoice.REQUIRED;
        };
    }
}
