package org.talkoot.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.talkoot.core.conversation.ConversationWords.A;
import static org.talkoot.core.conversation.ConversationWords.B;
import static org.talkoot.core.conversation.ConversationWords.NOBODY;
import static org.talkoot.core.conversation.ConversationWords.NOW;
import static org.talkoot.core.conversation.ConversationWords.answered;
import static org.talkoot.core.conversation.ConversationWords.answers;
import static org.talkoot.core.conversation.ConversationWords.begun;
import static org.talkoot.core.conversation.ConversationWords.deadline;
import static org.talkoot.core.conversation.ConversationWords.failed;
import static org.talkoot.core.conversation.ConversationWords.handedOff;
import static org.talkoot.core.conversation.ConversationWords.handsOver;
import static org.talkoot.core.conversation.ConversationWords.post;
import static org.talkoot.core.conversation.ConversationWords.postTo;
import static org.talkoot.core.conversation.ConversationWords.posted;
import static org.talkoot.core.conversation.ConversationWords.reassign;
import static org.talkoot.core.conversation.ConversationWords.reassigned;
import static org.talkoot.core.conversation.ConversationWords.reports;
import static org.talkoot.core.conversation.ConversationWords.said;
import static org.talkoot.core.conversation.ConversationWords.start;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.Specification;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.MediaType;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;

/** Messages, outcomes and the agent that has the conversation; {@link AbandonedTurnsTest} has what is cut short. */
final class ConversationTest {

    private static final Attachment PICTURE =
            new Attachment(AttachmentId.of(new byte[] {1, 2, 3}), new MediaType("image/png"), 3, "damage.png");

    private final Specification<ConversationCommand, ConversationEvent, ConversationState, ConversationEffect>
            conversation = ConversationWords.conversation();

    @Test
    void aMessageBeginsATurnOfTheFirstAgent() {
        conversation
                .given()
                .when(post("m1"))
                .then(posted("m1"), begun("m1"))
                .outstanding(start(A, "m1-1", said("m1")), deadline("m1-1"));
    }

