package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What agents are asked at a time, as docs/schedules.md has it. Thread-safe; blocks. */
public final class Schedules {

    private static final String ALL = "/v1/schedules";

    private final Wire wire;

    Schedules(Wire wire) {
        this.wire = wire;
    }

    /** When an agent is asked. */
    public sealed interface Timing {}

    /** Once. */
    public record At(Instant time) implements Timing {}

    /**
     * At equal distances, whatever the clocks of people show.
     *
     * @param period whole seconds
     * @param from the first time; empty: one period after it is made
     */
    public record Every(Duration period, Optional<Instant> from) implements Timing {}

    /**
     * By a calendar.
     *
     * @param cron minute, hour, day of the month, month, day of the week
     * @param zone by whose clocks
     */
    public record Calendar(String cron, ZoneId zone) implements Timing {}

    /**
     * What is to be done, and when.
     *
     * @param text what the agent is asked, with the blanks of docs/schedules.md
     * @param conversation where; empty: in a new one each time
     * @param skipsMissed what was due while no node was there is left out, and not made up for once
     * @param skipsOverlap what is due while the last occurrence is at work is left out, and does not wait
     */
    public record Plan(
            String agent,
            String text,
            Timing timing,
            Optional<String> conversation,
            boolean skipsMissed,
            boolean skipsOverlap) {

        /** In a new conversation each time; once for what was missed; one occurrence waits for the other. */
        public static Plan of(String agent, String text, Timing timing) {
            return new Plan(agent, text, timing, Optional.empty(), false, false);
        }

        public Plan in(Conversation changed) {
            return new Plan(agent, text, timing, Optional.of(changed.id()), skipsMissed, skipsOverlap);
        }

        public Plan skippingMissed() {
            return new Plan(agent, text, timing, conversation, true, skipsOverlap);
        }

        public Plan skippingOverlap() {
            return new Plan(agent, text, timing, conversation, skipsMissed, true);
        }

        private ObjectNode json(String name) {
            ObjectNode json = Json.object()
                    .put("name", name)
                    .put("agent", agent)
                    .put("text", text)
                    .put("missed", skipsMissed ? "skip" : "once")
                    .put("overlap", skipsOverlap ? "skip" : "queue");
            conversation.ifPresent(id -> json.put("conversation_id", id));
            switch (timing) {
                case At t -> json.put("at", t.time().toString());
                case Every t -> {
                    json.put("every", t.period().toSeconds() + "s");
                    t.from().ifPresent(from -> json.put("from", from.toString()));
                }
                case Calendar t ->
                    json.put("cron", t.cron()).put("zone", t.zone().getId());
            }
            return json;
        }
    }

    /**
     * How one stands; a view, which may be a moment behind.
     *
     * @param status such as {@code waiting}, {@code paused} or {@code finished}
     * @param due when the next occurrence is
     * @param last what became of the last, such as {@code posted}, {@code skipped}, {@code missed} or {@code refused}
     */
    public record Schedule(
            String name, String status, String agent, String text, Optional<Instant> due, Optional<Last> last) {}

    /**
     * The last occurrence.
     *
     * @param number the first of a schedule is 1
     * @param due when it was to begin
     */
    public record Last(long number, Instant due, String outcome) {}

    /**
     * Makes one. The same again changes nothing.
     *
     * @param name a lower-case letter, then at most 63 of a-z 0-9 _ -
     * @throws TalkootException.Refused when the plan makes no sense, or there is another of that name
     */
    public void make(String name, Plan plan) {
        wire.post(ALL, plan.json(name));
    }

    /**
     * How it stands.
     *
     * @throws TalkootException.NotFound when there is none of that name
     */
    public Schedule find(String name) {
        return schedule(wire.get(path(name), Map.of()).body());
    }

    /** A page of them, in the order of their names, behind that of the page before. */
    public List<Schedule> list(Optional<String> after, int limit) {
        Map<String, String> query = new LinkedHashMap<>();
        after.ifPresent(name -> query.put("after", name));
        query.put("limit", Integer.toString(limit));
        List<Schedule> found = new ArrayList<>();
        wire.get(ALL, query).body().path("schedules").forEach(each -> found.add(schedule(each)));
        return found;
    }

    /** Nothing begins until it is resumed. */
    public void pause(String name) {
        wire.post(path(name) + "/pause", Json.object());
    }

    public void resume(String name) {
        wire.post(path(name) + "/resume", Json.object());
    }

    /** Has it done once now, beside the clock; once also when a node dies meanwhile. */
    public void runNow(String name) {
        wire.post(
                path(name) + "/run",
                Json.object(),
                Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                wire.settings().timeout());
    }

    /** What has begun goes on. */
    public void remove(String name) {
        wire.delete(path(name));
    }

    private static String path(String name) {
        return ALL + "/" + Wire.encoded(name);
    }

    private static Schedule schedule(JsonNode json) {
        return new Schedule(
                json.path("name").asText(),
                json.path("status").asText(),
                json.path("agent").asText(),
                json.path("text").asText(),
                Optional.ofNullable(json.path("due").textValue()).map(Instant::parse),
                json.has("last") ? Optional.of(last(json.path("last"))) : Optional.empty());
    }

    private static Last last(JsonNode json) {
        return new Last(
                json.path("number").asLong(),
                Instant.parse(json.path("due").asText()),
                json.path("outcome").asText());
    }
}
