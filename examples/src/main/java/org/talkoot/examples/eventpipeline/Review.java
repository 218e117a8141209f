package org.talkoot.examples.eventpipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.tool.ToolResult;

/**
 * Holds each draft to the rules of the house. One that keeps them is filed and approved; one that does not is rejected
 * with all reasons. Whoever wants to know subscribes.
 */
record Review() implements Brain {

    @Override
    public Next next(RunView view) {
        if (view.event().isEmpty()) {
            return new Next.Answer("I read what is published as " + Draft.WRITTEN + ".");
        }
        Draft draft = Draft.parse(view.task());
        List<String> reasons = HouseRules.broken(draft);
        return switch (view.lastStep().orElse(null)) {
            case null -> reasons.isEmpty() ? file(draft) : reject(draft, reasons);
            case Step.ToolSettled step -> afterFiling(draft, step.result());
            case Step step -> new Next.Answer(reasons.isEmpty() ? "approved" : "rejected");
        };
    }

    private static Next reject(Draft draft, List<String> reasons) {
        return new Next.Publish(Draft.REJECTED, draft.rejectedFor(reasons).json());
    }

    private static Next file(Draft draft) {
        String arguments = JsonNodeFactory.instance
                .objectNode()
                .put("topic", draft.topic())
                .put("text", draft.text())
                .toString();
        return new Next.CallTools(List.of(new ToolRequest("file_article", arguments)));
    }

    private static Next afterFiling(Draft draft, ToolResult result) {
        return switch (result) {
            case ToolResult.Success r -> new Next.Publish(Draft.APPROVED, draft.json());
            case ToolResult.Failure r -> gaveUp("tool-failed", r.text());
            case ToolResult.InDoubt r -> gaveUp("in-doubt", r.text());
        };
    }

    private static Next gaveUp(String code, String detail) {
        return new Next.Fail(new RunFailure.GaveUp(code, detail));
    }
}
