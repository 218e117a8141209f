package org.talkoot.gateway.http;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.agents.reply.HeardReply;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.Removed;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.graph.GraphText;
import org.talkoot.gateway.http.graph.RunGraph;
import org.talkoot.gateway.http.graph.RunGraphs;
import org.talkoot.gateway.http.port.Edge;
import org.talkoot.gateway.http.shown.ApprovalJson;
import org.talkoot.gateway.http.shown.ModelCallList;
import org.talkoot.gateway.http.shown.RunAnswers;
import org.talkoot.gateway.http.shown.RunJson;
import org.talkoot.gateway.http.shown.ShownSigns;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.view.ConversationSummary;
import org.talkoot.persistence.view.ConversationViews.Cursor;
import org.talkoot.persistence.view.RunSummary;
import org.talkoot.persistence.view.remote.SentCall;

/** What can be looked at: conversations, runs, agents, usage. */
final class ViewRoutes extends AllDirectives {

    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_CALLS = 50;
    private static final int MAX_CALLS = 200;
    private static final int USAGE_DAYS = 30;
    private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Edge edge;
    private final RequestHandling exchange;
    private final RunAnswers answers;
    private final RunGraphs graphs;

    ViewRoutes(Edge edge, RequestHandling exchange) {
        this.edge = edge;
        this.exchange = exchange;
        this.answers = new RunAnswers(edge.feeds(), edge.views());
        this.graphs = new RunGraphs(edge.feeds(), edge.views());
    }

    /** For the path below {@code /v1}. */
    Route routes() {
        Route list = exchange.getting("/v1/conversations", this::list);
        Route agents = exchange.getting("/v1/agents", this::agents);
        Route usage = exchange.getting("/v1/usage", this::usage);
        return concat(
                path("conversations", () -> list),
                path("agents", () -> agents),
                path("usage", () -> usage),
                path(PathMatchers.segment("runs").slash(PathMatchers.segment()), this::runRoute),
                path(
                        PathMatchers.segment("runs")
                                .slash(PathMatchers.segment())
                                .slash(PathMatchers.segment("values"))
                                .slash(PathMatchers.segment()),
                        this::valueRoute),
                path(
                        PathMatchers.segment("runs")
                                .slash(PathMatchers.segment())
                                .slash(PathMatchers.segment("model-calls")),
                        this::modelCallsRoute),
                path(
                        PathMatchers.segment("runs")
                                .slash(PathMatchers.segment())
                                .slash(PathMatchers.segment("graph")),
                        this::graphRoute),
                path(PathMatchers.segment("contents").slash(PathMatchers.segment()), this::contentRoute));
    }

    /** For the path of a conversation itself. */
    Route conversation(String key) {
        Route find = exchange.getting("/v1/conversations/{id}", request -> find(key, request));
        return pathEnd(() -> find);
    }

    private Route contentRoute(String hash) {
        return exchange.getting("/v1/contents/{hash}", request -> content(hash));
    }

