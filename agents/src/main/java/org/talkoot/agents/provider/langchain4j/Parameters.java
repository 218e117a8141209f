package org.talkoot.agents.provider.langchain4j;

import dev.langchain4j.model.anthropic.AnthropicChatRequestParameters;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelParameters;
import org.talkoot.core.model.ModelParameters.ToolUse;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.ToolSpec;

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
        boolean obliged = isObliged(request);
        DefaultChatRequestParameters.Builder<?> builder = switch (vendor) {
            case OPENAI -> openAi(asked, obliged);
            case ANTHROPIC -> anthropic(asked, obliged);
            case OLLAMA -> OllamaChatRequestParameters.builder().seed(asked.seed());
            case GEMINI, MISTRAL -> ChatRequestParameters.builder();
        };
        if (vendor != Vendor.OPENAI) {
            builder.maxOutputTokens(asked.maxOutputTokens());
        }
        builder.temperature(asked.temperature()).topP(asked.topP());
        if (!asked.stop().isEmpty()) {
            builder.stopSequences(asked.stop());
        }
        if (!request.tools().isEmpty()) {
            builder.toolSpecifications(
                    tools(vendor, request).stream().map(Schemas::tool).toList());
            if (!(vendor == Vendor.OPENAI && asked.firstTool().isPresent())) {
                builder.toolChoice(choice(asked.toolUse(), obliged));
            }
        }
        return builder;
    }

    /** To vendors for whom the library has no word for one tool, that one is offered alone. */
    private static List<ToolSpec> tools(Vendor vendor, ModelRequest request) {
        Optional<String> first = request.parameters() == null
                ? Optional.empty()
                : request.parameters().firstTool();
        return first.isPresent() && isObliged(request) && (vendor == Vendor.GEMINI || vendor == Vendor.MISTRAL)
                ? request.tools().stream()
                        .filter(tool -> tool.name().equals(first.get()))
                        .toList()
                : request.tools();
    }

    private static OpenAiChatRequestParameters.Builder openAi(ModelParameters asked, boolean obliged) {
        OpenAiChatRequestParameters.Builder builder =
                OpenAiChatRequestParameters.builder().seed(asked.seed()).maxCompletionTokens(asked.maxOutputTokens());
        if (asked.reasoningEffort() != null) {
            builder.reasoningEffort(asked.reasoningEffort().name().toLowerCase(Locale.ROOT));
        }
        if (obliged) {
            asked.firstTool().ifPresent(tool -> builder.customParameters(Map.of("tool_choice", function(tool))));
        }
        return builder;
    }

    private static Map<String, Object> function(String tool) {
        return Map.of("type", "function", "function", Map.of("name", tool));
    }

    private static AnthropicChatRequestParameters.Builder anthropic(ModelParameters asked, boolean obliged) {
        AnthropicChatRequestParameters.Builder builder = AnthropicChatRequestParameters.builder();
        if (asked.cache()) {
            builder.cacheSystemMessages(true).cacheTools(true);
        }
        if (obliged) {
            asked.firstTool().ifPresent(builder::toolChoiceName);
        }
        return builder;
    }

    /** A model that had to call tools again after their outputs would never answer. */
    private static boolean isObliged(ModelRequest request) {
        List<Message> messages = request.messages();
        return messages.isEmpty() || !(messages.getLast() instanceof Message.ToolOutput);
    }

    private static @Nullable ToolChoice choice(@Nullable ToolUse use, boolean obliged) {
        return switch (use) {
            case null -> null;
            case ToolUse.Never u -> ToolChoice.NONE;
            case ToolUse.First u -> obliged ? ToolChoice.REQUIRED : null;
            case ToolUse.FirstNamed u -> obliged ? ToolChoice.REQUIRED : null;
        };
    }
}