    @Test
    void aMessageThatNoRunCanBeNamedAfterIsNotPosted() {
        String longest = "m".repeat(MessageId.LONGEST_POSTED);

        assertThat(post(longest + "~r999999").message().first()).isEqualTo(new MessageId(longest));
        assertThat(MessageId.answerOf(RunId.of(post(longest + "~r999999").message(), 999_999_999))
                        .value())
                .hasSizeLessThan(256);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> post(longest + "m"))
                .withMessage("a message is posted under an id of at most 200 characters, not 201");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> post("e12:order"))
                .withMessage("'e12:order' would read as the run of an event");
        assertThat(post("e12:Order").message()).isEqualTo(new MessageId("e12:Order"));
    }

    @Test
    void aMessageToAnAgentBeginsATurnOfThatAgent() {
        conversation
                .given()
                .when(postTo(B, "m1", "hi"))
                .then(new ConversationEvent.MessagePosted(new MessageId("m1"), B, "hi", NOW), begun("m1", B))
                .outstanding(start(B, "m1-1", said("m1")), deadline("m1-1"));
    }

    @Test
    void aMessageWaitsWhileAnotherIsAnswered() {
        conversation
                .given(posted("m1"), begun("m1"))
                .when(post("m2"))
                .then(posted("m2"))
                .outstanding(start(A, "m1-1", said("m1")), deadline("m1-1"));
    }

    @Test
    void moreMessagesThanMayWaitAreRefused() {
        conversation
                .given(posted("m1"), begun("m1"), posted("m2"), posted("m3"))
                .when(post("m4"))
                .refused(new Rejection.TooManyWaiting(2, Duration.ofSeconds(2)));
    }

    @Test
    void aRepeatedMessageIsIgnoredWhetherItIsAnsweredWaitsOrHasBeenAnswered() {
        conversation.given(posted("m1"), begun("m1")).when(post("m1")).ignored();
        conversation
                .given(posted("m1"), begun("m1"), posted("m2"))
                .when(post("m2"))
                .ignored();
        conversation
                .given(posted("m1"), begun("m1"), answered("m1-1"))
                .when(post("m1"))
                .ignored();
    }

    @Test
    void theSameIdForAnotherTextIsRefusedWhetherItIsAnsweredWaitsOrHasBeenAnswered() {
        conversation
                .given(posted("m1"), begun("m1"))
                .when(post("m1", "other"))
                .refused(new Rejection.MessageIdReused(new MessageId("m1")));
        conversation
                .given(posted("m1"), begun("m1"), posted("m2"))
                .when(post("m2", "other"))
                .refused(new Rejection.MessageIdReused(new MessageId("m2")));
        conversation
                .given(posted("m1"), begun("m1"), answered("m1-1"))
                .when(post("m1", "other"))
                .refused(new Rejection.MessageIdReused(new MessageId("m1")));
    }

    @Test
    void whatIsAttachedToAMessageIsPartOfIt() {
        PostMessage shown = post("m1").attaching(List.of(PICTURE));
        ConversationEvent.MessagePosted posted =
                new ConversationEvent.MessagePosted(new MessageId("m1"), null, "hi", List.of(PICTURE), null, NOW);
        conversation.given().when(shown).then(posted, begun("m1"));
        conversation.given(posted, begun("m1")).when(shown).ignored();
        conversation
                .given(posted, begun("m1"))
                .when(post("m1"))
                .refused(new Rejection.MessageIdReused(new MessageId("m1")));
    }

    @Test
    void aPictureNeedsNoWords() {
        conversation
                .given()
                .when(post("m1", "").attaching(List.of(PICTURE)))
                .then(
                        new ConversationEvent.MessagePosted(new MessageId("m1"), null, "", List.of(PICTURE), null, NOW),
                        begun("m1"));
    }

    @Test
    void moreAttachmentsThanOneMessageMayHaveAreRefused() {
        conversation
                .given()
                .when(post("m1").attaching(Collections.nCopies(17, PICTURE)))
                .refused(new Rejection.TooManyAttachments(17, 16));
    }

    @Test
    void textThatIsBlankIsRefused() {
        conversation.given().when(post("m1", " \n")).refused(new Rejection.BlankText());
        conversation.given(posted("m1"), begun("m1")).when(post("m2", "")).refused(new Rejection.BlankText());
    }

    @Test
    void textThatIsLongerThanAllowedIsRefused() {
        conversation.given().when(post("m1", "12345678901")).refused(new Rejection.UnacceptableText(11, 10));
    }

    @Test
    void aMessageToAnUnknownAgentIsRefused() {
        conversation.given().when(postTo(NOBODY, "m1", "hi")).refused(new Rejection.UnknownAgent(NOBODY));
        conversation
                .given(posted("m1"), begun("m1"))
                .when(postTo(NOBODY, "m2", "hi"))
                .refused(new Rejection.UnknownAgent(NOBODY));
    }

    @Test
    void anAnswerEndsTheTurn() {
        conversation
                .given(posted("m1"), begun("m1"))
                .when(answers("m1-1"))
                .then(answered("m1-1"))
                .outstanding();
    }

    @Test
    void anOutcomeOfARunThatIsNotTheActiveOneIsIgnored() {
        conversation.given().when(answers("m1-1")).ignored();
        conversation.given(posted("m1"), begun("m1")).when(answers("m0-1")).ignored();
        conversation
                .given(posted("m1"), begun("m1"), answered("m1-1"))
                .when(answers("m1-1"))
                .ignored();
    }

    @Test
    void theNextMessageHasItsTurnWhenTheLastOneIsAnsweredAndShowsTheAgentOnlyWhatIsNew() {
        conversation
                .given(posted("m1"), begun("m1"), posted("m2"))
                .when(answers("m1-1"))
                .then(answered("m1-1"), begun("m2"))
                .outstanding(start(A, "m2-1", said("m2")), deadline("m2-1"));
    }

    @Test
    void aFailureEndsTheTurnAndTheNextMessageHasItsOwn() {
        RunFailure why = new RunFailure.BrainBroke("no");

        conversation
                .given(posted("m1"), begun("m1"))
                .when(reports("m1-1", new RunOutcome.Failed(why)))
                .then(failed("m1-1", A, why))
                .outstanding();
        conversation
                .given(posted("m1"), begun("m1"), posted("m2"))
                .when(reports("m1-1", new RunOutcome.Failed(why)))
                .then(failed("m1-1", A, why), begun("m2"))
                .outstanding(start(A, "m2-1", said("m2")), deadline("m2-1"));
    }

    @Test
    void aHandoffKeepsTheTurnAndItsDeadlineAndGivesTheConversationAway() {
        conversation
                .given(posted("m1"), begun("m1"))
                .when(handsOver("m1-1", B))
                .then(handedOff("m1-1", A, "m1-2", B))
                .outstanding(start(B, "m1-2", said("m1-2", "[a hands over: yours]"), said("m1")), deadline("m1-2"));
        conversation
                .given(
                        posted("m1"),
                        begun("m1"),
                        handedOff("m1-1", A, "m1-2", B),
                        failed("m1-2", B, new RunFailure.BrainBroke("no")))
                .when(post("m2"))
                .then(posted("m2"), begun("m2", B))
                .outstanding(start(B, "m2-1", said("m2")), deadline("m2-1"));
    }

    @Test
    void aTurnMayChangeHandsAsOftenAsIsAllowed() {
        conversation
                .given(posted("m1"), begun("m1"), handedOff("m1-1", A, "m1-2", B))
                .when(handsOver("m1-2", A))
                .then(handedOff("m1-2", B, "m1-3", A));
    }

    @Test
    void aTurnThatChangesHandsTooOftenFails() {
        conversation
                .given(posted("m1"), begun("m1"), handedOff("m1-1", A, "m1-2", B), handedOff("m1-2", B, "m1-3", A))
                .when(handsOver("m1-3", B))
                .then(failed("m1-3", A, new RunFailure.TooManyHandoffs(2)))
                .outstanding();
    }

    @Test
    void aHandoffToAnUnknownAgentFailsTheTurn() {
        conversation
                .given(posted("m1"), begun("m1"))
                .when(handsOver("m1-1", NOBODY))
                .then(failed("m1-1", A, new RunFailure.UnknownAgent(NOBODY)))
                .outstanding();
    }

    @Test
    void whoIsGivenTheConversationHasItFromTheNextTurnOn() {
        conversation
                .given(posted("m1"), begun("m1"))
                .when(reassign(B))
                .then(reassigned(B))
                .outstanding(start(A, "m1-1", said("m1")), deadline("m1-1"));
        conversation.given(reassigned(B)).when(post("m1")).then(posted("m1"), begun("m1", B));
    }

    @Test
    void theConversationIsGivenToNobodyWhoIsUnknownOrHasItAlready() {
        conversation.given().when(reassign(NOBODY)).refused(new Rejection.UnknownAgent(NOBODY));
        conversation.given(reassigned(B)).when(reassign(B)).ignored();
    }

    @Test
    void whatBecameOfAMessageCanBeAsked() {
        ConversationState state = folded(posted("m1"), begun("m1"), posted("m2"), answered("m1-1"), begun("m2"));

        assertThat(TurnStatus.of(state, new MessageId("m1")))
                .isEqualTo(new TurnStatus.Answered(
                        new Message.Assistant(RunId.parse("m1-1"), A, "hello", ModelName.DEFAULT, NOW)));
        assertThat(TurnStatus.of(state, new MessageId("m2"))).isEqualTo(new TurnStatus.Open());
        assertThat(TurnStatus.of(state, new MessageId("m3"))).isEqualTo(new TurnStatus.Unknown());
    }

    private static ConversationState folded(ConversationEvent... events) {
        Conversation folding = new Conversation(
                ConversationId.of("c"),
                AgentCatalog.of(AgentDefinition.of("a", "", CodeBrain.answering(view -> ""))),
                ConversationLimits.DEFAULT);
        return folding.fold(folding.initial(), List.of(events));
    }
}
