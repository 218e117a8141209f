package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.Trace;
import org.talkoot.core.signal.Signal;
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
import org.talkoot.gateway.http.port.ReadSide;
import org.talkoot.persistence.view.RunSummary;

/** What people decide of their own accord: to cancel, to remove, who has a conversation, what is known of it. */
final class DecisionRoutes extends AllDirectives {

    private static final String CONVERSATION = "/v1/conversations/{id}";
    private static final String REASSIGN = "/v1/conversations/{id}/agent";
    private static final String CANCEL_TURN = "/v1/conversations/{id}/cancel";
    private static final String CANCEL = "/v1/runs/{id}/cancel";
    private static final String PAUSE = "/v1/runs/{id}/pause";
    private static final String RESUME = "/v1/runs/{id}/resume";
    private static final String SIGNAL = "/v1/runs/{id}/signals/{name}";

    private final Edge edge;
    private final HttpSettings settings;
    private final RequestHandling exchange;

    DecisionRoutes(Edge edge, HttpSettings settings, RequestHandling exchange) {
        this.edge = edge;
        this.settings = settings;
        this.exchange = exchange;
    }

    /** For the path below {@code /v1}. */
    Route routes() {
        return concat(
                path(
                        PathMatchers.segment("runs")
                                .slash(PathMatchers.segment())
                                .slash(PathMatchers.segment("cancel")),
                        this::cancelRoute),
                path(
                        PathMatchers.segment("runs")
                                .slash(PathMatchers.segment())
                                .slash(PathMatchers.segment("pause")),
                        id -> exchange.posting(PAUSE, request -> pause(id, request))),
                path(
                        PathMatchers.segment("runs")
                                .slash(PathMatchers.segment())
                                .slash(PathMatchers.segment("resume")),
                        id -> exchange.posting(RESUME, request -> resume(id, request))),
                path(
                        PathMatchers.segment("runs")
                                .slash(PathMatchers.segment())
                                .slash(PathMatchers.segment("signals"))
                                .slash(PathMatchers.segment()),
                        (id, name) -> exchange.posting(SIGNAL, request -> signal(id, name, request))));
    }

    /** For the path below a conversation. */
    Route routesOf(String key) {
        Route changed = exchange.patching(CONVERSATION, request -> change(key, request));
        Route removed = exchange.deleting(CONVERSATION, request -> remove(key, request));
        return concat(
                pathEnd(() -> concat(changed, removed)),
                path("agent", () -> exchange.posting(REASSIGN, request -> reassign(key, request))),
                path("cancel", () -> exchange.posting(CANCEL_TURN, r -> cancelTurn(key, r))));
    }

    /** A repeat with the same key, after another change, does not undo that. */
    private CompletionStage<HttpResponse> change(String key, HttpRequest request) {
        Access access = Access.of(request);
        MessageId change = Requests.messageId(
                access.conversation(key), request.getHeader("Idempotency-Key").map(HttpHeader::value));
        return manage(key, request, body -> {
            Attributes.Change attributes = Requests.attributes(body);
            if (attributes.changesNothing()) {
                throw new ProblemException(
                        Problem.badRequest("missing-field", "Say in 'attributes' what is to be known."));
            }
            return new ConversationCommand.ChangeAttributes(
                    change, attributes, Trace.begunBy(change).by(access.caller()), Instant.now());
        });
    }

    /** Not for everybody: it cannot be undone. Asked again it says the same. */
    private CompletionStage<HttpResponse> remove(String key, HttpRequest request) {
        Access access = Access.of(request).requireAdmin();
        ConversationId conversation = access.conversation(key);
        MessageId removal = Requests.messageId(conversation, Optional.empty());
        return exchange.onThread(() -> {
                    if (edge.feeds().last(conversation) == 0) {
                        throw new ProblemException(Problem.notFound("There is no conversation '" + key + "'."));
                    }
                    return new ConversationCommand.Remove(Trace.begunBy(removal).by(access.caller()), Instant.now());
                })
                .thenCompose(command -> edge.runtime().manage(conversation, command, settings.askTimeout()))
                .thenApply(reply -> Responses.json(202, Json.object().put("accepted", true)));
    }

    private CompletionStage<HttpResponse> reassign(String key, HttpRequest request) {
        ConversationId conversation = Access.of(request).conversation(key);
        return exchange.withJson(request, body -> {
                    AgentType to = Requests.agentType(Requests.text(body, "agent"));
                    return exchange.onThread(() -> known(conversation))
                            .thenCompose(known -> edge.runtime()
                                    .manage(
                                            known,
                                            new ConversationCommand.Reassign(to, Instant.now()),
                                            settings.askTimeout()));
                })
                .thenCompose(DecisionRoutes::replied);
    }

