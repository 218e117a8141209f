package org.talkoot.agents.provider.langchain4j;

import dev.langchain4j.exception.HttpException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A status that is no success, with the header that LangChain4j's own exception leaves out. */
final class HttpFailure extends HttpException {

    @Serial
    private static final long serialVersionUID = 1;

    private final @Nullable Duration retryAfter;

    HttpFailure(int status, String body, @Nullable Duration retryAfter) {
        super(status, body);
        this.retryAfter = retryAfter;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