    /** What a hash stands for never changes. */
    private HttpResponse content(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new ProblemException(
                    Problem.badRequest("bad-hash", "A hash has 43 characters of A-Z, a-z, 0-9, _ and -."));
        }
        return edge.feeds()
                .content(hash)
                .map(json -> HttpResponse.create()
                        .addHeader(RawHeader.create("Cache-Control", "private, max-age=31536000, immutable"))
                        .withEntity(ContentTypes.APPLICATION_JSON, json))
                .orElseThrow(() -> new ProblemException(Problem.notFound("There is no content '" + hash + "'.")));
    }

    private Route runRoute(String id) {
        return exchange.getting("/v1/runs/{id}", request -> run(id, request));
    }

    private Route valueRoute(String id, String name) {
        return exchange.getting("/v1/runs/{id}/values/{name}", request -> value(id, name, request));
    }

    /** The value itself, as it was shown last. */
    private HttpResponse value(String id, String name, HttpRequest request) {
        RunSummary summary = DecisionRoutes.found(edge.views(), Access.of(request), Requests.run(id));
        Removed.check(edge.feeds(), summary.agent().conversation());
        return signs(summary)
                .value(name)
                .map(value -> HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, value))
                .orElseThrow(() ->
                        new ProblemException(Problem.notFound("Run '%s' shows nothing as '%s'.".formatted(id, name))));
    }

    private ShownSigns signs(RunSummary summary) {
        return new ShownSigns(
                edge.feeds(), edge.views().codec(), summary, edge.views().signs(summary));
    }

    private Route graphRoute(String id) {
        return exchange.getting("/v1/runs/{id}/graph", request -> graph(id, request));
    }

    /** As JSON, or in the words of Mermaid. */
    private HttpResponse graph(String id, HttpRequest request) {
        RunSummary summary = DecisionRoutes.found(edge.views(), Access.of(request), Requests.run(id));
        Removed.check(edge.feeds(), summary.agent().conversation());
        Instant now = Instant.now();
        RunGraph graph = graphs.of(summary);
        return switch (request.getUri().query().get("format").orElse("json")) {
            case "json" -> Responses.json(200, RunJson.of(graph, now));
            case "mermaid" -> HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, GraphText.of(graph, now));
            default ->
                throw new ProblemException(Problem.badRequest("bad-format", "A graph comes as json or as mermaid."));
        };
    }

    private Route modelCallsRoute(String id) {
        return exchange.getting("/v1/runs/{id}/model-calls", request -> modelCalls(id, request));
    }

    /** Whoever may read the feed may read what models were told: it is in there, in pieces. */
    private HttpResponse modelCalls(String id, HttpRequest request) {
        RunSummary summary = DecisionRoutes.found(edge.views(), Access.of(request), Requests.run(id));
        Removed.check(edge.feeds(), summary.agent().conversation());
        Query query = request.getUri().query();
        ModelCallList list = new ModelCallList(
                edge.views().codec(),
                summary.run(),
                query.get("after").map(Requests::position).orElse(0L),
                query.get("limit").map(text -> Requests.limit(text, MAX_CALLS)).orElse(DEFAULT_CALLS));
        List<JournalEntry> page = edge.feeds().pageOf(summary.agent(), list.types(), 1);
        while (!page.isEmpty()) {
            list.append(page);
            page = list.isComplete()
                    ? List.of()
                    : edge.feeds()
                            .pageOf(
                                    summary.agent(),
                                    list.types(),
                                    page.getLast().seqNr() + 1);
        }
        return Responses.json(200, list.json());
    }

    private HttpResponse find(String key, HttpRequest request) {
        ConversationId conversation = Access.of(request).conversation(key);
        Removed.check(edge.feeds(), conversation);
        return edge.views()
                .conversation(conversation)
                .map(summary -> Responses.json(
                        200, ApprovalJson.waiting(json(summary), edge.views().waitingFor(conversation))))
                .orElseThrow(() -> new ProblemException(Problem.notFound("There is no conversation '" + key + "'.")));
    }

    private HttpResponse list(HttpRequest request) {
        int limit = request.getUri()
                .query()
                .get("limit")
                .map(text -> Requests.limit(text, MAX_LIMIT))
                .orElse(DEFAULT_LIMIT);
        Cursor before = request.getUri()
                .query()
                .get("before")
                .map(Requests::cursor)
                .orElse(new Cursor(Instant.now().plusSeconds(60), ""));
        ObjectNode body = Json.object();
        ArrayNode conversations = body.putArray("conversations");
        List<ConversationSummary> found = edge.views().list(Access.of(request).tenant(), limit, before);
        found.forEach(summary -> conversations.add(json(summary)));
        if (found.size() == limit) {
            body.put("next", Cursor.after(found.getLast()).toString());
        }
        return Responses.json(200, body);
    }

    private static ObjectNode json(ConversationSummary summary) {
        ObjectNode json = Json.object()
                .put("conversation_id", summary.id().key())
                .put("messages", summary.messages())
                .put("last_activity", summary.lastActivity().toString());
        if (!summary.attributes().isEmpty()) {
            ObjectNode attributes = json.putObject("attributes");
            summary.attributes().values().forEach(attributes::put);
        }
        summary.owner().map(AgentType::value).ifPresent(owner -> json.put("owner", owner));
        summary.openRun().map(RunId::value).ifPresent(run -> json.put("open_run_id", run));
        summary.lastOutcome()
                .ifPresent(outcome -> json.put(
                        "last_outcome",
                        switch (outcome) {
                            case ANSWERED -> "answered";
                            case FAILED -> "failed";
                        }));
        return json;
    }

    private HttpResponse agents(HttpRequest request) {
        ObjectNode body = Json.object();
        ArrayNode agents = body.putArray("agents");
        edge.catalog().all().forEach(agent -> {
            ObjectNode json = agents.addObject()
                    .put("name", agent.type().value())
                    .put("description", agent.description())
                    .put("default", agent.type().equals(edge.catalog().first()));
            agent.input().ifPresent(type -> json.putRawValue("input_schema", new RawValue(type.schema())));
        });
        return Responses.json(200, body);
    }

    private HttpResponse run(String id, HttpRequest request) {
        RunId run = Requests.run(id);
        return edge.views()
                .run(Access.of(request).tenant(), run)
                .map(summary -> Responses.json(200, answered(summary)))
                .orElseThrow(() -> new ProblemException(Problem.notFound("There is no run '" + id + "'.")));
    }

    private ObjectNode answered(RunSummary summary) {
        ObjectNode json = RunJson.of(summary);
        if (!summary.status().hasEnded()) {
            away(summary, json);
        }
        signs(summary).show(json);
        answers.model(summary.agent().conversation(), summary).ifPresent(model -> json.put("model", model.value()));
        answers.answer(summary).ifPresent(answer -> {
            ObjectNode shown = json.putObject("answer").put("text", answer.text());
            Json.putAnswerData(shown, answer.text(), answer.dataType());
        });
        return summary.status() instanceof RunSummary.Status.WaitingForPerson
                ? ApprovalJson.waiting(json, edge.views().waitingFor(summary))
                : json;
    }

    private void away(RunSummary summary, ObjectNode json) {
        List<SentCall> sent = edge.views().sent(summary.agent().conversation().tenant(), summary.run());
        if (sent.isEmpty()) {
            return;
        }
        Map<CallId, Instant> heard =
                sent.stream().anyMatch(call -> call.lease().isPresent()) ? heard(summary) : Map.of();
        ArrayNode calls = json.putArray("remote_calls");
        for (SentCall call : sent) {
            ObjectNode one = json(call);
            Optional.ofNullable(heard.get(call.call())).ifPresent(at -> one.put("heard_at", at.toString()));
            calls.add(one);
        }
    }

    /** As far as the node knows that has the agent; none, when it does not say so in a moment. */
    private Map<CallId, Instant> heard(RunSummary summary) {
        return edge.runtime()
                .heard(summary.agent(), summary.run(), MOMENT)
                .thenApply(reply -> reply.calls().stream().collect(toMap(HeardReply.Heard::call, HeardReply.Heard::at)))
                .exceptionally(e -> Map.of())
                .toCompletableFuture()
                .join();
    }

    private static ObjectNode json(SentCall call) {
        ObjectNode json = Json.object()
                .put("call_id", call.call().value())
                .put("tool", call.tool())
                .put("attempt", call.attempt())
                .put("since", call.since().toString())
                .put("sent_at", call.sentAt().toString())
                .put("until", call.until().toString());
        call.lease().ifPresent(lease -> json.put("lease_seconds", lease.toMillis() / 1_000.0));
        return json;
    }

    private HttpResponse usage(HttpRequest request) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        ObjectNode body = Json.object();
        ArrayNode lines = body.putArray("usage");
        edge.views()
                .usage()
                .ofTenant(Access.of(request).tenant(), today.minusDays(USAGE_DAYS), today)
                .forEach(line -> lines.add(RunJson.tokens(line.usage())
                        .put("agent", line.agent().value())
                        .put("model", line.model().value())
                        .put("model_calls", line.calls())));
        return Responses.json(200, body);
    }
}
