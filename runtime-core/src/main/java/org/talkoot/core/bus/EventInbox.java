package org.talkoot.core.bus;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.Aggregate;
import org.talkoot.core.Decision;
import org.talkoot.core.Effect;
import org.talkoot.core.Rejection;
import org.talkoot.core.collection.PersistentVector;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.guard.Redaction;

/**
 * Where events of one subject enter the journal that are meant for nobody in particular. It waits for nothing:
 * subscribers follow the journal.
 *
 * <p>A repeated event is recognised by its id among the last {@link #DEDUPLICATION_WINDOW} and ignored. Brokers
 * redeliver what was not acknowledged, which is never more than a source has in flight, so the window is as large as
 * the largest number of those.
 */
public final class EventInbox implements Aggregate<InboxCommand, InboxEvent, EventInbox.Received, EventInbox.Nothing> {

    /** Events among which a repeated one is recognised. */
    public static final int DEDUPLICATION_WINDOW = 512;

    /**
     * The ids of the latest events, in two generations: when the younger is as large as the window, it becomes the
     * older.
     *
     * @param removed since when its conversation is removed and nothing is received any more
     */
    public record Received(
            PersistentVector<String> older, PersistentVector<String> younger, Optional<Instant> removed) {

        static final Received NOTHING =
                new Received(PersistentVector.empty(), PersistentVector.empty(), Optional.empty());

        Received and(String id) {
            return younger.size() < DEDUPLICATION_WINDOW
                    ? new Received(older, younger.append(id), removed)
                    : new Received(younger, PersistentVector.<String>empty().append(id), removed);
        }

        boolean has(String id) {
            return younger.contains(id) || older.contains(id);
        }
    }

    /** What an inbox waits for: nothing, so there is none of it. */
    public static final class Nothing implements Effect<InboxCommand> {

        private Nothing() {}

        @Override
        public String id() {
            throw new IllegalStateException("there is none");
        }
    }

    private final Redaction redaction;

    /**
     * An inbox.
     *
     * @param redaction what payloads are freed of before they are written
     */
    public EventInbox(Redaction redaction) {
        this.redaction = redaction;
    }

    @Override
    public Received initial() {
        return Received.NOTHING;
    }

    @Override
    public Decision<InboxEvent> decide(Received state, InboxCommand command) {
        return switch (command) {
            case InboxCommand.Receive c -> receive(state, c.event());
            case InboxCommand.Remove c ->
                state.removed().isPresent() ? Decision.ignore() : Decision.accept(new InboxEvent.InboxRemoved(c.at()));
        };
    }

    private Decision<InboxEvent> receive(Received state, AgentEvent event) {
        if (state.removed().isPresent()) {
            return Decision.refuse(new Rejection.ConversationRemoved(event.subject()));
        }
        return state.has(event.id())
                ? Decision.ignore()
                : Decision.accept(new InboxEvent.EventReceived(event.withPayload(redaction.ofJson(event.payload()))));
    }

    @Override
    public Received evolve(Received state, InboxEvent event) {
        return switch (event) {
            case InboxEvent.EventReceived e -> state.and(e.event().id());
            case InboxEvent.InboxRemoved e ->
                new Received(PersistentVector.empty(), PersistentVector.empty(), Optional.of(e.at()));
        };
    }

    @Override
    public List<Nothing> outstanding(Received state) {
        return List.of();
    }
}
