package org.talkoot.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationCommand.RecordOutcome;

final class ConversationTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ConversationLimits LIMITS =
            new ConversationLimits(2, 10, 8, Duration.ofHours(2), Duration.ofSeconds(2));

    private final Conversation conversation = new Conversation(
            ConversationId.of("c"),
            AgentCatalog.of(
                    AgentDefinition.of("a", "", CodeBrain.answering(view -> "")),
                    AgentDefinition.of("b", "", CodeBrain.answering(view -> ""))),
            LIMITS);
    private ConversationState state = conversation.initial();

    @Test
    void aMessageBeginsATurnOfTheFirstAgent() {
        accept(post("m1", "hi"));

        assertThat(conversation.outstanding(state))
                .hasSize(2)
                .first()
                .isInstanceOfSatisfying(ConversationEffect.StartRun.class, start -> {
                    assertThat(start.agent().type()).isEqualTo(new AgentType("a"));
                    assertThat(start.request().task()).isEqualTo("hi");
                });
    }

    @Test
    void textThatIsEmptyOrTooLongIsRefused() {
        assertThat(refusal(post("m1", " "))).isEqualTo(new Rejection.BlankText());
        assertThat(refusal(post("m1", "12345678901"))).isEqualTo(new Rejection.UnacceptableText(11, 10));
    }

    @Test
    void anUnknownAgentIsRefused() {
        AgentType nobody = new AgentType("nobody");

        assertThat(refusal(new PostMessage(new MessageId("m1"), nobody, "hi", NOW)))
                .isEqualTo(new Rejection.UnknownAgent(nobody));
    }

    @Test
    void moreMessagesThanMayWaitAreRefused() {
        accept(post("m1", "1"));
        accept(post("m2", "2"));
        accept(post("m3", "3"));

        assertThat(refusal(post("m4", "4"))).isEqualTo(new Rejection.TooManyWaiting(2, Duration.ofSeconds(2)));
    }

    @Test
    void aRepeatedMessageIsIgnoredAndTheSameIdForAnotherTextRefused() {
        accept(post("m1", "1"));

        assertThat(conversation.decide(state, post("m1", "1"))).isEqualTo(Decision.ignore());
        assertThat(refusal(post("m1", "other"))).isEqualTo(new Rejection.MessageIdReused(new MessageId("m1")));
    }

    @Test
    void ignoresAnOutcomeOfARunThatIsNotTheActiveOne() {
        accept(post("m1", "1"));

        assertThat(conversation.decide(state, new RecordOutcome(new RunId("m0-1"), new RunOutcome.Answered("x"), NOW)))
                .isEqualTo(Decision.ignore());
    }

    @Test
    void theNextMessageHasItsTurnWhenTheLastOneIsAnswered() {
        accept(post("m1", "1"));
        accept(post("m2", "2"));
        accept(new RecordOutcome(new RunId("m1-1"), new RunOutcome.Answered("one"), NOW));

        assertThat(conversation.outstanding(state))
                .extracting(ConversationEffect::id)
                .containsExactly("m2-1", "deadline:m2-1");
        assertThat(TurnStatus.of(state, new MessageId("m1")))
                .isEqualTo(new TurnStatus.Answered(new RunId("m1-1"), new AgentType("a"), "one"));
        assertThat(TurnStatus.of(state, new MessageId("m2"))).isEqualTo(new TurnStatus.Open());
        assertThat(TurnStatus.of(state, new MessageId("m3"))).isEqualTo(new TurnStatus.Unknown());
    }

    private static PostMessage post(String id, String text) {
        return new PostMessage(new MessageId(id), null, text, NOW);
    }

    private void accept(ConversationCommand command) {
        Decision<ConversationEvent> decision = conversation.decide(state, command);
        assertThat(decision).isInstanceOf(Decision.Accept.class);
        state = conversation.fold(state, ((Decision.Accept<ConversationEvent>) decision).events());
    }

    private Rejection refusal(ConversationCommand command) {
        return ((Decision.Refuse<ConversationEvent>) conversation.decide(state, command)).rejection();
    }
}
