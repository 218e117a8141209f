package org.talkoot.agents.provider.langchain4j;

import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.model.ModelFailure;

/** What an exception of the library or the network means to a run. */
final class Failures {

    private static final int LONGEST_MESSAGE = 500;

    /** How the vendors say it: OpenAI, Anthropic, Gemini, Mistral, Ollama and vLLM. */
    private static final Pattern TOO_LONG = Pattern.compile(
            "context_length_exceeded|maximum context length|context (length|window|size)"
                    + "|prompt is too long|input is too long|too many tokens"
                    + "|input token count.*exceeds|exceeds the maximum number of tokens",
            Pattern.DOTALL);

    private Failures() {}

    static ModelFailure of(Throwable error) {
        Optional<HttpException> http = find(error, HttpException.class);
        if (http.isPresent()) {
            return ofStatus(http.get());
        }
        if (find(error, HttpTimeoutException.class).isPresent()
                || find(error, dev.langchain4j.exception.TimeoutException.class).isPresent()) {
            return new ModelFailure.Timeout("no answer began in time");
        }
        if (find(error, InvalidRequestException.class).isPresent()
                || find(error, UnsupportedFeatureException.class).isPresent()
                || find(error, ContentFilteredException.class).isPresent()
                || error instanceof IllegalArgumentException) {
            return new ModelFailure.Rejected(brief(error.toString()));
        }
        return new ModelFailure.Unavailable("the answer broke off or cannot be read: " + brief(error.toString()));
    }

    private static ModelFailure ofStatus(HttpException http) {
        String body = http.getMessage() == null ? "" : http.getMessage();
        String message = "HTTP " + http.statusCode() + ": " + brief(body);
        return switch (http.statusCode()) {
            case 429 -> new ModelFailure.RateLimited(message, retryAfter(http));
            case 503, 529 -> new ModelFailure.Overloaded(message, retryAfter(http));
            case 408, 504 -> new ModelFailure.Timeout(message);
            case 400, 413, 422 ->
                TOO_LONG.matcher(body.toLowerCase(Locale.ROOT)).find()
                        ? new ModelFailure.ContextTooLong(message)
                        : new ModelFailure.Rejected(message);
            default ->
                http.statusCode() >= 500 ? new ModelFailure.Unavailable(message) : new ModelFailure.Rejected(message);
        };
    }

    private static @Nullable Duration retryAfter(HttpException http) {
        return http instanceof HttpFailure failure ? failure.retryAfter() : null;
    }

    private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static String brief(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
    }
}
