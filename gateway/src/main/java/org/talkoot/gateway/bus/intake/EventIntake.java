package org.talkoot.gateway.bus.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.Receipt;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.gateway.bus.async.KeyedExecutor;
import org.talkoot.gateway.bus.async.RetryingAsk;
import org.talkoot.gateway.bus.deadletter.DeadLetterWriter;
import org.talkoot.gateway.bus.wire.EventReader;
import org.talkoot.gateway.bus.wire.WireMessage;
import org.talkoot.gateway.bus.wire.json.UnreadableEventException;

/**
 * Where all sources lead: a delivery is read, and becomes a message of a conversation, an event for subscribers, or a
 * dead letter. Whatever becomes of it is durable before its receipt is given.
 */
/* Demand. A receipt means "durable", not "done", so a source could fill the journal with work that
 * nobody gets to. Therefore a message enters a gate first, of its agent, and leaves it when its turn
 * has ended. While the gate is full, no receipt is given; the source has only so many deliveries
 * open; so it stops asking its broker. The wait happens in the lane of the conversation, which keeps
 * the order of its messages. */
public final class EventIntake implements Intake, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventIntake.class);

    private final AgentRuntime runtime;
    private final AgentCatalog catalog;
    private final DeadLetterWriter letters;
    private final IntakeMetrics metrics;
    private final EventReader reader = new EventReader();
    private final AgentLimits gates;
    private final KeyedExecutor lanes = new KeyedExecutor();
    private final RetryingAsk patient = new RetryingAsk();

    public EventIntake(
            AgentRuntime runtime,
            AgentCatalog catalog,
            DeadLetterWriter letters,
            MeterRegistry meters,
            AgentLimits gates) {
        this.runtime = runtime;
        this.catalog = catalog;
        this.letters = letters;
        this.metrics = new IntakeMetrics(meters);
        this.gates = gates;
    }

    @Override
    public CompletableFuture<Receipt> take(Delivery delivery) {
        long begin = System.nanoTime();
        try {
            AgentEvent event = read(delivery);
            return lanes.submit(event.subject().toString(), () -> counted(take(delivery, event), begin));
        } catch (UnreadableEventException e) {
            return unreadable(delivery, new Undelivered(e.failure(), String.valueOf(e.getMessage())), begin);
        } catch (RuntimeException | StackOverflowError e) {
            // a bug of the reader; thrown at the source it would come again for ever
            LOGGER.atError().addKeyValue("place", delivery.place()).setCause(e).log("a delivery breaks its reader");
            return unreadable(delivery, new Undelivered(FailureClass.POISON, "it cannot be read: " + e), begin);
        }
    }

    private CompletableFuture<Receipt> unreadable(Delivery delivery, Undelivered why, long begin) {
        return lanes.submit(delivery.place().log(), () -> counted(bury(delivery, Undelivered.NOWHERE, why), begin));
    }

    private Receipt counted(Receipt receipt, long begin) {
        metrics.took(receipt, System.nanoTime() - begin);
        return receipt;
    }

    /**
     * Takes one event of which the sender is waiting for the receipt. What cannot be taken is said to the sender and
     * leaves nothing behind. A sender that stops to wait completes the future itself; the event may then be in the
     * journal or not.
     */
    public CompletableFuture<Admission> admit(AgentEvent event) {
        return lanes.submit(event.subject().toString(), () -> admitted(event));
    }

    /** What has become of an event. */
    public sealed interface Admission {

        /**
         * It is in the journal.
         *
         * @param message the message it became, if it became one
         */
        record Taken(boolean repeat, Optional<MessageId> message) implements Admission {}

        record Refused(FailureClass failure, String reason) implements Admission {}
    }

    AgentEvent read(Delivery delivery) {
        return reader.read(
                new WireMessage(delivery.body(), delivery.headers()),
                new EventReader.Defaults(delivery.place().log(), delivery.key(), delivery.at()));
    }

    private Receipt take(Delivery delivery, AgentEvent event) {
        return switch (admitted(event)) {
            case Admission.Taken taken when taken.repeat() -> new Receipt.Known(event.id());
            case Admission.Taken taken -> new Receipt.Stored(event.id());
            case Admission.Refused refused ->
                bury(delivery, event.subject(), new Undelivered(refused.failure(), refused.reason()));
        };
    }

    private Receipt bury(Delivery delivery, ConversationId conversation, Undelivered why) {
        return new Receipt.DeadLettered(letters.open(why.letter(delivery, conversation, Instant.now())));
    }

    private Admission admitted(AgentEvent event) {
        InboundEvent errand;
        try {
            errand = InboundEvent.of(event, Instant.now());
        } catch (IllegalArgumentException e) {
            return new Admission.Refused(FailureClass.UNROUTABLE, String.valueOf(e.getMessage()));
        }
        return switch (errand) {
            case InboundEvent.Broadcast broadcast -> broadcast(broadcast.event());
            case InboundEvent.Message message -> post(message);
        };
    }

    private Admission broadcast(AgentEvent event) {
        return patient.until(
                time -> runtime.receive(event, time),
                reply -> Optional.of(new Admission.Taken(reply.repeat(), Optional.empty())));
    }

    private Admission post(InboundEvent.Message errand) {
        AdaptiveLimit gate = gates.of(gateOf(errand.command().agent()));
        long entered = gate.enter();
        try {
            Admission admission = patient.until(
                    time -> runtime.post(errand.event().subject(), errand.command(), time), EventIntake::posted);
            switch (admission) {
                case Admission.Taken taken -> lanes.execute(() -> leaveWhenAnswered(errand, taken, gate, entered));
                case Admission.Refused refused -> gate.giveBack();
            }
            return admission;
        } catch (Throwable e) {
            gate.giveBack();
            throw e;
        }
    }

    /** A message that names nobody passes the gate of the agent that gets such messages first. */
    private AgentType gateOf(@Nullable AgentType named) {
        return named != null ? named : catalog.first();
    }

    private static Optional<Admission> posted(PostReply reply) {
        return switch (reply) {
            case PostReply.Accepted accepted ->
                Optional.of(new Admission.Taken(accepted.repeat(), Optional.of(accepted.message())));
            case PostReply.Refused refused ->
                refusal(refused.rejection())
                        .map(why ->
                                new Admission.Refused(why, refused.rejection().detail()));
        };
    }

    /** Empty: it is to be tried again. */
    static Optional<FailureClass> refusal(Rejection why) {
        return switch (why) {
            case Rejection.TooManyWaiting r -> Optional.empty();
            case Rejection.UnknownAgent r -> Optional.of(FailureClass.UNROUTABLE);
            case Rejection.BlankText r -> Optional.of(FailureClass.POISON);
            case Rejection.UnacceptableText r -> Optional.of(FailureClass.POISON);
            case Rejection.MessageIdReused r -> Optional.of(FailureClass.POISON);
            case Rejection.NotPending r -> Optional.of(FailureClass.POISON);
            case Rejection.NotWaiting r -> Optional.of(FailureClass.POISON);
        };
    }

    /** A repeated message was begun some other time; how long it takes from now says nothing. */
    private void leaveWhenAnswered(
            InboundEvent.Message errand, Admission.Taken taken, AdaptiveLimit gate, long entered) {
        gate.leaveAfter(
                () -> patient.within(
                                gate.longest(),
                                time -> runtime.awaitTurn(
                                        errand.event().subject(),
                                        errand.command().message(),
                                        time),
                                EventIntake::ended)
                        .map(end -> !taken.repeat()),
                () -> gates.waitsForModel(errand.event().subject()),
                entered);
    }

    private static Optional<Boolean> ended(TurnReply reply) {
        return switch (reply) {
            case TurnReply.TooManyAwaiting r -> Optional.empty();
            case TurnReply.Answered r -> Optional.of(true);
            case TurnReply.Failed r -> Optional.of(true);
            case TurnReply.Unknown r -> Optional.of(true);
        };
    }

    /** Stops; what has no receipt yet gets none. */
    @Override
    public void close() {
        patient.close();
        lanes.close();
    }
}
