package org.talkoot.bridges.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.reply.BeginReply;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.bridges.async.RetryingAsk;
import org.talkoot.bridges.async.SingleFlight;
import org.talkoot.bridges.wire.EventWriter;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetter.FailedTrigger;
import org.talkoot.core.deadletter.DeadLetter.FailedTurn;
import org.talkoot.core.deadletter.Redriver;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.Trace;
import org.talkoot.core.trigger.Wake;

/**
 * Sends dead letters on their way again, each the way its subject came: a turn is posted again in its conversation, a
 * triggered run begins again at its agent, a delivery is read again.
 */
public final class Redriving implements Redriver {

    private final AgentRuntime runtime;
    private final Admissions admissions;
    private final SingleFlight<Attempt, Admission> underway = new SingleFlight<>();

    private record Attempt(DeadLetterId letter, int number) {}

    public Redriving(AgentRuntime runtime, Admissions admissions) {
        this.runtime = runtime;
        this.admissions = admissions;
    }

    @Override
    public CompletionStage<Redriven> redrive(DeadLetter letter, int attempt, @Nullable String content) {
        return switch (letter.subject()) {
            case FailedTurn s -> turn(letter, s, attempt, content);
            case FailedTrigger s -> trigger(s, attempt, content);
            case DeadLetter.Undelivered s -> delivery(new Attempt(letter.id(), attempt), s, content);
        };
    }

    private CompletionStage<Redriven> turn(DeadLetter letter, FailedTurn s, int attempt, @Nullable String content) {
        Trace before = s.trace() != null ? s.trace() : Trace.begunBy(s.message());
        return runtime.post(
                        s.conversation(),
                        new PostMessage(
                                        s.message().redriven(attempt),
                                        s.agent(),
                                        content != null ? content : s.content(),
                                        before.because("dead-letter:" + letter.id()),
                                        Instant.now())
                                .attaching(s.attachments()),
                        RetryingAsk.ASK)
                .thenApply(reply -> switch (reply) {
                    case PostReply.Accepted r -> new Redriven.Underway();
                    case PostReply.Refused r -> refused(r.rejection());
                });
    }

    private CompletionStage<Redriven> trigger(FailedTrigger s, int attempt, @Nullable String content) {
        AgentEvent event = content == null ? s.event() : s.event().withPayload(EventWriter.payload(content));
        RunId run = s.run().asOfEvent().redriven(attempt);
        RunOrigin origin = new RunOrigin.Trigger(event.type().name(), event.id());
        return runtime.begin(s.instance(), Wake.request(run, origin, event), RetryingAsk.ASK)
                .thenApply(reply -> switch (reply) {
                    case BeginReply.Accepted r -> new Redriven.Underway();
                    case BeginReply.Refused r -> refused(r.rejection());
                });
    }

    /**
     * An edited delivery is given as text; the original is bytes. A letter asks again while it hears nothing, and where
     * there is no room that may be for long: it waits there once.
     */
    private CompletionStage<Redriven> delivery(Attempt attempt, DeadLetter.Undelivered s, @Nullable String content) {
        byte[] body = content != null
                ? content.getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(s.body());
        try {
            AgentEvent event = admissions.read(new Delivery(s.place(), s.key(), body, s.headers(), s.deliveredAt()));
            return underway.of(attempt, () -> admissions.admit(event)).thenApply(Redriving::admitted);
        } catch (UnreadableEventException e) {
            return CompletableFuture.completedFuture(new Redriven.Failed(e.failure(), String.valueOf(e.getMessage())));
        }
    }

    private static Redriven admitted(Admission admission) {
        return switch (admission) {
            case Admission.Taken taken -> new Redriven.Succeeded();
            case Admission.Refused refused -> new Redriven.Failed(refused.failure(), refused.reason());
        };
    }

    private static Redriven refused(Rejection why) {
        return Admissions.refusal(why)
                .map(failure -> new Redriven.Failed(failure, why.detail()))
                .orElseThrow(() -> new BusException(why.detail()));
    }
}
