package org.talkoot.gateway.http.memory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.agents.entity.ShardedMemories;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.core.Hash;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.memory.Fact;
import org.talkoot.core.memory.MemoryCommand;
import org.talkoot.core.memory.Owner;
import org.talkoot.core.memory.Subject;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.Edge;

/**
 * What is known of the caller, to look at and to erase; of anybody else for those who run the system. For others,
 * nobody else has a memory.
 */
public final class MemoryRoutes extends AllDirectives {

    private static final String ALL = "/v1/memory";
    private static final String ONE = "/v1/memory/{subject}";
    private static final int DIGITS = 24;

    private final ShardedMemories memories;
    private final HttpSettings settings;
    private final RequestHandling exchange;

    public MemoryRoutes(Edge edge, HttpSettings settings, RequestHandling exchange) {
        this.memories = edge.memories();
        this.settings = settings;
        this.exchange = exchange;
    }

    /** For the path below {@code /v1}. */
    public Route routes() {
        Route handled = exchange.handle(ALL, this::show);
        Route shown = get(() -> handled);
        Route erased = exchange.deleting(ALL, this::forgetAll);
        Route all = pathEnd(() -> concat(shown, erased));
        Route one =
                path(PathMatchers.segment(), subject -> exchange.deleting(ONE, request -> forget(subject, request)));
        return pathPrefix("memory", () -> concat(all, one));
    }

    private CompletionStage<HttpResponse> show(HttpRequest request) {
        return memories.known(owner(request), settings.askTimeout())
                .thenApply(known -> Responses.json(200, json(known)));
    }

    private CompletionStage<HttpResponse> forget(String text, HttpRequest request) {
        Subject subject = Requests.id(text, "subject", Subject::of);
        return told(request, new MemoryCommand.Forget(key(request), subject, Instant.now()));
    }

    private CompletionStage<HttpResponse> forgetAll(HttpRequest request) {
        return told(request, new MemoryCommand.ForgetAll(key(request), Instant.now()));
    }

    private CompletionStage<HttpResponse> told(HttpRequest request, MemoryCommand command) {
        return memories.tell(owner(request), command, settings.askTimeout()).thenApply(reply -> switch (reply) {
            case DecisionReply.Accepted accepted ->
                Responses.json(200, Json.object().put("accepted", true));
            case DecisionReply.Refused refused -> throw new ProblemException(Problem.of(refused.rejection()));
        });
    }

    /** A repeat under the same key forgets nothing that was remembered since. */
    private static IdempotencyKey key(HttpRequest request) {
        String given =
                request.getHeader("Idempotency-Key").map(HttpHeader::value).orElseGet(Requests::randomKey);
        return new IdempotencyKey(Hash.of("http|" + given, DIGITS));
    }

    private static Owner owner(HttpRequest request) {
        Access access = Access.of(request);
        Query query = request.getUri().query();
        Optional<String> user = query.get("user");
        Optional<String> agent = query.get("agent");
        boolean shared = query.get("shared").filter("true"::equals).isPresent();
        if (user.stream().count() + agent.stream().count() + (shared ? 1 : 0) > 1) {
            throw new ProblemException(
                    Problem.badRequest("bad-owner", "One memory is that of a 'user', of an 'agent', or 'shared'."));
        }
        if (agent.isPresent()) {
            return new Owner.Agent(asAdmin(access).tenant(), Requests.agentType(agent.get()));
        }
        if (shared) {
            return new Owner.Tenant(asAdmin(access).tenant());
        }
        return ofUser(access, user);
    }

    private static Owner ofUser(Access access, Optional<String> user) {
        String own = access.caller().user();
        if (user.isEmpty() && own.isEmpty()) {
            throw new ProblemException(Problem.badRequest(
                    "nobody-known",
                    "Nobody knows who asks; say whose memory it is, with 'user', 'agent' or 'shared'."));
        }
        String name = user.orElse(own);
        Access allowed = name.equals(own) ? access : asAdmin(access);
        return Requests.id(name, "user", text -> new Owner.User(allowed.tenant(), text));
    }

    private static Access asAdmin(Access access) {
        if (!access.mayAdminister()) {
            throw new ProblemException(Problem.notFound("There is no such memory."));
        }
        return access;
    }

    private static ObjectNode json(List<Fact> known) {
        ObjectNode body = Json.object();
        ArrayNode facts = body.putArray("facts");
        for (Fact fact : known) {
            ObjectNode json = facts.addObject()
                    .put("subject", fact.subject().value())
                    .put("text", fact.text())
                    .put("conversation_id", fact.source().conversation().key())
                    .put("run_id", fact.source().run().value())
                    .put("call_id", fact.source().call().value())
                    .put("at", fact.at().toString());
            Instant expires = fact.expires();
            if (expires != null) {
                json.put("expires_at", expires.toString());
            }
        }
        return body;
    }
}
