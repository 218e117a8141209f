package org.talkoot.gateway.http.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Responses as the edge gives them. */
public final class Responses {

    private static final ContentType.WithFixedCharset PROBLEM = MediaTypes.applicationWithFixedCharset(
                    "problem+json", HttpCharsets.UTF_8)
            .toContentType();

    private Responses() {}

    public static HttpResponse json(int status, JsonNode body) {
        return json(status, Json.string(body));
    }

    public static HttpResponse json(int status, String body) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(ContentTypes.APPLICATION_JSON, body);
    }

    public static HttpResponse problem(Problem problem, String instance) {
        List<HttpHeader> headers = new ArrayList<>();
        problem.retryAfter()
                .ifPresent(wait ->
                        headers.add(RawHeader.create("Retry-After", Long.toString(Math.max(1, wait.toSeconds())))));
        return HttpResponse.create()
                .withStatus(StatusCodes.get(problem.status()))
                .addHeaders(headers)
                .withEntity(PROBLEM, document(problem, instance).toString());
    }

    public static ObjectNode document(Problem problem, String instance) {
        ObjectNode json = Json.object()
                .put("type", "urn:talkoot:problem:" + problem.code())
                .put("title", problem.title())
                .put("status", problem.status())
                .put("detail", problem.detail())
                .put("instance", instance)
                .put("code", problem.code());
        problem.retryAfter().ifPresent(wait -> json.put("retry_after", Math.max(1, wait.toSeconds())));
        return json;
    }
}
