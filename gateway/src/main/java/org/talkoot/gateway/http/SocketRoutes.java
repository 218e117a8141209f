package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.gateway.http.attachment.Attaching;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.Bodies;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.exchange.SocketProtocol;
import org.talkoot.gateway.http.port.Edge;
import org.talkoot.gateway.live.FeedFollower;
import org.talkoot.gateway.live.Frame;
import org.talkoot.persistence.journal.JournalEntry;

/**
 * A conversation over one WebSocket, both ways. Frames are JSON objects with a {@code type}: the client sends
 * {@code post} and {@code resume}, the server {@code accepted}, {@code event}, {@code delta}, {@code delta-restart} and
 * {@code problem}. A frame that cannot be understood is answered with a problem; the connection stays.
 */
final class SocketRoutes extends AllDirectives {

    private final Edge edge;
    private final HttpSettings settings;
    private final RequestHandling exchange;
    private final Attaching attaching;

    SocketRoutes(Edge edge, HttpSettings settings, RequestHandling exchange) {
        this.edge = edge;
        this.settings = settings;
        this.exchange = exchange;
        this.attaching = new Attaching(edge.attachments(), exchange);
    }

    /** For the path below a conversation. */
    Route routes(String key) {
        Route upgrade = extractRequest(request -> open(key, request));
        Route got = get(() -> upgrade);
        return path("socket", () -> got);
    }

    private Route open(String key, HttpRequest request) {
        try {
            Access access = Access.of(request);
            ConversationId conversation = access.conversation(key);
            long after =
                    request.getUri().query().get("from").map(Requests::position).orElse(0L);
            return extractWebSocketUpgrade(upgrade -> upgraded(upgrade, access, conversation, after));
        } catch (ProblemException e) {
            return complete(exchange.problem(e, request));
        }
    }

    private Route upgraded(WebSocketUpgrade upgrade, Access access, ConversationId conversation, long after) {
        FeedFollower follower = Following.open(edge.feeds(), conversation, after);
        Flow<Message, Message, NotUsed> flow = flow(access.caller(), conversation, follower);
        Flow<Message, Message, NotUsed> limited =
                access.remaining(Instant.now()).map(flow::takeWithin).orElse(flow);
        return complete(
                SocketProtocol.isOffered(upgrade)
                        ? upgrade.handleMessagesWith(limited, SocketProtocol.NAME)
                        : upgrade.handleMessagesWith(limited));
    }

    /** What comes in is handled one by one; what goes out is read only as fast as it is taken. */
    private Flow<Message, Message, NotUsed> flow(Caller caller, ConversationId conversation, FeedFollower follower) {
        Source<Message, NotUsed> live = Following.frames(follower)
                .filter(frame -> !(frame instanceof Frame.Heartbeat))
                .map(frame -> TextMessage.create(json(frame)));
        return Flow.<Message>create()
                .mapAsync(1, message -> receive(caller, conversation, follower, message))
                .map(reply -> (Message) TextMessage.create(reply.toString()))
                .merge(live, true);
    }

    private CompletionStage<ObjectNode> receive(
            Caller caller, ConversationId conversation, FeedFollower follower, Message message) {
        return frame(message, bytes -> handle(caller, conversation, follower, Json.parseObject(bytes)))
                .exceptionally(e -> Responses.document(
                                exchange.problemOf(e), "/v1/conversations/" + conversation.key() + "/socket")
                        .put("type", "problem"));
    }

    private CompletionStage<ObjectNode> frame(Message message, Function<byte[], CompletionStage<ObjectNode>> user) {
        if (!message.isText()) {
            return exchange.bodies()
                    .discard(message.asBinaryMessage())
                    .thenCompose(done -> Bodies.failed(Problem.badRequest("not-text", "A frame must be text.")));
        }
        return exchange.bodies().use(message.asTextMessage(), user);
    }

    private CompletionStage<ObjectNode> handle(
            Caller caller, ConversationId conversation, FeedFollower follower, ObjectNode frame) {
        String type = Requests.text(frame, "type");
        return switch (type) {
            case "post" -> post(caller, conversation, frame);
            case "resume" -> resume(follower, frame);
            default ->
                throw new ProblemException(
                        Problem.badRequest("unknown-frame", "There is no frame type '" + type + "'."));
        };
    }

    private CompletionStage<ObjectNode> post(Caller caller, ConversationId conversation, ObjectNode frame) {
        PostMessage message =
                MessageRoutes.message(caller, conversation, Requests.optionalText(frame, "idempotency_key"), frame);
        return attaching
                .attached(caller.tenant(), message, frame)
                .thenCompose(whole -> edge.runtime().post(conversation, whole, settings.askTimeout()))
                .thenApply(reply -> MessageRoutes.accepted(conversation, MessageRoutes.accepted(reply))
                        .put("type", "accepted"));
    }

    private static CompletionStage<ObjectNode> resume(FeedFollower follower, ObjectNode frame) {
        long after = Requests.position(frame.path("from").asText());
        follower.resumeAfter(after);
        return CompletableFuture.completedFuture(
                Json.object().put("type", "resumed").put("from", after));
    }

    private static String json(Frame frame) {
        return switch (frame) {
            case Frame.Event(JournalEntry entry) -> "{\"type\":\"event\",\"event\":" + Json.event(entry) + "}";
            case Frame.Delta delta -> Json.delta(delta).put("type", "delta").toString();
            case Frame.DeltaRestart restart -> Json.deltaRestart(restart).toString();
            case Frame.Heartbeat beat -> throw new IllegalStateException("filtered before");
        };
    }
}
