package org.talkoot.examples.claimsdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.tool.ToolRegistry;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Person;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Whole claims, each killed wherever it can be killed. */
final class ClaimsDeskTest {

    private static final Person CUSTOMER = Person.named("cora");
    private static final Person FINN = Person.named("finn", "finance");
    private static final FakeTool PAY = FakeTool.named("pay_out")
            .withEffect(SideEffect.AT_MOST_ONCE)
            .returning("Paid.")
            .approvedBy(ClaimsDesk.approval());

    @Test
    void aSmallClaimIsPaidAtOnce() {
        assertThat(ReplayCheck.atEveryEvent(claiming(800, 10, PAY)))
                .answers("Paid.")
                .calls("cover_of", "fraud_score", "pay_out");
    }

    @Test
    void aLargeClaimIsPaidWhenFinanceAgrees() {
        assertThat(ReplayCheck.atEveryEvent(claiming(4_000, 10, PAY).people(CUSTOMER.approves(), FINN.approves())))
                .answers("Paid.");
    }

    @Test
    void aLargeClaimThatFinanceDeniesIsNotPaid() {
        assertThat(ReplayCheck.atEveryEvent(claiming(4_000, 10, PAY).people(FINN.denies("Send a photo."))))
                .answers("We do not pay this. finn said no. Send a photo.")
                .calls("cover_of", "fraud_score");
    }

    @Test
    void aClaimThatNobodyDecidesIsNotPaid() {
        assertThat(ReplayCheck.atEveryEvent(claiming(4_000, 10, PAY)))
                .answers("It was not paid: Nobody decided in time; it was not run.");
    }

    @Test
    void whatIsSuspiciousOrNotCoveredIsNotPaid() {
        assertThat(ReplayCheck.atEveryEvent(claiming(800, 95, PAY)))
                .answers("We do not pay this: an investigator has to look at it first");
        assertThat(ReplayCheck.atEveryEvent(claiming(90_000, 10, PAY)))
                .answers("We do not pay this: policy P-1001 covers up to 20000 euros");
    }

    @Test
    void aPaymentThatACrashCutsOffIsNeverMadeAgain() {
        FakeTool cutOff = PAY.returning(new ToolResult.InDoubt("The node died."));

        assertThat(ReplayCheck.atEveryEvent(claiming(800, 10, cutOff)))
                .answers("We are finding out whether it was paid; a colleague calls you.")
                .calls("cover_of", "fraud_score", "pay_out");
    }

    @Test
    void whatTheModelReadsWrongItReadsAgain() {
        Scenario twice = claim(PAY, 10, turn().answers("{\"policy\":\"P-1001\"}"), turn().answers(read(800)));

        assertThat(ReplayCheck.atEveryEvent(twice)).answers("Paid.");
    }

    @Test
    void allToolsCanBeRunAsTheyDeclare() {
        ToolRegistry.of(AnnotatedTools.of(new ClaimsDesk.Tools()))
                .requireKnown(List.of("cover_of", "fraud_score", "pay_out"));
    }

    private static Scenario claiming(int euros, int points, FakeTool pay) {
        return claim(pay, points, turn().answers(read(euros)));
    }

    private static Scenario claim(FakeTool pay, int points, ModelTurn... turns) {
        return Scenario.of(ClaimsDesk.agents())
                .model(ScriptedModel.of().forAgent("reader", turns))
                .tools(
                        FakeTool.named("cover_of").returning("{\"covered\":true,\"upTo\":20000}"),
                        FakeTool.named("fraud_score").returning("{\"points\":%d}".formatted(points)),
                        pay)
                .saysAs(CUSTOMER.caller(), "A storm took my roof");
    }

    private static String read(int euros) {
        return "{\"policy\":\"P-1001\",\"euros\":%d,\"what\":\"a storm took the roof\"}".formatted(euros);
    }
}
