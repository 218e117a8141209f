package org.talkoot.agents.provider.langchain4j;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.model.ModelClient;

/** Whose protocol to speak. */
public enum Vendor {
    OPENAI,
    ANTHROPIC,
    GEMINI,
    MISTRAL,
    OLLAMA;

    /**
     * Where and as whom to call.
     *
     * @param baseUrl null: the vendor's own
     * @param apiKey empty where none is needed; never logged
     * @param maxOutput tokens of an answer at most; 0: the vendor decides
     * @param firstByte how long to wait for a connection and for the beginning of an answer
     */
    public record Access(
            @Nullable String baseUrl, String apiKey, int maxOutput, Duration firstByte, StructuredOutput structured) {

        /** With the way to say what an answer has to be that suits the vendor. */
        public Access(@Nullable String baseUrl, String apiKey, int maxOutput, Duration firstByte) {
            this(baseUrl, apiKey, maxOutput, firstByte, StructuredOutput.AUTO);
        }

        @Override
        public String toString() {
            return "Access[" + (baseUrl == null ? "vendor's own address" : baseUrl) + "]";
        }
    }

    /** A client for all models of this vendor. */
    public ModelClient client(Access access) {
        return new LangChain4jClient(this, access);
    }
}
