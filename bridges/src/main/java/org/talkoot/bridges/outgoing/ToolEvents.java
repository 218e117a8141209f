package org.talkoot.bridges.outgoing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.ticket.Ticket;
import org.talkoot.bridges.ticket.Tickets;
import org.talkoot.core.AgentId;
import org.talkoot.core.Caller;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.RunEvent.ReplyRequested;
import org.talkoot.core.run.RunEvent.ToolCallCancelled;
import org.talkoot.core.run.RunEvent.ToolCallSent;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.remote.Sending;

/**
 * What workers and others outside are told of what a run asks of them; the fields are in {@code docs/remote-tools.md}.
 */
final class ToolEvents {

    /** A call is to be made. */
    static final String REQUESTED = "tool.requested";

    /** A call need not be made, or not to its end. */
    static final String CANCELLED = "tool.cancelled";

    /** Metadata: the tool. */
    static final String TOOL = "tool";

    /** Metadata: what an answer carries. */
    static final String REPLY_TOKEN = "reply_token";

    /** Metadata: when the answer comes too late. */
    static final String REPLY_UNTIL = "reply_until";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Tickets tickets;

    ToolEvents(Tickets tickets) {
        this.tickets = tickets;
    }

    static Map<String, String> metadata(ToolCall call) {
        return Map.of(TOOL, call.tool());
    }

    /** @param caller on whose behalf, if that is known; a worker believes it as it believes the rest of the request */
    String requested(AgentId agent, ToolCallSent e, @Nullable Caller caller) {
        Sending sending = e.sending();
        Ticket ticket = new Ticket.OfCall(agent, e.run(), e.call().id(), sending.attempt(), sending.since());
        ObjectNode payload = about(agent, e, e.call(), sending)
                .put("token", tickets.token(ticket))
                .put("side_effect", e.terms().sideEffect().name())
                .put("acknowledge", e.terms().mayRepeat() ? "after" : "before")
                .put("deadline", sending.until().toString());
        if (e.terms().hasLease()) {
            payload.put("lease_seconds", seconds(e.terms().lease()));
        }
        if (caller != null) {
            ArrayNode roles =
                    payload.putObject("caller").put("user", caller.user()).putArray("roles");
            caller.roles().forEach(roles::add);
        }
        payload.set("arguments", arguments(e.call().arguments()));
        return payload.toString();
    }

    String cancelled(AgentId agent, ToolCallCancelled e) {
        return about(agent, e, e.call(), e.sending()).toString();
    }

    Map<String, String> question(AgentId agent, ReplyRequested e) {
        Ticket ticket = new Ticket.OfQuestion(agent, e.run(), e.call(), e.until());
        return Map.of(REPLY_TOKEN, tickets.token(ticket), REPLY_UNTIL, e.until().toString());
    }

    private static ObjectNode about(AgentId agent, RunEvent e, ToolCall call, Sending sending) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("tool", call.tool())
                .put("agent", agent.entity())
                .put("run", e.run().value())
                .put("call", call.id().value())
                .put("attempt", sending.attempt())
                .put("idempotency_key", IdempotencyKey.of(e.run(), call.id()).value());
    }

    /** An object as it is; any other text is the text that the tool takes. */
    private static JsonNode arguments(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree.isObject() ? tree : TextNode.valueOf(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text); // a tool may take plain text
        }
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1_000.0;
    }
}
