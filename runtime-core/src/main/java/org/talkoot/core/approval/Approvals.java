package org.talkoot.core.approval;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** What a brain wants approved of what its model proposes, by the name of the tool. */
public record Approvals(Map<String, ApprovalPolicy> byTool) {

    /** Nothing but what the tools themselves declare. */
    public static final Approvals NONE = new Approvals(Map.of());

    public Approvals {
        byTool = Map.copyOf(byTool);
    }

    /** The same with one more; a second one for the same tool is heard beside the first. */
    public Approvals with(String tool, ApprovalPolicy policy) {
        Map<String, ApprovalPolicy> more = new HashMap<>(byTool);
        more.merge(tool, policy, ApprovalPolicy::and);
        return new Approvals(more);
    }

    public ApprovalPolicy of(String tool) {
        return byTool.getOrDefault(tool, ApprovalPolicy.NOBODY);
    }

    public boolean isEmpty() {
        return byTool.isEmpty();
    }

    /** The names alone, in order: code has no text that is the same on every node. */
    @Override
    public String toString() {
        return new TreeSet<>(byTool.keySet()).toString();
    }
}
