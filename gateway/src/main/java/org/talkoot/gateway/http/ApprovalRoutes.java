package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.RunId;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.Seen;
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
import org.talkoot.persistence.view.ApprovalSummary;
import org.talkoot.persistence.view.ApprovalViews.Filter;
import org.talkoot.persistence.view.RunSummary;

/** What runs ask people: to see all of it, to look at one, to say yes, no or something else. */
final class ApprovalRoutes extends AllDirectives {

    private static final String ALL = "/v1/approvals";
    private static final String ONE = "/v1/runs/{id}/approvals/{call}";
    private static final String OF_AGENT = "/v1/approvals/{conversation}/{agent}/{call}";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final Edge edge;
    private final HttpSettings settings;
    private final RequestHandling exchange;

    ApprovalRoutes(Edge edge, HttpSettings settings, RequestHandling exchange) {
        this.edge = edge;
        this.settings = settings;
        this.exchange = exchange;
    }

    /** For the path below {@code /v1}. */
    Route routes() {
        Route list = exchange.getting(ALL, this::list);
        return concat(
                path("approvals", () -> list),
                pathPrefix(PathMatchers.segment("approvals").slash(PathMatchers.segment()), this::ofConversation),
                pathPrefix(PathMatchers.segment("runs").slash(PathMatchers.segment()), this::ofRun));
    }

    private Route ofRun(String run) {
        return path(PathMatchers.segment("approvals").slash(PathMatchers.segment()), call -> one(run, call));
    }

    private Route one(String run, String call) {
        Route show = exchange.getting(ONE, request -> show(run, call, request));
        Route decide = exchange.posting(ONE, request -> decideInRun(run, call, request));
        return concat(show, decide);
    }

    private Route ofConversation(String conversation) {
        return path(
                PathMatchers.segment().slash(PathMatchers.segment()),
                (agent, call) -> ofAgent(conversation, agent, call));
    }

    private Route ofAgent(String conversation, String agent, String call) {
        return exchange.posting(
                OF_AGENT,
                request -> decide(
                        Requests.id(
                                agent,
                                "agent",
                                text -> AgentId.of(Access.of(request).conversation(conversation), text)),
                        call,
                        request));
    }

    private HttpResponse list(HttpRequest request) {
        Query query = request.getUri().query();
        int limit =
                query.get("limit").map(text -> Requests.limit(text, MAX_LIMIT)).orElse(DEFAULT_LIMIT);
        Access access = Access.of(request);
        Filter filter = new Filter(
                access.tenant(),
                query.get("role"),
                query.get("agent").map(Requests::agentType),
                query.get("conversation").map(access::conversation),
                query.get("older_than").map(Requests::age).map(Instant.now()::minus),
                query.get("after").map(Requests::position).orElse(0L));
        List<ApprovalSummary> found = edge.views().approvals(filter, limit);
        ObjectNode body = Json.object();
        ApprovalJson.list(body.putArray("approvals"), found);
        if (found.size() == limit) {
            body.put("next", Long.toString(found.getLast().sequence()));
        }
        return Responses.json(200, body);
    }

    private HttpResponse show(String id, String call, HttpRequest request) {
        RunId run = Requests.run(id);
        CallId asked = Requests.id(call, "call", CallId::new);
        RunSummary summary = DecisionRoutes.found(edge.views(), Access.of(request), run);
        Removed.check(edge.feeds(), summary.agent().conversation());
        return edge.views()
                .approval(summary, asked)
                .map(approval -> Responses.json(200, ApprovalJson.full(approval)))
                .orElseThrow(() -> new ProblemException(
                        Problem.notFound("Nobody is asked about '%s' of this run, or not any more.".formatted(call))));
    }

    private CompletionStage<HttpResponse> decide(AgentId agent, String call, HttpRequest request) {
        CallId id = Requests.id(call, "call", CallId::new);
        if (!edge.catalog().has(agent.type())) {
            throw new ProblemException(Problem.notFound("There is no agent '" + agent.type() + "'."));
        }
        return exchange.withJson(
                        request,
                        body -> edge.runtime()
                                .decide(
                                        agent,
                                        id,
                                        seen(null, body),
                                        decision(body),
                                        decider(Access.of(request), body),
                                        settings.askTimeout()))
                .thenCompose(DecisionRoutes::replied);
    }

    /** Whoever reads a feed knows runs and calls, and need not know which agent's they are. */
    private CompletionStage<HttpResponse> decideInRun(String id, String call, HttpRequest request) {
        RunId run = Requests.run(id);
        CallId asked = Requests.id(call, "call", CallId::new);
        return exchange.withJson(request, body -> {
                    Access access = Access.of(request);
                    Seen seen = seen(run, body);
                    HumanDecision decision = decision(body);
                    Caller by = decider(access, body);
                    return exchange.onThread(() -> DecisionRoutes.found(edge.views(), access, run))
                            .thenCompose(summary -> edge.runtime()
                                    .decide(summary.agent(), asked, seen, decision, by, settings.askTimeout()));
                })
                .thenCompose(DecisionRoutes::replied);
    }

    private static Caller decider(Access access, ObjectNode body) {
        return access.decider(Requests.optionalText(body, "by"));
    }

    /** What was looked at: the first version of the call, if nothing is said. */
    private static Seen seen(@Nullable RunId run, ObjectNode body) {
        return new Seen(
                run,
                Requests.optionalWhole(body, "version").orElse(0),
                Requests.optionalText(body, "digest").orElse(""));
    }

    private static HumanDecision decision(ObjectNode body) {
        String comment = Requests.optionalText(body, "comment").orElse("");
        if (comment.length() > HumanDecision.MAX_COMMENT) {
            throw new ProblemException(Problem.badRequest(
                    "comment-too-long", "A comment has at most %d characters.".formatted(HumanDecision.MAX_COMMENT)));
        }
        Optional<String> arguments = Requests.optionalText(body, "arguments");
        if (arguments.isPresent()) {
            return new HumanDecision.Edit(arguments.get(), comment);
        }
        return Requests.flag(body, "approve") ? new HumanDecision.Approve(comment) : new HumanDecision.Deny(comment);
    }
}
