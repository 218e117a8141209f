package org.talkoot.gateway.remote;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.Subscription;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.core.tool.remote.RemoteTool;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Agents that call tools of workers, and what a worker that is a test says to their node. */
final class Workshop {

    static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration NEVER = Duration.ofMinutes(30);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Workshop() {}

    static Talkoot application() {
        return Talkoot.agents(List.of(
                        calling("patient", "patient"),
                        calling("leased", "leased"),
                        calling("once", "once"),
                        calling("again", "again"),
                        calling("local", "local"),
                        calling("strict", "patient", "{\"text\":7}"),
                        AgentDefinition.of("eavesdropper", "hears of calls", CodeBrain.answering(RunView::task))
                                .withSubscriptions(Subscription.to("run.tool-call-sent"), Subscription.to("tool.>")),
                        AgentDefinition.of("asker", "asks", new CodeBrain(Workshop::ask))))
                .tools(node -> List.of(
                        tool(
                                "patient",
                                SideEffect.IDEMPOTENT,
                                ToolPolicy.DEFAULT.withTimeout(NEVER).withMaxResultLength(500)),
                        tool("leased", SideEffect.IDEMPOTENT, ToolPolicy.DEFAULT.withTimeout(NEVER))
                                .withLease(Duration.ofMinutes(10)),
                        tool("once", SideEffect.AT_MOST_ONCE, ToolPolicy.DEFAULT.withTimeout(SOON)),
                        tool(
                                "again",
                                SideEffect.IDEMPOTENT,
                                ToolPolicy.DEFAULT.withTimeout(SOON).withMaxAttempts(2))));
    }

    private static AgentDefinition calling(String agent, String tool) {
        return calling(agent, tool, "{\"text\":\"do it\"}");
    }

    private static AgentDefinition calling(String agent, String tool, String arguments) {
        return AgentDefinition.of(
                agent,
                "calls " + tool,
                new CodeBrain(view -> view.lastStep().orElse(null) instanceof Step.ToolSettled settled
                        ? new Next.Answer(settled.result().text())
                        : new Next.CallTools(List.of(new ToolRequest(tool, arguments)))));
    }

    private static Next ask(RunView view) {
        return view.lastStep().orElse(null) instanceof Step.Replied replied
                ? new Next.Answer(
                        switch (replied.outcome()) {
                            case RunOutcome.Answered o -> "they say " + o.text();
                            case RunOutcome.Failed o -> o.failure().code();
                            case RunOutcome.HandedOff o -> "handed off";
                        })
                : new Next.Request("price.wanted", "{\"item\":\"pen\"}", NEVER);
    }

    private static RemoteTool tool(String name, SideEffect effect, ToolPolicy policy) {
        ToolInput text = new ToolInput.Json("""
                {"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}
                """);
        return RemoteTool.of(new ToolSpec(name, name, text, effect, policy));
    }

    /** Somebody writes to an agent, and does not wait. */
    static void say(LocalNode node, String conversation, String agent) {
        node.post(
                "/v1/conversations/" + conversation + "/messages",
                "{\"text\":\"go\",\"agent\":\"%s\"}".formatted(agent),
                202);
    }

    /** What a worker is sent, the {@code number}-th time in a conversation. */
    static JsonNode request(String tool, String conversation, int number) {
        await().atMost(LONG)
                .until(() ->
                        OutgoingTap.left("tools.execute." + tool, conversation).size() >= number);
        return OutgoingTap.payload(
                OutgoingTap.left("tools.execute." + tool, conversation).get(number - 1));
    }

    static Optional<Outgoing> question(String conversation) {
        return out("price.wanted", conversation);
    }

    /** What has left with everything that no other route takes. */
    static Optional<Outgoing> out(String type, String conversation) {
        return OutgoingTap.left("agent-events", conversation).stream()
                .filter(out -> out.event().type().name().equals(type))
                .findFirst();
    }

    static String completed(String id, JsonNode request, String result) {
        return completed(id, request.get("token").asText(), result);
    }

    static String completed(String id, String token, String result) {
        return event(
                id,
                "tool.completed",
                JSON.createObjectNode().put("token", token).put("result", result));
    }

    static String event(String id, String type, ObjectNode payload) {
        ObjectNode event = JSON.createObjectNode().put("event_id", id).put("event_type", type);
        event.set("payload", payload);
        return event.toString();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static String answer(LocalNode node, String conversation) {
        await().atMost(LONG)
                .until(() ->
                        !node.feed(conversation, "conversation.answer-posted").isEmpty());
        return node.feed(conversation, "conversation.answer-posted")
                .getLast()
                .at("/data/text")
                .asText();
    }
}
