package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people are to decide, as docs/approvals.md has it. Who decides is whoever the node knows this client as.
 * Thread-safe; blocks.
 */
public final class Approvals {

    private final Wire wire;

    Approvals(Wire wire) {
        this.wire = wire;
    }

    /**
     * Which of them; what is empty leaves out nothing.
     *
     * @param role what somebody with this role may decide
     * @param olderThan what has waited longer; whole seconds
     * @param after those behind this sequence, the last of the page before
     * @param limit how many at most, up to 500
     */
    public record Filter(
            Optional<String> role,
            Optional<String> agent,
            Optional<String> conversation,
            Optional<Duration> olderThan,
            long after,
            int limit) {

        /** The first of all. */
        public static Filter first(int limit) {
            return new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, limit);
        }

        public Filter ofRole(String changed) {
            return new Filter(Optional.of(changed), agent, conversation, olderThan, after, limit);
        }

        public Filter ofAgent(String changed) {
            return new Filter(role, Optional.of(changed), conversation, olderThan, after, limit);
        }

        public Filter in(Conversation changed) {
            return new Filter(role, agent, Optional.of(changed.id()), olderThan, after, limit);
        }

        public Filter olderThan(Duration changed) {
            return new Filter(role, agent, conversation, Optional.of(changed), after, limit);
        }

        public Filter behind(Open last) {
            return new Filter(role, agent, conversation, olderThan, last.sequence(), limit);
        }

        private Map<String, String> query() {
            Map<String, String> query = new LinkedHashMap<>();
            role.ifPresent(name -> query.put("role", name));
            agent.ifPresent(name -> query.put("agent", name));
            conversation.ifPresent(id -> query.put("conversation", id));
            olderThan.ifPresent(age -> query.put("older_than", age.toSeconds() + "s"));
            query.put("after", Long.toString(after));
            query.put("limit", Integer.toString(limit));
            return query;
        }
    }

    /**
     * Something that is to be decided.
     *
     * @param version the one that a decision is about; another one is refused
     * @param deciders who may decide
     * @param until when it is over; silence is a no
     */
    public record Open(
            String run,
            String call,
            int version,
            String agent,
            What what,
            Deciders deciders,
            Instant until,
            long sequence) {}

    /** What it is. */
    public sealed interface What {}

    /**
     * A call of a tool that does not begin before.
     *
     * @param arguments word for word; in a list the beginning of it, where it is long
     */
    public record Call(String tool, String arguments, boolean isShortened) implements What {}

    /**
     * A question of an agent.
     *
     * @param doubted the call that may have happened, where that is what is asked
     */
    public record Question(String text, Optional<String> doubted) implements What {}

    /**
     * Who may decide.
     *
     * @param approvals how many different people have to agree
     * @param agreed how many have
     * @param roles whoever has one of these
     * @param users and these; neither: everybody in the tenant
     */
    public record Deciders(int approvals, int agreed, List<String> roles, List<String> users) {}

    /** A page of what is open, the oldest first. */
    public List<Open> list(Filter filter) {
        List<Open> open = new ArrayList<>();
        wire.get("/v1/approvals", filter.query()).body().path("approvals").forEach(each -> open.add(open(each)));
        return open;
    }

    /**
     * One in full.
     *
     * @throws TalkootException.NotFound when nobody is asked about it, or not any more
     */
    public Open find(String run, String call) {
        return open(wire.get(path(run, call), Map.of()).body());
    }

    /** Says yes to what was looked at. */
    public void approve(Open open, String comment) {
        decide(open, Json.object().put("approve", true), comment);
    }

    /** Says no: a call never begins then. */
    public void deny(Open open, String reason) {
        decide(open, Json.object().put("approve", false), reason);
    }

    /** Changes what the tool is to be called with; it is put to people anew, and whoever changes it does not count. */
    public void edit(Open open, String arguments, String comment) {
        decide(open, Json.object().put("arguments", arguments), comment);
    }

    private void decide(Open open, ObjectNode decision, String comment) {
        wire.post(
                path(open.run(), open.call()),
                decision.put("version", open.version()).put("comment", comment));
    }

    private static String path(String run, String call) {
        return "/v1/runs/%s/approvals/%s".formatted(Wire.encoded(run), Wire.encoded(call));
    }

    private static Open open(JsonNode json) {
        return new Open(
                json.path("run_id").asText(),
                json.path("call_id").asText(),
                json.path("version").asInt(),
                json.path("agent").asText(),
                what(json),
                new Deciders(
                        json.path("approvals").asInt(),
                        json.path("agreed").asInt(),
                        names(json.path("roles")),
                        names(json.path("users"))),
                Instant.parse(json.path("until").asText()),
                json.path("sequence").asLong());
    }

    private static What what(JsonNode json) {
        return json.path("kind").asText().equals("call")
                ? new Call(
                        json.path("tool").asText(),
                        json.path("arguments").asText(),
                        json.path("shortened").asBoolean())
                : new Question(
                        json.path("question").asText(),
                        Optional.ofNullable(json.path("about_call_id").textValue()));
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.forEach(name -> names.add(name.asText()));
        return List.copyOf(names);
    }
}
