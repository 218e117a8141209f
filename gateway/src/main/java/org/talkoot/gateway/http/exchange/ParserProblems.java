package org.talkoot.gateway.http.exchange;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what the parser of HTTP refuses, before there is a request that a route could see. Made by Pekko HTTP, by its
 * name in the settings.
 */
public final class ParserProblems extends ParsingErrorHandler {

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo why, LoggingAdapter log, ServerSettings settings) {
        log.debug("refused what is no request: {}", why.formatPretty());
        return Responses.problem(Problem.ofStatus(status, why.summary()), "");
    }
}
