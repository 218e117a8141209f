package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.bridges.intake.Admission;
import org.talkoot.bridges.wire.EventReader;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.Edge;

/** One event into the runtime, as from a broker: plain JSON, or a CloudEvent of either mode. */
final class EventRoutes extends AllDirectives {

    private static final Set<String> TYPES = Set.of("application/json", "application/cloudevents+json");

    private final Edge edge;
    private final HttpSettings settings;
    private final RequestHandling exchange;
    private final EventReader reader = new EventReader();
    private final Semaphore open;

    EventRoutes(Edge edge, HttpSettings settings, RequestHandling exchange) {
        this.edge = edge;
        this.settings = settings;
        this.exchange = exchange;
        this.open = new Semaphore(settings.limits().maxOpenEvents());
    }

    /** For the path below {@code /v1}. */
    Route routes() {
        Route take = exchange.posting("/v1/events", this::take);
        return path("events", () -> take);
    }

    private CompletionStage<HttpResponse> take(HttpRequest request) {
        Set<String> types = request.getHeader("ce-specversion").isPresent()
                ? Set.of(mediaType(request)) // a CloudEvent's data is of any type
                : TYPES;
        return exchange.bodies().use(request, types, body -> {
            AgentEvent event = own(Access.of(request), read(request, body));
            return admit(event).thenApply(admission -> response(event, admission));
        });
    }

    /** Whoever has waited too long takes the event with him: he will send it again. */
    private CompletionStage<Admission> admit(AgentEvent event) {
        if (!open.tryAcquire()) {
            throw new ProblemException(Problem.unavailable("As many events wait to be taken as may wait."));
        }
        return edge.events()
                .admissions()
                .admit(event)
                .orTimeout(settings.askTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((admission, e) -> open.release());
    }

    private AgentEvent read(HttpRequest request, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        for (HttpHeader header : request.getHeaders()) {
            headers.put(header.lowercaseName(), header.value());
        }
        headers.put("content-type", mediaType(request));
        try {
            return reader.read(
                    new WireMessage(body, headers),
                    new EventReader.Defaults(
                            "http", null, Instant.now(), Access.of(request).tenant()));
        } catch (UnreadableEventException e) {
            throw new ProblemException(unreadable(e));
        }
    }

    /** Whose it is says the caller's identity, not the body. */
    private static AgentEvent own(Access access, AgentEvent event) {
        if (!event.subject().tenant().equals(access.tenant())) {
            throw new ProblemException(Problem.of(
                    403,
                    "foreign-tenant",
                    "The event is not yours",
                    "An event may not name a tenant other than that of its sender."));
        }
        return event.by(access.caller());
    }

    private static String mediaType(HttpRequest request) {
        return request.entity().getContentType().mediaType().toString();
    }

    private static Problem unreadable(UnreadableEventException e) {
        String detail = String.valueOf(e.getMessage());
        return e.failure() == FailureClass.UNKNOWN_VERSION
                ? Problem.of(422, "unknown-version", "The version is not known here", detail)
                : Problem.badRequest("bad-event", detail);
    }

    private static int status(FailureClass failure) {
        return switch (failure) {
            case UNROUTABLE -> 404;
            case FORBIDDEN -> 403;
            case UNVERIFIED -> 503;
            case POISON,
                    UNKNOWN_VERSION,
                    BLOCKED,
                    CONTEXT_TOO_LONG,
                    RATE_LIMITED,
                    MODEL_UNAVAILABLE,
                    MODEL_REJECTED,
                    OUTPUT_INVALID,
                    TOOL_FAILED,
                    TOOL_TIMEOUT,
                    CIRCULAR_DELEGATION,
                    BUDGET_EXHAUSTED,
                    IN_DOUBT,
                    AGENT_FAILED -> 422;
        };
    }

    private static HttpResponse response(AgentEvent event, Admission admission) {
        return switch (admission) {
            case Admission.Refused refused ->
                throw new ProblemException(Problem.of(
                        status(refused.failure()),
                        refused.failure().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        "The event was refused",
                        refused.reason()));
            case Admission.Taken taken -> {
                ObjectNode body = Json.object()
                        .put("event_id", event.id())
                        .put("conversation_id", event.subject().key())
                        .put("repeat", taken.repeat());
                taken.message()
                        .ifPresent(message -> body.put("message_id", message.value())
                                .put("run_id", Conversation.firstRun(message).value()));
                yield Responses.json(202, body);
            }
        };
    }
}
