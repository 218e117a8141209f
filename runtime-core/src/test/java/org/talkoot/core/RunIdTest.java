package org.talkoot.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.event.Trace;

final class RunIdTest {

    private static final AgentType CLERK = new AgentType("clerk");
    private static final MessageId LONG = new MessageId("m".repeat(200));
    private static final String HASH =
            "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm~d5337e885d813fc26689c818ddabf3d8080697a9b";

    /** A run, its text, and the request that it is of when nothing else is known. */
    static final Arguments[] KINDS = {
        Arguments.of(RunId.of(new MessageId("m1"), 1), "m1-1", "m1"),
        Arguments.of(RunId.of(new MessageId("m-1"), 12), "m-1-12", "m-1"),
        Arguments.of(RunId.of(new MessageId("e12:Order"), 1), "e12:Order-1", "e12:Order"),
        Arguments.of(RunId.of(new MessageId("m1").redriven(2), 1), "m1~r2-1", "m1~r2"),
        Arguments.of(RunId.of(new MessageId("m1.c1"), 1), "m1.c1-1", "m1.c1"),
        Arguments.of(RunId.triggered(0, CLERK), "e0:clerk", "e0:clerk"),
        Arguments.of(RunId.triggered(17, new AgentType("night-watch")), "e17:night-watch", "e17:night-watch"),
        Arguments.of(RunId.triggered(17, new AgentType("x-1")), "e17:x-1", "e17:x-1"),
        Arguments.of(RunId.requested(17, CLERK), "q17:clerk", "q17:clerk"),
        Arguments.of(RunId.triggered(17, CLERK).redriven(3), "e17:clerk~r3", "e17:clerk"),
        Arguments.of(RunId.triggered(17, CLERK).handedOver(), "e17:clerk~h1", "e17:clerk"),
        Arguments.of(RunId.requested(17, CLERK).redriven(3).handedOver().handedOver(), "q17:clerk~r3~h2", "q17:clerk"),
        Arguments.of(delegated(RunId.of(new MessageId("m1"), 1), 2), "m1-1.c2", "m1"),
        Arguments.of(delegated(delegated(RunId.triggered(17, CLERK), 2), 0), "e17:clerk.c2.c0", "e17:clerk"),
        Arguments.of(delegated(RunId.of(LONG, 1), 1), HASH, HASH),
        Arguments.of(delegated(delegated(RunId.of(LONG, 1), 1), 2), HASH + ".c2", HASH),
    };

    private static RunId delegated(RunId parent, int call) {
        return RunId.delegated(parent, CallId.of(call));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void everyKindIsWrittenLikeThisAndReadAgain(RunId run, String text, String request) {
        assertThat(run.value()).isEqualTo(text).isEqualTo(run.toString());
        assertThat(RunId.parse(text)).isEqualTo(run).hasSameHashCodeAs(run);
        assertThat(Trace.begunBy(run)).isEqualTo(new Trace(request, request, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m1",
                "m",
                "1",
                "-1",
                "m1-",
                "m1-01",
                "m1-1234567890",
                "e17",
                "e17:",
                "e17:Clerk",
                "e017:clerk",
                "e17:conversation",
                "e17:conversation~r1",
                "e1234567890123456789:clerk",
                "e17:clerk~r",
                "e17:clerk~r0",
                "e17:clerk~r01",
                "e17:clerk~h1~r1",
                "e17:clerk~x1",
                "w17:clerk",
                "m1-1.c",
                "m1-1.c01",
                "m1-1.d1",
                ".c1",
                "m1.c1",
                "e17:clerk~d1",
                "m~d1"
            })
    void whatIsNoneOfTheKindsIsRefusedInWords(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunId.parse(text))
                .withMessage("'" + text + "' is not the name of a run");
    }

    @ParameterizedTest
    @CsvSource({"'', run id must be", "m 1-1, run id must be", "e17@east:clerk, run id must be"})
    void whatIsNoTokenIsRefusedInWords(String text, String why) {
        assertThatIllegalArgumentException().isThrownBy(() -> RunId.parse(text)).withMessageContaining(why);
    }

    @Test
    void aNameThatWouldHaveBeenHashedIsNotReadNested() {
        String nested = "m".repeat(116) + "-1.c1";

        assertThat(RunId.parse(nested.substring(1)).value()).hasSize(120);
        assertThatIllegalArgumentException().isThrownBy(() -> RunId.parse(nested));
    }

    @Test
    void aMessageWhoseRunsWouldReadAsThoseOfAnEventBeginsNoTurn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunId.of(new MessageId("e12:x"), 1))
                .withMessage("'e12:x-1' is not the run of a turn");
        assertThatIllegalArgumentException().isThrownBy(() -> RunId.of(new MessageId("m1"), -1));
    }

    @Test
    void onlyARunOfATurnHasAMessageAndOnlyOneOfAnEventAnEvent() {
        RunId.OfEvent ofEvent = RunId.triggered(17, CLERK);

        assertThat(RunId.parse("m1-1").message()).isEqualTo(new MessageId("m1"));
        assertThat(RunId.parse("e17:clerk").asOfEvent()).isEqualTo(ofEvent);
        assertThatIllegalStateException().isThrownBy(ofEvent::message).withMessageContaining("e17:clerk");
        assertThatIllegalStateException()
                .isThrownBy(() -> RunId.parse("m1-1").asOfEvent())
                .withMessageContaining("m1-1");
    }

    @Test
    void whatAnEventBeganKnowsItsPositionItsAgentItsRedriveAndItsHands() {
        RunId.OfEvent run = RunId.requested(17, new AgentType("x-1"))
                .redriven(3)
                .redriven(12)
                .handedOver();

        assertThat(run.position()).isEqualTo(17);
        assertThat(run.agent()).isEqualTo(new AgentType("x-1"));
        assertThat(run.attempt()).hasValue(12);
        assertThat(run.handovers()).isEqualTo(1);
        assertThat(run.isAwaited()).isTrue();
        assertThat(run.isFirst()).isFalse();
        assertThat(run.first()).isEqualTo(RunId.requested(17, new AgentType("x-1")));
        assertThat(RunId.triggered(17, CLERK).attempt()).isEmpty();
        assertThat(RunId.triggered(17, CLERK).isAwaited()).isFalse();
    }
}
