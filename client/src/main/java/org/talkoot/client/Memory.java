package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of somebody beyond conversations, as docs/memory.md has it: looked at and forgotten. Agents remember;
 * there is no other way in. Whose memory it is the node finds out by who asks; any other is there for administrators
 * alone. Thread-safe; blocks.
 */
public final class Memory {

    private static final String PATH = "/v1/memory";

    private final Wire wire;
    private final Map<String, String> owner;

    private Memory(Wire wire, Map<String, String> owner) {
        this.wire = wire;
        this.owner = owner;
    }

    static Memory ofCaller(Wire wire) {
        return new Memory(wire, Map.of());
    }

    /**
     * A fact.
     *
     * @param subject what it is about; a newer fact about that takes its place
     * @param conversation where it was learned, in which run and by which call
     * @param since when it was learned
     * @param until when it is over; empty: it stays
     */
    public record Fact(
            String subject,
            String text,
            String conversation,
            String run,
            String call,
            Instant since,
            Optional<Instant> until) {}

    /** That of a user of the same tenant. */
    public Memory ofUser(String name) {
        return new Memory(wire, Map.of("user", name));
    }

    /** That of an agent itself, within the tenant. */
    public Memory ofAgent(String name) {
        return new Memory(wire, Map.of("agent", name));
    }

    /** That of all users of the tenant together. */
    public Memory shared() {
        return new Memory(wire, Map.of("shared", "true"));
    }

    /**
     * All that is known, at most as much as one memory holds.
     *
     * @throws TalkootException.NotFound when it is the memory of somebody else, and whoever asks is no administrator
     * @throws TalkootException.Refused when the node does not know who asks, and nobody is named
     */
    public List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        wire.get(PATH, owner).body().path("facts").forEach(each -> facts.add(fact(each)));
        return facts;
    }

    /** Forgets what is known about a subject; nothing, if nothing is. What is remembered after that stays. */
    public void forget(String subject) {
        forgotten(PATH + "/" + Wire.encoded(subject));
    }

    /** Forgets everything. What is remembered after that stays. */
    public void forgetAll() {
        forgotten(PATH);
    }

    /** An attempt that is repeated has the key of the first, so that it forgets nothing that came between. */
    private void forgotten(String path) {
        wire.delete(path, owner, Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    }

    private static Fact fact(JsonNode json) {
        return new Fact(
                json.path("subject").asText(),
                json.path("text").asText(),
                json.path("conversation_id").asText(),
                json.path("run_id").asText(),
                json.path("call_id").asText(),
                Instant.parse(json.path("at").asText()),
                Optional.ofNullable(json.path("expires_at").textValue()).map(Instant::parse));
    }
}
