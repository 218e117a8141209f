package org.talkoot.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the feed of a conversation, event by event: prints what is to be seen at once, and says what whoever waits has
 * to know. For one thread at a time.
 */
final class ChatFeed {

    private final PrintStream out;
    private final StringBuilder streamed = new StringBuilder();
    private final Map<String, String> agents = new HashMap<>();
    private final Map<String, Heard.Asked> open = new LinkedHashMap<>();

    ChatFeed(PrintStream out) {
        this.out = out;
    }

    /** What was asked and is not decided. */
    List<Heard.Asked> open() {
        return new ArrayList<>(open.values());
    }

    Optional<Heard> hear(JsonNode event) {
        JsonNode data = event.path("data");
        return switch (event.path("type").asText()) {
            case "conversation.answer-posted" -> ended(answered(data));
            case "conversation.turn-failed", "conversation.turn-abandoned" ->
                ended("\rno answer: " + data.path("failure"));
            case "conversation.run-requested" -> works(data, "run", "agent");
            case "conversation.handed-off" -> handedOff(data);
            case "run.delegation-requested", "run.proposed-delegation-started" -> delegated(data);
            case "run.human-asked" -> asked(data);
            case "run.human-decided" -> decided(data);
            case "run.approval-requested" -> toBeApproved(data);
            case "run.call-edited" -> edited(data);
            case "run.approved-call-started" -> over(data, "approved");
            case "run.call-denied" -> over(data, "denied by " + by(data) + reason(data));
            case "run.approval-expired" -> over(data, "nobody decided in time");
            case "run.answered", "run.answered-as-replied", "run.failed", "run.handed-off" -> runEnded(data);
            case "run.model-call-delayed" -> delayed(data);
            case "delta-restart" -> restarted();
            case "" -> delta(event);
            default -> Optional.empty();
        };
    }

    private Optional<Heard> ended(String text) {
        open.clear();
        return Optional.of(new Heard.Ended(text));
    }

    /** The whole answer, unless all of it has been seen while it was produced. */
    private String answered(JsonNode data) {
        String text = data.path("text").asText();
        boolean seen = streamed.toString().endsWith(text);
        streamed.setLength(0);
        return (seen ? "" : "\n" + text) + "\n[" + data.path("agent").asText() + "]";
    }

    private Optional<Heard> works(JsonNode data, String run, String agent) {
        agents.put(data.path(run).asText(), data.path(agent).asText());
        return Optional.empty();
    }

    private Optional<Heard> handedOff(JsonNode data) {
        out.println("[" + data.path("to").asText() + " takes over]");
        return works(data, "next", "to");
    }

    /** The run of a delegate is named after the call that it answers. */
    private Optional<Heard> delegated(JsonNode data) {
        agents.put(
                data.path("run").asText() + "." + data.path("call").asText(),
                data.path("to").asText());
        return Optional.empty();
    }

    private Optional<Heard> asked(JsonNode data) {
        String run = data.path("run").asText();
        Heard.Asked asked = new Heard.Asked(
                run,
                data.path("call").asText(),
                0,
                agents.getOrDefault(run, "an agent"),
                data.path("question").asText());
        open.put(key(data), asked);
        return Optional.of(asked);
    }

    /** A call that waits for people, as it is now. */
    private Optional<Heard> toBeApproved(JsonNode data) {
        JsonNode request = data.path("request");
        String run = data.path("run").asText();
        String call = request.path("call").asText();
        String question = "May %s run with %s? (people that have to agree: %d)"
                .formatted(
                        request.path("tool").asText(),
                        request.path("arguments").asText(),
                        request.path("terms").path("approvals").asInt());
        Heard.Asked asked = new Heard.Asked(
                run, call, request.path("version").asInt(), agents.getOrDefault(run, "an agent"), question);
        open.put(run + " " + call, asked);
        return Optional.of(asked);
    }

    private Optional<Heard> edited(JsonNode data) {
        out.println("[changed by " + by(data) + "]");
        return toBeApproved(data);
    }

    private Optional<Heard> over(JsonNode data, String how) {
        if (open.remove(key(data)) != null) {
            out.println("[" + how + "]");
        }
        return Optional.empty();
    }

    private static String by(JsonNode data) {
        return data.path("by").path("user").asText("somebody");
    }

    private static String reason(JsonNode data) {
        String reason = data.path("reason").asText();
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private Optional<Heard> decided(JsonNode data) {
        if (open.remove(key(data)) != null) {
            JsonNode approval = data.path("approval");
            String by = approval.path("by").asText();
            out.println("[" + approval.path("type").asText() + (by.isEmpty() ? "" : " by " + by) + "]");
        }
        return Optional.empty();
    }

    private Optional<Heard> runEnded(JsonNode data) {
        String run = data.path("run").asText();
        open.values().removeIf(asked -> asked.run().equals(run));
        return Optional.empty();
    }

    private Optional<Heard> delta(JsonNode event) {
        String text = event.path("text").asText();
        streamed.append(text);
        out.print(text);
        out.flush();
        return Optional.empty();
    }

    private Optional<Heard> delayed(JsonNode data) {
        out.println("[waiting for the model until " + data.path("until").asText() + "]");
        return Optional.empty();
    }

    private Optional<Heard> restarted() {
        streamed.setLength(0);
        out.println("\n[the answer begins anew]");
        return Optional.empty();
    }

    private static String key(JsonNode data) {
        return data.path("run").asText() + " " + data.path("call").asText();
    }
}
