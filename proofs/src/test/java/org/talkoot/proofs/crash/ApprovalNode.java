package org.talkoot.proofs.crash;

import dev.langchain4j.agent.tool.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.approval.ProposedCall;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;

/**
 * A node that pays when somebody agrees: the message is for what, and says how long is waited for whom. It logs what it
 * has paid outside of itself.
 */
public final class ApprovalNode {

    /** Who is asked about "late" has so long; about "escalated", others are asked after so long. */
    static final Duration SHORT = Duration.ofSeconds(20);

    static final Duration LONG = Duration.ofHours(8);

    private ApprovalNode() {}

    /** Writes down what it pays. */
    public static final class Till {

        private final CallLog log;

        Till(CallLog log) {
            this.log = log;
        }

        @Tool("Pays.")
        @SideEffects(SideEffect.AT_MOST_ONCE)
        public String pay(String what) throws IOException {
            log.write(new CallLog.Entry("pay", "-", what));
            return "paid " + what;
        }
    }

    public static void main(String[] args) {
        ApprovalPolicy policy = call -> Optional.of(terms(call));
        Talkoot.agents(List.of(AgentDefinition.of("cashier", "pays", new CodeBrain(ApprovalNode::next))))
                .tools(node -> AnnotatedTools.approving(
                        AnnotatedTools.of(new Till(new CallLog(node.dataDirectory()))), "pay", policy))
                .run(args);
    }

    private static ApprovalTerms terms(ProposedCall call) {
        return switch (call.text("what").orElseThrow()) {
            case "late" -> ApprovalTerms.within(SHORT);
            case "escalated" -> ApprovalTerms.within(LONG).byUsers("ann").escalating(SHORT, "board");
            default -> ApprovalTerms.within(LONG).byUsers("ann");
        };
    }

    private static Next next(RunView view) {
        return view.lastStep().orElse(null) instanceof Step.ToolSettled settled
                ? new Next.Answer(settled.result().text())
                : Next.CallTools.of(new ToolRequest("pay", "{\"what\":\"%s\"}".formatted(view.task())));
    }
}
