package org.talkoot.proofs.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.gateway.node.Talkoot;

/**
 * The node that is killed: one agent whose model asks, for each message, for an {@code AT_MOST_ONCE} and an
 * {@code IDEMPOTENT} tool, and answers with the message's own text. Model and tools take a few random milliseconds, so
 * that a kill finds them in the middle.
 */
public final class CrashNode {

    private static final boolean NEWCOMER = Boolean.getBoolean(Newcomer.PROPERTY);

    private CrashNode() {}

    public static void main(String[] args) {
        AgentDefinition worker = AgentDefinition.of(
                "worker",
                "does its work under fire",
                LlmBrain.of("Work.").withTools("pay", "note").withPatience(Duration.ofMillis(50)));
        Talkoot.agents(NEWCOMER ? List.of(worker, Newcomer.definition()) : List.of(worker))
                .model(new EchoModel())
                .tools(node -> {
                    CallLog log = new CallLog(node.dataDirectory());
                    return List.of(
                            new LoggedTool("pay", SideEffect.AT_MOST_ONCE, log),
                            new LoggedTool("note", SideEffect.IDEMPOTENT, log));
                })
                .run(args);
    }

    private static void linger() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(15));
    }

    private record EchoModel() implements ModelClient {

        @Override
        public ModelOutcome call(ModelRequest request, Deltas deltas) throws InterruptedException {
            linger();
            String asked = lastAsked(request.messages());
            boolean toolsRan = !(request.messages().getLast() instanceof Message.User);
            ModelReply reply = toolsRan ? new ModelReply.Answer("done: " + asked) : calls(request, asked);
            deltas.next(request.origin(), reply.text());
            return new ModelOutcome.Replied(reply, TokenUsage.of(10, 5), new ModelName("test/echo"));
        }

        private static String lastAsked(List<Message> messages) {
            return messages.reversed().stream()
                    .filter(Message.User.class::isInstance)
                    .findFirst()
                    .orElseThrow()
                    .text();
        }

        private static ModelReply calls(ModelRequest request, String asked) {
            return NEWCOMER && Newcomer.isAsked(request)
                    ? Newcomer.remember(asked)
                    : new ModelReply.ToolCalls("", List.of(call("pay", asked), call("note", asked)));
        }

        private static ToolCall call(String tool, String subject) {
            return new ToolCall(CallId.of(0), tool, subject);
        }
    }

    private record LoggedTool(String name, SideEffect sideEffect, CallLog log) implements Tool {

        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    name,
                    name,
                    new ToolInput.Text("for what"),
                    sideEffect,
                    ToolPolicy.DEFAULT.withTimeout(Duration.ofSeconds(2)));
        }

        @Override
        public ToolResult invoke(ToolCall call, ToolContext context) throws IOException, InterruptedException {
            log.write(new CallLog.Entry(name, context.key().value(), call.arguments()));
            linger();
            return ToolResult.success("ok");
        }
    }
}
