package org.talkoot.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.talkoot.core.deadletter.Redrives;

final class IdentityTest {

    private static final AgentId BOSS = AgentId.in(ConversationId.of("c1"), new AgentType("boss"));
    private static final RunId RUN = RunId.of(new MessageId("m1"), 1);
    private static final AgentType CLERK = new AgentType("clerk");

    @Test
    void everyAgentIsReadFromItsTextAndItsStream() {
        for (AgentId agent :
                new AgentId[] {BOSS, BOSS.delegate(CLERK, RUN, CallId.of(1)), BOSS.colleague(CLERK, "bo-1")}) {
            assertThat(AgentId.parse(agent.toString())).isEqualTo(agent);
            assertThat(StreamId.parse(StreamId.of(agent).toString()).agent()).isEqualTo(agent);
        }
    }

    @Test
    void everyCallHasADelegateOfItsOwnThatIsTheSameForEver() {
        AgentId first = BOSS.delegate(CLERK, RUN, CallId.of(1));

        assertThat(first.toString()).isEqualTo("default/c1/clerk.d-be3f6322b8dfa18dd6999234");
        assertThat(BOSS.delegate(CLERK, RUN, CallId.of(2))).isNotEqualTo(first);
        assertThat(first.isDelegate()).isTrue();
        assertThat(BOSS.colleague(CLERK, "bo").isDelegate()).isFalse();
    }

    @Test
    void aConversationAndAllThatWorksForItLiveTogetherButForOneOfVeryMany() {
        StreamId conversation = StreamId.of(BOSS.conversation());
        AgentId beside = BOSS.delegate(CLERK, RUN, CallId.of(1));
        AgentId apart = BOSS.delegateApart(CLERK, RUN, CallId.of(1));

        assertThat(StreamId.of(BOSS).placement()).isEqualTo(conversation.placement());
        assertThat(StreamId.of(beside).placement()).isEqualTo(conversation.placement());
        assertThat(StreamId.of(apart).placement()).isEqualTo(StreamId.of(apart).text());
        assertThat(apart.isDelegate()).isTrue();
        assertThat(AgentId.parse(apart.toString())).isEqualTo(apart);
    }

    @Test
    void idsOfRunsThatNestStayShortAndDifferent() {
        RunId deep = RUN;
        for (int i = 0; i < 10_000; i++) {
            RunId next = RunId.delegated(deep, CallId.of(i));
            assertThat(next.value().length()).isLessThanOrEqualTo(120);
            assertThat(next).isNotEqualTo(deep);
            assertThat(RunId.parse(next.value())).isEqualTo(next);
            deep = next;
        }
        assertThat(deep.value()).startsWith("m1-1.");
        assertThat(RunId.delegated(RunId.of(new MessageId("r".repeat(200)), 1), CallId.of(1))
                        .value()
                        .length())
                .isLessThanOrEqualTo(120);
    }

    @Test
    void whatAnEventBeganKeepsItsPlaceAndItsAttemptWhenItChangesHands() {
        RunId.OfEvent first = RunId.triggered(17, CLERK);
        RunId.OfEvent third = first.handedOver().handedOver();
        RunId.OfEvent again = first.redriven(2).handedOver();

        assertThat(third.value()).isEqualTo("e17:clerk~h2");
        assertThat(third.handovers()).isEqualTo(2);
        assertThat(third.position()).isEqualTo(17);
        assertThat(Redrives.letter(third)).isEqualTo(Redrives.letter(first));
        assertThat(third.attempt()).isEmpty();
        assertThat(again.attempt()).hasValue(2);
        assertThat(Redrives.letter(again)).isEqualTo(Redrives.letter(first));
        assertThat(third.redriven(1)).isEqualTo(first.redriven(1));
    }
}
