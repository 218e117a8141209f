package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.guard.TypedInput;
import org.talkoot.core.guard.Verdict;
import org.talkoot.gateway.http.attachment.Attaching;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.Edge;
import org.talkoot.persistence.view.ConversationSummary;
import org.talkoot.persistence.view.ConversationViews;

/**
 * Runs that are started by the name of their agent, one or many at once. Each shows in a conversation of its own, which
 * is named after it, so that it is followed, answered, cancelled, redriven and removed as any other.
 */
final class StartRoutes extends AllDirectives {

    /** Runs that one request may start. */
    static final int MOST = 1_000;

    /** How many of them are written at a time. */
    private static final int AT_ONCE = 64;

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final String RUNS = "/v1/agents/{name}/runs";
    private static final String BATCHES = "/v1/agents/{name}/batches";
    private static final String BATCH = "/v1/agents/{name}/batches/{key}";

    private final Edge edge;
    private final HttpSettings settings;
    private final RequestHandling exchange;
    private final MessageRoutes messages;
    private final Attaching attaching;

    StartRoutes(Edge edge, HttpSettings settings, RequestHandling exchange, MessageRoutes messages) {
        this.edge = edge;
        this.settings = settings;
        this.exchange = exchange;
        this.messages = messages;
        this.attaching = new Attaching(edge.attachments(), exchange);
    }

    /** For the path below {@code /v1}. */
    Route routes() {
        return pathPrefix(
                PathMatchers.segment("agents").slash(PathMatchers.segment()),
                name -> concat(
                        path("runs", () -> exchange.posting(RUNS, request -> start(name, request))),
                        path("batches", () -> exchange.posting(BATCHES, request -> startMany(name, request))),
                        path(
                                PathMatchers.segment("batches").slash(PathMatchers.segment()),
                                key -> exchange.getting(BATCH, request -> batch(name, key, request)))));
    }

    private CompletionStage<HttpResponse> start(String name, HttpRequest request) {
        Access access = Access.of(request);
        AgentDefinition agent = known(name);
        return exchange.withJson(request, body -> {
                    Start start = Start.of(body, access, agent, key(request, body));
                    return attaching
                            .attached(access.tenant(), start.message(), body)
                            .thenCompose(message ->
                                    messages.begin(start.conversation(), message, messages.patience(request)));
                })
                .thenCompose(MessageRoutes.Begun::response);
    }

    private AgentDefinition known(String name) {
        AgentType type = Requests.agentType(name);
        return edge.catalog()
                .find(type)
                .filter(agent -> edge.catalog().isOpen(type))
                .orElseThrow(() -> new ProblemException(missing(type)));
    }

    private Problem missing(AgentType type) {
        return edge.runtime().isElsewhere(type)
                ? Problem.unavailable("The agent '%s' is not on this node yet; try again.".formatted(type.value()))
                : Problem.notFound("There is no agent '" + type.value() + "'.");
    }

    /** What its caller calls it; where he says nothing, it is called by chance, and a repeat is another one. */
    private static String key(HttpRequest request, ObjectNode body) {
        Optional<String> said = Requests.optionalText(body, "key");
        Optional<String> header = request.getHeader("Idempotency-Key").map(HttpHeader::value);
        if (said.isPresent() && header.isPresent() && !said.equals(header)) {
            throw new ProblemException(Problem.badRequest(
                    "two-keys", "The body has the key '%s' and the header another.".formatted(said.get())));
        }
        return said.or(() -> header).orElseGet(Requests::randomKey);
    }

    /** A run that is to begin, checked as far as its request goes. */
    private record Start(String key, ConversationId conversation, PostMessage message, List<Attaching.Named> named) {

        private static final Optional<String> THE_FIRST = Optional.of("start");

        static Start of(ObjectNode body, Access access, AgentDefinition agent, String key) {
            return in(
                    Requests.id(key, "run", text -> ConversationId.ofRun(access.tenant(), agent.type(), text)),
                    body,
                    access,
                    agent,
                    key);
        }

        static Start ofBatch(ObjectNode body, Access access, AgentDefinition agent, String batch, String key) {
            return in(
                    Requests.id(key, "run", text -> ConversationId.ofBatch(access.tenant(), agent.type(), batch, text)),
                    body,
                    access,
                    agent,
                    key);
        }

        private static Start in(
                ConversationId conversation, ObjectNode body, Access access, AgentDefinition agent, String key) {
            MessageId id = Requests.messageId(conversation, THE_FIRST);
            return new Start(
                    key,
                    conversation,
                    new PostMessage(id, agent.type(), input(body, agent), Instant.now())
                            .knowing(Requests.attributes(body))
                            .by(access.caller()),
                    Attaching.named(body));
        }

        /** With what its body refers to; that is kept until the run is in the journal. */
        Start holding(TenantId tenant, Attaching attaching) {
            return new Start(key, conversation, attaching.attached(tenant, message, named), named);
        }

        private static String input(ObjectNode body, AgentDefinition agent) {
            String text = text(body);
            if (agent.input().map(type -> new TypedInput(type).check(text)).orElseGet(Verdict::pass)
                    instanceof Verdict.Block(String reason)) {
                throw new ProblemException(Problem.of(
                        422, "unfit-input", "The agent takes something else", "The input does not fit: " + reason));
            }
            return text;
        }

        private static String text(ObjectNode body) {
            JsonNode input = body.path("input");
            if (!input.isMissingNode() && !input.isNull()) {
                return input.isTextual() ? input.asText() : Json.string(input);
            }
            if (Attaching.isAny(body)) {
                return "";
            }
            throw new ProblemException(Problem.badRequest("missing-field", "The field 'input' is missing."));
        }

