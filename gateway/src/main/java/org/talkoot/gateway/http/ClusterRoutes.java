package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.gateway.cluster.ClusterReport;
import org.talkoot.gateway.cluster.ClusterView;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Responses;

/** How the cluster is, from any node. What is not known is null. */
final class ClusterRoutes extends AllDirectives {

    private static final String CLUSTER = "/v1/cluster";

    private final ClusterView cluster;
    private final RequestHandling exchange;

    ClusterRoutes(ClusterView cluster, RequestHandling exchange) {
        this.cluster = cluster;
        this.exchange = exchange;
    }

    /** For the path below {@code /v1}. */
    Route routes() {
        Route asked = exchange.handle(CLUSTER, this::now);
        Route getting = get(() -> asked);
        return path("cluster", () -> getting);
    }

    private CompletionStage<HttpResponse> now(HttpRequest request) {
        Access unused = Access.of(request).requireAdmin();
        return cluster.now().thenApply(report -> Responses.json(200, json(report)));
    }

    private static ObjectNode json(ClusterReport report) {
        ObjectNode json = Json.object();
        ArrayNode members = json.putArray("members");
        report.members().forEach(member -> members.add(member(member)));
        json.put("leader", report.leader().orElse(null));
        report.lease().ifPresentOrElse(lease -> json.set("lease", lease(lease)), () -> json.putNull("lease"));
        ArrayNode followers = json.putArray("followers");
        report.followers().forEach(follower -> followers.add(follower(follower)));
        return json;
    }

    private static ObjectNode member(ClusterReport.Member member) {
        ObjectNode json = Json.object()
                .put("node", member.node())
                .put("http", member.http().orElse(null));
        put(json, "pid", member.pid());
        json.put("status", member.status());
        ArrayNode roles = json.putArray("roles");
        member.roles().forEach(roles::add);
        OptionalInt shards = member.shards();
        put(json, "shards", shards.isPresent() ? OptionalLong.of(shards.getAsInt()) : OptionalLong.empty());
        return json;
    }

    private static ObjectNode lease(ClusterReport.Lease lease) {
        ObjectNode json = Json.object()
                .put("cluster", lease.cluster())
                .put("formed_at", lease.formedAt().toString());
        ArrayNode holders = json.putArray("holders");
        lease.holders()
                .forEach(holder -> holders.addObject()
                        .put("node", holder.node())
                        .put("until", holder.until().toString()));
        return json;
    }

    private static ObjectNode follower(ClusterReport.Follower follower) {
        Optional<String> node = follower.node();
        ObjectNode json = Json.object().put("name", follower.name()).put("node", node.orElse(null));
        put(json, "lag", follower.lag());
        return json;
    }

    private static void put(ObjectNode json, String name, OptionalLong value) {
        if (value.isPresent()) {
            json.put(name, value.getAsLong());
        } else {
            json.putNull(name);
        }
    }
}
