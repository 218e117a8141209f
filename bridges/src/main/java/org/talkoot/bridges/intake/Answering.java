package org.talkoot.bridges.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.bridges.async.RetryingAsk;
import org.talkoot.bridges.port.Questions;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.TenantId;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.event.AgentEvent;

/** Answers whoever asks by a broker, in the words of {@code POST /v1/conversations/{id}/messages?wait=}. */
public final class Answering implements Questions, AutoCloseable {

    private final AgentRuntime runtime;
    private final Admissions admissions;
    private final RetryingAsk asking = new RetryingAsk();

    public Answering(AgentRuntime runtime, Admissions admissions) {
        this.runtime = runtime;
        this.admissions = admissions;
    }

    @Override
    public CompletableFuture<byte[]> ask(Delivery question, Duration patience) {
        AgentEvent event;
        try {
            event = admissions.read(question);
        } catch (UnreadableEventException e) {
            return CompletableFuture.completedFuture(
                    bytes(refused(e.failure().name(), String.valueOf(e.getMessage()))));
        }
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        CompletableFuture<Admission> admitted = admissions.admit(event);
        // each question has a thread of its own, a virtual one: a turn may take minutes
        var unused = admitted.whenComplete((admission, failure) -> {
            if (failure == null) {
                Thread.ofVirtual().name("question").start(() -> answer(event, admission, patience, reply));
            } else {
                reply.completeExceptionally(failure);
            }
        });
        return reply;
    }

    private void answer(AgentEvent event, Admission admission, Duration patience, CompletableFuture<byte[]> reply) {
        try {
            reply.complete(bytes(
                    switch (admission) {
                        case Admission.Refused refused ->
                            refused(refused.failure().name(), refused.reason());
                        case Admission.Taken taken -> taken(event, taken, patience);
                    }));
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
        }
    }

    private ObjectNode taken(AgentEvent event, Admission.Taken taken, Duration patience) {
        ObjectNode body = object().put("event_id", event.id()).put("conversation_id", name(event.subject()));
        taken.message().ifPresent(message -> turn(body.put("message_id", message.value()), event, message, patience));
        return body;
    }

    private void turn(ObjectNode body, AgentEvent event, MessageId message, Duration patience) {
        asking.within(patience, time -> runtime.awaitTurn(event.subject(), message, time), Answering::ended)
                .ifPresent(turn -> {
                    switch (turn) {
                        case TurnReply.Answered t ->
                            body.putObject("answer")
                                    .put("text", t.text())
                                    .put("agent", t.agent().value())
                                    .put("run_id", t.run().value());
                        case TurnReply.Failed t ->
                            body.putObject("failure").put("code", t.code()).put("detail", t.detail());
                        case TurnReply.Unknown t -> {} // as if nobody had waited
                        case TurnReply.TooManyAwaiting t -> {}
                    }
                });
    }

    /** As those outside name it. */
    private static String name(ConversationId conversation) {
        return conversation.tenant().equals(TenantId.DEFAULT) ? conversation.key() : conversation.toString();
    }

    private static Optional<TurnReply> ended(TurnReply turn) {
        return turn instanceof TurnReply.TooManyAwaiting ? Optional.empty() : Optional.of(turn);
    }

    private static ObjectNode refused(String code, String detail) {
        ObjectNode body = object();
        body.putObject("refused").put("code", code).put("detail", detail);
        return body;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static byte[] bytes(ObjectNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Waits no more. */
    @Override
    public void close() {
        asking.close();
    }
}