        RunId run() {
            return RunId.of(message.message(), 1);
        }

        ObjectNode json() {
            return Json.object()
                    .put("key", key)
                    .put("run_id", run().value())
                    .put("conversation_id", conversation.key());
        }
    }

    private CompletionStage<HttpResponse> startMany(String name, HttpRequest request) {
        Access access = Access.of(request);
        AgentDefinition agent = known(name);
        return exchange.withJson(request, body -> {
            String batch = key(request, body);
            List<Start> starts = starts(body, access, agent, batch);
            return postAll(access.tenant(), starts).thenApply(repeats -> {
                ObjectNode json = Json.object()
                        .put("agent", agent.type().value())
                        .put("key", batch)
                        .put("total", starts.size())
                        .put("repeats", repeats);
                ArrayNode runs = json.putArray("runs");
                starts.forEach(start -> runs.add(start.json()));
                return Responses.json(202, json);
            });
        });
    }

    /** Nothing is begun when one of them is unfit: the caller would not know which. */
    private static List<Start> starts(ObjectNode body, Access access, AgentDefinition agent, String batch) {
        JsonNode inputs = body.path("runs");
        if (!inputs.isArray() || inputs.isEmpty() || inputs.size() > MOST) {
            throw new ProblemException(Problem.badRequest(
                    "bad-runs", "The field 'runs' is a list of 1 to %d objects with an 'input' each.".formatted(MOST)));
        }
        List<Start> starts = new ArrayList<>(inputs.size());
        Set<String> keys = new HashSet<>();
        for (JsonNode input : inputs) {
            String number = String.valueOf(starts.size() + 1);
            if (!(input instanceof ObjectNode one)) {
                throw new ProblemException(
                        Problem.badRequest("bad-runs", "Number %s of 'runs' is no object.".formatted(number)));
            }
            Start start = numbered(
                    number,
                    () -> Start.ofBatch(
                            one,
                            access,
                            agent,
                            batch,
                            Requests.optionalText(one, "key").orElse(number)));
            if (!keys.add(start.key())) {
                throw new ProblemException(Problem.badRequest(
                        "same-key-twice", "Two of 'runs' have the key '%s'.".formatted(start.key())));
            }
            starts.add(start);
        }
        return starts;
    }

    private static Start numbered(String number, Supplier<Start> start) {
        try {
            return start.get();
        } catch (ProblemException e) {
            Problem why = e.problem();
            throw new ProblemException(Problem.of(
                    why.status(), why.code(), why.title(), "Number %s of 'runs': %s".formatted(number, why.detail())));
        }
    }

    /** So many at a time; how many had been started before. None, if one refers to what is not there. */
    private CompletionStage<Integer> postAll(TenantId tenant, List<Start> starts) {
        return exchange.onThread(() -> {
            List<Start> holding = new ArrayList<>(starts.size());
            for (Start start : starts) {
                String number = String.valueOf(holding.size() + 1);
                holding.add(numbered(number, () -> start.holding(tenant, attaching)));
            }
            Semaphore room = new Semaphore(AT_ONCE);
            List<CompletableFuture<PostReply>> replies = new ArrayList<>(holding.size());
            for (Start start : holding) {
                room.acquireUninterruptibly();
                replies.add(edge.runtime()
                        .post(start.conversation(), start.message(), settings.askTimeout())
                        .whenComplete((reply, trouble) -> room.release())
                        .toCompletableFuture());
            }
            return (int) replies.stream()
                    .map(CompletableFuture::join)
                    .map(MessageRoutes::accepted)
                    .filter(PostReply.Accepted::repeat)
                    .count();
        });
    }

    private HttpResponse batch(String name, String key, HttpRequest request) {
        Access access = Access.of(request);
        String batch = ConversationId.batchName(Requests.agentType(name), key);
        ConversationViews.Progress progress = edge.views().progress(access.tenant(), batch);
        if (progress.total() == 0) {
            throw new ProblemException(
                    Problem.notFound("There is no batch '%s' of the agent '%s'.".formatted(key, name)));
        }
        int limit = request.getUri()
                .query()
                .get("limit")
                .map(text -> Requests.limit(text, MAX_LIMIT))
                .orElse(DEFAULT_LIMIT);
        String after = request.getUri().query().get("after").orElse("");
        List<ConversationSummary> page = edge.views().conversations().ofBatch(access.tenant(), batch, after, limit);
        ObjectNode json = Json.object()
                .put("agent", name)
                .put("key", key)
                .put("total", progress.total())
                .put("open", progress.open())
                .put("answered", progress.answered())
                .put("failed", progress.failed());
        ArrayNode runs = json.putArray("runs");
        page.forEach(summary -> runs.add(json(summary)));
        if (page.size() == limit) {
            json.put("next", page.getLast().id().key());
        }
        return Responses.json(200, json);
    }

    private static ObjectNode json(ConversationSummary summary) {
        ConversationId conversation = summary.id();
        return Json.object()
                .put("key", conversation.nameOfRun())
                .put(
                        "run_id",
                        RunId.of(Requests.messageId(conversation, Start.THE_FIRST), 1)
                                .value())
                .put("conversation_id", conversation.key())
                .put(
                        "status",
                        summary.openRun().isPresent()
                                ? "open"
                                : summary.lastOutcome()
                                        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                                        .orElse("open"));
    }
}
