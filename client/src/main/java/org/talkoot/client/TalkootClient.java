package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.talkoot.client.Message.Attachment;

/**
 * A node, for programs in other processes.
 *
 * <pre>{@code
 * try (TalkootClient talkoot = TalkootClient.of("http://localhost:8080")) {
 *     Answer answer = talkoot.conversation("claim-7").ask("My bicycle was stolen.", Duration.ofMinutes(2));
 *     Claim claim = answer.as(Claim.class);
 * }
 * }</pre>
 *
 * <p>Guaranteed: what is said or published is taken once, although it is sent again while no node answers or the node
 * is full; a feed has no gap and no repeat, although it is cut. Not guaranteed: that what failed with
 * {@link TalkootException.Unreachable} has not arrived.
 *
 * <p>One for a program: it keeps connections. Thread-safe. Everything blocks and belongs on a virtual thread; whatever
 * goes wrong is a {@link TalkootException}.
 */
public final class TalkootClient implements AutoCloseable {

    private static final String ATTACHMENTS = "/v1/attachments";

    private final Wire wire;

    private TalkootClient(Wire wire) {
        this.wire = wire;
    }

    /** Of a node at an address, such as {@code http://localhost:8080}. Connects when it is used. */
    public static TalkootClient of(String url) {
        return of(ClientSettings.of(url));
    }

    public static TalkootClient of(ClientSettings settings) {
        return new TalkootClient(new Wire(settings));
    }

    /**
     * One conversation, whether it exists already or not.
     *
     * @param id 1 to 128 characters of A-Z a-z 0-9 . _ : @ ~ + = -
     */
    public Conversation conversation(String id) {
        return new Conversation(wire, id);
    }

    /** An agent that is given work by its name, and not by talking. */
    public Agent agent(String name) {
        return new Agent(wire, name);
    }

    /** A run, by its id. */
    public Run run(String id) {
        return new Run(wire, id);
    }

    /** Publishes an event. When this returns it is in the journal; a repeat with the same id changes nothing. */
    public Published publish(OutgoingEvent event) {
        JsonNode body = wire.post("/v1/events", event.json()).body();
        return new Published(
                body.path("event_id").asText(),
                body.path("conversation_id").asText(),
                body.path("repeat").asBoolean(),
                Optional.ofNullable(body.path("message_id").textValue()));
    }

    /**
     * What an event became.
     *
     * @param repeat it was there already
     * @param message the message that it is in its conversation, if it is one
     */
    public record Published(String event, String conversation, boolean repeat, Optional<String> message) {}

    /**
     * Brings a picture, a recording or a file, for a message that follows within the hour. The same bytes again are the
     * same attachment.
     *
     * @param type what it is, such as {@code image/png}; the node looks at the bytes
     * @param name a label for people and models
     * @throws TalkootException.Refused when it is too large, of no type that is taken, or not what it says
     */
    public Attachment attach(byte[] bytes, String type, String name) {
        return Attachment.of(wire.post(ATTACHMENTS + "?name=" + Wire.encoded(name), type, bytes)
                .body());
    }

    /**
     * The bytes of an attachment.
     *
     * @throws TalkootException.NotFound when there is none of this id, or not any more
     */
    public byte[] attachment(String id) {
        return wire.bytes(ATTACHMENTS + "/" + Wire.encoded(id));
    }

    /** What could not be processed. */
    public DeadLetters deadLetters() {
        return new DeadLetters(wire);
    }

    /** What agents are asked at a time. */
    public Schedules schedules() {
        return new Schedules(wire);
    }

    /** What is known of whoever this client speaks for, beyond conversations. */
    public Memory memory() {
        return Memory.ofCaller(wire);
    }

    /** What people are to decide. */
    public Approvals approvals() {
        return new Approvals(wire);
    }

    /** Whether the node takes work now; false also when none answers. Asks once. */
    public boolean isReady() {
        return wire.isReady();
    }

    /** Whoever waits in this client is let go with {@link TalkootException.Stopped}; feeds end. */
    @Override
    public void close() {
        wire.close();
    }
}
