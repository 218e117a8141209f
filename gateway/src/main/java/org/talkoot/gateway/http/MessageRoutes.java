package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.agents.entity.PostReply;
import org.talkoot.agents.entity.TurnReply;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.gateway.live.LiveFeeds;
import org.talkoot.persistence.journal.JournalEntry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Messages into a conversation and out of it. */
final class MessageRoutes extends AllDirectives {

    private static final String ROUTE = "/v1/conversations/{id}/messages";
    private static final int DEFAULT_LIMIT = 200;

    private final Edge edge;
    private final HttpSettings settings;
    private final Exchange exchange;

    MessageRoutes(Edge edge, HttpSettings settings, Exchange exchange) {
        this.edge = edge;
        this.settings = settings;
        this.exchange = exchange;
    }

    /** For the path below a conversation. */
    Route routes(String key) {
        Route both =
                concat(
                        exchange.posting(ROUTE, request -> post(key, request)),
                        exchange.getting(ROUTE, request -> list(key, request)));
        return path("messages", () -> both);
    }

    private CompletionStage<HttpResponse> post(String key, HttpRequest request) {
        ConversationId conversation = Requests.conversation(key);
        Optional<String> idempotencyKey =
                request.getHeader("Idempotency-Key").map(HttpHeader::value);
        Optional<Duration> wait =
                request.getUri()
                        .query()
                        .get("wait")
                        .map(text -> Requests.duration(text, settings.maxWait()));
        return exchange.jsonBody(request)
                .thenCompose(
                        body ->
                                edge.runtime()
                                        .post(
                                                conversation,
                                                message(conversation, idempotencyKey, body),
                                                settings.askTimeout()))
                .thenCompose(reply -> replied(conversation, reply, wait));
    }

    static PostMessage message(
            ConversationId conversation, Optional<String> idempotencyKey, ObjectNode body) {
        return new PostMessage(
                Requests.messageId(conversation, idempotencyKey),
                Requests.optionalText(body, "agent").map(Requests::agentType).orElse(null),
                Requests.text(body, "text"),
                Instant.now());
    }

    private CompletionStage<HttpResponse> replied(
            ConversationId conversation, PostReply reply, Optional<Duration> wait) {
        return switch (reply) {
            case PostReply.Refused refused ->
                    CompletableFuture.failedFuture(
                            new ProblemException(Problem.of(refused.rejection())));
            case PostReply.Accepted accepted when wait.isPresent() ->
                    awaited(conversation, accepted, wait.get());
            case PostReply.Accepted accepted ->
                    CompletableFuture.completedFuture(
                            Responses.json(202, accepted(conversation, accepted)));
        };
    }

    static ObjectNode accepted(ConversationId conversation, PostReply.Accepted accepted) {
        return Json.object()
                .put("conversation_id", conversation.key())
                .put("message_id", accepted.message().value())
                .put("run_id", accepted.run().value());
    }

    /** The turn goes on whether anybody waits or not; when time is over, the caller has its ids. */
    private CompletionStage<HttpResponse> awaited(
            ConversationId conversation, PostReply.Accepted accepted, Duration wait) {
        ObjectNode body = accepted(conversation, accepted);
        return edge.runtime()
                .awaitTurn(conversation, accepted.message(), wait)
                .thenApply(turn -> ended(body, turn))
                .exceptionally(
                        e -> {
                            if (e instanceof TimeoutException
                                    || (e instanceof CompletionException c
                                            && c.getCause() instanceof TimeoutException)) {
                                return Responses.json(202, body);
                            }
                            throw new CompletionException(e);
                        });
    }

    private static HttpResponse ended(ObjectNode body, TurnReply turn) {
        switch (turn) {
            case TurnReply.Answered t ->
                    body.putObject("answer")
                            .put("text", t.text())
                            .put("agent", t.agent().value())
                            .put("run_id", t.run().value());
            case TurnReply.Failed t ->
                    body.putObject("failure").put("code", t.code()).put("detail", t.detail());
            case TurnReply.Unknown t -> {
                return Responses.json(202, body);
            }
            case TurnReply.TooManyAwaiting t ->
                    throw new ProblemException(
                            Problem.unavailable(
                                    "The message is stored, but %d callers already wait for this conversation."
                                            .formatted(t.bound())));
        }
        return Responses.json(200, body);
    }

    private HttpResponse list(String key, HttpRequest request) {
        ConversationId conversation = Requests.conversation(key);
        long after = request.getUri().query().get("from").map(Requests::position).orElse(0L);
        int limit =
                request.getUri()
                        .query()
                        .get("limit")
                        .map(text -> Requests.limit(text, LiveFeeds.MAX_PAGE))
                        .orElse(DEFAULT_LIMIT);
        ObjectNode body = Json.object();
        ArrayNode messages = body.putArray("messages");
        boolean any = after > 0;
        while (messages.size() < limit) {
            var page = edge.feeds().page(conversation, after, LiveFeeds.MAX_PAGE);
            if (page.isEmpty()) {
                break;
            }
            any = true;
            for (JournalEntry entry : page) {
                after = entry.ordering();
                if (messages.size() < limit && entry.stream().isConversation()) {
                    append(messages, entry);
                }
            }
        }
        if (!any) {
            throw new ProblemException(Problem.notFound("There is no conversation '" + key + "'."));
        }
        return Responses.json(200, body);
    }

    private void append(ArrayNode messages, JournalEntry entry) {
        switch ((ConversationEvent) entry.event(edge.views().codec())) {
            case ConversationEvent.MessagePosted e ->
                    messages.addObject()
                            .put("sequence", entry.ordering())
                            .put("message_id", e.message().value())
                            .put("role", "user")
                            .put("text", e.text())
                            .put("at", e.at().toString());
            case ConversationEvent.AnswerPosted e ->
                    messages.addObject()
                            .put("sequence", entry.ordering())
                            .put("message_id", MessageId.answerOf(e.run()).value())
                            .put("role", "assistant")
                            .put("text", e.text())
                            .put("agent", e.agent().value())
                            .put("at", e.at().toString());
            case ConversationEvent.RunRequested e -> {}
            case ConversationEvent.HandedOff e -> {}
            case ConversationEvent.TurnFailed e -> {}
        }
    }
}
