package org.talkoot.examples.supportdesk;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.util.List;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.Compensator;
import org.talkoot.core.tool.SideEffect;

/** What the scheduling agent can do. */
record SchedulingTools(Store store) {

    record Slot(String id, String starts) {}

    @Tool(name = "list_free_slots", value = "Lists free appointment slots for a visit or a call")
    @SideEffects(SideEffect.READ_ONLY)
    List<Slot> listFreeSlots() {
        return store.query(
                "SELECT id, starts FROM slot WHERE call_key IS NULL ORDER BY id",
                row -> new Slot(row.getString(1), row.getString(2)));
    }

    @Tool(name = "book_slot", value = "Books an appointment slot for an account")
    @SideEffects(SideEffect.COMPENSABLE)
    String bookSlot(
            @P(name = "slot_id", description = "such as SLOT-1") String slotId,
            @P(name = "account_id", description = "such as ACC-1001") String accountId,
            IdempotencyKey key) {
        int booked = store.update(
                "UPDATE slot SET call_key = ?, account = ? WHERE id = ? AND call_key IS" + " NULL",
                key.value(),
                accountId,
                slotId);
        if (booked == 0) {
            throw ToolFailureException.permanent("slot-taken", slotId + " is not free");
        }
        return "Booked %s for %s.".formatted(slotId, accountId);
    }

    /** A booking that was in doubt is given back. */
    Compensator bookings() {
        return (key, call) ->
                store.update("UPDATE slot SET call_key = NULL, account = NULL WHERE call_key = ?", key.value());
    }
}
