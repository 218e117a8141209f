package org.talkoot.agents.provider.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

/** Collects one streamed answer and says what it is. */
final class Answer implements StreamingChatResponseHandler {

    private final Translation translation;
    private final ModelRequest request;
    private final Deltas deltas;
    private final CompletableFuture<ModelOutcome> outcome = new CompletableFuture<>();
    private long streamed;

    Answer(Translation translation, ModelRequest request, Deltas deltas) {
        this.translation = translation;
        this.request = request;
        this.deltas = deltas;
    }

    CompletableFuture<ModelOutcome> outcome() {
        return outcome;
    }

    @Override
    public void onPartialResponse(String text) {
        streamed += text.length();
        deltas.next(request.origin(), text);
    }

    @Override
    public void onError(Throwable error) {
        outcome.complete(new ModelOutcome.Failed(Failures.of(error), begun()));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        TokenUsage usage = usage(response.tokenUsage());
        FinishReason reason = response.finishReason();
        AiMessage message = response.aiMessage();
        if (reason == null && !message.hasToolExecutionRequests()) {
            outcome.complete(new ModelOutcome.Failed(
                    new ModelFailure.Unavailable("the answer broke off"), usage.total() > 0 ? usage : begun()));
            return;
        }
        outcome.complete(new ModelOutcome.Replied(reply(message, reason), usage, request.model()));
    }

    /** What an answer that broke off has cost, as far as one can guess; nothing that never began. */
    private TokenUsage begun() {
        return streamed == 0 ? TokenUsage.NONE : TokenUsage.of(request.estimatedInputTokens(), streamed / 4);
    }

    private ModelReply reply(AiMessage message, @Nullable FinishReason reason) {
        String text = message.text() == null ? "" : message.text();
        if (reason == FinishReason.LENGTH) {
            return new ModelReply.Truncated(text, message.hasToolExecutionRequests());
        }
        if (reason == FinishReason.CONTENT_FILTER) {
            return new ModelReply.Refusal(text);
        }
        return message.hasToolExecutionRequests()
                ? new ModelReply.ToolCalls(text, translation.inward(message.toolExecutionRequests()))
                : new ModelReply.Answer(translation.unfenced(text));
    }

    private static TokenUsage usage(dev.langchain4j.model.output.@Nullable TokenUsage theirs) {
        return theirs == null
                ? TokenUsage.NONE
                : TokenUsage.of(count(theirs.inputTokenCount()) + cached(theirs), count(theirs.outputTokenCount()));
    }

    /** Anthropic counts apart what it reads from its cache, or puts there; the model was told it all the same. */
    private static long cached(dev.langchain4j.model.output.TokenUsage theirs) {
        return theirs instanceof AnthropicTokenUsage usage
                ? count(usage.cacheCreationInputTokens()) + count(usage.cacheReadInputTokens())
                : 0;
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
