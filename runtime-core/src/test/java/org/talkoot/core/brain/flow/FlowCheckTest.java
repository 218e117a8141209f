package org.talkoot.core.brain.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is found when a flow is built. */
final class FlowCheckTest {

    record Number(int value) {}

    record Pair(String a, String b) {}

    private static final FlowStep<String, String> A = text("a");
    private static final FlowStep<String, String> B = text("b");
    private static final FlowStep<String, String> C = text("c");
    private static final FlowStep<Pair, String> PAIR =
            FlowStep.code("pair", Pair.class, String.class, pair -> pair.a() + pair.b());

    @Test
    void nothingAtAll() {
        assertThat(mistakes(flow()))
                .containsExactly("it does not begin: there is no 'start'", "it does not end: there is no 'end'");
    }

    @Test
    void aStepThatIsNeverReached() {
        assertThat(mistakes(flow().start(A).end(A).after(B, C).end(C)))
                .containsExactly("'b' is never reached: it comes after nothing", "'c' is never reached");
    }

    @Test
    void aStepBehindWhichNothingComes() {
        assertThat(mistakes(flow().start(A).start(B).end(A)))
                .containsExactly("nothing comes after 'b', and it is no end");
    }

    @Test
    void aStepBehindAnEnd() {
        assertThat(mistakes(flow().start(A).after(A, B).end(A).end(B)))
                .containsExactly("'a' is an end, and yet something comes after it");
    }

    @Test
    void aChoiceWithoutAnOtherwise() {
        assertThat(mistakes(flow().start(A)
                        .when(A, "long", text -> text.length() > 9, B)
                        .end(B)))
                .containsExactly("after 'a' there is no 'otherwise': what if nothing holds of 'long'?");
        assertThat(mistakes(flow().start(A).otherwise(A, B).end(B)))
                .containsExactly("after 'a' there is an 'otherwise' and no condition");
    }

    @Test
    void twoConditionsOfOneName() {
        assertThat(mistakes(flow().start(A)
                        .when(A, "long", text -> text.length() > 9, B)
                        .when(A, "long", text -> text.length() > 5, C)
                        .otherwise(A, C)
                        .end(B)
                        .end(C)))
                .containsExactly("after 'a' two conditions are named 'long'");
    }

    @Test
    void aLoopWithoutABound() {
        assertThat(mistakes(flow().start(A)
                        .after(A, B)
                        .when(B, "bad", String::isBlank, A)
                        .otherwise(B, C)
                        .end(C)))
                .containsExactly("it may go round for ever by 'a', 'b': say 'again', with a bound");
    }

    @Test
    void aLoopThatIsNeverGoneRound() {
        assertThat(mistakes(flow().start(A)
                        .again(A, "bad", String::isBlank, A, 0)
                        .otherwise(A, B)
                        .end(B)))
                .containsExactly("'bad' after 'a' is chosen at least once, not 0");
    }

    @Test
    void aJoinThatCanNeverCome() {
        FlowStep<String, String> first = text("first");
        assertThat(mistakes(flow().start(first)
                        .when(first, "long", text -> text.length() > 9, A)
                        .otherwise(first, B)
                        .join(List.of(A, B), PAIR)
                        .end(PAIR)))
                .containsExactly("'pair' can never begin: of 'a', 'b' not all come in one run");
    }

    @Test
    void waysThatMeetAndMayBothBeTaken() {
        FlowStep<String, String> first = text("first");
        assertThat(mistakes(flow().start(first)
                        .after(first, A)
                        .after(first, B)
                        .after(A, C)
                        .after(B, C)
                        .end(C)))
                .containsExactly("'c' comes after 'a' and after 'b', and both may come: say 'join' or 'either'");
    }

    @Test
    void waysThatMeetOfWhichOneIsTaken() {
        FlowStep<String, String> first = text("first");
        Flow flow = flow().start(first)
                .when(first, "long", text -> text.length() > 9, A)
                .otherwise(first, B)
                .after(A, C)
                .after(B, C)
                .end(C)
                .build();

        assertThat(flow.mermaid()).contains("s_first -->|\"long\"| s_a");
    }

    @Test
    void aRecordThatIsNotMadeOfWhatIsJoined() {
        assertThat(mistakes(flow().start(A).start(C).join(List.of(A, C), PAIR).end(PAIR)))
                .containsExactly(
                        "Pair has no component 'c' for what 'c' brings",
                        "'b' of Pair comes from no step that 'pair' joins");
        FlowStep<String, Number> number = FlowStep.code("b", String.class, Number.class, text -> new Number(1));
        assertThat(mistakes(flow().start(A)
                        .start(number)
                        .join(List.of(A, number), PAIR)
                        .end(PAIR)))
                .containsExactly("'b' is a Number, but 'b' of Pair is a String");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // what the compiler would not let through
    void aStepThatTakesSomethingElse() {
        FlowStep number = FlowStep.code("number", Number.class, Number.class, some -> some);

        assertThat(mistakes(flow().start(A).after(A, number).end(number)))
                .containsExactly("'a' is a String, but 'number' takes a Number");
    }

    @Test
    void theSameNameTwice() {
        assertThat(mistakes(flow().start(A).after(A, text("a")).end(A))).contains("two steps are named 'a'");
    }

    @Test
    void oneOfOne() {
        assertThat(mistakes(flow().start(A).either(List.of(A), B).end(B)))
                .containsExactly("'b' takes 'the first of' at least two steps, each once");
    }

    private static FlowDraft<String> flow() {
        return Flow.taking("f", String.class);
    }

    private static FlowStep<String, String> text(String name) {
        return FlowStep.code(name, String.class, String.class, text -> text);
    }

    private static List<String> mistakes(FlowDraft<?> draft) {
        return catchThrowableOfType(FlowMistakes.class, draft::build).mistakes();
    }
}
