package org.talkoot.bridges.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;

/** What was written here is read as it was, and nothing else is. */
final class TicketsTest {

    private static final Instant SINCE = Instant.parse("2026-03-01T10:00:00.123456789Z");
    private static final AgentId AGENT = AgentId.in(ConversationId.of("order:7@shop~+="), new AgentType("clerk"));
    private static final RunId RUN = RunId.of(new MessageId("m1"), 1);
    private static final Ticket CALL = new Ticket.OfCall(AGENT, RUN, CallId.of(3), 2, SINCE);
    private static final Ticket QUESTION = new Ticket.OfQuestion(AGENT, RUN, CallId.of(3), SINCE);

    private final Tickets tickets = new Tickets("secret".getBytes(StandardCharsets.UTF_8));

    @Test
    void readsWhatItHasWritten() {
        assertThat(tickets.read(tickets.token(CALL))).contains(CALL);
        assertThat(tickets.read(tickets.token(QUESTION))).contains(QUESTION);
    }

    @Test
    void theSameTicketHasTheSameTokenAndEveryOtherAnotherOne() {
        assertThat(tickets.token(CALL)).isEqualTo(tickets.token(CALL));
        assertThat(tickets.token(CALL))
                .isNotEqualTo(tickets.token(new Ticket.OfCall(AGENT, RUN, CallId.of(3), 1, SINCE)))
                .isNotEqualTo(tickets.token(new Ticket.OfCall(AGENT, RUN, CallId.of(4), 2, SINCE)))
                .isNotEqualTo(tickets.token(new Ticket.OfCall(AGENT, RUN, CallId.of(3), 2, SINCE.plusNanos(1))))
                .isNotEqualTo(tickets.token(QUESTION));
    }

    @Test
    void nobodyElseCanWriteOne() {
        Tickets others = new Tickets("another".getBytes(StandardCharsets.UTF_8));

        assertThat(tickets.read(others.token(CALL))).isEmpty();
    }

    @Test
    void aTicketWithTheCodeOfAnotherIsNone() {
        String call = tickets.token(CALL);
        String question = tickets.token(QUESTION);

        assertThat(tickets.read(call.substring(0, call.indexOf('.')) + question.substring(question.indexOf('.'))))
                .isEmpty();
    }

    @Test
    void everyChangedCharacterSpoilsIt() {
        String token = tickets.token(CALL);
        for (int i = 0; i < token.length() - 1; i++) { // the last one has bits that say nothing
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(tickets.read(token.substring(0, i) + other + token.substring(i + 1)))
                    .as("at %d", i)
                    .isEmpty();
        }
    }

    @Test
    void nonsenseIsNone() {
        String unsigned = Base64.getUrlEncoder().encodeToString("call\na\nb".getBytes(StandardCharsets.UTF_8));
        for (String token : new String[] {
            "", ".", "..", "a", "a.", ".a", "%%%.%%%", unsigned, unsigned + ".", "x".repeat(10_000) + "."
        }) {
            assertThat(tickets.read(token)).as(token).isEmpty();
        }
    }
}