    /** A conversation begins with a message, and not by being given away. */
    private ConversationId known(ConversationId conversation) {
        Removed.check(edge.feeds(), conversation);
        if (!edge.feeds().exists(conversation)) {
            throw new ProblemException(Problem.notFound("There is no conversation '" + conversation.key() + "'."));
        }
        return conversation;
    }

    private CompletionStage<HttpResponse> cancelTurn(String key, HttpRequest request) {
        return manage(
                key,
                request,
                body -> new ConversationCommand.CancelTurn(
                        Requests.optionalText(body, "message_id")
                                .map(id -> Requests.id(id, "message", MessageId::new))
                                .orElse(null),
                        Requests.optionalText(body, "reason").orElse("cancelled"),
                        Instant.now()));
    }

    private CompletionStage<HttpResponse> manage(
            String key, HttpRequest request, Function<ObjectNode, ConversationCommand> command) {
        ConversationId conversation = Access.of(request).conversation(key);
        return exchange.withJson(
                        request,
                        body -> edge.runtime().manage(conversation, command.apply(body), settings.askTimeout()))
                .thenCompose(DecisionRoutes::replied);
    }

    private Route cancelRoute(String id) {
        return exchange.posting(CANCEL, request -> cancel(id, request));
    }

    private CompletionStage<HttpResponse> cancel(String id, HttpRequest request) {
        RunId run = Requests.run(id);
        return exchange.withJson(
                        request,
                        body -> exchange.onThread(() -> found(edge.views(), Access.of(request), run))
                                .thenCompose(summary -> edge.runtime()
                                        .cancel(
                                                summary.agent(),
                                                run,
                                                Requests.optionalText(body, "reason")
                                                        .orElse("cancelled"),
                                                settings.askTimeout())))
                .thenCompose(DecisionRoutes::replied);
    }

    private CompletionStage<HttpResponse> pause(String id, HttpRequest request) {
        return decided(
                id,
                request,
                (summary, reason) -> edge.runtime()
                        .pause(
                                summary.agent(),
                                summary.run(),
                                reason,
                                Access.of(request).caller(),
                                settings.askTimeout()));
    }

    private CompletionStage<HttpResponse> resume(String id, HttpRequest request) {
        return decided(
                id,
                request,
                (summary, reason) -> edge.runtime()
                        .resume(
                                summary.agent(),
                                summary.run(),
                                reason,
                                Access.of(request).caller(),
                                settings.askTimeout()));
    }

    private CompletionStage<HttpResponse> decided(
            String id, HttpRequest request, BiFunction<RunSummary, String, CompletionStage<DecisionReply>> decision) {
        RunId run = Requests.run(id);
        return exchange.withJson(request, body -> {
                    String reason = Requests.optionalText(body, "reason").orElse("");
                    if (reason.length() > HumanDecision.MAX_COMMENT) {
                        throw new ProblemException(Problem.badRequest(
                                "comment-too-long",
                                "A reason has at most %d characters.".formatted(HumanDecision.MAX_COMMENT)));
                    }
                    return exchange.onThread(() -> found(edge.views(), Access.of(request), run))
                            .thenCompose(summary -> decision.apply(summary, reason));
                })
                .thenCompose(DecisionRoutes::replied);
    }

    /** A repeat with the same key is the same signal, whoever waits for one by then. */
    private CompletionStage<HttpResponse> signal(String id, String name, HttpRequest request) {
        RunId run = Requests.run(id);
        Access access = Access.of(request);
        String key =
                Requests.signalKey(run, request.getHeader("Idempotency-Key").map(HttpHeader::value));
        return exchange.withJson(request, body -> {
                    JsonNode payload = body.get("payload");
                    if (payload == null) {
                        throw new ProblemException(Problem.badRequest(
                                "missing-field", "The field 'payload' is missing; it may be any JSON, null too."));
                    }
                    Signal signal = new Signal(name, key, payload.toString(), access.caller());
                    return exchange.onThread(() -> found(edge.views(), access, run))
                            .thenCompose(summary ->
                                    edge.runtime().signal(summary.agent(), run, signal, settings.askTimeout()));
                })
                .thenCompose(DecisionRoutes::replied);
    }

    static RunSummary found(ReadSide views, Access access, RunId run) {
        return views.run(access.tenant(), run)
                .orElseThrow(() -> new ProblemException(Problem.notFound("There is no run '" + run + "'.")));
    }

    static CompletionStage<HttpResponse> replied(DecisionReply reply) {
        return switch (reply) {
            case DecisionReply.Accepted accepted ->
                CompletableFuture.completedFuture(
                        Responses.json(200, Json.object().put("accepted", true)));
            case DecisionReply.Refused refused ->
                CompletableFuture.failedFuture(new ProblemException(Problem.of(refused.rejection())));
        };
    }
}
