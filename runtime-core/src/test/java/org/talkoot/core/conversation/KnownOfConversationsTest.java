package org.talkoot.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.conversation.ConversationWords.A;
import static org.talkoot.core.conversation.ConversationWords.B;
import static org.talkoot.core.conversation.ConversationWords.NOW;
import static org.talkoot.core.conversation.ConversationWords.answered;
import static org.talkoot.core.conversation.ConversationWords.answers;
import static org.talkoot.core.conversation.ConversationWords.begun;
import static org.talkoot.core.conversation.ConversationWords.deadline;
import static org.talkoot.core.conversation.ConversationWords.handedOff;
import static org.talkoot.core.conversation.ConversationWords.handsOver;
import static org.talkoot.core.conversation.ConversationWords.post;
import static org.talkoot.core.conversation.ConversationWords.posted;
import static org.talkoot.core.conversation.ConversationWords.said;
import static org.talkoot.core.conversation.ConversationWords.start;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.Specification;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.conversation.ConversationCommand.ChangeAttributes;
import org.talkoot.core.conversation.ConversationEvent.AttributesChanged;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.Attributes.Change;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Message;

/** Attributes of a conversation: who may set them when, and which of them a run goes by. */
final class KnownOfConversationsTest {

    private static final Attributes GOLD = new Attributes(Map.of("plan", "gold"));
    private static final Attributes SILVER = new Attributes(Map.of("plan", "silver"));

    private final Specification<ConversationCommand, ConversationEvent, ConversationState, ConversationEffect>
            conversation = ConversationWords.conversation();

    private static Change setting(Attributes attributes) {
        return Change.setting(attributes.values());
    }

    private static ChangeAttributes change(String change, Attributes attributes) {
        return new ChangeAttributes(new MessageId(change), setting(attributes), null, NOW);
    }

    private static AttributesChanged changed(String change, Attributes attributes) {
        return new AttributesChanged(new MessageId(change), attributes, null, NOW);
    }

    private static ConversationEffect.StartRun knowing(
            Attributes known, AgentType agent, String run, Message... shown) {
        ConversationEffect.StartRun start = start(agent, run, shown);
        RunRequest request = start.request();
        return new ConversationEffect.StartRun(
                start.agent(),
                new RunRequest(
                        request.run(),
                        request.origin(),
                        request.messages(),
                        request.lineage(),
                        Trace.begunBy(new MessageId(run.substring(0, run.indexOf('-'))))
                                .in(known)));
    }

    @Test
    void theMessageThatOpensAConversationSetsThem() {
        conversation
                .given()
                .when(post("m1").knowing(setting(GOLD)))
                .then(changed("m1", GOLD), posted("m1"), begun("m1"))
                .outstanding(knowing(GOLD, A, "m1-1", said("m1")), deadline("m1-1"));
    }

    @Test
    void aRepeatOfThatMessageChangesNothingThatWasChangedSince() {
        conversation
                .given(changed("m1", GOLD), posted("m1"), begun("m1"), answered("m1-1"), changed("c1", SILVER))
                .when(post("m1").knowing(setting(GOLD)))
                .ignored();
    }

    @Test
    void aMessageThatBringsWhatIsKnownIsOnlyAMessage() {
        conversation
                .given(changed("m1", GOLD), posted("m1"), begun("m1"), answered("m1-1"))
                .when(post("m2").knowing(setting(GOLD)))
                .then(posted("m2"), begun("m2"));
    }

    @Test
    void theyCanBeChanged() {
        conversation
                .given(changed("m1", GOLD), posted("m1"), begun("m1"), answered("m1-1"))
                .when(change("c1", SILVER))
                .then(changed("c1", SILVER));
    }

    @Test
    void aRepeatedChangeDoesNotUndoTheOneAfterIt() {
        conversation
                .given(posted("m1"), begun("m1"), changed("c1", SILVER), changed("c2", GOLD))
                .when(change("c1", SILVER))
                .ignored();
    }

    @Test
    void aChangeIsForgottenAfterSixtyFourOthers() {
        Stream<ConversationEvent> others = IntStream.range(0, ConversationLimits.REMEMBERED_CHANGES)
                .mapToObj(i -> changed("x" + i, i % 2 == 0 ? GOLD : SILVER));
        ConversationEvent[] history = Stream.concat(Stream.of(posted("m1"), begun("m1"), changed("c1", GOLD)), others)
                .toArray(ConversationEvent[]::new);

        conversation.given(history).when(change("c1", GOLD)).then(changed("c1", GOLD));
    }

    @Test
    void thereIsNothingToKnowOfAConversationThatNobodyHasOpened() {
        conversation.given().when(change("c1", GOLD)).refused(new Rejection.NotOpened());
    }

    @Test
    void moreThanFitAreRefusedAndTheMessageWithThem() {
        Attributes full = new Attributes(
                IntStream.range(0, Attributes.MOST).boxed().collect(Collectors.toMap(i -> "a" + i, i -> "")));
        Rejection refused = new Rejection.TooManyAttributes(Attributes.MOST, Attributes.MAX_LENGTH);

        conversation
                .given(changed("m1", full), posted("m1"), begun("m1"))
                .when(change("c1", GOLD))
                .refused(refused);
        conversation
                .given(changed("m1", full), posted("m1"), begun("m1"))
                .when(post("m2").knowing(setting(GOLD)))
                .refused(refused);
    }

    @Test
    void whoTakesOverATurnKnowsWhatIsKnownThen() {
        List<ConversationEvent> before = List.of(changed("m1", GOLD), posted("m1"), begun("m1"), changed("c1", SILVER));

        conversation
                .given(before.toArray(ConversationEvent[]::new))
                .when(handsOver("m1-1", B))
                .then(handedOff("m1-1", A, "m1-2", B))
                .outstanding(
                        knowing(SILVER, B, "m1-2", said("m1-2", "[a hands over: yours]"), said("m1")),
                        deadline("m1-2"));
    }

    @Test
    void theyStayWhenATurnEndsHoweverItEnds() {
        conversation
                .given(changed("m1", GOLD), posted("m1"), begun("m1"))
                .when(answers("m1-1"))
                .then(answered("m1-1"));
        assertThat(ConversationWords.folded(changed("m1", GOLD), posted("m1"), begun("m1"), answered("m1-1"))
                        .attributes())
                .isEqualTo(GOLD);
        assertThat(ConversationWords.folded(
                                changed("m1", GOLD), posted("m1"), begun("m1"), ConversationWords.cancelled("m1-1"))
                        .attributes())
                .isEqualTo(GOLD);
    }
}
