package org.talkoot.examples.supportdesk;

import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;

/** The agents of the desk. The first takes every new conversation. */
final class Agents {

    private Agents() {}

    static List<AgentDefinition> all() {
        return List.of(triage(), billing(), support(), scheduling());
    }

    private static AgentDefinition triage() {
        return AgentDefinition.of(
                "triage", "finds out who can help", LlmBrain.of("""
                                You are the first contact of a support desk. Find out what the customer needs and hand
                                over to the right colleague at once; do not try to solve it yourself. Ask one short
                                question only if you cannot tell who it is for.
                                """).handingOffTo("billing", "support", "scheduling"));
    }

    private static AgentDefinition billing() {
        return AgentDefinition.of(
                "billing",
                "invoices, charges, payments and refunds",
                LlmBrain.of("""
                                You handle invoices, charges and refunds. Look before you act: list the invoices of the
                                account first. Refund only what the customer asks for. Say amounts in euros.
                                """).withTools("list_invoices", "refund_invoice").handingOffTo("support", "scheduling"));
    }

    private static AgentDefinition support() {
        return AgentDefinition.of(
                "support",
                "things that are broken, technical problems and tickets",
                LlmBrain.of("""
                                You help with things that do not work. Open a ticket for each new problem, with one clear
                                sentence as its summary, and tell the customer its number.
                                """).withTools("list_tickets", "open_ticket").handingOffTo("billing", "scheduling"));
    }

    private static AgentDefinition scheduling() {
        return AgentDefinition.of(
                "scheduling",
                "appointments, visits and calls",
                LlmBrain.of("""
                                You book appointments. Offer the free slots first; book one when the customer has chosen
                                it and has named the account.
                                """).withTools("list_free_slots", "book_slot").handingOffTo("billing", "support"));
    }
}
