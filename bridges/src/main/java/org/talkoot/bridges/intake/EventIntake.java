package org.talkoot.bridges.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.deadletter.DeadLetterWriter;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.Receipt;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.event.AgentEvent;

/**
 * Where all sources lead: a delivery is read, and becomes a message of a conversation, an event for subscribers, or a
 * dead letter. Whatever becomes of it is durable before its receipt is given.
 */
public final class EventIntake implements Intake {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventIntake.class);

    private final Admissions admissions;
    private final DeadLetterWriter letters;
    private final IntakeMetrics metrics;
    private final int maxDeliveries;

    /** @param maxDeliveries what comes more often than this is not even read, for it may be what ends nodes */
    public EventIntake(Admissions admissions, DeadLetterWriter letters, MeterRegistry meters, int maxDeliveries) {
        this.admissions = admissions;
        this.letters = letters;
        this.maxDeliveries = maxDeliveries;
        this.metrics = new IntakeMetrics(meters);
    }

    @Override
    public CompletableFuture<Receipt> take(Delivery delivery) {
        long begin = System.nanoTime();
        if (delivery.deliveries() > maxDeliveries) {
            return unreadable(delivery, tooOften(delivery), begin);
        }
        try {
            AgentEvent event = admissions.read(delivery);
            return admissions.inOrder(Admissions.keyOf(event), () -> counted(take(delivery, event), begin));
        } catch (UnreadableEventException e) {
            return unreadable(delivery, new Undelivered(e.failure(), String.valueOf(e.getMessage())), begin);
        } catch (RuntimeException | StackOverflowError e) {
            // a bug of the reader; thrown at the source it would come again for ever
            LOGGER.atError().addKeyValue("place", delivery.place()).setCause(e).log("a delivery breaks its reader");
            return unreadable(delivery, new Undelivered(FailureClass.POISON, "it cannot be read: " + e), begin);
        }
    }

    private static Undelivered tooOften(Delivery delivery) {
        return new Undelivered(
                FailureClass.POISON,
                "its broker delivered it %d times and nobody lived to say what became of it"
                        .formatted(delivery.deliveries() - 1));
    }

    private CompletableFuture<Receipt> unreadable(Delivery delivery, Undelivered why, long begin) {
        return admissions.inOrder(
                delivery.place().log(), () -> counted(bury(delivery, Undelivered.NOWHERE, why), begin));
    }

    private Receipt counted(Receipt receipt, long begin) {
        metrics.took(receipt, System.nanoTime() - begin);
        return receipt;
    }

    private Receipt take(Delivery delivery, AgentEvent event) {
        return switch (admissions.admitted(event)) {
            case Admission.Taken taken when taken.repeat() -> new Receipt.Known(event.id());
            case Admission.Taken taken -> new Receipt.Stored(event.id());
            case Admission.Refused refused ->
                bury(delivery, event.subject(), new Undelivered(refused.failure(), refused.reason()));
        };
    }

    private Receipt bury(Delivery delivery, ConversationId conversation, Undelivered why) {
        return new Receipt.DeadLettered(letters.open(why.letter(delivery, conversation, Instant.now())));
    }
}
