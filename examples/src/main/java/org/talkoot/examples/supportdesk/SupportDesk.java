package org.talkoot.examples.supportdesk;

import java.util.ArrayList;
import java.util.List;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.core.tool.Tool;
import org.talkoot.gateway.node.Talkoot;

/** The support desk as an application. */
public final class SupportDesk {

    private SupportDesk() {}

    public static void main(String[] args) {
        application().run(args);
    }

    /** What runs, and what is evaluated. */
    static Talkoot application() {
        return Talkoot.agents(Agents.all()).tools(node -> tools(Store.open(node.dataDirectory())));
    }

    static List<Tool> tools(Store store) {
        BillingTools billing = new BillingTools(store);
        SchedulingTools scheduling = new SchedulingTools(store);
        List<Tool> tools = new ArrayList<>();
        tools.addAll(AnnotatedTools.reconciling(AnnotatedTools.of(billing), "refund_invoice", billing.refunds()));
        tools.addAll(AnnotatedTools.of(new SupportTools(store)));
        tools.addAll(AnnotatedTools.compensating(AnnotatedTools.of(scheduling), "book_slot", scheduling.bookings()));
        return tools;
    }
}
