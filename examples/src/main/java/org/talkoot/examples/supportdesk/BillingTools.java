package org.talkoot.examples.supportdesk;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.util.List;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolResult;

/** What the billing agent can do. */
record BillingTools(Store store) {

    record Invoice(String id, String account, int cents, String what) {}

    @Tool(name = "list_invoices", value = "Lists the invoices and charges of an account")
    @SideEffects(SideEffect.READ_ONLY)
    List<Invoice> listInvoices(@P(name = "account_id", description = "such as ACC-1001") String accountId) {
        return store.query(
                "SELECT id, account, cents, what FROM invoice WHERE account = ? ORDER BY id",
                row -> new Invoice(row.getString(1), row.getString(2), row.getInt(3), row.getString(4)),
                accountId);
    }

    @Tool(name = "refund_invoice", value = "Refunds an invoice, paying the money back")
    @SideEffects(SideEffect.RECONCILABLE)
    String refundInvoice(
            @P(name = "invoice_id", description = "such as INV-2002") String invoiceId, IdempotencyKey key) {
        List<Integer> cents = store.query("SELECT cents FROM invoice WHERE id = ?", row -> row.getInt(1), invoiceId);
        if (cents.isEmpty()) {
            throw ToolFailureException.permanent("no-invoice", "There is no invoice " + invoiceId);
        }
        if (!store.query("SELECT 1 FROM refund WHERE invoice = ?", row -> 1, invoiceId)
                .isEmpty()) {
            throw ToolFailureException.permanent("already-refunded", invoiceId + " was refunded before");
        }
        store.update("INSERT INTO refund VALUES (?, ?, ?)", key.value(), invoiceId, cents.getFirst());
        return refunded(invoiceId, cents.getFirst());
    }

    /** A refund that was in doubt is looked up by the key it was made with. */
    Reconciler refunds() {
        return (key, call) -> store
                .query(
                        "SELECT invoice, cents FROM refund WHERE call_key = ?",
                        row -> refunded(row.getString(1), row.getInt(2)),
                        key.value())
                .stream()
                .findFirst()
                .<Reconciler.Finding>map(text -> new Reconciler.Finding.Happened(ToolResult.success(text)))
                .orElseGet(Reconciler.Finding.DidNotHappen::new);
    }

    private static String refunded(String invoice, int cents) {
        return "Refunded %d.%02d EUR for %s.".formatted(cents / 100, cents % 100, invoice);
    }
}
