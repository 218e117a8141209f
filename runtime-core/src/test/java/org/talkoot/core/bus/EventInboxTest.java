package org.talkoot.core.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.core.guard.Redaction;
import org.talkoot.core.guard.rule.Pii;

final class EventInboxTest {

    private final EventInbox inbox = new EventInbox(Redaction.NONE);

    private static AgentEvent event(int number) {
        return new AgentEvent(
                "e" + number,
                EventType.of("order.paid"),
                Instant.EPOCH,
                AgentEvent.Address.from("shop"),
                ConversationId.of("c1"),
                new Trace("e" + number, "e" + number, 0),
                "{}",
                Map.of());
    }

    private EventInbox.Received after(int events) {
        EventInbox.Received state = inbox.initial();
        for (int i = 1; i <= events; i++) {
            state = inbox.evolve(state, new InboxEvent.EventReceived(event(i)));
        }
        return state;
    }

    @Test
    void takesAnEventOnce() {
        assertThat(inbox.decide(after(0), new InboxCommand.Receive(event(1))))
                .isEqualTo(Decision.accept(new InboxEvent.EventReceived(event(1))));
        assertThat(inbox.decide(after(1), new InboxCommand.Receive(event(1)))).isEqualTo(Decision.ignore());
    }

    @Test
    void whatTheJournalMustNotHaveIsTakenOutOfThePayload() {
        EventInbox careful = new EventInbox(Redaction.of(Pii.redacting()));

        for (String[] payload : new String[][] {
            {"{\"from\":\"anna@example.com\",\"n\":1}", "{\"from\":\"[email]\",\"n\":1}"},
            {"4111111111111111", "\"[card]\""},
            {"\"anna@example.com\"", "\"[email]\""},
            {"write to anna@example.com", "write to [email]"}
        }) {
            assertThat(careful.decide(careful.initial(), new InboxCommand.Receive(event(1).withPayload(payload[0]))))
                    .isEqualTo(Decision.accept(new InboxEvent.EventReceived(event(1).withPayload(payload[1]))));
        }
    }

    @Test
    void knowsAllEventsOfItsWindowHoweverManyCame() {
        int window = EventInbox.DEDUPLICATION_WINDOW;
        for (int came : new int[] {window - 1, window, window + 1, 3 * window, 3 * window + 7}) {
            EventInbox.Received state = after(came);
            for (int i = Math.max(1, came - window + 1); i <= came; i++) {
                assertThat(inbox.decide(state, new InboxCommand.Receive(event(i))))
                        .as("event %d of %d", i, came)
                        .isEqualTo(Decision.ignore());
            }
        }
    }

    @Test
    void takesNothingAnyMoreWhenItsConversationIsRemoved() {
        EventInbox.Received removed = inbox.evolve(after(3), new InboxEvent.InboxRemoved(Instant.EPOCH));

        assertThat(inbox.decide(after(3), new InboxCommand.Remove(Instant.EPOCH)))
                .isEqualTo(Decision.accept(new InboxEvent.InboxRemoved(Instant.EPOCH)));
        assertThat(inbox.decide(removed, new InboxCommand.Remove(Instant.EPOCH)))
                .isEqualTo(Decision.ignore());
        assertThat(inbox.decide(removed, new InboxCommand.Receive(event(1))))
                .isEqualTo(Decision.refuse(new Rejection.ConversationRemoved(ConversationId.of("c1"))));
    }

    @Test
    void staysSmall() {
        EventInbox.Received state = after(10 * EventInbox.DEDUPLICATION_WINDOW + 1);

        assertThat(state.older().size() + state.younger().size())
                .isLessThanOrEqualTo(2 * EventInbox.DEDUPLICATION_WINDOW);
    }

    @Test
    void waitsForNothing() {
        assertThat(inbox.outstanding(after(3))).isEmpty();
    }
}
