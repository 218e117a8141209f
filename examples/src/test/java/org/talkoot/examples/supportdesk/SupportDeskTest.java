package org.talkoot.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.talkoot.testkit.ModelTurn.turn;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.agents.tool.ToolRegistry;
import org.talkoot.core.CallId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

final class SupportDeskTest {

    private static final IdempotencyKey KEY = key(1);

    private final Store store = Store.inMemory();

    @Test
    void aRefundGoesFromTriageToBillingAndHappensOnceWhereverTheNodeIsKilled() {
        Scenario scenario = Scenario.of(Agents.all().toArray(AgentDefinition[]::new))
                .model(ScriptedModel.of()
                        .forAgent("triage", turn().calls("hand_off_to_billing", "a double charge"))
                        .forAgent(
                                "billing",
                                turn().calls("list_invoices", "{\"account_id\":\"ACC-1001\"}"),
                                turn().calls("refund_invoice", "{\"invoice_id\":\"INV-2002\"}"),
                                turn().answers("You have 49 euros back.")))
                .tools(
                        FakeTool.named("list_invoices").returning("[]"),
                        FakeTool.named("refund_invoice").returning("Refunded"))
                .says("I was charged twice");

        Outcome outcome = ReplayCheck.atEveryEvent(scenario);

        assertThat(outcome.answerers()).containsExactly("billing");
        assertThat(outcome.toolsCalled()).containsExactly("list_invoices", "refund_invoice");
    }

    @Test
    void allToolsCanBeRunAsTheyDeclare() {
        ToolRegistry registry = ToolRegistry.of(SupportDesk.tools(store));

        registry.requireKnown(List.of(
                "list_invoices", "refund_invoice", "list_tickets", "open_ticket", "list_free_slots", "book_slot"));
    }

    @Test
    void aRefundIsFoundByItsKeyAndNotMadeTwice() throws Exception {
        BillingTools billing = new BillingTools(store);
        ToolCall call = new ToolCall(CallId.of(1), "refund_invoice", "{}");
        assertThat(billing.refunds().find(KEY, call)).isEqualTo(new Reconciler.Finding.DidNotHappen());

        assertThat(billing.refundInvoice("INV-2002", KEY)).isEqualTo("Refunded 49.00 EUR for INV-2002.");

        assertThat(billing.refunds().find(KEY, call)).isInstanceOf(Reconciler.Finding.Happened.class);
        assertThatThrownBy(() -> billing.refundInvoice("INV-2002", key(2))).isInstanceOf(ToolFailureException.class);
    }

    @Test
    void aTicketOfOneCallIsOpenedOnce() {
        SupportTools support = new SupportTools(store);

        assertThat(support.openTicket("ACC-1001", "printer", KEY)).isEqualTo("Opened ticket TIC-3001.");
        assertThat(support.openTicket("ACC-1001", "printer", KEY)).isEqualTo("Opened ticket TIC-3001.");
        assertThat(support.listTickets("ACC-1001")).hasSize(1);
        assertThatThrownBy(() -> support.openTicket("ACC-9", "x", key(2))).isInstanceOf(ToolFailureException.class);
    }

    @Test
    void aBookingThatIsUndoneFreesTheSlot() throws Exception {
        SchedulingTools scheduling = new SchedulingTools(store);
        scheduling.bookSlot("SLOT-1", "ACC-1001", KEY);
        assertThat(scheduling.listFreeSlots()).hasSize(3);

        scheduling.bookings().compensate(KEY, new ToolCall(CallId.of(1), "book_slot", "{}"));

        assertThat(scheduling.listFreeSlots()).hasSize(4);
    }

    private static IdempotencyKey key(int call) {
        return IdempotencyKey.of(RunId.parse("m1-1"), CallId.of(call));
    }
}
