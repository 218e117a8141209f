package org.talkoot.gateway.http;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.gateway.http.attachment.AttachmentRoutes;
import org.talkoot.gateway.http.exchange.Bodies;
import org.talkoot.gateway.http.exchange.Gate;
import org.talkoot.gateway.http.exchange.HeldBytes;
import org.talkoot.gateway.http.exchange.HostAndOrigin;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.memory.MemoryRoutes;
import org.talkoot.gateway.http.port.Edge;

/** The routes of each listener, behind the checks of who may come in; whatever goes wrong is a problem document. */
final class HttpRoutes extends AllDirectives {

    private final RequestHandling exchange;
    private final HostAndOrigin callers;
    private final Draining draining;
    private final MessageRoutes messages;
    private final StartRoutes starts;
    private final FeedRoutes feeds;
    private final SocketRoutes sockets;
    private final ViewRoutes views;
    private final DecisionRoutes decisions;
    private final ApprovalRoutes approvals;
    private final EventRoutes events;
    private final DeadLetterRoutes deadLetters;
    private final ScheduleRoutes schedules;
    private final AttachmentRoutes attachments;
    private final MemoryRoutes memories;
    private final ProjectionRoutes projections;
    private final ClusterRoutes cluster;
    private final OperationsRoutes operations;
    private final HealthRoutes health;
    private final Gate gate;

    HttpRoutes(Edge edge, HttpSettings settings, Draining draining) {
        this.draining = draining;
        this.callers = new HostAndOrigin(settings.host(), settings.access());
        HeldBytes held = new HeldBytes(settings.limits().maxHeldBytes()).measuredBy(edge.meters());
        this.exchange = new RequestHandling(edge.meters(), new Bodies(edge.system(), settings.maxBodyBytes(), held));
        this.messages = new MessageRoutes(edge, settings, exchange, draining);
        this.starts = new StartRoutes(edge, settings, exchange, messages);
        this.feeds = new FeedRoutes(edge.feeds(), exchange);
        this.sockets = new SocketRoutes(edge, settings, exchange);
        this.views = new ViewRoutes(edge, exchange);
        this.decisions = new DecisionRoutes(edge, settings, exchange);
        this.approvals = new ApprovalRoutes(edge, settings, exchange);
        this.events = new EventRoutes(edge, settings, exchange);
        this.deadLetters = new DeadLetterRoutes(edge, settings, exchange);
        this.schedules = new ScheduleRoutes(edge, settings, exchange);
        this.attachments = new AttachmentRoutes(
                edge.attachments(), edge.away(), new Bodies(edge.system(), edge.maxAttachment(), held), exchange);
        this.memories = new MemoryRoutes(edge, settings, exchange);
        this.projections = new ProjectionRoutes(edge, exchange);
        this.cluster = new ClusterRoutes(edge.cluster(), exchange);
        this.operations = new OperationsRoutes(exchange);
        this.health = new HealthRoutes(edge, exchange, draining);
        this.gate = new Gate(edge.authenticator(), exchange);
    }

    Route all() {
        Route conversations =
                pathPrefix(PathMatchers.segment("conversations").slash(PathMatchers.segment()), this::conversation);
        Route v1 = concat(
                conversations,
                starts.routes(),
                views.routes(),
                decisions.routes(),
                approvals.routes(),
                events.routes(),
                deadLetters.routes(),
                schedules.routes(),
                attachments.routes(),
                memories.routes(),
                projections.routes(),
                cluster.routes());
        Route known = gate.before(v1);
        Route ofCalls = attachments.forCalls();
        Route versioned = pathPrefix("v1", () -> concat(ofCalls, known));
        Route metrics = gate.before(health.metrics());
        Route measured = path("metrics", () -> metrics);
        return guarded(concat(versioned, operations.routes(), health.routes(), measured));
    }

    /** What a listener for supervisors has, and nothing else. */
    Route healthOnly() {
        Route metrics = health.metrics();
        Route measured = path("metrics", () -> metrics);
        return guarded(concat(health.routes(), measured));
    }

    private Route guarded(Route routes) {
        Route known = routes.seal(rejections(), exceptions());
        Route checked = extractRequest(request -> admitted(request, known));
        return withRequestTimeoutResponse(this::late, () -> checked).seal(rejections(), exceptions());
    }

    private Route conversation(String key) {
        return concat(
                views.conversation(key),
                messages.routes(key),
                feeds.routes(key),
                sockets.routes(key),
                decisions.routesOf(key));
    }

    private Route admitted(HttpRequest request, Route known) {
        Optional<Problem> refusal =
                callers.refusal(request).or(() -> draining.hasBegun() ? stopping(request) : Optional.empty());
        if (refusal.isEmpty()) {
            return known;
        }
        HttpResponse response =
                Responses.problem(refusal.get(), request.getUri().path());
        return completeWithFuture(exchange.bodies().discard(request).thenApply(done -> response));
    }

    /** Whoever only looks may go on looking; what begins here would not end here. */
    private static Optional<Problem> stopping(HttpRequest request) {
        boolean looks = request.method().value().equals("GET")
                && request.getHeader("Upgrade").isEmpty()
                && !FeedRoutes.isLive(request);
        return looks ? Optional.empty() : Optional.of(Problem.unavailable("The node stops and takes no new work."));
    }

    private HttpResponse late(HttpRequest request) {
        return Responses.problem(
                Problem.unavailable("The answer took too long."),
                request.getUri().path());
    }

    private ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder().matchAny(this::failed).build();
    }

    private Route failed(Throwable e) {
        return extractRequest(request -> complete(exchange.problem(e, request)));
    }

    private static RejectionHandler rejections() {
        return RejectionHandler.defaultHandler().mapRejectionResponse(HttpRoutes::asProblem);
    }

    private static HttpResponse asProblem(HttpResponse response) {
        HttpResponse document = Responses.problem(Problem.ofStatus(response.status(), ""), "");
        return response.getHeader("Allow").map(document::addHeader).orElse(document);
    }
}
