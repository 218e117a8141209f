package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.gateway.http.attachment.Attaching;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.Removed;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.Edge;
import org.talkoot.gateway.http.shown.ApprovalJson;
import org.talkoot.gateway.http.shown.AttachmentJson;
import org.talkoot.gateway.http.shown.MessageList;
import org.talkoot.gateway.live.LiveFeeds;

/** Messages into a conversation and out of it. */
final class MessageRoutes extends AllDirectives {

    private static final String ROUTE = "/v1/conversations/{id}/messages";
    private static final int DEFAULT_LIMIT = 200;

    private final Edge edge;
    private final HttpSettings settings;
    private final RequestHandling exchange;
    private final Draining draining;
    private final Attaching attaching;

    MessageRoutes(Edge edge, HttpSettings settings, RequestHandling exchange, Draining draining) {
        this.draining = draining;
        this.edge = edge;
        this.settings = settings;
        this.exchange = exchange;
        this.attaching = new Attaching(edge.attachments(), exchange);
    }

    /** For the path below a conversation. */
    Route routes(String key) {
        Route both = concat(
                exchange.posting(ROUTE, request -> post(key, request)),
                exchange.getting(ROUTE, request -> list(key, request)));
        return path("messages", () -> both);
    }

    private CompletionStage<HttpResponse> post(String key, HttpRequest request) {
        Access access = Access.of(request);
        ConversationId conversation = access.conversation(key);
        Optional<String> idempotencyKey = request.getHeader("Idempotency-Key").map(HttpHeader::value);
        return exchange.withJson(
                        request,
                        body -> attaching
                                .attached(
                                        access.tenant(),
                                        message(access.caller(), conversation, idempotencyKey, body),
                                        body)
                                .thenCompose(message -> begin(conversation, message, patience(request))))
                .thenCompose(Begun::response);
    }

    /** How long the caller waits for the answer; empty: not at all. */
    Optional<Duration> patience(HttpRequest request) {
        return request.getUri().query().get("wait").map(text -> Requests.duration(text, settings.maxWait()));
    }

    /**
     * A message is in the journal.
     *
     * @param response what its sender is told, when he has waited for it
     */
    record Begun(CompletionStage<HttpResponse> response) {}

    /** Posts a message; nothing of the request has to be kept any longer when it is in the journal. */
    CompletionStage<Begun> begin(ConversationId conversation, PostMessage message, Optional<Duration> patience) {
        return patience.isPresent()
                ? edge.runtime()
                        .postAndAwait(conversation, message, settings.askTimeout(), patience.get())
                        .thenApply(posted -> new Begun(awaited(conversation, accepted(posted.reply()), posted.end())))
                : edge.runtime()
                        .post(conversation, message, settings.askTimeout())
                        .thenApply(reply -> new Begun(CompletableFuture.completedFuture(
                                Responses.json(202, accepted(conversation, accepted(reply))))));
    }

    static PostMessage message(
            Caller caller, ConversationId conversation, Optional<String> idempotencyKey, ObjectNode body) {
        return new PostMessage(
                        Requests.messageId(conversation, idempotencyKey),
                        Requests.optionalText(body, "agent")
                                .map(Requests::agentType)
                                .orElse(null),
                        Attaching.text(body),
                        Instant.now())
                .knowing(Requests.attributes(body))
                .by(caller);
    }

    static PostReply.Accepted accepted(PostReply reply) {
        return switch (reply) {
            case PostReply.Refused refused -> throw new ProblemException(Problem.of(refused.rejection()));
            case PostReply.Accepted accepted -> accepted;
        };
    }

    static ObjectNode accepted(ConversationId conversation, PostReply.Accepted accepted) {
        return Json.object()
                .put("conversation_id", conversation.key())
                .put("message_id", accepted.message().value())
                .put("run_id", accepted.run().value());
    }

    /**
     * The turn goes on whether anybody waits or not; when time is over, the caller has its ids, and whom it waits for.
     */
    private CompletionStage<HttpResponse> awaited(
            ConversationId conversation, PostReply.Accepted accepted, CompletionStage<TurnReply> end) {
        ObjectNode body = accepted(conversation, accepted);
        CompletionStage<HttpResponse> turnEnded = end.thenApply(turn -> ended(body, turn));
        return draining.whileItRuns(turnEnded, Responses.json(202, body))
                .exceptionallyCompose(e -> isTimeout(e)
                        ? exchange.onThread(() -> Responses.json(
                                202, ApprovalJson.waiting(body, edge.views().waitingFor(conversation))))
                        : CompletableFuture.failedFuture(e));
    }

    private static boolean isTimeout(Throwable e) {
        return e instanceof TimeoutException
                || (e instanceof CompletionException c && c.getCause() instanceof TimeoutException);
    }

    private static HttpResponse ended(ObjectNode body, TurnReply turn) {
        switch (turn) {
            case TurnReply.Answered t -> {
                ObjectNode answer = body.putObject("answer").put("text", t.text());
                Json.putAnswerData(answer, t.text(), t.dataType());
                AttachmentJson.put(answer, t.attachments());
                answer.put("agent", t.agent().value())
                        .put("run_id", t.run().value())
                        .set("metadata", Json.metadata(Optional.ofNullable(t.model())));
            }
            case TurnReply.Failed t ->
                body.putObject("failure").put("code", t.code()).put("detail", t.detail());
            case TurnReply.Unknown t -> {
                return Responses.json(202, body);
            }
            case TurnReply.TooManyAwaiting t ->
                throw new ProblemException(
                        Problem.unavailable("The message is stored, but %d callers already wait for this conversation."
                                .formatted(t.bound())));
        }
        return Responses.json(200, body);
    }

    private HttpResponse list(String key, HttpRequest request) {
        ConversationId conversation = Access.of(request).conversation(key);
        Removed.check(edge.feeds(), conversation);
        Query query = request.getUri().query();
        long after = query.get("from").map(Requests::position).orElse(0L);
        int limit = query.get("limit")
                .map(text -> Requests.limit(text, LiveFeeds.MAX_PAGE))
                .orElse(DEFAULT_LIMIT);
        MessageList list = new MessageList(edge.views().codec());
        boolean any = after > 0;
        while (list.size() < limit) {
            var page = edge.feeds().page(conversation, after, LiveFeeds.MAX_PAGE);
            if (page.isEmpty()) {
                break;
            }
            any = true;
            after = page.getLast().position();
            list.append(page, limit);
        }
        if (!any) {
            throw new ProblemException(Problem.notFound("There is no conversation '" + key + "'."));
        }
        return Responses.json(200, Json.object().set("messages", list.messages()));
    }
}
