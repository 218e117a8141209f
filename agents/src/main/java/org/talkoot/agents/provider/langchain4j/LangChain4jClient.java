package org.talkoot.agents.provider.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.mistralai.MistralAiStreamingChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelParameters;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

/**
 * All models of one vendor at one address. Reads the stream on the calling thread and blocks it; an interrupt closes
 * the connection. Keys are sent and nowhere else seen.
 */
final class LangChain4jClient implements ModelClient {

    /** Clients that are kept; more model names than this are served by new ones each time. */
    private static final int KEPT = 64;

    /** The library's own deadline is not used: the gateway interrupts. */
    private static final Duration NEVER = Duration.ofHours(1);

    /** Anthropic wants a number, and the library's own is very small. */
    private static final int ANTHROPIC_OUTPUT = 4_096;

    private final Vendor vendor;
    private final Vendor.Access access;
    private final HttpClientBuilder http;
    private final ConcurrentMap<Kept, StreamingChatModel> models = new ConcurrentHashMap<>();

    LangChain4jClient(Vendor vendor, Vendor.Access access) {
        this.vendor = vendor;
        this.access = access;
        this.http = CallerThreadHttp.builder(
                access.firstByte(), vendor == Vendor.GEMINI ? GeminiContents::joined : UnaryOperator.identity());
    }

    @Override
    public ModelOutcome call(ModelRequest request, Deltas deltas) throws InterruptedException {
        Translation translation = new Translation(vendor, access.structured(), request);
        Answer answer = new Answer(translation, request, deltas);
        try {
            ChatRequest outward = translation.outward();
            boolean strict = translation.schema().filter(AnswerSchema::strict).isPresent();
            model(new Kept(name(request), strict, seed(request))).chat(outward, answer);
        } catch (RuntimeException e) {
            answer.onError(e);
        }
        return outcome(answer);
    }

    private static ModelOutcome outcome(Answer answer) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the call was abandoned");
        }
        try {
            return answer.outcome().get();
        } catch (ExecutionException e) {
            return new ModelOutcome.Failed(Failures.of(e), TokenUsage.NONE);
        }
    }

    /** What the library settles when a model is built, not when it is asked. */
    private record Kept(
            String name, boolean strict, @Nullable Integer seed) {}

    private static String name(ModelRequest request) {
        String full = request.model().value();
        return full.substring(full.indexOf('/') + 1);
    }

    /** Of the vendors who hear of it only then. */
    private @Nullable Integer seed(ModelRequest request) {
        boolean early = vendor == Vendor.GEMINI || vendor == Vendor.MISTRAL;
        return early && request.parameters() != null ? request.parameters().seed() : null;
    }

    @Override
    public List<String> refused(ModelParameters parameters) {
        return Parameters.refused(vendor, parameters);
    }

    private StreamingChatModel model(Kept wanted) {
        StreamingChatModel kept = models.get(wanted);
        if (kept != null) {
            return kept;
        }
        StreamingChatModel built = build(wanted);
        if (models.size() < KEPT) {
            models.putIfAbsent(wanted, built);
        }
        return built;
    }

    private StreamingChatModel build(Kept wanted) {
        return switch (vendor) {
            case OPENAI -> openAi(wanted);
            case ANTHROPIC -> anthropic(wanted.name());
            case GEMINI -> gemini(wanted);
            case MISTRAL -> mistral(wanted);
            case OLLAMA -> ollama(wanted.name());
        };
    }

    private StreamingChatModel openAi(Kept wanted) {
        var builder = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .timeout(NEVER)
                .apiKey(access.apiKey())
                .modelName(wanted.name())
                .strictJsonSchema(wanted.strict())
                .maxCompletionTokens(maxOutput());
        return access.baseUrl() == null
                ? builder.build()
                : builder.baseUrl(access.baseUrl()).build();
    }

    private StreamingChatModel anthropic(String name) {
        Integer max = maxOutput();
        var builder = AnthropicStreamingChatModel.builder()
                .httpClientBuilder(http)
                .timeout(NEVER)
                .apiKey(access.apiKey())
                .modelName(name)
                .maxTokens(max == null ? ANTHROPIC_OUTPUT : max);
        return access.baseUrl() == null
                ? builder.build()
                : builder.baseUrl(access.baseUrl()).build();
    }

    private StreamingChatModel gemini(Kept wanted) {
        var builder = GoogleAiGeminiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .timeout(NEVER)
                .apiKey(access.apiKey())
                .modelName(wanted.name())
                .seed(wanted.seed())
                .maxOutputTokens(maxOutput());
        return access.baseUrl() == null
                ? builder.build()
                : builder.baseUrl(access.baseUrl()).build();
    }

    private StreamingChatModel mistral(Kept wanted) {
        var builder = MistralAiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .timeout(NEVER)
                .apiKey(access.apiKey())
                .modelName(wanted.name())
                .strictJsonSchema(wanted.strict())
                .randomSeed(wanted.seed())
                .maxTokens(maxOutput());
        return access.baseUrl() == null
                ? builder.build()
                : builder.baseUrl(access.baseUrl()).build();
    }

    private StreamingChatModel ollama(String name) {
        var builder = OllamaStreamingChatModel.builder()
                .httpClientBuilder(http)
                .timeout(NEVER)
                .modelName(name)
                .numPredict(maxOutput());
        return access.baseUrl() == null
                ? builder.baseUrl("http://127.0.0.1:11434").build()
                : builder.baseUrl(access.baseUrl()).build();
    }

    private @Nullable Integer maxOutput() {
        return access.maxOutput() == 0 ? null : access.maxOutput();
    }
}
