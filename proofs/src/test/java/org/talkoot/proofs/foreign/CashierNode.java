package org.talkoot.proofs.foreign;

import dev.langchain4j.agent.tool.Tool;
import java.util.List;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.NeedsApproval;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;

/** Pays what it is asked to pay, when two of the finance have agreed. */
public final class CashierNode {

    private CashierNode() {}

    /** Pays. */
    public static final class Till {

        @Tool("Pays.")
        @NeedsApproval(by = 2, roles = "finance", within = "PT2H")
        @SideEffects(SideEffect.AT_MOST_ONCE)
        public String pay(String what) {
            return "paid " + what;
        }
    }

    private static Next pays(RunView view) {
        return view.lastStep().isEmpty()
                ? Next.CallTools.of(new ToolRequest("pay", "{\"what\":\"%s\"}".formatted(view.task())))
                : new Next.Answer(view.lastStep().get().toString());
    }

    public static void main(String[] args) {
        Talkoot.agents(List.of(AgentDefinition.of("cashier", "pays", new CodeBrain(CashierNode::pays))))
                .tools(context -> AnnotatedTools.of(new Till()))
                .run(args);
    }
}
