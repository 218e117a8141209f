package org.talkoot.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

final class StreamIdTest {

    private static final ConversationId TALK = new ConversationId(new TenantId("acme"), "a:b@c~1");
    private static final AgentId BOSS = AgentId.in(TALK, new AgentType("boss"));
    private static final AgentType CLERK = new AgentType("clerk");

    static final Arguments[] KINDS = {
        Arguments.of(StreamId.of(TALK), "acme/a:b@c~1|conversation"),
        Arguments.of(StreamId.inboxOf(TALK), "acme/a:b@c~1|inbox:events"),
        Arguments.of(StreamId.of(TALK, new DeadLetterId("0-a")), "acme/a:b@c~1|dead-letter:0-a"),
        Arguments.of(StreamId.of(BOSS), "acme/a:b@c~1|boss"),
        Arguments.of(StreamId.of(BOSS.peer(new AgentType("inbox"))), "acme/a:b@c~1|inbox"),
        Arguments.of(StreamId.of(BOSS.peer(new AgentType("dead-letter"))), "acme/a:b@c~1|dead-letter"),
        Arguments.of(StreamId.of(BOSS.colleague(CLERK, "bo-1")), "acme/a:b@c~1|clerk.n-bo-1"),
        Arguments.of(
                StreamId.of(BOSS.delegate(CLERK, RunId.of(new MessageId("m1"), 1), CallId.of(1))),
                "acme/a:b@c~1|clerk.d-be3f6322b8dfa18dd6999234"),
    };

    @ParameterizedTest
    @FieldSource("KINDS")
    void everyKindIsWrittenLikeThisAndReadAgain(StreamId stream, String text) {
        assertThat(stream.text()).isEqualTo(text).isEqualTo(stream.toString());
        assertThat(StreamId.parse(text)).isEqualTo(stream);
        assertThat(StreamId.of(stream.feed(), stream.entity())).isEqualTo(stream);
        assertThat(stream.feed()).isEqualTo(TALK);
    }

    @ParameterizedTest
    @CsvSource({
        "default/c1,                       is not tenant/key|entity",
        "c1|conversation,                  is not tenant/key",
        "Default/c1|conversation,          tenant must be",
        "default/|conversation,            conversation id must be",
        "default/c1|boss|boss,             conversation id must be",
        "default/c1|,                      agent type must be",
        "default/c1|Boss,                  agent type must be",
        "default/c1|inbox:,                agent type must be",
        "default/c1|inbox:letters,         agent type must be",
        "default/c1|dead-letter:,          a dead letter id is",
        "default/c1|dead-letter:A,         a dead letter id is",
        "default/c1|conversation.d-1,      cannot name an agent",
        "default/c1|boss.,                 ends before the instance is named",
        "default/c1|boss.d.1,              agent instance must be",
        "default/c1|schedule:times,        shows no schedule",
        "default/schedule:|schedule:times, schedule must be",
        "default/schedule:N|schedule:times, schedule must be",
    })
    void whatIsNoneOfTheKindsIsRefusedInWords(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.parse(text))
                .withMessageContaining(why);
    }

    @Test
    void theStreamOfAScheduleIsInAConversationThatIsNamedAfterIt() {
        StreamId stream = StreamId.of(new ScheduleId(new TenantId("acme"), "nightly"));

        assertThat(stream).hasToString("acme/schedule:nightly|schedule:times");
        assertThat(StreamId.parse(stream.text())).isEqualTo(stream);
        assertThat(stream.schedule()).isEqualTo(new ScheduleId(new TenantId("acme"), "nightly"));
        assertThatIllegalStateException().isThrownBy(() -> StreamId.of(TALK).schedule());
    }

    @Test
    void theStreamOfAMemoryIsReadAsItIsWritten() {
        StreamId stream = StreamId.memoryOf(new ConversationId(new TenantId("acme"), "memory:tenant"));

        assertThat(stream).hasToString("acme/memory:tenant|memory:facts");
        assertThat(StreamId.parse(stream.text())).isEqualTo(stream);
    }

    @Test
    void onlyTheStreamOfAnAgentNamesAnAgentAndOnlyThatOfALetterALetter() {
        assertThat(StreamId.of(BOSS).agent()).isEqualTo(BOSS);
        assertThatIllegalStateException()
                .isThrownBy(() -> StreamId.of(TALK).agent())
                .withMessageContaining("acme/a:b@c~1|conversation");
        assertThatIllegalStateException().isThrownBy(() -> StreamId.of(BOSS).letter());
    }
}
