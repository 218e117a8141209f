package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.talkoot.client.Message.Attachment;

/**
 * One conversation. It exists from its first message on; there is nothing to open. Holds nothing, so it may be made as
 * often as one likes. Thread-safe; blocks.
 */
public final class Conversation {

    /** How long one request waits for a turn; a node takes two minutes unless told otherwise. */
    private static final Duration ONE_WAIT = Duration.ofSeconds(20);

    private final Wire wire;
    private final String id;
    private final String path;

    Conversation(Wire wire, String id) {
        this.wire = wire;
        this.id = id;
        this.path = "/v1/conversations/" + Wire.encoded(id);
    }

    public String id() {
        return id;
    }

    /** Says something, and waits for the answer. */
    public Answer ask(String text, Duration atMost) {
        return ask(Message.of(text), atMost);
    }

    /**
     * Says something, and waits for the answer, whatever becomes of the node meanwhile: the request is repeated with
     * the key of the message, which is accepted and answered once.
     *
     * @throws TalkootException.TurnFailed when the turn ended without an answer
     * @throws TalkootException.StillRunning when it has not ended by then; the same call goes on waiting
     */
    public Answer ask(Message message, Duration atMost) {
        return whenAnswered(id, atMost, wait -> post(message, "?wait=" + wait.toMillis() + "ms", wait));
    }

    /** Asks again and again, each time for as long as one request may wait, until there is an answer. */
    static Answer whenAnswered(String what, Duration atMost, Function<Duration, Wire.Reply> ask) {
        long until = System.nanoTime() + atMost.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(until - System.nanoTime());
            if (left.isNegative() || left.toMillis() == 0) {
                throw new TalkootException.StillRunning(
                        "no answer in %s within %s; the turn goes on".formatted(what, atMost));
            }
            Wire.Reply reply = ask.apply(left.compareTo(ONE_WAIT) < 0 ? left : ONE_WAIT);
            if (reply.status() == 200) {
                return answer(reply.body());
            }
        }
    }

    /**
     * The same, with the answer piece by piece while it is written. {@code pieces} is called by the thread that asked;
     * an empty text says that what came so far is void.
     */
    public Answer ask(Message message, Duration atMost, Consumer<String> pieces) {
        Feed feed = feed(position());
        Future<?> over = wire.after(atMost, feed::close);
        try (feed) {
            feed.connect(); // before anything is written that is to be heard
            follow(feed, say(message), pieces);
        } finally {
            over.cancel(false);
        }
        return ask(message, ONE_WAIT);
    }

    /** Until the turn has ended, or the feed was closed. */
    private static void follow(Feed feed, Accepted accepted, Consumer<String> pieces) {
        for (Optional<FeedItem> item = feed.next(); item.isPresent(); item = feed.next()) {
            switch (item.get()) {
                case FeedItem.Piece piece when accepted.isOfTurn(piece.run()) -> pieces.accept(piece.text());
                case FeedItem.Anew anew when accepted.isOfTurn(anew.run()) -> pieces.accept("");
                case FeedItem.Resumed resumed -> pieces.accept("");
                case FeedItem.Event event
                when ends(event, accepted) -> {
                    return;
                }
                case FeedItem.Piece piece -> {} // of another turn, or of somebody who works for this one
                case FeedItem.Anew anew -> {}
                case FeedItem.Event event -> {}
            }
        }
        throw new TalkootException.StillRunning(
                "no answer in %s so far; the turn goes on".formatted(accepted.conversation()));
    }

    private static boolean ends(FeedItem.Event event, Accepted accepted) {
        return switch (event.type()) {
            case "conversation.answer-posted", "conversation.turn-failed", "conversation.turn-abandoned" ->
                accepted.isOfTurn(event.data().path("run").asText());
            default -> false;
        };
    }

    /** Says something. When this returns it is stored, and going to be answered. */
    public Accepted say(String text) {
        return say(Message.of(text));
    }

    /**
     * Says something. When this returns it is stored, and going to be answered; a repeat with the same key changes
     * nothing.
     */
    public Accepted say(Message message) {
        JsonNode body = post(message, "", Duration.ZERO).body();
        return new Accepted(
                id, body.path("message_id").asText(), body.path("run_id").asText());
    }

    private Wire.Reply post(Message message, String query, Duration waits) {
        ObjectNode body = Json.object().put("text", message.text());
        message.agent().ifPresent(agent -> body.put("agent", agent));
        if (!message.attachments().isEmpty()) {
            ArrayNode all = body.putArray("attachments");
            message.attachments().forEach(attachment -> all.add(attachment.json()));
        }
        if (!message.attributes().isEmpty()) {
            message.attributes().forEach(body.putObject("attributes")::put);
        }
        return wire.post(
                path + "/messages" + query,
                body,
                Map.of("Idempotency-Key", message.key()),
                wire.settings().timeout().plus(waits));
    }

    private static Answer answer(JsonNode body) {
        if (body.has("failure")) {
            JsonNode failure = body.get("failure");
            throw new TalkootException.TurnFailed(
                    failure.path("code").asText(), failure.path("detail").asText());
        }
        JsonNode answer = body.path("answer");
        return new Answer(
                answer.path("text").asText(),
                Optional.ofNullable(answer.get("data")),
                answer.path("agent").asText(),
                answer.path("run_id").asText(),
                Optional.ofNullable(answer.at("/metadata/model").textValue()),
                Attachment.all(answer.path("attachments")));
    }

    /** What is journalled after a position, 0 for all of it, and then live. */
    public Feed feed(long after) {
        return new Feed(wire, path + "/events", after);
    }

    /** The sequence of its last event at this time, to follow it from; 0 when it does not exist yet. */
    public long position() {
        return wire.get(path + "/events", Map.of("from", "latest"))
                .body()
                .path("after")
                .asLong();
    }

    /** Ends the turn that is being worked on, if one is; it fails with {@code cancelled}. */
    public void cancel(String reason) {
        wire.post(path + "/cancel", Json.object().put("reason", reason));
    }

    /** Ends the turn of this message, if it has not ended; no other. */
    public void cancel(Accepted message, String reason) {
        wire.post(path + "/cancel", Json.object().put("reason", reason).put("message_id", message.message()));
    }

    /** What is known of it beside what is said in it; a view, which may be a moment behind. */
    public Map<String, String> attributes() {
        Map<String, String> attributes = new TreeMap<>();
        wire.get(path, Map.of())
                .body()
                .path("attributes")
                .properties()
                .forEach(attribute ->
                        attributes.put(attribute.getKey(), attribute.getValue().asText()));
        return Collections.unmodifiableMap(attributes);
    }

    /** From now on this is known of it, beside what is known already; agents go by it from the next run on. */
    public void know(Map<String, String> attributes) {
        ObjectNode values = Json.object();
        attributes.forEach(values::put);
        change(values);
    }

    /** From now on this is not known of it any more. */
    public void forget(Set<String> attributes) {
        ObjectNode values = Json.object();
        attributes.forEach(values::putNull);
        change(values);
    }

    private void change(ObjectNode attributes) {
        ObjectNode body = Json.object();
        body.set("attributes", attributes);
        wire.patch(path, body, Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    }

    /**
     * Ends it and erases what was said, for good; takes the role {@code admin}. Whatever is asked of it afterwards is
     * refused with 410.
     */
    public void remove() {
        wire.delete(path);
    }

    /** Gives it to another agent, from the next turn on. */
    public void giveTo(String agent) {
        wire.post(path + "/agent", Json.object().put("agent", agent));
    }
}
