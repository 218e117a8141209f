package org.talkoot.agents.provider.langchain4j;

import org.talkoot.core.model.AnswerFormat;

/** How a provider hears what an answer has to be ({@link AnswerFormat}). */
public enum StructuredOutput {

    /**
     * As suits its protocol: as the provider's own structured output for {@code openai} and {@code mistral}, for
     * {@code gemini} and {@code ollama} where no tools are offered beside it, which they do not take together. For
     * {@code anthropic} in words: older models refuse a request that has a format, and nothing in their names says so.
     */
    AUTO,

    /** As the provider's own structured output, always. */
    NATIVE,

    /** In words behind the instructions, always. */
    INSTRUCTIONS;

    boolean isNative(Vendor vendor, boolean besideTools) {
        return switch (this) {
            case NATIVE -> true;
            case INSTRUCTIONS -> false;
            case AUTO ->
                switch (vendor) {
                    case OPENAI, MISTRAL -> true;
                    case GEMINI, OLLAMA -> !besideTools;
                    case ANTHROPIC -> false;
                };
        };
    }
}
