package org.talkoot.core.brain.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.SignalHandle;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Flows that wait for somebody outside, whatever crashes. */
final class FlowSignalTest {

    record Invoice(int amount) {}

    record Paid(int amount) {}

    record Both(Paid first, Paid second) {}

    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final SignalHandle<Paid> PAID = SignalHandle.of("paid", Paid.class);

    private static final FlowStep<String, Invoice> BILL =
            FlowStep.code("bill", String.class, Invoice.class, text -> new Invoice(Integer.parseInt(text)));
    private static final FlowStep<Invoice, Paid> PAYMENT = FlowStep.signal("payment", Invoice.class, PAID, WAIT);
    private static final FlowStep<Paid, String> THANK = FlowStep.code(
            "thank",
            Paid.class,
            String.class,
            (paid, past) -> "%d of %d"
                    .formatted(paid.amount(), past.of(BILL).orElseThrow().amount()));
    private static final FlowStep<Trouble, String> REMIND =
            FlowStep.code("remind", Trouble.class, String.class, why -> why.step() + ": " + why.code());

    @Test
    void whatComesWithTheSignalGoesOn() {
        Outcome outcome = ReplayCheck.atEveryEvent(billedAtOnce().signals("desk", 1, "paid", "k1", "{\"amount\":250}"));

        assertThat(outcome.answers()).containsExactly("250 of 300");
        assertThat(outcome.of(RunEvent.SignalReceived.class)).hasSize(1);
    }

    @Test
    void nothingInTimeIsAFailureThatMayHaveAWayOfItsOwn() {
        Outcome outcome = ReplayCheck.atEveryEvent(billed());

        assertThat(outcome.answers()).containsExactly("payment: no-signal");
        assertThat(ReplayCheck.atEveryEvent(Scenario.of(desk(unhandled())).says("300"))
                        .failures())
                .containsExactly("no-signal");
    }

    @Test
    void aSignalOfAnotherKindIsAFailureToo() {
        Outcome outcome = ReplayCheck.atEveryEvent(billedAtOnce().signals("desk", 1, "paid", "k1", "\"yes\""));

        assertThat(outcome.answers()).containsExactly("payment: unreadable-result");
    }

    @Test
    void ofTwoWaitsForOneNameTheOldestIsServedFirst() {
        FlowStep<Invoice, Paid> first = FlowStep.signal("first", Invoice.class, PAID, WAIT);
        FlowStep<Invoice, Paid> second = FlowStep.signal("second", Invoice.class, PAID, WAIT);
        FlowStep<Both, String> say = FlowStep.code(
                "say",
                Both.class,
                String.class,
                both -> both.first().amount() + ", " + both.second().amount());
        Flow flow = Flow.taking("bill", String.class)
                .start(BILL)
                .after(BILL, first)
                .after(BILL, second)
                .join(List.of(first, second), say)
                .end(say)
                .build();

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(desk(flow))
                .saysAtOnce("300")
                .passes(Duration.ofSeconds(1))
                .signals("desk", 1, "paid", "k1", "{\"amount\":1}")
                .signals("desk", 1, "paid", "k2", "{\"amount\":2}"));

        assertThat(outcome.answers()).containsExactly("1, 2");
    }

    @Test
    void ofASignalAndATimeTheFirstGoesOnAndTheWaitIsGivenUp() {
        FlowStep<Invoice, Invoice> wait = FlowStep.sleep("wait", Invoice.class, Duration.ofSeconds(5));
        FlowStep<Invoice, Paid> late = FlowStep.code("late", Invoice.class, Paid.class, invoice -> new Paid(0));
        Flow flow = Flow.taking("bill", String.class)
                .start(BILL)
                .after(BILL, PAYMENT)
                .after(BILL, wait)
                .after(wait, late)
                .either(List.of(PAYMENT, late), THANK)
                .end(THANK)
                .build();

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(desk(flow)).says("300"));

        assertThat(outcome.answers()).containsExactly("0 of 300");
        assertThat(outcome.of(RunEvent.CallsGivenUp.class)).hasSize(1);
    }

    @Test
    void itIsDrawnWithTheNameOfItsSignal() {
        assertThat(handled().mermaid())
                .contains(
                        "    s_payment[\\\"payment: signal paid\"\\]\n",
                        "    s_payment --> s_thank\n",
                        "    s_payment -.->|\"failed\"| s_remind\n");
    }

    @Test
    void whatIsNoSignalIsSaidWhenTheStepIsMade() {
        assertThatThrownBy(() -> FlowStep.signal("payment", Invoice.class, SignalHandle.of("PAID!", Paid.class), WAIT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FlowStep.signal("payment", Invoice.class, PAID, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Scenario billed() {
        return Scenario.of(desk(handled())).says("300");
    }

    /** Somebody may say something while it waits. */
    private static Scenario billedAtOnce() {
        return Scenario.of(desk(handled())).saysAtOnce("300").passes(Duration.ofSeconds(1));
    }

    private static Flow handled() {
        return Flow.taking("bill", String.class)
                .start(BILL)
                .after(BILL, PAYMENT)
                .after(PAYMENT, THANK)
                .failed(PAYMENT, REMIND)
                .end(THANK)
                .end(REMIND)
                .build();
    }

    private static Flow unhandled() {
        return Flow.taking("bill", String.class)
                .start(BILL)
                .after(BILL, PAYMENT)
                .after(PAYMENT, THANK)
                .end(THANK)
                .build();
    }

    private static AgentDefinition desk(Flow flow) {
        return AgentDefinition.of("desk", "", flow);
    }
}
