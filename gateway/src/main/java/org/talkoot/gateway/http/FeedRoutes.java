package org.talkoot.gateway.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.talkoot.core.ConversationId;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.Removed;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.live.FeedFollower;
import org.talkoot.gateway.live.Frame;
import org.talkoot.gateway.live.LiveFeeds;
import org.talkoot.persistence.journal.JournalEntry;

/** The feed of a conversation: as pages of JSON, and as server-sent events that go on. */
final class FeedRoutes extends AllDirectives {

    private static final String ROUTE = "/v1/conversations/{id}/events";
    private static final ContentType EVENT_STREAM = MediaTypes.customWithFixedCharset(
                    "text", "event-stream", HttpCharsets.UTF_8, Map.of(), false)
            .toContentType();
    private static final String LATEST = "latest";
    private static final int DEFAULT_LIMIT = 200;
    private static final int CHUNK = 32_768;

    private final LiveFeeds feeds;
    private final RequestHandling exchange;

    FeedRoutes(LiveFeeds feeds, RequestHandling exchange) {
        this.feeds = feeds;
        this.exchange = exchange;
    }

    /** For the path below a conversation. */
    Route routes(String key) {
        Route feed = exchange.getting(ROUTE, request -> feed(key, request));
        return path("events", () -> feed);
    }

    private HttpResponse feed(String key, HttpRequest request) {
        Access access = Access.of(request);
        ConversationId conversation = access.conversation(key);
        Removed.check(feeds, conversation);
        Optional<String> from = request.getUri().query().get("from");
        if (isLive(request)) {
            Optional<String> last = request.getHeader("Last-Event-ID").map(HttpHeader::value);
            return stream(conversation, after(conversation, last.or(() -> from)), access.remaining(Instant.now()));
        }
        if (from.filter(LATEST::equals).isPresent()) {
            return Responses.json(200, Json.object().put("after", feeds.last(conversation)));
        }
        return page(conversation, after(conversation, from), limit(request));
    }

    private long after(ConversationId conversation, Optional<String> from) {
        return from.filter(LATEST::equals).isPresent()
                ? feeds.last(conversation)
                : from.map(Requests::position).orElse(0L);
    }

    static boolean isLive(HttpRequest request) {
        return request.getHeader("Accept")
                .map(accept -> accept.value().contains("text/event-stream"))
                .orElse(false);
    }

    private static int limit(HttpRequest request) {
        return request.getUri()
                .query()
                .get("limit")
                .map(text -> Requests.limit(text, LiveFeeds.MAX_PAGE))
                .orElse(DEFAULT_LIMIT);
    }

    private HttpResponse page(ConversationId conversation, long after, int limit) {
        List<JournalEntry> entries = feeds.page(conversation, after, limit);
        if (entries.isEmpty() && !feeds.exists(conversation)) {
            throw new ProblemException(Problem.notFound("There is no conversation '" + conversation.key() + "'."));
        }
        return Responses.json(200, Json.events(entries));
    }

    /**
     * A conversation that does not exist yet may be followed: its first event will come. Nobody follows for longer than
     * it is known who they are.
     */
    private HttpResponse stream(ConversationId conversation, long after, Optional<Duration> atMost) {
        FeedFollower follower = Following.open(feeds, conversation, after);
        Source<ByteString, NotUsed> all = Following.together(follower).mapConcat(FeedRoutes::chunks);
        Source<ByteString, NotUsed> bytes = atMost.map(all::takeWithin).orElse(all);
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .addHeader(RawHeader.create("X-Accel-Buffering", "no"))
                .withEntity(HttpEntities.createChunked(EVENT_STREAM, bytes));
    }

    /** As few as may be: each chunk is a way through the server and a call of the kernel. */
    private static List<ByteString> chunks(List<Frame> frames) {
        List<ByteString> chunks = new ArrayList<>(1);
        StringBuilder text = new StringBuilder();
        for (Frame frame : frames) {
            text.append(sse(frame));
            if (text.length() > CHUNK) {
                chunks.add(ByteString.fromString(text.toString()));
                text.setLength(0);
            }
        }
        if (!text.isEmpty()) {
            chunks.add(ByteString.fromString(text.toString()));
        }
        return chunks;
    }

    private static String sse(Frame frame) {
        return switch (frame) {
            case Frame.Event(JournalEntry entry) ->
                "id: %d\nevent: %s\ndata: %s\n\n".formatted(entry.position(), entry.type(), Json.event(entry));
            case Frame.Delta delta -> "event: delta\ndata: %s\n\n".formatted(Json.delta(delta));
            case Frame.DeltaRestart restart ->
                "event: delta-restart\ndata: %s\n\n".formatted(Json.deltaRestart(restart));
            case Frame.Heartbeat beat -> ": alive\n\n";
        };
    }
}
