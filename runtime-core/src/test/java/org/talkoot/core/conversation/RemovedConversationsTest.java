package org.talkoot.core.conversation;

import static org.talkoot.core.conversation.ConversationWords.A;
import static org.talkoot.core.conversation.ConversationWords.B;
import static org.talkoot.core.conversation.ConversationWords.NOW;
import static org.talkoot.core.conversation.ConversationWords.answered;
import static org.talkoot.core.conversation.ConversationWords.answers;
import static org.talkoot.core.conversation.ConversationWords.begun;
import static org.talkoot.core.conversation.ConversationWords.cancel;
import static org.talkoot.core.conversation.ConversationWords.cancelled;
import static org.talkoot.core.conversation.ConversationWords.expire;
import static org.talkoot.core.conversation.ConversationWords.post;
import static org.talkoot.core.conversation.ConversationWords.posted;
import static org.talkoot.core.conversation.ConversationWords.reassign;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.Specification;
import org.talkoot.core.conversation.ConversationCommand.ChangeAttributes;
import org.talkoot.core.conversation.ConversationCommand.Remove;
import org.talkoot.core.conversation.ConversationEvent.ConversationRemoved;
import org.talkoot.core.event.Attributes;

/** A conversation that is removed is over, whatever was going on, and stays so. */
final class RemovedConversationsTest {

    private static final Remove REMOVE = new Remove(null, NOW);
    private static final ConversationRemoved REMOVED = new ConversationRemoved(null, NOW);
    private static final Rejection GONE = new Rejection.ConversationRemoved(ConversationId.of("c"));

    private final Specification<ConversationCommand, ConversationEvent, ConversationState, ConversationEffect>
            conversation = ConversationWords.conversation();

    @Test
    void waitsForNothingAnyMore() {
        conversation
                .given(posted("m1"), begun("m1"), answered("m1-1"))
                .when(REMOVE)
                .then(REMOVED)
                .outstanding();
        conversation
                .given(posted("m1"), begun("m1"), cancelled("m1-1"), posted("m2"), begun("m2"), posted("m3"))
                .when(REMOVE)
                .then(REMOVED)
                .outstanding();
    }

    /** A feed may have no messages: events alone make one. */
    @Test
    void needNotHaveBegun() {
        conversation.given().when(REMOVE).then(REMOVED);
    }

    @Test
    void isRemovedOnce() {
        conversation.given(posted("m1"), begun("m1"), REMOVED).when(REMOVE).ignored();
    }

    static List<ConversationCommand> wishes() {
        return List.of(
                post("m1"),
                post("m2"),
                cancel(null),
                reassign(B),
                new ChangeAttributes(
                        new MessageId("c1"), Attributes.Change.setting(Map.of("plan", "gold")), null, NOW));
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void refusesWhateverSomebodyWants(ConversationCommand wish) {
        conversation.given(posted("m1"), begun("m1"), REMOVED).when(wish).refused(GONE);
    }

    @Test
    void hearsNothingOfWhatWasGoingOn() {
        conversation
                .given(posted("m1"), begun("m1"), REMOVED)
                .when(answers("m1-1"))
                .ignored();
        conversation
                .given(posted("m1"), begun("m1"), REMOVED)
                .when(expire("m1-1"))
                .ignored();
    }

    /** What came before is erased, and the mark means the same alone, or behind any part of it. */
    @Test
    void isRemovedWhateverIsLeftOfItsHistory() {
        conversation.given(REMOVED).when(post("m9")).refused(GONE);
        conversation.given(posted("m1"), REMOVED).when(post("m9")).refused(GONE);
        conversation
                .given(posted("m1"), begun("m1", A), REMOVED)
                .when(post("m9"))
                .refused(GONE);
    }
}
