package org.talkoot.examples.supportdesk;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.util.List;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.SideEffect;

/** What the support agent can do. */
record SupportTools(Store store) {

    record Ticket(String id, String account, String summary, String status) {}

    @Tool(name = "list_tickets", value = "Lists the support tickets of an account and their status")
    @SideEffects(SideEffect.READ_ONLY)
    List<Ticket> listTickets(@P(name = "account_id", description = "such as ACC-1001") String accountId) {
        return store.query(
                "SELECT id, account, summary, status FROM ticket WHERE account = ? ORDER BY id",
                row -> new Ticket(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                accountId);
    }

    @Tool(name = "open_ticket", value = "Opens a support ticket for something that is broken")
    @SideEffects(SideEffect.IDEMPOTENT)
    String openTicket(
            @P(name = "account_id", description = "such as ACC-1001") String accountId,
            @P(name = "summary", description = "what is broken, in one sentence") String summary,
            IdempotencyKey key) {
        if (store.query("SELECT 1 FROM account WHERE id = ?", row -> 1, accountId)
                .isEmpty()) {
            throw ToolFailureException.permanent("no-account", "There is no account " + accountId);
        }
        store.update(
                "INSERT INTO ticket SELECT 'TIC-' || (3001 + (SELECT COUNT(*) FROM ticket)), ?, ?,"
                        + " ?, 'open' WHERE NOT EXISTS (SELECT 1 FROM ticket WHERE call_key = ?)",
                key.value(),
                accountId,
                summary,
                key.value());
        return store.query(
                        "SELECT id FROM ticket WHERE call_key = ?",
                        row -> "Opened ticket " + row.getString(1) + ".",
                        key.value())
                .getFirst();
    }
}
